// SPDX-License-Identifier: Apache-2.0
#include "engine/service/restrictions.hpp"

#include <fmt/core.h>

#include "engine/service/as_of.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/holds.hpp"

namespace frist::service {

using text::Error;
using text::ErrorKind;

namespace {

codec::EntryBody restriction_body(const char* action, calendar::Day on, const std::string& by,
                                  const std::string& reason, const std::string& ground) {
  codec::EntryBody body = deed_body(action, on, by, reason);
  body.mandate = find_restriction_ground(ground)->article;
  return body;
}

text::Status place_its_hold(OpenDatabase& database, const EntryRef& entry, store::Restriction& r) {
  store::Hold hold;
  hold.kind = r.kind;
  hold.entry = r.entry;
  hold.since = r.since;
  hold.reason = r.reason;
  hold.placed_by = r.placed_by;
  hold.placed_at = r.placed_at;
  hold.mandate = find_restriction_ground(r.ground)->article;
  const auto number = store::place_hold(database.connection, hold);
  if (!number) return number.error();
  r.hold = number.value();
  return note_deed(database, audit::Happening::HoldSet, entry,
                   restriction_body("hold", r.since, r.placed_by, r.reason, r.ground));
}

text::Status note_restriction(OpenDatabase& database, const RestrictionOrder& order, calendar::Day since,
                              NamedRestriction& placed) {
  const auto entry = find_entry(database, order.entry);
  if (!entry) return entry.error();
  placed.entry = entry.value().name;
  store::Restriction& r = placed.restriction;
  r = {0, entry.value().kind, entry.value().key, since, order.ground, order.reason, order.by, now(), {}};
  if (find_restriction_ground(r.ground)->keeps)
    if (auto held = place_its_hold(database, entry.value(), r); !held) return held;
  const auto number = store::place_restriction(database.connection, r);
  if (!number) return number.error();
  r.number = number.value();
  return note_deed(database, audit::Happening::Act, entry.value(),
                   restriction_body("place restriction", since, order.by, order.reason, order.ground));
}

text::Status lift_its_hold(OpenDatabase& database, const RestrictionEnd& end, const EntryRef& entry,
                           const store::Restriction& r) {
  const auto hold = store::hold_by_id(database.connection, *r.hold);
  if (!hold) return hold.error();
  if (!hold.value() || hold.value()->lifted_at) return {};
  if (auto lifted = store::lift_hold(database.connection, *r.hold, end.by, now(), end.reason); !lifted) return lifted;
  const auto today = day_of(database, "");
  if (!today) return today.error();
  return note_deed(database, audit::Happening::HoldLifted, entry,
                   restriction_body("lift hold", today.value(), end.by, end.reason, r.ground));
}

text::Result<NamedRestriction> named_restriction(OpenDatabase& database, store::Restriction restriction) {
  auto entry = written_entry(database.connection, restriction.kind, restriction.entry);
  if (!entry) return entry.error();
  return NamedRestriction{std::move(restriction), std::move(entry).value()};
}

text::Status note_end(OpenDatabase& database, const RestrictionEnd& end, NamedRestriction& lifted) {
  auto found = store::restriction_by_number(database.connection, end.number);
  if (!found) return found.error();
  if (!found.value())
    return Error{ErrorKind::Usage,
                 fmt::format("no restriction {} stands; `frist restrict list` shows those that do", end.number)};
  auto named = named_restriction(database, std::move(*found.value()));
  if (!named) return named.error();
  lifted = std::move(named).value();
  const store::Restriction& r = lifted.restriction;
  const auto told = day_so_far(database, end.told_on);
  if (!told) return told.error();
  if (told.value() < r.since)
    return Error{ErrorKind::Usage, fmt::format("{} is before the restriction, which stands since {}",
                                               calendar::to_iso(told.value()), calendar::to_iso(r.since))};
  const auto today = day_of(database, "");
  if (!today) return today.error();
  const EntryRef entry{r.kind, r.entry, lifted.entry};
  if (auto gone = store::lift_restriction(database.connection, r); !gone) return gone;
  codec::EntryBody body = restriction_body("lift restriction", today.value(), end.by, end.reason, r.ground);
  body.outcome = "subject told on " + calendar::to_iso(told.value());
  if (auto noted = note_deed(database, audit::Happening::Act, entry, std::move(body)); !noted) return noted;
  return r.hold ? lift_its_hold(database, end, entry, r) : text::Status();
}

}  // namespace

const std::vector<RestrictionGround>& restriction_grounds() {
  static const std::vector<RestrictionGround> grounds = {{"accuracy", "GDPR Art. 18(1)(a)", false},
                                                         {"unlawful", "GDPR Art. 18(1)(b)", true},
                                                         {"claims", "GDPR Art. 18(1)(c)", true},
                                                         {"objection", "GDPR Art. 18(1)(d)", false}};
  return grounds;
}

const RestrictionGround* find_restriction_ground(std::string_view word) {
  for (const RestrictionGround& ground : restriction_grounds())
    if (ground.word == word) return &ground;
  return nullptr;
}

text::Result<NamedRestriction> place_restriction(OpenDatabase& database, const RestrictionOrder& order) {
  if (auto good = require_who_and_why(order.by, order.reason); !good) return good.error();
  if (!find_restriction_ground(order.ground))
    return Error{ErrorKind::Usage, fmt::format("`{}` is no ground for a restriction", order.ground)};
  const auto since = day_so_far(database, order.since);
  if (!since) return since.error();
  NamedRestriction placed;
  auto done = do_deed(database, [&] { return note_restriction(database, order, since.value(), placed); });
  if (!done) return done.error();
  return placed;
}

text::Result<NamedRestriction> lift_restriction(OpenDatabase& database, const RestrictionEnd& end) {
  if (auto good = require_who_and_why(end.by, end.reason); !good) return good.error();
  NamedRestriction lifted;
  auto done = do_deed(database, [&] { return note_end(database, end, lifted); });
  if (!done) return done.error();
  return lifted;
}

text::Result<std::vector<NamedRestriction>> list_restrictions(OpenDatabase& database) {
  auto found = store::standing_restrictions(database.connection);
  if (!found) return found.error();
  std::vector<NamedRestriction> restrictions;
  for (store::Restriction& restriction : found.value()) {
    auto named = named_restriction(database, std::move(restriction));
    if (!named) return named.error();
    restrictions.push_back(std::move(named).value());
  }
  return restrictions;
}

}  // namespace frist::service
