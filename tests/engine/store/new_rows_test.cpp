// SPDX-License-Identifier: Apache-2.0
// Rows that are newer than the newest that is known count as changed without a note of their own.
#include <set>

#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/schedule.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"
#include "tests/engine/store/every_due.hpp"

namespace frist::store {
namespace {

struct NewRows {
  Bureau bureau;
  TestDatabase database;

  NewRows() {
    database.run(kBureauTables);
    database.run("INSERT INTO addresses(id) VALUES (1), (2), (10)");
    need(attach(database.connection, bureau.rules(), Bureau::policy()));
  }
  Schedule schedule() {
    return need(Schedule::open(database.connection, *need(find_kind(database.connection, "address"))));
  }
  std::int64_t notes() { return database.number("SELECT count(*) FROM frist_changed"); }
  std::vector<std::int64_t> due() {
    auto opened = schedule();
    std::vector<std::int64_t> entries;
    for (const DueEntry& entry : need(opened.due(0, 100))) entries.push_back(entry.key.number);
    const std::set<std::int64_t> counted(entries.begin(), entries.end());
    CHECK(need(opened.count_due(0)) == static_cast<std::int64_t>(counted.size()));
    CHECK(every_due(opened, 0).size() == counted.size());  // each once
    CHECK(need(opened.any_changed()) == !entries.empty());
    return entries;
  }
};

KeyColumn column_of(std::initializer_list<std::int64_t> numbers) {
  KeyColumn keys;
  for (const std::int64_t number : numbers) keys.add(number);
  return keys;
}

}  // namespace

TEST_CASE("a new row counts as changed and costs no note; one between the others has its own") {
  NewRows n;
  CHECK(n.due().empty());
  n.database.run("INSERT INTO addresses(id) VALUES (11), (12), (5)");
  CHECK(n.notes() == 1);
  CHECK(n.due() == std::vector<std::int64_t>{5, 11, 12});
  auto schedule = n.schedule();
  CHECK(need(schedule.is_changed(Key(11))));
  CHECK_FALSE(need(schedule.is_changed(Key(10))));
  CHECK_FALSE(need(schedule.is_changed(Key(13))));
  CHECK(need(schedule.next_of(Key(12))) == kChanged);
  // Changed before it was ever looked at, it is still there once.
  n.database.run("UPDATE addresses SET moved_on = 3 WHERE id = 11");
  CHECK(n.due() == std::vector<std::int64_t>{5, 11, 12});
  n.database.run("DELETE FROM addresses WHERE id = 12");
  CHECK(n.due() == std::vector<std::int64_t>{5, 11});
}

TEST_CASE("from note_new() on, new rows are changes like others, and later ones are new again") {
  NewRows n;
  n.database.run("INSERT INTO addresses(id) VALUES (11), (12)");
  auto transaction = need(Transaction::begin_write(n.database.connection));
  auto schedule = n.schedule();
  need(schedule.mark_changed(Key(12)));
  need(schedule.note_new());
  CHECK(n.notes() == 2);
  need(schedule.settle(Key(11)));
  CHECK_FALSE(need(schedule.is_changed(Key(11))));
  CHECK(n.due() == std::vector<std::int64_t>{12});
  need(transaction.commit());
  n.database.run("INSERT INTO addresses(id) VALUES (20)");
  CHECK(n.notes() == 1);
  CHECK(n.due() == std::vector<std::int64_t>{12, 20});
  // The number of a row that is gone is no longer behind the newest.
  need(schedule.note_new());
  n.database.run(
      "DELETE FROM frist_changed; DELETE FROM addresses WHERE id = 20; INSERT INTO addresses(id) VALUES (20)");
  CHECK(n.notes() == 1);
  CHECK(n.due() == std::vector<std::int64_t>{20});
}

TEST_CASE("all rows up to a key decided: those are new no longer, and rows that were left out still are") {
  NewRows n;
  n.database.run("INSERT INTO addresses(id) VALUES (11), (12), (13), (14)");
  auto schedule = n.schedule();
  need(schedule.write_range({}, column_of({1, 2, 10, 11, 12}), std::vector<calendar::Day>{9, 9, 9, 9, 9}));
  CHECK(n.due() == std::vector<std::int64_t>{13, 14});
  // A range that begins behind 13 says nothing of 13.
  need(schedule.write_range(Key(13), column_of({14}), std::vector<calendar::Day>{9}));
  CHECK(n.due() == std::vector<std::int64_t>{13, 14});
  need(schedule.write_range(Key(12), column_of({13, 14}), std::vector<calendar::Day>{9, 9}));
  CHECK(n.due().empty());
}

TEST_CASE("attaching again decides all and knows all rows; a table that is gone is not an error here") {
  NewRows n;
  n.database.run("INSERT INTO addresses(id) VALUES (11)");
  auto policy = Bureau::policy();
  policy.hash += "x";
  need(attach(n.database.connection, n.bureau.rules(), policy));
  CHECK(n.due().empty());
  n.database.run("INSERT INTO addresses(id) VALUES (12)");
  CHECK(n.due() == std::vector<std::int64_t>{12});
  n.database.run("DROP TABLE addresses");
  CHECK(n.due().empty());
}

}  // namespace frist::store
