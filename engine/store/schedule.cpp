// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schedule.hpp"

#include <fmt/core.h>

#include "engine/store/quote.hpp"

namespace frist::store {

namespace {

constexpr std::uint32_t kGoneTogether = 4096;

}  // namespace

Result<Schedule> Schedule::open(Connection& connection, std::int64_t kind) {
  Schedule schedule(connection, kind);
  if (auto ready = schedule.prepare(); !ready) return ready.error();
  return schedule;
}

// Where the table is not as it was when the policy was attached, others say so. The plus takes the column's affinity
// away: without it a comparison with our own columns, which have none, could not use their indexes.
Status Schedule::find_new_rows() {
  noted_ = fmt::format("SELECT entry FROM frist_changed WHERE kind = {}", kind_);
  auto found = connection_->prepare(
      "SELECT k.table_name, c.name FROM frist_kind AS k JOIN frist_newest USING (kind) JOIN "
      "pragma_table_info(k.table_name) AS c ON c.name = k.key_column COLLATE NOCASE WHERE kind = ?1");
  if (!found) return found.error();
  auto row = found.value().bind(1, kind_).step();
  if (!row || !row.value()) return row ? Status() : row.error();
  const std::string table = sql_name(found.value().text(0)), key = sql_name(found.value().text(1));
  const auto newer = fmt::format("n.{} > (SELECT entry FROM frist_newest WHERE kind = {})", key, kind_);
  new_rows_ = fmt::format("SELECT +n.{} AS entry FROM {} AS n WHERE {}", key, table, newer);
  is_new_row_ = fmt::format("EXISTS (SELECT 1 FROM {} AS n WHERE {} AND n.{} = ", table, newer, key);
  noted_ += fmt::format(
      " UNION ALL SELECT entry FROM ({}) AS n WHERE NOT EXISTS "
      "(SELECT 1 FROM frist_changed AS c WHERE c.kind = {} AND c.entry = n.entry)",
      new_rows_, kind_);
  return {};
}

// A condition on an expression that names an entry.
std::string Schedule::is_noted_sql(const std::string& entry) const {
  const auto noted =
      fmt::format("EXISTS (SELECT 1 FROM frist_changed AS c WHERE c.kind = {} AND c.entry = {})", kind_, entry);
  return new_rows_.empty() ? noted : fmt::format("({} OR {}{}))", noted, is_new_row_, entry);
}

// Both tables have the columns that due() reads, so that frist_due stands in for an empty frist_day. The plus before a
// kind keeps SQLite from walking through all entries of the kind instead of the days.
Status Schedule::prepare() {
  const auto away = days_away(*connection_);
  if (!away) return away.error();
  if (auto found = find_new_rows(); !found) return found;
  const auto key = connection_->checksums().key();
  if (!key) return key.error();
  checksum_key_ = key.value();
  const std::string is_noted = is_noted_sql("?1");
  const std::string new_rows = new_rows_.empty() ? "SELECT NULL AS entry WHERE 0" : new_rows_;
  for (auto& [statement, sql] : {
           std::pair<Statement*, const char*>{
               &due_, "SELECT entry, next FROM {2} WHERE +kind = {0} AND next <= ?2 ORDER BY next LIMIT ?1"},
           {&changed_, "SELECT entry, {1} FROM ({3}) ORDER BY entry LIMIT ?1"},
           {&any_changed_, "SELECT 1 FROM ({3}) LIMIT 1"},
           {&is_changed_, "SELECT 1 WHERE {4}"},
           {&next_,
            "SELECT next FROM frist_due WHERE kind = {0} AND entry = ?1 AND NOT {4} UNION ALL SELECT {1} WHERE {4}"},
           {&any_new_, "SELECT 1 FROM ({5}) LIMIT 1"},
           {&note_new_,
            "INSERT INTO frist_changed(kind, entry) SELECT {0}, entry FROM ({5}) AS n WHERE NOT EXISTS "
            "(SELECT 1 FROM frist_changed AS c WHERE c.kind = {0} AND c.entry = n.entry)"},
           {&newest_, "UPDATE frist_newest SET entry = (SELECT max(entry) FROM ({5})) WHERE kind = {0}"},
           {&newest_in_range_,
            "UPDATE frist_newest SET entry = ?2 WHERE kind = {0} AND entry < ?2 AND (?1 IS NULL OR entry >= ?1)"},
           {&stored_, "SELECT next FROM frist_due WHERE kind = {0} AND entry = ?1"},
           {&update_, "UPDATE frist_due SET next = ?2 WHERE kind = {0} AND entry = ?1"},
           {&remove_, "DELETE FROM frist_due WHERE kind = {0} AND entry = ?1"},
           {&remove_day_, "DELETE FROM frist_day WHERE next = ?2 AND kind = {0} AND entry = ?1"},
           {&day_range_,
            "SELECT frist_sink(entry) FROM frist_day WHERE next = ?1 AND kind = {0} AND entry >= ?2 AND entry <= ?3"},
           {&remove_day_range_, "DELETE FROM frist_day WHERE next = ?1 AND kind = {0} AND entry >= ?2 AND entry <= ?3"},
           {&range_,
            "SELECT frist_sink(entry, next) FROM frist_due WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND "
            "entry IS NOT ?3"},
           {&note_,
            "INSERT INTO frist_changed(kind, entry) SELECT {0}, ?1 WHERE NOT EXISTS "
            "(SELECT 1 FROM frist_changed WHERE kind = {0} AND entry = ?1)"},
           {&settle_, "DELETE FROM frist_changed WHERE kind = {0} AND entry = ?1"},
           {&settle_range_,
            "DELETE FROM frist_changed WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND entry IS NOT ?3"},
           {&remove_range_,
            "DELETE FROM frist_due WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND entry IS NOT ?3"},
           {&no_longer_gone_, "DELETE FROM frist_gone WHERE kind = {0} AND entry = ?1"},
           {&gone_range_,
            "SELECT entry FROM frist_gone WHERE kind = {0} AND entry >= ?1 AND entry <= ?2 AND entry IS NOT ?3"},
       }) {
    auto made = connection_->prepare(fmt::format(fmt::runtime(sql), kind_, kChanged,
                                                 away.value() ? "frist_due" : "frist_day", noted_, is_noted, new_rows));
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  for (auto& [insert, table] :
       {std::pair<BulkInsert*, const char*>{&by_entry_, "frist_due"}, {&by_day_, "frist_day"}}) {
    auto made = BulkInsert::open(*connection_, table, kind_);
    if (!made) return made.error();
    *insert = std::move(made).value();
  }
  return {};
}

Status Schedule::note_new() {
  if (new_rows_.empty()) return {};
  auto any = any_new_.step();
  if (!any) return any.error();
  if (!any.value()) return {};
  any_new_.reset();
  if (auto noted = note_new_.run(); !noted) return noted;
  return newest_.run();
}

// Of rows that are all decided there is none behind the newest that is known: otherwise they must be noted first.
Status Schedule::settle_new_rows(const Key& after, const KeyColumn& keys) {
  return new_rows_.empty() ? Status() : newest_in_range_.bind(1, after).bind(2, keys.at(keys.size() - 1)).run();
}

Result<std::vector<DueEntry>> Schedule::due(calendar::Day as_of, std::uint32_t limit) {
  std::vector<DueEntry> entries;
  for (Statement* rows : {&changed_, &due_.bind(2, as_of)}) {
    rows->bind(1, static_cast<std::int64_t>(limit - entries.size()));
    for (;;) {
      auto row = rows->step();
      if (!row) return row.error();
      if (!row.value()) break;
      entries.push_back({rows->key(0), rows->integer(1)});
    }
  }
  return entries;
}

Status Schedule::require_sound(calendar::Day as_of, std::span<const DueEntry> told, bool all) {
  DaySums found;
  std::int64_t through = as_of;
  for (const DueEntry& entry : told) {
    if (entry.next == kChanged) continue;
    found.add(entry.next, checksum_of_day(checksum_key_, kind_, entry.next, entry.key));
    if (!all) through = entry.next - 1;
  }
  if (auto sound = found.require_same(*connection_, kind_, through); !sound) return sound;
  return all ? Status() : require_sound_days(*connection_, static_cast<calendar::Day>(through + 1));
}

// Without an order, so that rows come as they are found.
Result<std::string> Schedule::every_due_sql() const {
  const auto away = days_away(*connection_);
  if (!away) return away.error();
  return fmt::format(
      "SELECT entry, next FROM {} AS f WHERE +kind = ?1 AND next <= ?2 AND NOT {} UNION ALL SELECT entry, {} FROM ({})",
      away.value() ? "frist_due" : "frist_day", is_noted_sql("f.entry"), kChanged, noted_);
}

Status Schedule::each_due(calendar::Day as_of, std::uint32_t limit,
                          const std::function<Status(std::span<const DueEntry>)>& take) {
  const auto sql = every_due_sql();
  if (!sql) return sql.error();
  auto rows = connection_->prepare(sql.value());
  if (!rows) return rows.error();
  rows.value().bind(1, kind_).bind(2, as_of);
  std::vector<DueEntry> entries;
  for (bool more = true; more;) {
    auto row = rows.value().step();
    if (!row) return row.error();
    more = row.value();
    if (more) entries.push_back({rows.value().key(0), rows.value().integer(1)});
    if (entries.empty() || (more && entries.size() < limit)) continue;
    if (auto taken = take(entries); !taken) return taken;
    entries.clear();
  }
  return {};
}

// A row of frist_due alone says nothing: its entry may have been erased.
Result<std::int64_t> Schedule::count_due(calendar::Day as_of) {
  auto count = connection_->integer(fmt::format(
      "SELECT (SELECT count(*) FROM frist_day WHERE +kind = {0} AND next <= {1}) + "
      "(SELECT count(*) FROM ({2}) AS c WHERE NOT EXISTS "
      "(SELECT 1 FROM frist_due AS f CROSS JOIN frist_day AS d WHERE f.kind = {0} AND f.entry = c.entry AND "
      "f.next <= {1} AND d.next = f.next AND d.kind = {0} AND d.entry = f.entry))",
      kind_, as_of, noted_));
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::vector<std::pair<calendar::Day, std::int64_t>>> Schedule::calendar_of_due(calendar::Day from,
                                                                                      calendar::Day through) {
  auto statement = connection_->cached(
      "SELECT next, count(*) FROM frist_day WHERE +kind = ?1 AND next BETWEEN ?2 AND ?3 GROUP BY next ORDER BY next");
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

namespace {

Result<std::optional<std::int64_t>> first_number(Statement& row) {
  auto there = row.step();
  if (!there) return there.error();
  std::optional<std::int64_t> number;
  if (there.value()) number = row.integer(0);
  row.reset();
  return number;
}

}  // namespace

Result<std::optional<std::int64_t>> Schedule::next_of(const Key& entry) { return first_number(next_.bind(1, entry)); }

Result<std::optional<std::int64_t>> Schedule::stored_day(const Key& entry) {
  return first_number(stored_.bind(1, entry));
}

Status Schedule::set_next(const Key& entry, calendar::Day next, std::optional<std::int64_t> stored) {
  if (!stored) {
    const auto found = stored_day(entry);
    if (!found) return found.error();
    stored = found.value();
  }
  if (stored && *stored != next)
    if (auto moved = remove_day(entry, *stored); !moved) return moved;
  if (next == calendar::kNever) return stored ? remove_.bind(1, entry).run() : Status();
  if (stored && *stored != next)
    if (auto moved = update_.bind(1, entry).bind(2, next).run(); !moved) return moved;
  for (BulkInsert* table : {&by_entry_, &by_day_}) {  // what is there already stays
    if (auto added = table->add(entry, next); !added) return added;
    if (auto written = table->finish(); !written) return written;
  }
  if (!stored || *stored != next) sums_.add(next, checksum_of_day(checksum_key_, kind_, next, entry));
  return {};
}

// Of an entry that a night has erased the row by day is gone already, and its checksum with it.
Status Schedule::remove_day(const Key& entry, std::int64_t day) {
  if (auto removed = remove_day_.bind(1, entry).bind(2, day).run(); !removed) return removed;
  const auto was_there = connection_->changes() > 0 ? Result<bool>(true) : days_away(*connection_);
  if (!was_there) return was_there.error();
  if (was_there.value()) sums_.remove(day, checksum_of_day(checksum_key_, kind_, day, entry));
  return {};
}

// A row that comes back under the key of one that was erased begins afresh.
Status Schedule::settle(const Key& entry) {
  if (auto settled = settle_.bind(1, entry).run(); !settled) return settled;
  return connection_->changes() > 0 ? forget_if_gone(entry) : Status();
}

Status Schedule::forget_if_gone(const Key& entry) {
  if (auto done = no_longer_gone_.bind(1, entry).run(); !done) return done;
  return connection_->changes() > 0 ? set_next(entry, calendar::kNever) : Status();
}

Result<bool> Schedule::any_changed() {
  auto row = any_changed_.step();
  if (row && row.value()) any_changed_.reset();
  return row;
}

Result<std::optional<std::vector<Key>>> Schedule::changed_or_gone(std::size_t limit) {
  using Nothing = std::optional<std::vector<Key>>;
  auto rows =
      connection_->prepare(fmt::format("{} UNION ALL SELECT entry FROM frist_gone WHERE kind = {}", noted_, kind_));
  if (!rows) return rows.error();
  std::vector<Key> keys;
  for (;;) {
    auto row = rows.value().step();
    if (!row) return row.error();
    if (!row.value()) return Nothing(std::move(keys));
    if (keys.size() == limit) return Nothing();
    keys.push_back(rows.value().key(0));
  }
}

Result<bool> Schedule::is_changed(const Key& entry) {
  auto row = is_changed_.bind(1, entry).step();
  if (row && row.value()) is_changed_.reset();
  return row;
}

Status Schedule::remove(const Key& entry) {
  if (auto settled = settle(entry); !settled) return settled;
  if (auto forgotten = forget_if_gone(entry); !forgotten) return forgotten;
  return set_next(entry, calendar::kNever);
}

Status Schedule::erased(const DueEntry& entry) {
  if (entry.next != kChanged) return remove_day(entry.key, entry.next);
  return set_next(entry.key, calendar::kNever);
}

Status Schedule::mark_changed(const Key& entry) { return note_.bind(1, entry).run(); }

Result<bool> Schedule::days_away(Connection& connection) {
  const auto away = connection.integer("SELECT count(*) FROM frist_meta WHERE key = 'days_away'");
  if (!away) return away.error();
  return away.value().value_or(0) > 0;
}

// What erased entries have left would come back with the rows by day.
Status Schedule::drop_days(Connection& connection) {
  const auto away = days_away(connection);
  if (!away) return away.error();
  for (std::uint32_t gone = kGoneTogether; !away.value() && gone == kGoneTogether;) {
    const auto forgotten = forget_gone(connection, kGoneTogether);
    if (!forgotten) return forgotten.error();
    gone = forgotten.value();
  }
  return connection.execute(
      "DELETE FROM frist_day; INSERT INTO frist_meta(key, value) SELECT 'days_away', 1 "
      "WHERE NOT EXISTS (SELECT 1 FROM frist_meta WHERE key = 'days_away')");
}

Status Schedule::build_days(Connection& connection) {
  const auto away = days_away(connection);
  if (!away) return away.error();
  if (!away.value()) return {};
  return connection.execute(
      "DELETE FROM frist_day; INSERT INTO frist_day(next, kind, entry) SELECT next, kind, entry FROM frist_due ORDER "
      "BY 1, 2, 3;"
      "DELETE FROM frist_meta WHERE key = 'days_away'");
}

Result<std::uint32_t> Schedule::forget_gone(Connection& connection, std::uint32_t limit) {
  auto rows = connection.cached("SELECT kind, entry FROM frist_gone ORDER BY kind, entry LIMIT ?1");
  if (!rows) return rows.error();
  rows.value()->bind(1, limit);
  std::vector<std::pair<std::int64_t, Key>> gone;
  for (;;) {
    auto row = rows.value()->step();
    if (!row) return row.error();
    if (!row.value()) break;
    gone.emplace_back(rows.value()->integer(0), rows.value()->key(1));
  }
  std::optional<Schedule> schedule;
  for (const auto& [kind, entry] : gone) {
    if (!schedule || schedule->kind_ != kind) {
      if (auto written = schedule ? schedule->write_checksums() : Status(); !written) return written.error();
      auto opened = open(connection, kind);
      if (!opened) return opened.error();
      schedule = std::move(opened).value();
    }
    if (auto forgotten = schedule->forget_if_gone(entry); !forgotten) return forgotten.error();
  }
  if (auto written = schedule ? schedule->write_checksums() : Status(); !written) return written.error();
  return static_cast<std::uint32_t>(gone.size());
}

}  // namespace frist::store
