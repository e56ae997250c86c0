// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schedule.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "engine/store/migrations.hpp"
#include "engine/store/progress.hpp"
#include "engine/store/triggers.hpp"
#include "tests/engine/store/database.hpp"
#include "tests/engine/store/every_due.hpp"

namespace frist::store {
namespace {

struct Fixture {
  TestDatabase database;
  Transaction transaction;
  Schedule schedule;

  Fixture() : transaction(need(Transaction::begin_write(database.connection))), schedule(make()) {}
  Schedule make() {
    need(migrate(database.connection));
    return need(Schedule::open(database.connection, 3));
  }
  static std::vector<Key> keys(const std::vector<DueEntry>& entries) {
    std::vector<Key> keys;
    for (const DueEntry& entry : entries) keys.push_back(entry.key);
    return keys;
  }
  std::vector<Key> due(calendar::Day as_of, std::uint32_t limit) { return keys(need(schedule.due(as_of, limit))); }
  // By day, which must be the same as by entry.
  std::map<Key, std::int64_t> days() {
    std::map<Key, std::int64_t> all;
    auto statement = need(database.connection.prepare("SELECT entry, next FROM frist_day WHERE kind = 3"));
    while (need(statement.step())) CHECK(all.emplace(statement.key(0), statement.integer(1)).second);
    return all;
  }
  std::map<Key, std::int64_t> rows() {
    std::map<Key, std::int64_t> all;
    auto statement = need(database.connection.prepare("SELECT entry, next FROM frist_due WHERE kind = 3"));
    while (need(statement.step())) all[statement.key(0)] = statement.integer(1);
    return all;
  }
};

}  // namespace

TEST_CASE("the next day of an entry is set, moved and taken away") {
  Fixture f;
  need(f.schedule.set_next(Key(1), 20000));
  need(f.schedule.set_next(Key::text("1"), 20001));
  CHECK(need(f.schedule.next_of(Key(1))) == 20000);
  CHECK(need(f.schedule.next_of(Key::text("1"))) == 20001);
  need(f.schedule.set_next(Key(1), 20005));
  CHECK(need(f.schedule.next_of(Key(1))) == 20005);
  need(f.schedule.set_next(Key(1), calendar::kNever));
  CHECK_FALSE(need(f.schedule.next_of(Key(1))));
  need(f.schedule.mark_changed(Key(9)));
  CHECK(need(f.schedule.next_of(Key(9))) == kChanged);
  CHECK(kChanged < calendar::kFirstDay);  // before every day that anybody can ask for
}

TEST_CASE("what is due comes in the order of keys, in parts, whatever the day") {
  Fixture f;
  std::mt19937_64 random(5);
  std::vector<Key> want;
  for (int i = 0; i < 500; ++i) {
    const auto next = static_cast<calendar::Day>(19990 + random() % 20);
    const Key key = i % 3 == 0 ? Key::text("k" + std::to_string(i)) : Key(i);
    need(f.schedule.set_next(key, next));
    if (next <= 20000) want.push_back(key);
  }
  std::sort(want.begin(), want.end());
  for (const std::uint32_t page : {1U, 7U, 1000U}) CHECK(every_due(f.schedule, 20000, page) == want);
  CHECK(need(f.schedule.count_due(20000)) == static_cast<std::int64_t>(want.size()));
  std::int64_t sum = 0;
  for (const auto& [day, count] : need(f.schedule.calendar_of_due(19990, 20000))) {
    CHECK(day >= 19990);
    CHECK(day <= 20000);
    sum += count;
  }
  CHECK(sum == static_cast<std::int64_t>(want.size()));
  std::vector<Key> got;
  for (;;) {
    const auto part = f.due(20000, 7);
    if (part.empty()) break;
    CHECK(part.size() <= 7);
    for (const Key& key : part) need(f.schedule.set_next(key, 21000));
    got.insert(got.end(), part.begin(), part.end());
  }
  std::sort(got.begin(), got.end());
  CHECK(got == want);
}

TEST_CASE("looking for what is due reads what is due and not all entries") {
  Fixture f;
  f.database.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
      "INSERT INTO frist_day SELECT 20000 + i, 3, i FROM n");
  std::int64_t steps = 0;
  sqlite3_progress_handler(
      f.database.connection.handle(), 100,
      [](void* count) {
        *static_cast<std::int64_t*>(count) += 100;
        return 0;
      },
      &steps);
  CHECK(need(f.schedule.due(20010, 1000)).size() == 10);
  sqlite3_progress_handler(f.database.connection.handle(), 0, nullptr, nullptr);
  CHECK(steps < 2000);
}

TEST_CASE("entries whose facts changed are due on every day until they are decided") {
  Fixture f;
  need(f.schedule.set_next(Key(1), 30000));
  need(f.schedule.set_next(Key(2), 20000));
  for (const int entry : {1, 2, 3, 3}) need(f.schedule.mark_changed(Key(entry)));
  CHECK(need(f.schedule.count_due(calendar::kFirstDay)) == 3);
  CHECK(f.due(calendar::kFirstDay, 9) == std::vector<Key>{Key(1), Key(2), Key(3)});
  CHECK(need(f.schedule.next_of(Key(3))) == kChanged);
  CHECK(need(f.schedule.next_of(Key(1))) == kChanged);
  CHECK(every_due(f.schedule, 20000) == std::vector<Key>{Key(1), Key(2), Key(3)});
  CHECK(need(f.schedule.is_changed(Key(1))));
  need(f.schedule.settle(Key(1)));
  need(f.schedule.set_next(Key(1), 30000));
  CHECK_FALSE(need(f.schedule.is_changed(Key(1))));
  need(f.schedule.remove(Key(3)));
  CHECK(f.due(20000, 9) == std::vector<Key>{Key(2), Key(2)});
  KeyColumn keys;
  keys.add(1);
  keys.add(2);
  need(f.schedule.write_range({}, keys, std::vector<calendar::Day>{30000, 40000}));
  CHECK(f.due(30000, 9) == std::vector<Key>{Key(1)});
}

TEST_CASE("writing a range of entries leaves what a map would, and writes only what differs") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 60; ++round) {
    Fixture f;
    std::map<Key, std::int64_t> want;
    const bool texts = round % 2 == 1;
    const auto key_of = [&](std::uint64_t n) {
      return texts ? Key::text("k" + std::to_string(1000 + n)) : Key(static_cast<std::int64_t>(n));
    };
    for (int i = 0; i < 40; ++i) {
      const Key key = key_of(random() % 100);
      const auto next = static_cast<calendar::Day>(20000 + random() % 5);
      need(f.schedule.set_next(key, next));
      want[key] = next;
    }
    // All entries of the table in order, decided in batches; some rows of the schedule have no entry any more.
    std::vector<Key> entries;
    for (std::uint64_t n = 0; n < 100; ++n)
      if (random() % 3 != 0) entries.push_back(key_of(n));
    Key after;
    const auto before = want;
    ScheduleChanges total;
    for (std::size_t at = 0; at < entries.size();) {
      const std::size_t end = std::min(entries.size(), at + 1 + random() % 20);
      KeyColumn keys;
      std::vector<calendar::Day> next;
      for (std::size_t i = at; i < end; ++i) {
        keys.add(entries[i]);
        next.push_back(random() % 4 == 0 ? calendar::kNever : static_cast<calendar::Day>(20000 + random() % 5));
      }
      const auto changes = need(f.schedule.write_range(after, keys, next));
      total.inserted += changes.inserted;
      total.updated += changes.updated;
      total.removed += changes.removed;
      for (auto row = want.begin(); row != want.end();)
        row = row->first > after && row->first <= entries[end - 1] ? want.erase(row) : std::next(row);
      for (std::size_t i = 0; i < next.size(); ++i)
        if (next[i] != calendar::kNever) want[keys.at(i)] = next[i];
      after = entries[end - 1];
      at = end;
    }
    CHECK(f.rows() == want);
    CHECK(f.days() == want);
    ScheduleChanges differ;
    for (const auto& [key, next] : want) {
      const auto found = before.find(key);
      if (found == before.end())
        ++differ.inserted;
      else
        differ.updated += found->second != next;
    }
    for (const auto& [key, next] : before) differ.removed += want.count(key) == 0;
    CHECK(total.inserted == differ.inserted);
    CHECK(total.updated == differ.updated);
    CHECK(total.removed == differ.removed);
  }
}

TEST_CASE("keys in the user's own order of letters are written too") {
  Fixture f;
  KeyColumn keys;
  for (const auto* key : {"a", "B", "c"}) keys.add_text(key);
  need(f.schedule.set_next(Key::text("c"), 5));
  need(f.schedule.write_range({}, keys, std::vector<calendar::Day>{1, 2, calendar::kNever}));
  CHECK(f.rows() == std::map<Key, std::int64_t>{{Key::text("a"), 1}, {Key::text("B"), 2}});
  CHECK(f.days() == f.rows());
}

TEST_CASE("without rows by day nothing is lost, and they come back") {
  Fixture f;
  KeyColumn keys;
  keys.add(1);
  need(f.schedule.set_next(Key(2), 7));
  need(Schedule::drop_days(f.database.connection));
  need(Schedule::drop_days(f.database.connection));
  need(f.schedule.write_range({}, keys, std::vector<calendar::Day>{5}));
  CHECK(f.days().empty());
  Schedule meanwhile = need(Schedule::open(f.database.connection, 3));
  CHECK(Fixture::keys(need(meanwhile.due(9, 10))) == std::vector<Key>{Key(1), Key(2)});
  CHECK(every_due(meanwhile, 9) == std::vector<Key>{Key(1), Key(2)});
  need(Schedule::build_days(f.database.connection));
  need(Schedule::build_days(f.database.connection));
  CHECK(f.days() == f.rows());
  CHECK(f.due(9, 10) == std::vector<Key>{Key(1), Key(2)});
}

TEST_CASE("what is erased goes from the schedule by day at once and from that by entry later") {
  Fixture f;
  const auto note_gone = [&](int entry) {  // as the trigger on a watched table does
    f.database.run("INSERT INTO frist_gone VALUES (3, " + std::to_string(entry) + ")");
  };
  for (int entry = 1; entry <= 5; ++entry) need(f.schedule.set_next(Key(entry), 20000 + entry));
  note_gone(1);
  need(f.schedule.erased({Key(1), 20001}));
  note_gone(2);
  need(f.schedule.erased({Key(2), kChanged}));
  note_gone(3);  // deleted by somebody else
  CHECK(f.days() == std::map<Key, std::int64_t>{{Key(3), 20003}, {Key(4), 20004}, {Key(5), 20005}});
  CHECK(f.rows().size() == 4);
  CHECK(need(Schedule::forget_gone(f.database.connection, 2)) == 2);
  CHECK(need(Schedule::forget_gone(f.database.connection, 2)) == 1);
  CHECK(need(Schedule::forget_gone(f.database.connection, 2)) == 0);
  CHECK(f.days() == std::map<Key, std::int64_t>{{Key(4), 20004}, {Key(5), 20005}});
  CHECK(f.rows() == f.days());
  // A new row under an old key: settled, it begins afresh, also where its day is the one that was left.
  note_gone(4);
  need(f.schedule.erased({Key(4), 20004}));
  need(f.schedule.mark_changed(Key(4)));
  CHECK(need(f.schedule.count_due(20004)) == 1);
  need(f.schedule.settle(Key(4)));
  need(f.schedule.set_next(Key(4), 20004));
  CHECK(f.days() == std::map<Key, std::int64_t>{{Key(4), 20004}, {Key(5), 20005}});
  note_gone(5);
  need(f.schedule.erased({Key(5), 20005}));
  KeyColumn keys;
  keys.add(4);
  keys.add(5);
  need(f.schedule.write_range({}, keys, std::vector<calendar::Day>{20004, 20005}));
  CHECK(f.days() == std::map<Key, std::int64_t>{{Key(4), 20004}, {Key(5), 20005}});
}

TEST_CASE("of many that are erased those days go, and no others, whoever stands between them") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 60; ++round) {
    Fixture f;
    std::map<Key, std::int64_t> left;
    std::vector<DueEntry> erased;
    for (int i = 0; i < 80; ++i) {
      const Key key = i % 16 == 3   ? Key::text("t" + std::to_string(i))
                      : i % 16 == 5 ? Key::blob("b" + std::to_string(i))
                                    : Key(i);
      const std::int64_t day = 20000 + static_cast<std::int64_t>(random() % 3);
      need(f.schedule.set_next(key, static_cast<calendar::Day>(day)));
      // In some rounds all of a day go, in others every fourth stays, or most do.
      if (random() % 4 < static_cast<unsigned>(round % 5))
        erased.push_back({key, random() % 16 == 0 ? kChanged : day});
      else
        left[key] = day;
    }
    f.database.run("INSERT INTO frist_day(next, kind, entry) VALUES (20000, 4, 7)");  // another kind's
    std::shuffle(erased.begin(), erased.end(), random);
    need(f.schedule.erased_together(erased));
    CHECK(f.days() == left);
    CHECK(f.database.number("SELECT count(*) FROM frist_day WHERE kind = 4") == 1);
  }
}

TEST_CASE("how far a decision of all entries has come is kept with its last key") {
  Fixture f;
  CHECK_FALSE(need(progress_of(f.database.connection, 3)));
  need(set_progress(f.database.connection, 3, {"hash", {}, 0}));
  need(set_progress(f.database.connection, 3, {"hash", Key::text("k"), 4096}));
  const auto progress = need(progress_of(f.database.connection, 3));
  REQUIRE(progress);
  CHECK(progress->policy == "hash");
  CHECK(progress->last == Key::text("k"));
  CHECK(progress->done == 4096);
  need(finish_progress(f.database.connection, 3, "another policy"));
  CHECK(need(progress_of(f.database.connection, 3)));
  need(finish_progress(f.database.connection, 3, "hash"));
  CHECK_FALSE(need(progress_of(f.database.connection, 3)));
}

}  // namespace frist::store
