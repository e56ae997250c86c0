// SPDX-License-Identifier: Apache-2.0
#include "engine/service/review_work.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/service/as_of.hpp"
#include "engine/service/ask.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/kinds.hpp"

namespace frist::service {
namespace {

// The numbers of the kinds of that record, or of all.
text::Result<std::vector<std::int64_t>> kinds_of(OpenDatabase& database, const std::string& record) {
  std::vector<std::int64_t> kinds;
  for (const model::Record& r : database.rules().records) {
    if (!record.empty() && r.name != record) continue;
    const auto kind = store::find_kind(database.connection, r.name);
    if (!kind) return kind.error();
    if (kind.value()) kinds.push_back(*kind.value());
  }
  if (kinds.empty() && !record.empty())
    return text::Error{text::ErrorKind::Usage, fmt::format("the policy has no kind of entry `{}`", record)};
  return kinds;
}

text::Status add_reviews(OpenDatabase& database, std::int64_t kind, std::uint32_t limit, OpenReviews& all) {
  const auto waiting = store::count_open_reviews(database.connection, kind);
  if (!waiting) return waiting.error();
  all.waiting += waiting.value();
  const auto open = store::open_reviews(database.connection, kind, limit);
  if (!open) return open.error();
  for (const store::Review& review : open.value()) {
    auto entry = written_entry(database.connection, kind, review.entry);
    if (!entry) return entry.error();
    all.reviews.push_back({std::move(entry).value(), review.due_on, review.rule});
  }
  return {};
}

text::Result<calendar::Day> later_day(OpenDatabase& database, const ReviewEnd& end, calendar::Day today) {
  if ((end.outcome == "extend") == end.until.empty())
    return text::Error{text::ErrorKind::Usage, end.until.empty()
                                                   ? "--outcome extend needs --until DATE, when somebody looks again"
                                                   : "--until goes with --outcome extend alone"};
  if (end.until.empty()) return today;
  const auto until = day_of(database, end.until);
  if (until && until.value() <= today)
    return text::Error{text::ErrorKind::Usage, fmt::format("{} is not a day to come", calendar::to_iso(until.value()))};
  return until;
}

text::Status hold_until(OpenDatabase& database, const ReviewEnd& end, const EntryRef& entry, calendar::Day today,
                        calendar::Day until, ClosedReview& closed) {
  store::Hold hold;
  hold.kind = entry.kind;
  hold.entry = entry.key;
  hold.since = today;
  hold.reason = end.reason;
  hold.placed_by = end.by;
  hold.placed_at = now();
  hold.review_by = until;
  const auto number = store::place_hold(database.connection, hold);
  if (!number) return number.error();
  closed.hold = number.value();
  return note_deed(database, audit::Happening::HoldSet, entry, deed_body("hold", today, end.by, end.reason));
}

text::Status end_review(OpenDatabase& database, const ReviewEnd& end, calendar::Day today, calendar::Day until,
                        ClosedReview& closed) {
  const auto entry = find_entry(database, end.entry);
  if (!entry) return entry.error();
  const EntryRef& e = entry.value();
  closed.entry = e.name;
  auto done = store::complete_review(database.connection, e.kind, e.key, today, end.by, end.outcome);
  if (!done) return done;
  codec::EntryBody body = deed_body("close review", today, end.by, end.reason);
  body.outcome = end.outcome;
  if (auto noted = note_deed(database, audit::Happening::Review, e, std::move(body)); !noted) return noted;
  if (end.outcome == "extend") return hold_until(database, end, e, today, until, closed);
  if (end.outcome != "erase") return {};
  const auto asked = store::request_erasure(database.connection, e.kind, e.key, today, end.by);
  if (!asked) return asked.error();
  closed.asked_before = !asked.value();
  return {};
}

}  // namespace

text::Result<OpenReviews> list_reviews(OpenDatabase& database, const std::string& record, std::uint32_t limit) {
  const auto kinds = kinds_of(database, record);
  if (!kinds) return kinds.error();
  OpenReviews all;
  for (const std::int64_t kind : kinds.value())
    if (auto added = add_reviews(database, kind, limit, all); !added) return added.error();
  std::stable_sort(all.reviews.begin(), all.reviews.end(),
                   [](const OpenReview& a, const OpenReview& b) { return a.due_on < b.due_on; });
  if (all.reviews.size() > limit) all.reviews.resize(limit);
  return all;
}

text::Result<ClosedReview> close_review(OpenDatabase& database, const ReviewEnd& end) {
  if (auto good = require_who_and_why(end.by, end.reason); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  const auto until = later_day(database, end, today.value());
  if (!until) return until.error();
  ClosedReview closed;
  auto done = do_deed(database, [&] { return end_review(database, end, today.value(), until.value(), closed); });
  if (!done) return done.error();
  const auto answer = why(database, closed.entry, {});
  if (!answer) return answer.error();
  closed.next_review = answer.value().retention.verdict.next_review;
  if (end.outcome == "erase") closed.outlook = outlook_of(database.rules(), answer.value().retention);
  return closed;
}

}  // namespace frist::service
