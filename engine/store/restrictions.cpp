// SPDX-License-Identifier: Apache-2.0
#include "engine/store/restrictions.hpp"

#include <fmt/core.h>

#include "engine/store/schedule.hpp"

namespace frist::store {
namespace {

constexpr const char* kSelectRestrictions =
    "SELECT number, kind, entry, since, ground, reason, placed_by, placed_at, hold FROM frist_restriction_order WHERE ";

// Where people alone restrict the entry, it is restricted since the first of them did.
constexpr const char* kFirstOfThem =
    "UPDATE frist_restriction SET since = (SELECT min(since) FROM frist_restriction_order WHERE kind = ?1 AND entry = "
    "?2) WHERE kind = ?1 AND entry = ?2 AND rule = ''";

Result<std::vector<Restriction>> read_restrictions(Statement& rows) {
  std::vector<Restriction> found;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return found;
    Restriction r{rows.integer(0),
                  rows.integer(1),
                  rows.key(2),
                  static_cast<calendar::Day>(rows.integer(3)),
                  std::string(rows.text(4)),
                  std::string(rows.text(5)),
                  std::string(rows.text(6)),
                  rows.integer(7),
                  {}};
    if (!rows.is_null(8)) r.hold = rows.integer(8);
    found.push_back(std::move(r));
  }
}

Result<std::optional<Restriction>> one_restriction(Connection& connection, const char* where, std::int64_t value) {
  auto rows = connection.cached(std::string(kSelectRestrictions) + where);
  if (!rows) return rows.error();
  auto found = read_restrictions(rows.value()->bind(1, value));
  if (!found) return found.error();
  return found.value().empty() ? std::nullopt : std::optional(std::move(found.value().front()));
}

Status run_on_entry(Connection& connection, const char* sql, const Restriction& r) {
  auto statement = connection.cached(sql);
  return statement ? statement.value()->bind(1, r.kind).bind(2, r.entry).run() : Status(statement.error());
}

Status mark_restricted(Connection& connection, const Restriction& r) {
  auto schedule = Schedule::open(connection, r.kind);
  return schedule ? schedule.value().mark_changed(r.entry) : Status(schedule.error());
}

Result<std::int64_t> next_restriction(Connection& connection) {
  auto last = connection.integer(
      "SELECT max(coalesce((SELECT value FROM frist_meta WHERE key = 'last_restriction'), 0), "
      "coalesce((SELECT max(number) FROM frist_restriction_order), 0)) + 1");
  if (!last) return last.error();
  auto noted = connection.cached("INSERT OR REPLACE INTO frist_meta(key, value) VALUES ('last_restriction', ?1)");
  if (!noted) return noted.error();
  if (auto done = noted.value()->bind(1, *last.value()).run(); !done) return done.error();
  return *last.value();
}

}  // namespace

Result<std::int64_t> place_restriction(Connection& connection, const Restriction& r) {
  auto number = next_restriction(connection);
  if (!number) return number;
  auto fact = connection.cached(
      "INSERT INTO frist_restriction(kind, entry, since, rule) SELECT ?1, ?2, ?3, '' "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_restriction WHERE kind = ?1 AND entry = ?2)");
  if (!fact) return fact.error();
  if (auto done = fact.value()->bind(1, r.kind).bind(2, r.entry).bind(3, r.since).run(); !done) return done.error();
  auto order = connection.cached(
      "INSERT INTO frist_restriction_order(number, kind, entry, since, ground, reason, placed_by, placed_at, hold) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  if (!order) return order.error();
  auto& row = order.value()->bind(1, number.value()).bind(2, r.kind).bind(3, r.entry).bind(4, r.since);
  row.bind_text(5, r.ground).bind_text(6, r.reason).bind_text(7, r.placed_by).bind(8, r.placed_at);
  if (r.hold)
    row.bind(9, *r.hold);
  else
    row.bind_null(9);
  if (auto done = row.run(); !done) return done.error();
  if (auto first = run_on_entry(connection, kFirstOfThem, r); !first) return first.error();
  if (auto marked = mark_restricted(connection, r); !marked) return marked.error();
  return number;
}

Status lift_restriction(Connection& connection, const Restriction& r) {
  auto gone = connection.cached("DELETE FROM frist_restriction_order WHERE number = ?1");
  if (!gone) return gone.error();
  if (auto done = gone.value()->bind(1, r.number).run(); !done) return done;
  // What a rule did while a person's restriction stood is in frist_act alone.
  for (const char* sql :
       {"UPDATE frist_restriction SET (since, rule) = (SELECT a.since, a.rule FROM frist_act AS a WHERE a.kind = ?1 "
        "AND "
        "a.entry = ?2 AND a.act LIKE 'restrict%' ORDER BY a.since, a.rule LIMIT 1) WHERE kind = ?1 AND entry = ?2 AND "
        "rule = '' AND NOT EXISTS (SELECT 1 FROM frist_restriction_order WHERE kind = ?1 AND entry = ?2) AND EXISTS "
        "(SELECT 1 FROM frist_act AS a WHERE a.kind = ?1 AND a.entry = ?2 AND a.act LIKE 'restrict%')",
        "DELETE FROM frist_restriction WHERE kind = ?1 AND entry = ?2 AND rule = '' AND NOT EXISTS "
        "(SELECT 1 FROM frist_restriction_order WHERE kind = ?1 AND entry = ?2)",
        kFirstOfThem})
    if (auto done = run_on_entry(connection, sql, r); !done) return done;
  return mark_restricted(connection, r);
}

Result<std::vector<Restriction>> standing_restrictions(Connection& connection) {
  auto rows = connection.cached(fmt::format("{} 1 ORDER BY number", kSelectRestrictions));
  if (!rows) return rows.error();
  return read_restrictions(*rows.value());
}

Result<std::optional<Restriction>> restriction_by_number(Connection& connection, std::int64_t number) {
  return one_restriction(connection, "number = ?1", number);
}

Result<std::optional<Restriction>> restriction_of_hold(Connection& connection, std::int64_t hold) {
  return one_restriction(connection, "hold = ?1", hold);
}

}  // namespace frist::store
