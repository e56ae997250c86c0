// SPDX-License-Identifier: Apache-2.0
#include "engine/store/plans.hpp"

#include <fmt/core.h>

namespace frist::store {
namespace {

using text::Error;
using text::ErrorKind;

constexpr const char* kSelectPlan =
    "SELECT id, policy, as_of, made_at, salt, hash, body, state, run FROM frist_plan WHERE ";
constexpr const char* kSelectPlanEntry =
    "SELECT kind, entry, action, rule, due, digest FROM frist_plan_entry WHERE plan = ?1 ";

Result<std::optional<Plan>> first_plan(Statement& row) {
  const auto there = row.step();
  if (!there) return there.error();
  if (!there.value()) return std::optional<Plan>();
  const auto text = [&](int column) { return std::string(row.text(column)); };
  Plan plan{row.integer(0),
            text(1),
            static_cast<calendar::Day>(row.integer(2)),
            row.integer(3),
            std::string(row.blob(4)),
            text(5),
            text(6),
            text(7),
            {}};
  if (!row.is_null(8)) plan.run = row.integer(8);
  row.reset();
  return std::optional(std::move(plan));
}

Result<std::vector<PlanEntry>> read_plan_entries(Statement& rows) {
  std::vector<PlanEntry> entries;
  for (;;) {
    const auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return entries;
    entries.push_back({rows.integer(0), rows.key(1), std::string(rows.text(2)), std::string(rows.text(3)),
                       static_cast<calendar::Day>(rows.integer(4)), std::string(rows.blob(5))});
  }
}

}  // namespace

Result<std::int64_t> begin_plan(Connection& connection, const Plan& plan) {
  for (const char* sql :
       {"DELETE FROM frist_plan_entry WHERE plan IN (SELECT id FROM frist_plan WHERE state IN ('making', 'open'))",
        "UPDATE frist_plan SET state = 'replaced' WHERE state IN ('making', 'open')"})
    if (auto done = connection.execute(sql); !done) return done.error();
  auto insert = connection.cached(
      "INSERT INTO frist_plan(id, policy, as_of, made_at, salt, hash, body, state) VALUES "
      "((SELECT coalesce(max(id), 0) + 1 FROM frist_plan), ?1, ?2, ?3, ?4, '', '', 'making') RETURNING id");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, plan.policy).bind(2, plan.as_of).bind(3, plan.made_at);
  const auto there = row.bind_blob(4, plan.salt).step();
  if (!there) return there.error();
  const std::int64_t id = row.integer(0);
  if (auto done = row.run(); !done) return done.error();
  return id;
}

Status add_plan_entries(Connection& connection, std::int64_t plan, const std::vector<PlanEntry>& entries) {
  auto insert = connection.cached(
      "INSERT INTO frist_plan_entry(plan, kind, entry, action, rule, due, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!insert) return insert.error();
  for (const PlanEntry& e : entries) {
    auto& row = insert.value()->bind(1, plan).bind(2, e.kind).bind(3, e.entry).bind_text(4, e.action);
    if (auto done = row.bind_text(5, e.rule).bind(6, e.due).bind_blob(7, e.digest).run(); !done) return done;
  }
  return {};
}

Status freeze_plan(Connection& connection, std::int64_t plan, const std::string& hash, const std::string& body) {
  auto update = connection.cached("UPDATE frist_plan SET hash = ?2, body = ?3, state = 'open' WHERE id = ?1");
  if (!update) return update.error();
  return update.value()->bind(1, plan).bind_text(2, hash).bind_text(3, body).run();
}

Status set_plan_state(Connection& connection, std::int64_t plan, const std::string& state, std::int64_t run) {
  auto update = connection.cached("UPDATE frist_plan SET state = ?2, run = ?3 WHERE id = ?1");
  if (!update) return update.error();
  if (auto done = update.value()->bind(1, plan).bind_text(2, state).bind(3, run).run(); !done) return done;
  if (state != "applied" && state != "withdrawn") return {};
  auto gone = connection.cached("DELETE FROM frist_plan_entry WHERE plan = ?1");
  if (!gone) return gone.error();
  return gone.value()->bind(1, plan).run();
}

Result<std::optional<Plan>> current_plan(Connection& connection) {
  auto found = connection.cached(fmt::format("{} state IN ('open', 'applying') ORDER BY id DESC LIMIT 1", kSelectPlan));
  if (!found) return found.error();
  return first_plan(*found.value());
}

Result<std::optional<Plan>> plan_by_id(Connection& connection, std::int64_t id) {
  auto found = connection.cached(fmt::format("{} id = ?1", kSelectPlan));
  if (!found) return found.error();
  return first_plan(found.value()->bind(1, id));
}

Result<std::optional<PlanEntry>> plan_entry(Connection& connection, std::int64_t plan, std::int64_t kind,
                                            const Key& entry) {
  auto found = connection.cached(fmt::format("{} AND kind = ?2 AND entry = ?3", kSelectPlanEntry));
  if (!found) return found.error();
  auto entries = read_plan_entries(found.value()->bind(1, plan).bind(2, kind).bind(3, entry));
  if (!entries) return entries.error();
  if (entries.value().empty()) return std::optional<PlanEntry>();
  return std::optional(std::move(entries.value()[0]));
}

Result<std::vector<PlanEntry>> plan_entries(Connection& connection, std::int64_t plan, const PlanEntry& after,
                                            std::uint32_t limit) {
  auto found = connection.cached(
      fmt::format("{} AND (kind, entry) > (?2, coalesce(?3, -9e999)) ORDER BY kind, entry LIMIT ?4", kSelectPlanEntry));
  if (!found) return found.error();
  return read_plan_entries(found.value()->bind(1, plan).bind(2, after.kind).bind(3, after.entry).bind(4, limit));
}

Status add_officer(Connection& connection, const Officer& officer) {
  const auto known = officers(connection);
  if (!known) return known.error();
  for (const Officer& o : known.value()) {
    if (o.name == officer.name)
      return Error{ErrorKind::Usage,
                   fmt::format("there {} an officer `{}` already; a name stays with one person, so that signatures "
                               "stay theirs",
                               o.retired_at ? "was" : "is", o.name)};
    if (o.public_key == officer.public_key)
      return Error{ErrorKind::Usage,
                   fmt::format("this is the key of `{}`; each officer has a key of their own", o.name)};
  }
  auto insert =
      connection.cached("INSERT INTO frist_officer(name, party, public_key, added_at) VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, officer.name).bind_text(2, officer.party);
  return row.bind_blob(3, officer.public_key).bind(4, officer.added_at).run();
}

Status retire_officer(Connection& connection, const std::string& name, std::int64_t at) {
  auto update = connection.cached("UPDATE frist_officer SET retired_at = ?2 WHERE name = ?1 AND retired_at IS NULL");
  if (!update) return update.error();
  if (auto done = update.value()->bind_text(1, name).bind(2, at).run(); !done) return done;
  if (connection.changes() == 1) return {};
  return Error{ErrorKind::Usage, fmt::format("no officer `{}` is in office; `frist officer list` names them", name)};
}

Result<std::vector<Officer>> officers(Connection& connection) {
  auto found =
      connection.cached("SELECT name, party, public_key, added_at, retired_at FROM frist_officer ORDER BY name");
  if (!found) return found.error();
  Statement& rows = *found.value();
  std::vector<Officer> all;
  for (;;) {
    const auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return all;
    all.push_back(
        {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.blob(2)), rows.integer(3), {}});
    if (!rows.is_null(4)) all.back().retired_at = rows.integer(4);
  }
}

Result<bool> add_approval(Connection& connection, const Approval& approval) {
  auto insert = connection.cached(
      "INSERT INTO frist_approval(plan_hash, officer, signed_at, signature) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO "
      "NOTHING");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, approval.plan_hash).bind_text(2, approval.officer);
  if (auto done = row.bind(3, approval.signed_at).bind_blob(4, approval.signature).run(); !done) return done.error();
  return connection.changes() == 1;
}

Result<std::vector<Approval>> approvals_of(Connection& connection, const std::string& plan_hash) {
  auto found = connection.cached(
      "SELECT plan_hash, officer, signed_at, signature FROM frist_approval WHERE plan_hash = ?1 ORDER BY officer");
  if (!found) return found.error();
  Statement& rows = found.value()->bind_text(1, plan_hash);
  std::vector<Approval> all;
  for (;;) {
    const auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return all;
    all.push_back({std::string(rows.text(0)), std::string(rows.text(1)), rows.integer(2), std::string(rows.blob(3))});
  }
}

}  // namespace frist::store
