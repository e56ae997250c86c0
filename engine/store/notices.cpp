// SPDX-License-Identifier: Apache-2.0
#include "engine/store/notices.hpp"

#include <fmt/core.h>

#include "engine/store/people_sql.hpp"

namespace frist::store {
namespace {

constexpr const char* kSelectNotices =
    "SELECT number, id, kind, entry, recipient, reference, what, made_at, acknowledged_at, acknowledged_by FROM "
    "frist_notice WHERE ";

Result<std::vector<Notice>> read_notices(Statement& rows) {
  std::vector<Notice> found;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return found;
    const auto text = [&](int column) { return std::string(rows.text(column)); };
    Notice notice{rows.integer(0), text(1), rows.integer(2), rows.key(3), text(4),
                  text(5),         text(6), rows.integer(7), {},          text(9)};
    if (!rows.is_null(8)) notice.acknowledged_at = rows.integer(8);
    found.push_back(std::move(notice));
  }
}

Result<std::vector<Disclosure>> read_disclosures(Statement& rows) {
  std::vector<Disclosure> found;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return found;
    found.push_back({rows.integer(0), rows.key(1), std::string(rows.text(2)), std::string(rows.text(3)),
                     static_cast<calendar::Day>(rows.integer(4))});
  }
}

}  // namespace

Result<bool> note_disclosure(Connection& connection, const Disclosure& d) {
  const auto run = [&](const char* sql) -> Result<bool> {
    auto statement = connection.cached(sql);
    if (!statement) return statement.error();
    auto& row = statement.value()->bind(1, d.kind).bind(2, d.entry).bind_text(3, d.recipient);
    if (auto done = row.bind_text(4, d.reference).bind(5, d.disclosed_on).run(); !done) return done.error();
    return connection.changes() > 0;
  };
  auto later = run(
      "UPDATE frist_disclosure SET disclosed_on = max(disclosed_on, ?5) WHERE kind = ?1 AND entry = ?2 AND recipient = "
      "?3 AND reference = ?4");
  if (!later) return later;
  if (later.value()) return false;
  return run(
      "INSERT INTO frist_disclosure(kind, entry, recipient, reference, disclosed_on) VALUES (?1, ?2, ?3, ?4, ?5)");
}

Result<std::int64_t> remove_disclosures(Connection& connection, const Disclosure& d) {
  auto statement = connection.cached("DELETE FROM frist_disclosure WHERE kind = ?1 AND entry = ?2 AND recipient = ?3");
  if (!statement) return statement.error();
  if (auto done = statement.value()->bind(1, d.kind).bind(2, d.entry).bind_text(3, d.recipient).run(); !done)
    return done.error();
  return connection.changes();
}

Result<std::vector<Disclosure>> disclosures(Connection& connection, const Disclosure* of) {
  auto rows = connection.cached(fmt::format(
      "SELECT kind, entry, recipient, reference, disclosed_on FROM frist_disclosure{} ORDER BY kind, entry, "
      "recipient, reference",
      of ? " WHERE kind = ?1 AND entry = ?2" : ""));
  if (!rows) return rows.error();
  if (of) rows.value()->bind(1, of->kind).bind(2, of->entry);
  return read_disclosures(*rows.value());
}

Result<std::int64_t> make_notices(Connection& connection, std::int64_t kind, const Key& entry,
                                  const std::string& what) {
  auto statement = connection.cached(notices_sql("?3", "?1", "?2"));
  if (!statement) return statement.error();
  if (auto done = statement.value()->bind(1, kind).bind(2, entry).bind_text(3, what).run(); !done) return done.error();
  return connection.changes();
}

Result<std::vector<Notice>> notices(Connection& connection, bool acknowledged_too) {
  auto rows = connection.cached(fmt::format("{} (?1 OR acknowledged_at IS NULL) ORDER BY number", kSelectNotices));
  if (!rows) return rows.error();
  return read_notices(rows.value()->bind(1, acknowledged_too ? 1 : 0));
}

Result<std::optional<Notice>> notice_by_number(Connection& connection, std::int64_t number) {
  auto rows = connection.cached(fmt::format("{} number = ?1", kSelectNotices));
  if (!rows) return rows.error();
  auto found = read_notices(rows.value()->bind(1, number));
  if (!found) return found.error();
  return found.value().empty() ? std::nullopt : std::optional(std::move(found.value().front()));
}

Status acknowledge_notice(Connection& connection, std::int64_t number, std::int64_t at, const std::string& by) {
  auto update = connection.cached(
      "UPDATE frist_notice SET acknowledged_at = ?2, acknowledged_by = ?3, entry = NULL, reference = '' WHERE number = "
      "?1");
  if (!update) return update.error();
  return update.value()->bind(1, number).bind(2, at).bind_text(3, by).run();
}

}  // namespace frist::store
