// SPDX-License-Identifier: Apache-2.0
// Writing the days of neighbouring entries at once.
#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "engine/store/row_sink.hpp"
#include "engine/store/schedule.hpp"
#include "engine/store/space_columns.hpp"

namespace frist::store {
namespace {

bool ascending(const KeyColumn& keys) {
  for (std::size_t row = 1; row < keys.size(); ++row) {
    const auto kind = keys.kind(row);
    const bool number = kind == Key::Kind::Integer, bytes = kind == Key::Kind::Text || kind == Key::Kind::Blob;
    if (keys.compare(row - 1, kind, number ? keys.number(row) : 0, bytes ? keys.bytes(row) : std::string_view()) >= 0)
      return false;
  }
  return true;
}

// A row of frist_day that comes or goes.
struct DayRow {
  calendar::Day day;
  std::uint32_t row;
  const KeyColumn* keys;
};

// Rows of one day lie side by side, so they are written one after the other. Within a day the order of keys is kept.
void sort_by_day(std::vector<DayRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const DayRow& a, const DayRow& b) { return a.day < b.day; });
}

}  // namespace

// Stored and decided rows both ascend, so they are walked through side by side.
struct RangeDifferences {
  RangeDifferences(const KeyColumn& decided, std::span<const calendar::Day> days) : keys(decided), next(days) {}

  struct Changed {
    std::uint32_t row;
    std::optional<std::int64_t> before;
  };
  const KeyColumn& keys;
  std::span<const calendar::Day> next;
  std::vector<Changed> changed;         // entries whose stored day is not what was decided
  KeyColumn gone;                       // stored without an entry
  std::vector<std::int64_t> gone_days;  // of those
  std::int64_t stored = 0;              // rows
  std::uint32_t row = 0;                // the next to be compared

  static bool take(void* raw, sqlite3_value** values) {
    auto& self = *static_cast<RangeDifferences*>(raw);
    const std::int64_t day = sqlite3_value_int64(values[1]);
    ++self.stored;
    auto order = std::strong_ordering::greater;
    while (self.row < self.keys.size() && (order = compare_key(self.keys, self.row, values[0])) < 0) self.not_stored();
    if (order == 0) {
      if (day != self.next[self.row]) self.changed.push_back({self.row, day});
      ++self.row;
    } else {
      add_key(self.gone, values[0]);
      self.gone_days.push_back(day);
    }
    return true;
  }
  void not_stored() {
    if (next[row] != calendar::kNever) changed.push_back({row, std::nullopt});
    ++row;
  }
  void finish() {
    while (row < keys.size()) not_stored();
  }

  ScheduleChanges count() const {
    ScheduleChanges changes;
    changes.removed = static_cast<std::int64_t>(gone.size());
    for (const Changed& c : changed)
      ++(!c.before ? changes.inserted : next[c.row] == calendar::kNever ? changes.removed : changes.updated);
    return changes;
  }
};

// Behind `after` up to the last key. Nothing comes before the smallest number, which is what SQLite sorts first.
Statement& Schedule::bind_range(Statement& statement, const Key& after, const KeyColumn& keys) {
  const Key lowest = after.empty() ? Key(std::numeric_limits<std::int64_t>::min()) : after;
  return statement.bind(1, lowest).bind(2, keys.at(keys.size() - 1)).bind(3, after);
}

Status Schedule::forget_gone_range(const Key& after, const KeyColumn& keys) {
  std::vector<Key> gone;
  bind_range(gone_range_, after, keys);
  for (;;) {
    auto row = gone_range_.step();
    if (!row) return row.error();
    if (!row.value()) break;
    gone.push_back(gone_range_.key(0));
  }
  for (const Key& entry : gone)
    if (auto forgotten = forget_if_gone(entry); !forgotten) return forgotten;
  return {};
}

namespace {

// Whether the rows of a stretch of frist_day are those that are meant.
struct Stretch {
  KeyColumn meant;
  std::size_t seen = 0;

  static bool take(void* raw, sqlite3_value** values) {
    auto& self = *static_cast<Stretch*>(raw);
    return self.seen < self.meant.size() && compare_key(self.meant, self.seen, values[0]) == 0 && ++self.seen;
  }
};

}  // namespace

// Whether nothing else stands between the first and the last of them.
Result<bool> Schedule::are_neighbours(std::span<const DueEntry> of_one_day) {
  constexpr std::size_t kWorthLooking = 4;
  if (of_one_day.size() < kWorthLooking) return false;
  Stretch stretch;
  for (const DueEntry& entry : of_one_day) stretch.meant.add(entry.key);
  day_range_.bind(1, of_one_day[0].next).bind(2, of_one_day.front().key).bind(3, of_one_day.back().key);
  const auto all = connection_->sink().run(day_range_, {&Stretch::take, &stretch});
  if (!all) return all;
  return all.value() && stretch.seen == of_one_day.size();
}

Status Schedule::erased_on_one_day(std::span<const DueEntry> entries) {
  const DueEntry &first = entries.front(), &last = entries.back();
  const auto together = first.next == kChanged ? Result<bool>(false) : are_neighbours(entries);
  if (!together) return together.error();
  if (together.value()) {
    for (const DueEntry& entry : entries)
      sums_.remove(first.next, checksum_of_day(checksum_key_, kind_, first.next, entry.key));
    return remove_day_range_.bind(1, first.next).bind(2, first.key).bind(3, last.key).run();
  }
  for (const DueEntry& entry : entries)
    if (auto gone = erased(entry); !gone) return gone;
  return {};
}

Status Schedule::erased_together(std::span<DueEntry> entries) {
  std::sort(entries.begin(), entries.end(),
            [](const DueEntry& a, const DueEntry& b) { return a.next != b.next ? a.next < b.next : a.key < b.key; });
  for (std::span<const DueEntry> left = entries; !left.empty();) {
    std::size_t n = 1;
    while (n < left.size() && left[n].next == left[0].next) ++n;
    if (auto gone = erased_on_one_day(left.first(n)); !gone) return gone;
    left = left.subspan(n);
  }
  return {};
}

Result<ScheduleChanges> Schedule::write_each(const KeyColumn& keys, std::span<const calendar::Day> next) {
  ScheduleChanges changes;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Key key = keys.at(i);
    if (auto settled = settle(key); !settled) return settled.error();
    const auto stored = stored_day(key);
    if (!stored) return stored.error();
    const bool wanted = next[i] != calendar::kNever;
    changes.inserted += !stored.value() && wanted;
    changes.removed += stored.value() && !wanted;
    changes.updated += stored.value() && wanted && *stored.value() != next[i];
    if (auto done = set_next(key, next[i], stored.value()); !done) return done.error();
  }
  return changes;
}

Result<ScheduleChanges> Schedule::write_range(const Key& after, const KeyColumn& keys,
                                              std::span<const calendar::Day> next) {
  FRIST_CHECK(keys.size() == next.size());
  if (keys.empty()) return ScheduleChanges{};
  if (auto settled = settle_new_rows(after, keys); !settled) return settled.error();
  if (!ascending(keys)) return write_each(keys, next);  // the user's key column orders letters in its own way
  if (auto forgotten = forget_gone_range(after, keys); !forgotten) return forgotten.error();
  RangeDifferences differences(keys, next);
  const auto read = connection_->sink().run(bind_range(range_, after, keys), {&RangeDifferences::take, &differences});
  if (!read) return read.error();
  differences.finish();
  if (auto settled = bind_range(settle_range_, after, keys).run(); !settled) return settled.error();
  const ScheduleChanges changes = differences.count();
  if (auto written = write_by_entry(differences, changes, after); !written) return written.error();
  if (auto written = write_by_day(differences); !written) return written.error();
  return changes;
}

// Where most rows differ it is cheaper to remove them all and to insert what is wanted.
Status Schedule::write_by_entry(const RangeDifferences& differences, const ScheduleChanges& changes, const Key& after) {
  const KeyColumn& keys = differences.keys;
  if (2 * (changes.updated + changes.removed) > differences.stored) {
    if (auto removed = bind_range(remove_range_, after, keys).run(); !removed) return removed;
    for (std::size_t row = 0; row < keys.size(); ++row)
      if (differences.next[row] != calendar::kNever)
        if (auto added = by_entry_.add(keys.at(row), differences.next[row]); !added) return added;
    return by_entry_.finish();
  }
  for (std::size_t row = 0; row < differences.gone.size(); ++row)
    if (auto removed = remove_.bind(1, differences.gone.at(row)).run(); !removed) return removed;
  for (const auto& [row, before] : differences.changed) {
    const calendar::Day day = differences.next[row];
    const auto written = !before                   ? by_entry_.add(keys.at(row), day)
                         : day == calendar::kNever ? remove_.bind(1, keys.at(row)).run()
                                                   : update_.bind(1, keys.at(row)).bind(2, day).run();
    if (!written) return written;
  }
  return by_entry_.finish();
}

void Schedule::sum_differences(const RangeDifferences& differences) {
  const auto checksum = [&](std::int64_t day, const KeyColumn& keys, std::size_t row) {
    const auto kind = keys.kind(row);
    if (kind == Key::Kind::Integer) return checksum_of_day(checksum_key_, kind_, day, keys.number(row));
    return checksum_of_day(checksum_key_, kind_, day, kind, keys.bytes(row));
  };
  for (std::size_t row = 0; row < differences.gone.size(); ++row)
    sums_.remove(differences.gone_days[row], checksum(differences.gone_days[row], differences.gone, row));
  for (const auto& [row, before] : differences.changed) {
    if (before) sums_.remove(*before, checksum(*before, differences.keys, row));
    const calendar::Day day = differences.next[row];
    if (day != calendar::kNever) sums_.add(day, checksum(day, differences.keys, row));
  }
}

Status Schedule::write_by_day(const RangeDifferences& differences) {
  sum_differences(differences);
  const auto away = days_away(*connection_);
  if (!away) return away.error();
  if (away.value()) return {};
  std::vector<DayRow> going, coming;
  for (std::uint32_t row = 0; row < differences.gone.size(); ++row)
    going.push_back({static_cast<calendar::Day>(differences.gone_days[row]), row, &differences.gone});
  for (const auto& [row, before] : differences.changed) {
    if (before) going.push_back({static_cast<calendar::Day>(*before), row, &differences.keys});
    if (differences.next[row] != calendar::kNever) coming.push_back({differences.next[row], row, &differences.keys});
  }
  sort_by_day(going);
  sort_by_day(coming);
  for (const DayRow& row : going)
    if (auto gone = remove_day_.bind(1, row.keys->at(row.row)).bind(2, row.day).run(); !gone) return gone;
  for (const DayRow& row : coming)
    if (auto added = by_day_.add(row.keys->at(row.row), row.day); !added) return added;
  return by_day_.finish();
}

}  // namespace frist::store
