// SPDX-License-Identifier: Apache-2.0
#include "engine/service/holds.hpp"

#include <fmt/core.h>

#include "engine/service/as_of.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/restrictions.hpp"

namespace frist::service {
namespace {

text::Status require_lines(const HoldOrder& order) {
  for (const auto& [what, line] : {std::pair{"the reason", &order.reason},
                                   {"the name behind --by", &order.by},
                                   {"the mandate", &order.mandate},
                                   {"the owner", &order.owner}})
    if (auto good = require_line(what, *line); !good) return good;
  return {};
}

// The hold as ordered, but for its entry.
text::Result<store::Hold> hold_of(OpenDatabase& database, const HoldOrder& order) {
  if (auto good = require_lines(order); !good) return good.error();
  store::Hold hold;
  const auto since = day_of(database, order.since);
  if (!since) return since.error();
  hold.since = since.value();
  if (!order.review_by.empty()) {
    const auto day = day_of(database, order.review_by);
    if (!day) return day.error();
    hold.review_by = day.value();
  }
  hold.reason = order.reason;
  hold.placed_by = order.by;
  hold.mandate = order.mandate;
  hold.owner = order.owner;
  hold.placed_at = now();
  return hold;
}

codec::EntryBody hold_body(const char* action, calendar::Day on, const std::string& by, const std::string& reason,
                           const std::string& mandate) {
  codec::EntryBody body = deed_body(action, on, by, reason);
  body.mandate = mandate;
  return body;
}

text::Result<store::Hold> standing_hold(OpenDatabase& database, std::int64_t number) {
  const auto found = store::hold_by_id(database.connection, number);
  if (!found) return found.error();
  if (found.value() && !found.value()->lifted_at) return *found.value();
  return text::Error{text::ErrorKind::Usage,
                     found.value()
                         ? fmt::format("hold {} was lifted already", number)
                         : fmt::format("there is no hold {}; `frist hold list` shows those that stand", number)};
}

// A restriction that keeps the entry would keep it no longer.
text::Status require_no_restriction(OpenDatabase& database, std::int64_t hold) {
  const auto restriction = store::restriction_of_hold(database.connection, hold);
  if (!restriction) return restriction.error();
  if (!restriction.value()) return {};
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("hold {0} belongs to restriction {1}; `frist restrict lift {1}` "
                                 "lifts both",
                                 hold, restriction.value()->number)};
}

text::Result<NamedHold> named(OpenDatabase& database, store::Hold hold, calendar::Day today) {
  auto entry = written_entry(database.connection, hold.kind, hold.entry);
  if (!entry) return entry.error();
  const bool overdue = !hold.lifted_at && hold.review_by && *hold.review_by < today;
  return NamedHold{std::move(hold), std::move(entry).value(), overdue};
}

}  // namespace

text::Result<NamedHold> place_hold(OpenDatabase& database, const HoldOrder& order) {
  auto ordered = hold_of(database, order);
  if (!ordered) return ordered.error();
  store::Hold& hold = ordered.value();
  auto done = do_deed(database, [&]() -> text::Status {
    const auto entry = find_entry(database, order.entry);
    if (!entry) return entry.error();
    hold.kind = entry.value().kind;
    hold.entry = entry.value().key;
    const auto number = store::place_hold(database.connection, hold);
    if (!number) return number.error();
    hold.id = number.value();
    return note_deed(database, audit::Happening::HoldSet, entry.value(),
                     hold_body("hold", hold.since, order.by, order.reason, order.mandate));
  });
  if (!done) return done.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  return named(database, std::move(hold), today.value());
}

text::Result<NamedHold> lift_hold(OpenDatabase& database, std::int64_t number, const std::string& by,
                                  const std::string& reason) {
  if (auto good = require_who_and_why(by, reason); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  NamedHold lifted;
  auto done = do_deed(database, [&]() -> text::Status {
    auto hold = standing_hold(database, number);
    if (!hold) return hold.error();
    if (auto free = require_no_restriction(database, number); !free) return free;
    hold.value().lifted_by = by;
    hold.value().lifted_at = now();
    hold.value().lift_reason = reason;
    if (auto gone = store::lift_hold(database.connection, number, by, *hold.value().lifted_at, reason); !gone)
      return gone;
    auto with_name = named(database, std::move(hold).value(), today.value());
    if (!with_name) return with_name.error();
    lifted = std::move(with_name).value();
    return note_deed(database, audit::Happening::HoldLifted, {lifted.hold.kind, lifted.hold.entry, lifted.entry},
                     hold_body("lift hold", today.value(), by, reason, lifted.hold.mandate));
  });
  if (!done) return done.error();
  return lifted;
}

text::Result<std::vector<NamedHold>> list_holds(OpenDatabase& database, const HoldQuery& query) {
  const auto today = day_of(database, "");
  if (!today) return today.error();
  auto found = query.lifted_too ? store::all_holds(database.connection) : store::standing_holds(database.connection);
  if (!found) return found.error();
  std::vector<NamedHold> holds;
  for (store::Hold& hold : found.value()) {
    auto with_name = named(database, std::move(hold), today.value());
    if (!with_name) return with_name.error();
    if (with_name.value().overdue || !query.only_overdue) holds.push_back(std::move(with_name).value());
  }
  return holds;
}

}  // namespace frist::service
