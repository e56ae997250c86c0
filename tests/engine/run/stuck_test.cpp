// SPDX-License-Identifier: Apache-2.0
// What entries wait for, counted in batches, against an explanation of each entry by itself.
#include <map>
#include <random>

#include "engine/service/ask.hpp"
#include "engine/service/stuck.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

constexpr const char* kBills = R"(policy bills "Bills"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record bill "Bill" in table "bills" key "id"
  subject  payer
  field    payer    text identity
  field    dead     yes/no
  field    sort     text absent means unknown
  field    paid_on  date absent means unknown
  field    sent_on  date absent means none
  list     parts of part
record part "Part" in table "parts" key "id" parent "bill_id"
  field    is_due   yes/no
retention paid "Paid bills" of bill
  when sort is "plain" or dead
  erase after 2 years from paid_on
retention of_the_dead "Of the dead" of bill
  instead of paid
  when dead
  erase after 1 year from sent_on
retention open_parts "Open parts keep" of bill
  when any parts where (is_due)
  keep for 9 years from sent_on
)";
constexpr const char* kBillTables =
    "CREATE TABLE bills(id INTEGER PRIMARY KEY, payer TEXT, dead INTEGER, sort TEXT, paid_on TEXT, sent_on TEXT);"
    "CREATE TABLE parts(id INTEGER PRIMARY KEY, bill_id INTEGER REFERENCES bills(id), is_due INTEGER);"
    "CREATE INDEX bills_payer ON bills(payer); CREATE INDEX parts_bill ON parts(bill_id);";

using Waits = std::map<std::pair<explain::FactSaid::Kind, std::pair<std::uint32_t, std::uint32_t>>,
                       std::pair<std::int64_t, std::int64_t>>;  // (waiting, alone)

Waits one_by_one(service::OpenDatabase& database, std::int64_t entries, const std::string& day) {
  Waits waits;
  for (std::int64_t id = 1; id <= entries; ++id) {
    const auto answer = service::why(database, "bill/" + std::to_string(id), day);
    REQUIRE(answer);
    const explain::Retention& r = answer.value().retention;
    if (r.verdict.erase_due || r.verdict.placed_hold) continue;
    std::vector<std::pair<explain::FactSaid::Kind, std::pair<std::uint32_t, std::uint32_t>>> facts;
    for (const explain::FactSaid& f : r.missing) {
      const auto fact = std::pair(f.kind, std::pair(f.row.record, f.id));
      if (std::find(facts.begin(), facts.end(), fact) == facts.end()) facts.push_back(fact);
    }
    for (const auto& fact : facts) {
      ++waits[fact].first;
      waits[fact].second += facts.size() == 1;
    }
  }
  return waits;
}

Waits in_batches(const service::Stuck& stuck) {
  Waits waits;
  for (const service::StuckFact& f : stuck.facts) {
    REQUIRE(f.missing.kind == decide::MissingFact::Kind::Field);
    waits[{explain::FactSaid::Kind::Field, {f.missing.record, f.missing.field}}] = {f.waiting, f.alone};
  }
  return waits;
}

std::string one_of(std::mt19937& random, const std::vector<std::string>& values) {
  return values[random() % values.size()];
}

}  // namespace

TEST_CASE("what entries wait for is what each entry's own explanation says") {
  constexpr std::int64_t kEntries = 2500;  // several batches
  NightDatabase db(kBills, kBillTables);
  std::mt19937 random(20260301);
  const std::vector<std::string> yes_no = {"0", "1", "NULL"}, days = {"'2014-02-01'", "'2025-06-01'", "NULL", "'?'"};
  std::string sql;
  for (std::int64_t id = 1; id <= kEntries; ++id) {
    sql += "INSERT INTO bills VALUES(" + std::to_string(id) + ",'p" + std::to_string(id / 4) + "'," +
           one_of(random, yes_no) + "," + one_of(random, {"'plain'", "'other'", "NULL"}) + "," + one_of(random, days) +
           "," + one_of(random, days) + ");";
    for (auto parts = random() % 3; parts > 0; --parts)
      sql += "INSERT INTO parts(bill_id, is_due) VALUES(" + std::to_string(id) + "," + one_of(random, yes_no) + ");";
    if (random() % 20 == 0)
      sql += "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES(1, " +
             std::to_string(id) + ", 0, 'court', 'office', 0);";
  }
  db.run("BEGIN;" + sql + "COMMIT;");
  auto database = service::open_attached(db.path(), store::OpenOptions::Mode::ReadOnly);
  REQUIRE(database);
  const auto stuck = service::stuck_entries(database.value(), "bill", "2026-03-01");
  INFO((stuck ? std::string() : stuck.error().message));
  REQUIRE(stuck);
  CHECK(stuck.value().looked_at == kEntries);
  Waits slow = one_by_one(database.value(), kEntries, "2026-03-01");
  CHECK(slow.size() >= 5);
  CHECK(in_batches(stuck.value()) == slow);
  for (std::size_t i = 1; i < stuck.value().facts.size(); ++i)
    CHECK(stuck.value().facts[i - 1].alone >= stuck.value().facts[i].alone);
  // The planted bug: an entry more that is said to be decided by one fact alone.
  ++slow.begin()->second.second;
  CHECK_FALSE(in_batches(stuck.value()) == slow);
}

}  // namespace frist::run
