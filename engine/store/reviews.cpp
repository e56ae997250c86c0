// SPDX-License-Identifier: Apache-2.0
#include "engine/store/reviews.hpp"

#include <fmt/core.h>

#include "engine/store/schedule.hpp"

namespace frist::store {

Result<bool> raise_review(Connection& connection, const Review& review) {
  auto statement = connection.cached(
      "INSERT INTO frist_review(kind, entry, due_on, rule, raised_in) SELECT ?1, ?2, ?3, ?4, ?5 "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_review WHERE kind = ?1 AND entry = ?2 AND due_on = ?3)");
  if (!statement) return statement.error();
  auto& insert = *statement.value();
  insert.bind(1, review.kind).bind(2, review.entry).bind(3, review.due_on).bind_text(4, review.rule);
  if (auto done = insert.bind(5, review.raised_in).run(); !done) return done.error();
  return connection.changes() == 1;
}

Status complete_review(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day done_on,
                       const std::string& done_by, const std::string& outcome) {
  auto statement = connection.cached(
      "UPDATE frist_review SET done_on = ?3, done_by = ?4, outcome = ?5 "
      "WHERE kind = ?1 AND entry = ?2 AND done_on IS NULL");
  if (!statement) return statement.error();
  auto& update = *statement.value();
  update.bind(1, kind).bind(2, entry).bind(3, done_on).bind_text(4, done_by).bind_text(5, outcome);
  if (auto done = update.run(); !done) return done;
  if (connection.changes() == 0)
    return text::Error{text::ErrorKind::Usage, fmt::format("no review of `{}` is open", to_text(entry))};
  auto schedule = Schedule::open(connection, kind);
  return schedule ? schedule.value().mark_changed(entry) : Status(schedule.error());
}

namespace {

Result<std::vector<Review>> read_reviews(Statement& rows) {
  std::vector<Review> reviews;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return reviews;
    Review review{rows.integer(0),
                  rows.key(1),
                  static_cast<calendar::Day>(rows.integer(2)),
                  std::string(rows.text(3)),
                  rows.integer(4),
                  {},
                  std::string(rows.text(6)),
                  std::string(rows.text(7))};
    if (!rows.is_null(5)) review.done_on = static_cast<calendar::Day>(rows.integer(5));
    reviews.push_back(std::move(review));
  }
}

constexpr const char* kSelectReviews =
    "SELECT kind, entry, due_on, rule, raised_in, done_on, done_by, outcome FROM frist_review WHERE kind = ?1 AND ";

}  // namespace

Result<std::vector<Review>> open_reviews(Connection& connection, std::int64_t kind, std::uint32_t limit) {
  auto statement = connection.cached(fmt::format("{} done_on IS NULL ORDER BY due_on, entry LIMIT ?2", kSelectReviews));
  if (!statement) return statement.error();
  return read_reviews(statement.value()->bind(1, kind).bind(2, limit));
}

Result<bool> is_raised(Connection& connection, std::int64_t kind, const Key& entry, calendar::Day due_on) {
  auto statement = connection.cached("SELECT 1 FROM frist_review WHERE kind = ?1 AND entry = ?2 AND due_on = ?3");
  if (!statement) return statement.error();
  auto row = statement.value()->bind(1, kind).bind(2, entry).bind(3, due_on).step();
  if (row) statement.value()->reset();
  return row;
}

Result<std::int64_t> count_open_reviews(Connection& connection) {
  auto count = connection.integer("SELECT count(*) FROM frist_review WHERE done_on IS NULL");
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::int64_t> count_open_reviews(Connection& connection, std::int64_t kind) {
  auto count =
      connection.integer(fmt::format("SELECT count(*) FROM frist_review WHERE kind = {} AND done_on IS NULL", kind));
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::vector<Review>> reviews_of(Connection& connection, std::int64_t kind, const Key& entry) {
  auto statement = connection.cached(fmt::format("{} entry = ?2 ORDER BY due_on", kSelectReviews));
  if (!statement) return statement.error();
  return read_reviews(statement.value()->bind(1, kind).bind(2, entry));
}

}  // namespace frist::store
