// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schedule.hpp"

#include <fmt/core.h>

#include <limits>

#include "engine/store/triggers.hpp"

namespace frist::store {

Result<Schedule> Schedule::open(Connection& connection, std::int64_t kind) {
  Schedule schedule(connection, kind);
  // The plus before a kind keeps SQLite from walking through all entries of the kind instead of the days.
  for (auto& [statement, sql] : {
           std::pair<Statement*, const char*>{
               &schedule.due_, "SELECT entry FROM frist_due WHERE +kind = {0} AND next <= ?2 ORDER BY next LIMIT ?1"},
           {&schedule.changed_, "SELECT entry FROM frist_changed WHERE kind = {0} ORDER BY entry LIMIT ?1"},
           {&schedule.any_changed_, "SELECT 1 FROM frist_changed WHERE kind = {0} LIMIT 1"},
           {&schedule.is_changed_, "SELECT 1 FROM frist_changed WHERE kind = {0} AND entry = ?1"},
           {&schedule.next_,
            "SELECT next FROM frist_due WHERE kind = {0} AND entry = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM frist_changed WHERE kind = {0} AND entry = ?1) UNION ALL "
            "SELECT {1} FROM frist_changed WHERE kind = {0} AND entry = ?1"},
           {&schedule.insert_, "INSERT INTO frist_due(kind, entry, next) VALUES ({0}, ?1, ?2)"},
           {&schedule.update_, "UPDATE frist_due SET next = ?2 WHERE kind = {0} AND entry = ?1"},
           {&schedule.remove_, "DELETE FROM frist_due WHERE kind = {0} AND entry = ?1"},
           {&schedule.range_,
            "SELECT entry, next FROM frist_due NOT INDEXED WHERE kind = {0} AND entry >= ?1 AND "
            "entry <= ?2 AND entry IS NOT ?3 ORDER BY entry"},
           {&schedule.note_,
            "INSERT INTO frist_changed(kind, entry) SELECT {0}, ?1 WHERE NOT EXISTS "
            "(SELECT 1 FROM frist_changed WHERE kind = {0} AND entry = ?1)"},
           {&schedule.settle_, "DELETE FROM frist_changed WHERE kind = {0} AND entry = ?1"},
           {&schedule.settle_range_,
            "DELETE FROM frist_changed WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND entry IS NOT ?3"},
           {&schedule.remove_range_,
            "DELETE FROM frist_due WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND entry IS NOT ?3"},
       }) {
    auto made = connection.prepare(fmt::format(fmt::runtime(sql), kind, kChanged));
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  std::string rows;
  for (std::size_t i = 0; i < kRowsAtOnce; ++i) rows += fmt::format("{}({}, ?, ?)", i ? ", " : "", kind);
  auto many = connection.prepare("INSERT INTO frist_due(kind, entry, next) VALUES " + rows);
  if (!many) return many.error();
  schedule.insert_many_ = std::move(many).value();
  return schedule;
}

Result<std::vector<Key>> Schedule::due(calendar::Day as_of, std::uint32_t limit) {
  std::vector<Key> keys;
  for (Statement* rows : {&changed_, &due_.bind(2, as_of)}) {
    rows->bind(1, static_cast<std::int64_t>(limit - keys.size()));
    for (;;) {
      auto row = rows->step();
      if (!row) return row.error();
      if (!row.value()) break;
      keys.push_back(rows->key(0));
    }
  }
  return keys;
}

Result<std::vector<Key>> Schedule::every_due(calendar::Day as_of) {
  auto rows = connection_->cached(
      "SELECT entry FROM frist_due AS f WHERE +kind = ?1 AND next <= ?2 AND NOT EXISTS "
      "(SELECT 1 FROM frist_changed AS c WHERE c.kind = f.kind AND c.entry = f.entry) "
      "UNION ALL SELECT entry FROM frist_changed WHERE kind = ?1 ORDER BY entry");
  if (!rows) return rows.error();
  rows.value()->bind(1, kind_).bind(2, as_of);
  std::vector<Key> keys;
  for (;;) {
    auto row = rows.value()->step();
    if (!row) return row.error();
    if (!row.value()) return keys;
    keys.push_back(rows.value()->key(0));
  }
}

Result<std::int64_t> Schedule::count_due(calendar::Day as_of) {
  auto count = connection_->integer(
      fmt::format("SELECT (SELECT count(*) FROM frist_due WHERE +kind = {0} AND next <= {1}) + "
                  "(SELECT count(*) FROM frist_changed AS c WHERE kind = {0} AND NOT EXISTS "
                  "(SELECT 1 FROM frist_due AS f WHERE f.kind = {0} AND f.entry = c.entry AND f.next <= {1}))",
                  kind_, as_of));
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::vector<std::pair<calendar::Day, std::int64_t>>> Schedule::calendar_of_due(calendar::Day from,
                                                                                      calendar::Day through) {
  auto statement = connection_->cached(
      "SELECT next, count(*) FROM frist_due WHERE +kind = ?1 AND next BETWEEN ?2 AND ?3 GROUP BY next ORDER BY next");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, kind_).bind(2, from).bind(3, through);
  std::vector<std::pair<calendar::Day, std::int64_t>> days;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return days;
    days.emplace_back(static_cast<calendar::Day>(rows.integer(0)), rows.integer(1));
  }
}

Result<std::optional<std::int64_t>> Schedule::next_of(const Key& entry) {
  auto row = next_.bind(1, entry).step();
  if (!row) return row.error();
  std::optional<std::int64_t> next;
  if (row.value()) next = next_.integer(0);
  next_.reset();
  return next;
}

Status Schedule::insert(const Key& entry, calendar::Day next) { return insert_.bind(1, entry).bind(2, next).run(); }

Status Schedule::update(const Key& entry, calendar::Day next) { return update_.bind(1, entry).bind(2, next).run(); }

Status Schedule::settle(const Key& entry) { return settle_.bind(1, entry).run(); }

Result<bool> Schedule::any_changed() {
  auto row = any_changed_.step();
  if (row && row.value()) any_changed_.reset();
  return row;
}

Result<bool> Schedule::is_changed(const Key& entry) {
  auto row = is_changed_.bind(1, entry).step();
  if (row && row.value()) is_changed_.reset();
  return row;
}

Status Schedule::remove(const Key& entry) {
  if (auto settled = settle(entry); !settled) return settled;
  return remove_.bind(1, entry).run();
}

Status Schedule::set_next(const Key& entry, calendar::Day next) {
  if (next == calendar::kNever) return remove_.bind(1, entry).run();
  if (auto done = update(entry, next); !done || connection_->changes() > 0) return done;
  return insert(entry, next);
}

Status Schedule::mark_changed(const Key& entry) { return note_.bind(1, entry).run(); }

namespace {

std::strong_ordering compare(const KeyColumn& a, std::size_t i, const KeyColumn& b, std::size_t j) {
  const auto kind = b.kind(j);
  const bool is_bytes = kind == Key::Kind::Text || kind == Key::Kind::Blob;
  return a.compare(i, kind, kind == Key::Kind::Integer ? b.number(j) : 0, is_bytes ? b.bytes(j) : std::string_view());
}

bool ascending(const KeyColumn& keys) {
  for (std::size_t row = 1; row < keys.size(); ++row)
    if (compare(keys, row - 1, keys, row) >= 0) return false;
  return true;
}

}  // namespace

// Behind `after` up to the last key. Nothing comes before the smallest number, which is what SQLite sorts first.
Statement& Schedule::bind_range(Statement& statement, const Key& after, const KeyColumn& keys) {
  const Key lowest = after.empty() ? Key(std::numeric_limits<std::int64_t>::min()) : after;
  return statement.bind(1, lowest).bind(2, keys.at(keys.size() - 1)).bind(3, after);
}

Result<StoredDays> Schedule::read_range(const Key& after, const KeyColumn& keys) {
  StoredDays stored;
  bind_range(range_, after, keys);
  for (;;) {
    auto row = range_.step();
    if (!row) return row.error();
    if (!row.value()) return stored;
    stored.keys.add(range_.key(0));
    stored.next.push_back(range_.integer(1));
  }
}

// One entry whose stored day, if it has one, is `stored`.
Status Schedule::write_one(const Key& entry, std::optional<std::int64_t> stored, calendar::Day next,
                           ScheduleChanges& changes) {
  const bool wanted = next != calendar::kNever;
  if (stored && !wanted) return ++changes.removed, remove_.bind(1, entry).run();
  if (stored && *stored != next) return ++changes.updated, update(entry, next);
  if (!stored && wanted) return ++changes.inserted, insert(entry, next);
  return {};
}

Result<ScheduleChanges> Schedule::write_each(const KeyColumn& keys, std::span<const calendar::Day> next) {
  ScheduleChanges changes;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (auto settled = settle(keys.at(i)); !settled) return settled.error();
    auto stored = next_of(keys.at(i));
    if (!stored) return stored.error();
    if (auto done = write_one(keys.at(i), stored.value(), next[i], changes); !done) return done.error();
  }
  return changes;
}

namespace {

// Walks through stored and decided rows, both ascending, and tells each entry's days before and after.
template <class Each>
Status merge(const StoredDays& stored, const KeyColumn& keys, std::span<const calendar::Day> next, Each each) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (; at < stored.keys.size() && compare(stored.keys, at, keys, i) < 0; ++at)
      if (auto done = each(stored.keys, at, std::optional(stored.next[at]), calendar::kNever); !done) return done;
    const bool there = at < stored.keys.size() && compare(stored.keys, at, keys, i) == 0;
    const auto before = there ? std::optional(stored.next[at++]) : std::nullopt;
    if (auto done = each(keys, i, before, next[i]); !done) return done;
  }
  return {};
}

}  // namespace

Result<ScheduleChanges> Schedule::write_range(const Key& after, const KeyColumn& keys,
                                              std::span<const calendar::Day> next) {
  FRIST_CHECK(keys.size() == next.size());
  if (keys.empty()) return ScheduleChanges{};
  if (!ascending(keys)) return write_each(keys, next);  // the user's key column orders letters in its own way
  auto stored = read_range(after, keys);
  if (!stored) return stored.error();
  if (auto settled = run_range(settle_range_, after, keys); !settled) return settled.error();
  ScheduleChanges changes;
  const auto count = [&](const KeyColumn&, std::size_t, std::optional<std::int64_t> before, calendar::Day day) {
    changes.inserted += !before && day != calendar::kNever;
    changes.removed += before && day == calendar::kNever;
    changes.updated += before && day != calendar::kNever && *before != day;
    return Status();
  };
  static_cast<void>(merge(stored.value(), keys, next, count));
  const auto written = 2 * (changes.updated + changes.removed) > static_cast<std::int64_t>(stored.value().keys.size())
                           ? rewrite(after, keys, next)
                           : write_differences(stored.value(), keys, next);
  return written ? Result<ScheduleChanges>(changes) : written.error();
}

// Where most rows differ it is cheaper to remove them all and to insert what is wanted.
Status Schedule::rewrite(const Key& after, const KeyColumn& keys, std::span<const calendar::Day> next) {
  if (auto removed = run_range(remove_range_, after, keys); !removed) return removed;
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (next[i] != calendar::kNever)
      if (auto done = insert_soon(keys.at(i), next[i]); !done) return done;
  return insert_rest();
}

Status Schedule::write_differences(const StoredDays& stored, const KeyColumn& keys,
                                   std::span<const calendar::Day> next) {
  ScheduleChanges counted;
  const auto write = [&](const KeyColumn& of, std::size_t row, std::optional<std::int64_t> before, calendar::Day day) {
    if (before) return write_one(of.at(row), before, day, counted);
    return day == calendar::kNever ? Status() : insert_soon(of.at(row), day);
  };
  if (auto done = merge(stored, keys, next, write); !done) return done;
  return insert_rest();
}

Status Schedule::run_range(Statement& statement, const Key& after, const KeyColumn& keys) {
  return bind_range(statement, after, keys).run();
}

// Rows are inserted many at a time: the cost of a statement is twice that of a row.
Status Schedule::insert_soon(const Key& entry, calendar::Day next) {
  waiting_.emplace_back(entry, next);
  if (waiting_.size() < kRowsAtOnce) return {};
  int parameter = 0;
  for (const auto& [key, day] : waiting_) {
    insert_many_.bind(++parameter, key);
    insert_many_.bind(++parameter, day);
  }
  waiting_.clear();
  return insert_many_.run();
}

Status Schedule::insert_rest() {
  for (const auto& [key, day] : waiting_)
    if (auto done = insert(key, day); !done) return waiting_.clear(), done;
  waiting_.clear();
  return {};
}

Status Schedule::drop_index(Connection& connection) {
  return connection.execute("DROP INDEX IF EXISTS frist_due_next");
}

Status Schedule::build_index(Connection& connection) {
  return connection.execute("CREATE INDEX IF NOT EXISTS frist_due_next ON frist_due(next)");
}

Result<std::optional<Progress>> progress_of(Connection& connection, std::int64_t kind) {
  auto statement = connection.cached("SELECT policy, last, done FROM frist_progress WHERE kind = ?1");
  if (!statement) return statement.error();
  auto row = statement.value()->bind(1, kind).step();
  if (!row) return row.error();
  std::optional<Progress> progress;
  if (row.value())
    progress =
        Progress{std::string(statement.value()->text(0)), statement.value()->key(1), statement.value()->integer(2)};
  statement.value()->reset();
  return progress;
}

Status set_progress(Connection& connection, std::int64_t kind, const Progress& progress) {
  auto statement = connection.cached(
      "INSERT INTO frist_progress(kind, policy, last, done) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT(kind) DO UPDATE SET policy = excluded.policy, last = excluded.last, done = excluded.done");
  if (!statement) return statement.error();
  return statement.value()
      ->bind(1, kind)
      .bind_text(2, progress.policy)
      .bind(3, progress.last)
      .bind(4, progress.done)
      .run();
}

Status finish_progress(Connection& connection, std::int64_t kind, const std::string& policy) {
  auto statement = connection.cached("DELETE FROM frist_progress WHERE kind = ?1 AND policy = ?2");
  if (!statement) return statement.error();
  return statement.value()->bind(1, kind).bind_text(2, policy).run();
}

}  // namespace frist::store
