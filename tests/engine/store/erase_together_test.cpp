// SPDX-License-Identifier: Apache-2.0
#include "engine/store/acts.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

// Rows of a kind that nothing hangs on and that no other kind's rules read. What is laid down about 1, 40 and the last.
struct Visits {
  Bureau bureau;
  model::RecordId visit = bureau.table("visit", "visits", "id");
  TestDatabase database;
  std::int64_t kind = 0;

  explicit Visits(int rows) {
    const auto on = bureau.column(visit, "made_on", test::type_of(test::Base::Date));
    bureau.model.effect(bureau.model.rule("visited", test::kNoId, visit), test::EffectKind::Erase,
                        bureau.model.get(visit, on), calendar::years(1));
    database.run(std::string(kBureauTables) + "CREATE TABLE visits(id INTEGER PRIMARY KEY, made_on DATE);");
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    kind = *need(find_kind(database.connection, "visit"));
    for (int id = 1; id <= rows; ++id) database.run("INSERT INTO visits(id) VALUES (" + std::to_string(id) + ")");
    auto transaction = need(Transaction::begin_write(database.connection));
    auto acts = open();
    for (const int id : {1, 40, rows}) {
      need(acts.note_act(Key(id), {"restrict", "r", 20000, 1}));
      need(acts.restrict(Key(id), 20000, "r"));
    }
    need(transaction.commit());
  }
  Acts open() { return need(Acts::open(database.connection, bureau.rules(), visit, kind)); }
};

}  // namespace

TEST_CASE("entries that go together leave as little as those that go one by one") {
  // More than one statement takes, and some that it does not fill.
  for (const int last : {2, 40, 100}) {
    Visits v(last + 2);
    auto acts = v.open();
    REQUIRE(acts.together());
    std::vector<DueEntry> entries;
    for (int id = 1; id <= last; ++id)
      if (id != 2) entries.push_back({Key(id), 19000});
    auto transaction = need(Transaction::begin_write(v.database.connection));
    need(acts.begin_many());
    need(acts.erase_together(entries));
    need(acts.finish_many());
    need(transaction.commit());
    const auto left = "2," + std::to_string(last + 1) + "," + std::to_string(last + 2);
    CHECK(v.database.text("SELECT group_concat(id) FROM visits") == (last == 2 ? "2,3,4" : left));
    for (const auto* table : {"frist_act", "frist_restriction"})
      CHECK(v.database.text(std::string("SELECT group_concat(entry) FROM ") + table) ==
            (last == 2 ? "4,40" : std::to_string(last + 2)));
    CHECK(v.database.number("SELECT count(*) FROM frist_gone") == static_cast<std::int64_t>(entries.size()));
    CHECK(v.database.number("SELECT count(*) FROM frist_erasing") == 0);
  }
}

TEST_CASE("entries do not go together where others may go or change with them") {
  for (const auto* more : {"CREATE TABLE bills(visit REFERENCES visits(id))",
                           "CREATE TRIGGER t AFTER DELETE ON visits BEGIN SELECT 1; END"}) {
    Visits v(1);
    CHECK(v.open().together());
    v.database.run(more);
    CHECK_FALSE(v.open().together());
  }
  Visits v(1);
  const auto address = need(find_kind(v.database.connection, "address")).value();  // rules of claims read addresses
  CHECK_FALSE(need(Acts::open(v.database.connection, v.bureau.rules(), v.bureau.address, address)).together());
}

TEST_CASE("one that is not there among those that go together is an error of the whole") {
  for (const int n : {2, 32}) {
    Visits v(n);
    auto acts = v.open();
    std::vector<DueEntry> entries;
    for (int id = 2; id <= n + 1; ++id) entries.push_back({Key(id), 19000});
    auto transaction = need(Transaction::begin_write(v.database.connection));
    need(acts.begin_many());
    CHECK(acts.erase_together(entries).error().kind == text::ErrorKind::Io);
  }
}

}  // namespace frist::store
