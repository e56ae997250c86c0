// SPDX-License-Identifier: Apache-2.0
#include "engine/store/standing.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "engine/store/holds.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/restrictions.hpp"

namespace frist::store {
namespace {

using text::Error;
using text::ErrorKind;

constexpr const char* kStanding =
    "SELECT 1, h.id, k.record, h.entry, h.since, h.review_by, h.placed_at, '', NULL, 0 FROM frist_hold AS h JOIN "
    "frist_kind AS k ON k.kind = h.kind WHERE h.lifted_at IS NULL "
    "UNION ALL SELECT 2, r.number, k.record, r.entry, r.received_on, r.extended_on, r.answered_on, CASE WHEN "
    "r.answered_on IS NULL THEN '' ELSE r.outcome || '/' || r.ground END, NULL, r.gone FROM frist_request_register AS "
    "r "
    "JOIN frist_kind AS k ON k.kind = r.kind "
    "UNION ALL SELECT 3, o.number, k.record, o.entry, o.since, NULL, o.placed_at, o.ground, o.hold, 0 FROM "
    "frist_restriction_order AS o JOIN frist_kind AS k ON k.kind = o.kind ORDER BY 1, 2";

std::optional<std::int64_t> number_or_nothing(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

Statement& bind_optional(Statement& statement, int parameter, const std::optional<std::int64_t>& value) {
  return value ? statement.bind(parameter, *value) : statement.bind_null(parameter);
}

class Standings {
 public:
  Standings(Connection& connection, std::string by, std::int64_t now)
      : connection_(connection), by_(std::move(by)), now_(now) {}

  Status place(const Standing& s, std::int64_t kind) {
    switch (s.what) {
      case Standing::Hold:
        return place_hold_again(s, kind);
      case Standing::Request:
        return file_request_again(s, kind);
      default:
        return restrict_again(s, kind);
    }
  }

  Status lift(const Standing& s, std::int64_t kind) {
    switch (s.what) {
      case Standing::Hold:
        return lift_hold(connection_, s.number, by_, now_, "lifted after the copy was made");
      case Standing::Request:
        return forget_request(s, kind);
      default:
        return lift_order(s.number);
    }
  }

  // What stands in both, with other days: the head file knows better.
  Status correct(const Standing& s) {
    const char* sql = nullptr;
    if (s.what == Standing::Hold)
      sql = "UPDATE frist_hold SET entry = ?2, since = ?3, review_by = ?4 WHERE id = ?1 AND ?5 IS ?5";
    else if (s.what == Standing::Restriction)
      sql = "UPDATE frist_restriction_order SET since = ?3, ground = ?5 WHERE number = ?1 AND ?2 IS ?2 AND ?4 IS ?4";
    if (!sql) return answer_again(s);
    auto update = connection_.cached(sql);
    if (!update) return update.error();
    bind_optional(update.value()->bind(1, s.number).bind(2, s.entry).bind(3, s.since), 4, s.until);
    return update.value()->bind_text(5, s.word).run();
  }

 private:
  Status place_hold_again(const Standing& s, std::int64_t kind) {
    // One of that number may be there, and lifted there, or on an entry that is gone.
    auto old = connection_.cached("DELETE FROM frist_hold WHERE id = ?1");
    if (!old) return old.error();
    if (auto gone = old.value()->bind(1, s.number).run(); !gone) return gone;
    auto insert = connection_.cached(
        "INSERT INTO frist_hold(id, kind, entry, since, reason, placed_by, placed_at, review_by) VALUES (?1, ?2, ?3, "
        "?4, 'placed after the copy was made; its reason is not known here', ?5, ?6, ?7)");
    if (!insert) return insert.error();
    auto& row = insert.value()->bind(1, s.number).bind(2, kind).bind(3, s.entry).bind(4, s.since);
    bind_optional(row.bind_text(5, by_).bind(6, s.at.value_or(now_)), 7, s.until);
    return row.run();
  }

  Status file_request_again(const Standing& s, std::int64_t kind) {
    auto old = connection_.cached("DELETE FROM frist_request_register WHERE number = ?1");
    if (!old) return old.error();
    if (auto gone = old.value()->bind(1, s.number).run(); !gone) return gone;
    auto insert = connection_.cached(
        "INSERT INTO frist_request_register(number, kind, entry, received_on, received_by, gone) VALUES (?1, ?2, ?3, "
        "?4, ?5, ?6)");
    if (!insert) return insert.error();
    auto& row = insert.value()->bind(1, s.number).bind(2, kind).bind(3, s.entry).bind(4, s.since).bind_text(5, by_);
    if (auto done = row.bind(6, static_cast<std::int64_t>(s.gone)).run(); !done) return done;
    if (auto answered = answer_again(s); !answered || s.gone) return answered;
    auto request = connection_.cached(
        "INSERT INTO frist_request(kind, entry, requested_on, received_by) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
        "(SELECT 1 FROM frist_request WHERE kind = ?1 AND entry = ?2)");
    if (!request) return request.error();
    return request.value()->bind(1, kind).bind(2, s.entry).bind(3, s.since).bind_text(4, by_).run();
  }

  Status answer_again(const Standing& s) {
    auto update = connection_.cached(
        "UPDATE frist_request_register SET extended_on = ?2, extended_by = CASE WHEN ?2 IS NULL THEN '' WHEN "
        "extended_by = '' THEN ?6 ELSE extended_by END, answered_on = ?3, answered_by = CASE WHEN ?3 IS NULL THEN '' "
        "WHEN answered_by = '' THEN ?6 ELSE answered_by END, outcome = ?4, ground = ?5 WHERE number = ?1");
    if (!update) return update.error();
    const auto slash = s.word.find('/');
    const bool answered = slash != std::string::npos;
    auto& row = bind_optional(bind_optional(update.value()->bind(1, s.number), 2, s.until), 3, s.at);
    row.bind_text(4, answered ? s.word.substr(0, slash) : "").bind_text(5, answered ? s.word.substr(slash + 1) : "");
    return row.bind_text(6, by_).run();
  }

  Status forget_request(const Standing& s, std::int64_t kind) {
    auto request = connection_.cached("DELETE FROM frist_request WHERE kind = ?1 AND entry = ?2 AND ?3 = 0");
    if (!request) return request.error();
    auto& row = request.value()->bind(1, kind).bind(2, s.entry).bind(3, static_cast<std::int64_t>(s.gone));
    if (auto gone = row.run(); !gone) return gone;
    auto registered = connection_.cached("DELETE FROM frist_request_register WHERE number = ?1");
    if (!registered) return registered.error();
    return registered.value()->bind(1, s.number).run();
  }

  Status restrict_again(const Standing& s, std::int64_t kind) {
    auto insert = connection_.cached(
        "INSERT OR REPLACE INTO frist_restriction_order(number, kind, entry, since, ground, reason, placed_by, "
        "placed_at, hold) VALUES (?1, ?2, ?3, ?4, ?5, 'placed after the copy was made; its reason is not known here', "
        "?6, ?7, ?8)");
    if (!insert) return insert.error();
    auto& row = insert.value()->bind(1, s.number).bind(2, kind).bind(3, s.entry).bind(4, s.since);
    bind_optional(row.bind_text(5, s.word).bind_text(6, by_).bind(7, s.at.value_or(now_)), 8, s.hold);
    if (auto done = row.run(); !done) return done;
    auto fact = connection_.cached(
        "INSERT INTO frist_restriction(kind, entry, since, rule) SELECT ?1, ?2, ?3, '' WHERE NOT EXISTS (SELECT 1 FROM "
        "frist_restriction WHERE kind = ?1 AND entry = ?2)");
    if (!fact) return fact.error();
    return fact.value()->bind(1, kind).bind(2, s.entry).bind(3, s.since).run();
  }

  Status lift_order(std::int64_t number) {
    const auto order = restriction_by_number(connection_, number);
    if (!order) return order.error();
    return order.value() ? lift_restriction(connection_, *order.value()) : Status();
  }

  Connection& connection_;
  std::string by_;
  std::int64_t now_;
};

Status raise_number(Connection& connection, const char* key, std::int64_t value) {
  return connection.execute(
      fmt::format("INSERT OR REPLACE INTO frist_meta(key, value) SELECT '{0}', max({1}, coalesce((SELECT value FROM "
                  "frist_meta WHERE key = '{0}'), 0))",
                  key, value));
}

}  // namespace

Result<std::vector<Standing>> standing_of(Connection& connection) {
  auto statement = connection.cached(kStanding);
  if (!statement) return statement.error();
  Statement& row = *statement.value();
  std::vector<Standing> standing;
  for (;;) {
    const auto more = row.step();
    if (!more) return more.error();
    if (!more.value()) return standing;
    standing.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), row.key(3), row.integer(4),
                        number_or_nothing(row, 5), number_or_nothing(row, 6), std::string(row.text(7)),
                        number_or_nothing(row, 8), row.integer(9) != 0});
  }
}

Result<LastNumbers> last_numbers(Connection& connection) {
  auto statement = connection.cached(
      "SELECT max(coalesce((SELECT value FROM frist_meta WHERE key = 'last_hold'), 0), coalesce((SELECT max(id) FROM "
      "frist_hold), 0)), max(coalesce((SELECT value FROM frist_meta WHERE key = 'last_request'), 0), coalesce((SELECT "
      "max(number) FROM frist_request_register), 0)), max(coalesce((SELECT value FROM frist_meta WHERE key = "
      "'last_restriction'), 0), coalesce((SELECT max(number) FROM frist_restriction_order), 0))");
  if (!statement) return statement.error();
  Statement& row = *statement.value();
  if (const auto found = row.step(); !found) return found.error();
  const LastNumbers numbers{row.integer(0), row.integer(1), row.integer(2)};
  row.reset();
  return numbers;
}

Result<StandingChanges> make_standing(Connection& connection, const std::vector<Standing>& wanted,
                                      const LastNumbers& numbers, const std::string& by, std::int64_t now,
                                      bool skip_unknown) {
  FRIST_CHECK(connection.in_transaction());
  const auto there = standing_of(connection);
  if (!there) return there.error();
  using Name = std::pair<std::int64_t, std::int64_t>;
  std::map<Name, const Standing*> has, wants;
  for (const Standing& s : there.value()) has[{s.what, s.number}] = &s;
  for (const Standing& s : wanted) wants[{s.what, s.number}] = &s;
  Standings standings(connection, by, now);
  StandingChanges changes;
  const auto same_entry = [](const Standing& a, const Standing& b) {
    return a.record == b.record && a.entry == b.entry && a.gone == b.gone;
  };
  // A hold that a restriction keeps stands after it is lifted, so restrictions go first.
  for (auto at = has.rbegin(); at != has.rend(); ++at) {
    const Standing& s = *at->second;
    const auto wish = wants.find(at->first);
    if (wish != wants.end() && same_entry(*wish->second, s)) continue;
    const auto kind = find_kind(connection, s.record);
    if (!kind) return kind.error();
    if (auto lifted = standings.lift(s, kind.value().value_or(0)); !lifted) return lifted.error();
    changes.lifted += wish == wants.end() ? 1 : 0;
  }
  for (const auto& [name, wish] : wants) {
    const auto old = has.find(name);
    if (old != has.end() && *old->second == *wish) continue;
    const auto kind = find_kind(connection, wish->record);
    if (!kind) return kind.error();
    if (!kind.value() && skip_unknown) continue;
    if (!kind.value())
      return Error{ErrorKind::Data, fmt::format("a hold, request or restriction is on an entry of `{}`, which the "
                                                "database does not know",
                                                wish->record)};
    const bool correct = old != has.end() && same_entry(*old->second, *wish);
    if (auto done = correct ? standings.correct(*wish) : standings.place(*wish, *kind.value()); !done)
      return done.error();
    changes.placed += old == has.end() ? 1 : 0;
  }
  for (const auto& [key, value] : {std::pair{"last_hold", numbers.hold},
                                   {"last_request", numbers.request},
                                   {"last_restriction", numbers.restriction}})
    if (auto raised = raise_number(connection, key, value); !raised) return raised.error();
  return changes;
}

}  // namespace frist::store
