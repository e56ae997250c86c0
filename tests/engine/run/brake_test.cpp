// SPDX-License-Identifier: Apache-2.0
#include "engine/run/brake.hpp"

#include <random>

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

// Of one kind with this many entries.
KindTake take(std::int64_t n, std::int64_t entries, std::vector<std::int64_t> earlier = {}) {
  return {"card", n, std::move(earlier),
          [entries](std::int64_t limit) { return text::Result(std::min(limit, entries)); }};
}

std::vector<std::string> limits(const Brake& brake, const std::vector<KindTake>& takes) {
  const auto found = check_brake(brake, takes);
  REQUIRE(found);
  std::vector<std::string> names;
  for (const BrakeFinding& f : found.value()) names.push_back(f.limit);
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("a number of entries brakes above the limit and not at it") {
  const Brake brake{100, 100, 1000, false};
  CHECK(limits(brake, {take(60, 1000), take(40, 1000)}) == Names{});
  CHECK(limits(brake, {take(60, 1000), take(41, 1000)}) == Names{"most"});
}

TEST_CASE("a share of a kind brakes above the limit and not at it, but not for a handful") {
  const Brake brake{1'000'000, 5, 1000, false};
  CHECK(limits(brake, {take(50, 1000)}) == Names{});
  CHECK(limits(brake, {take(51, 1000)}) == Names{"percent"});
  CHECK(limits(brake, {take(kAHandful, kAHandful)}) == Names{});
  CHECK(limits(brake, {take(kAHandful + 1, kAHandful + 1)}) == Names{"percent"});
}

TEST_CASE("the share is that of exact fractions, and counts no more rows than it needs") {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto entries = static_cast<std::int64_t>(random() % 5000),
               percent = static_cast<std::int64_t>(1 + random() % 99);
    const auto n = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(entries + 1));
    std::int64_t asked = 0;
    const KindTake kind{"card", n, {}, [&](std::int64_t limit) {
                          asked = limit;
                          return text::Result(std::min(limit, entries));
                        }};
    const bool too_many = n > kAHandful && 100 * n > percent * entries;
    CHECK(limits({1'000'000, percent, 1'000'000, false}, {kind}).empty() == !too_many);
    CHECK(asked <= 100 * n / percent + 1);
  }
}

TEST_CASE("zero means zero") {
  CHECK(limits({0, 100, 1000, false}, {take(1, 1000)}) == Names{"most"});
  CHECK(limits({1000, 0, 1000, false}, {take(1, 1000)}) == Names{"percent"});
  CHECK(limits({1000, 100, 0, false}, {take(1, 1000, {9, 9, 9, 9, 9})}) == Names{"usual"});
  CHECK(limits({0, 0, 0, false}, {take(0, 1000, {1, 1, 1, 1, 1})}) == Names{});
}

TEST_CASE("a night far from what is usual brakes, from the fifth earlier night on") {
  const Brake brake{1'000'000, 100, 5, false};
  CHECK(limits(brake, {take(500, 100'000, {100, 100, 100, 90})}) == Names{});
  CHECK(limits(brake, {take(500, 100'000, {100, 1, 100, 100, 900})}) == Names{});
  CHECK(limits(brake, {take(501, 100'000, {100, 1, 100, 100, 900})}) == Names{"usual"});
  CHECK(limits(brake, {take(kAHandful, 100'000, {0, 0, 0, 0, 0})}) == Names{});
  CHECK(limits(brake, {take(kAHandful + 1, 100'000, {0, 0, 0, 0, 0})}) == Names{"usual"});
}

TEST_CASE("nothing due where much used to be is a finding, unless that is fine") {
  CHECK(limits({}, {take(0, 1000, {30, 30, 30, 30, 30})}) == Names{"none due"});
  CHECK(limits({}, {take(0, 1000, {3, 3, 3, 3, 3})}) == Names{});
  CHECK(limits({10'000, 5, 5, true}, {take(0, 1000, {30, 30, 30, 30, 30})}) == Names{});
}

TEST_CASE("limits as large as numbers go never overflow") {
  const std::int64_t most = INT64_MAX;
  CHECK(limits({most, most, most, false}, {take(most, most, {most, most, most, most, most})}) == Names{});
  CHECK(limits({most, 99, most, false}, {take(most / 200, most / 200)}) == Names{"percent"});
}

// ---- the same at work

constexpr const char* kManyCards =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO cards SELECT i, 'm' || "
    "i, 0, "
    "CASE WHEN i <= 40 THEN '2020-01-01' WHEN i <= 42 THEN '2020-02-01' END FROM n";

NightOptions braked(const std::string& day, Brake brake = {}) {
  NightOptions options = NightDatabase::options(day);
  options.brake = brake;
  return options;
}

NightReport done(text::Result<NightReport> report) {
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  return std::move(report).value();
}

TEST_CASE("a night beyond the brake does nothing at all, tells so in the log, and can be gone on with") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kManyCards);
  const auto stopped = done(db.try_night(braked("2022-01-10")));
  REQUIRE(stopped.brake.size() == 1);
  CHECK(stopped.brake[0].limit == "percent");
  CHECK(stopped.brake[0].take == 40);
  CHECK(stopped.total("erased") == 0);
  CHECK(db.number("SELECT count(*) FROM cards") == 100);
  CHECK(db.text("SELECT state FROM frist_run ORDER BY id DESC LIMIT 1") == "stopped");
  CHECK(db.number("SELECT count(*) FROM frist_audit_ref") == 0);
  CHECK(done(db.try_night(braked("2022-01-10"))).brake.size() == 1);  // stopped again, not "done before"
  CHECK(done(db.try_night(braked("2022-01-10", {10'000, 40, 5, false}))).total("erased") == 40);
  CHECK(done(db.try_night(braked("2022-02-10"))).total("erased") == 2);  // a handful
}

TEST_CASE("nights that the brake stopped do not wear it out") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kManyCards);
  db.run("UPDATE cards SET left_on = NULL; UPDATE cards SET left_on = '2019-01-01' WHERE id <= 10");
  const Brake loose{10'000, 100, 5, true};
  for (int night = 0; night < 8; ++night) done(db.try_night(braked("2022-01-1" + std::to_string(night), loose)));
  db.run("UPDATE cards SET left_on = '2019-01-01'");
  for (int again = 0; again < 40; ++again) REQUIRE(done(db.try_night(braked("2022-01-20", loose))).brake.size() == 1);
  CHECK(db.number("SELECT count(*) FROM cards") == 90);
}

TEST_CASE("a policy that was changed does nothing until a plan of it was applied") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kManyCards);
  done(db.try_night(braked("2022-01-10", {1000, 100, 1000, false})));
  db.attach(cards_policy("retention former \"Former\" of card\n  erase  after 1 year from left_on\n"));
  const auto stopped = done(db.try_night(braked("2022-01-11")));
  REQUIRE(stopped.brake.size() == 1);
  CHECK(stopped.brake[0].limit == "changed policy");
  CHECK(db.number("SELECT count(*) FROM cards") == 60);
}

TEST_CASE("a policy that was changed and would do nothing goes on") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kManyCards);
  done(db.try_night(braked("2022-01-10", {1000, 100, 1000, false})));
  db.attach(cards_policy("retention former \"Former\" of card\n  erase  after 9 years from left_on\n"));
  CHECK(done(db.try_night(braked("2022-01-11"))).brake.empty());
}

TEST_CASE("what acts make due of others is asked about again, before it goes") {
  // Erasing a card makes the others of its member due.
  NightDatabase db(
      cards_policy("retention others \"Others\" of card\n  when    not main and not any other card of the same subject "
                   "where main\n"
                   "  erase   after 1 year from left_on\n"
                   "retention mains \"Mains\" of card\n  when    main\n  erase  after 1 year from left_on\n"),
      kCards);
  db.run("INSERT INTO cards VALUES(1000, 'a', 1, '2020-01-01')");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90) INSERT INTO cards SELECT i, 'a', "
      "0, "
      "'2020-01-01' FROM n");
  const auto night = done(db.try_night(braked("2022-01-10", {50, 100, 1000, false})));
  CHECK(night.total("erased") == 1);
  REQUIRE(night.brake.size() == 1);
  CHECK(night.brake[0].take == 91);
  CHECK(db.number("SELECT count(*) FROM cards") == 90);
}

TEST_CASE("what is due of one kind and stays lets nothing more of another kind go") {
  const std::string two = cards_policy(R"(record person "Person" in table "persons" key "id"
  subject  member
  field    member     text identity
  field    joined_on  date
retention former "Former" of card
  erase  after 2 years from left_on
retention idle "Persons" of person
  erase  after 1 year from joined_on
retention needed "Has a card" of person
  when   any card of the same subject where (left_on is not none)
  keep   permanently
)");
  NightDatabase db(two,
                   std::string(kCards) + "CREATE TABLE persons(id INTEGER PRIMARY KEY, member TEXT, joined_on TEXT);");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO cards SELECT i, 'm' "
      "|| i, 0, CASE WHEN i <= 26 THEN '2020-01-01' ELSE '2021-06-01' END FROM n; "
      "INSERT INTO persons SELECT id, member, '2015-01-01' FROM cards WHERE id <= 40");
  done(db.try_night(braked("2021-12-31")));
  db.run("UPDATE cards SET left_on = '2021-06-02' WHERE id BETWEEN 1000 AND 1040");  // touched, not due
  const auto night = done(db.try_night(braked("2022-01-10")));
  CHECK(night.total("erased") == 26);
  REQUIRE(night.brake.size() == 1);
  CHECK(night.brake[0].record == "person");
  CHECK(night.brake[0].take == 26);
  CHECK(db.number("SELECT count(*) FROM persons") == 40);
}

TEST_CASE("what failed in a transaction that the brake has undone is tried again and told once") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                                "  erase after 20 years from left_on\n"
                                "retention left \"Left\" of card\n  anonymise member after 1 year from left_on\n"),
                   kCards);
  db.run("CREATE TRIGGER no BEFORE UPDATE ON cards WHEN OLD.id = 2 BEGIN SELECT RAISE(ABORT, 'not this one'); END");
  db.run("INSERT INTO cards VALUES(1,'a',0,'2020-01-01'), (2,'b',0,'2020-01-01'), (3,'c',0,'2020-01-01')");
  const auto night = done(db.try_night(braked("2022-01-10")));  // two acts for each entry: more than are due
  CHECK(night.total("anonymised") == 4);
  CHECK(night.total("failed") == 1);
  REQUIRE(night.failures.size() == 1);
  CHECK(night.failures[0].entry == "card/2");
}

TEST_CASE("a changed policy is asked about whenever in the night it would first do something") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(kManyCards);
  done(db.try_night(braked("2022-01-10", {1000, 100, 1000, false})));
  db.attach(
      cards_policy("retention former \"Former\" of card\n  archive after 1 year from left_on\n"
                   "  erase after 9 years from left_on\n"));
  db.run("UPDATE cards SET left_on = NULL");
  CHECK(done(db.try_night(braked("2022-01-11"))).brake.empty());  // decides all, does nothing
  db.run("UPDATE cards SET left_on = '2021-12-01' WHERE id = 50");
  NightOptions options = braked("2022-01-12");
  bool written = false;
  options.progress = [&](const char*, std::uint64_t, std::uint64_t) {
    if (!std::exchange(written, true)) db.run("UPDATE cards SET left_on = '2020-12-01' WHERE id = 51");
  };
  const auto night = done(db.try_night(options));
  REQUIRE(written);
  CHECK(night.total("archived") == 0);
  REQUIRE(night.brake.size() == 1);
  CHECK(night.brake[0].limit == "changed policy");
}

TEST_CASE("an entry to which more is done than one thing goes through, as often as it has to") {
  NightDatabase db(cards_policy("retention former \"Former\" of card\n  anonymise member after 1 year from left_on\n"
                                "  erase after 20 years from left_on\n"
                                "retention left \"Left\" of card\n  anonymise member after 1 year from left_on\n"),
                   kCards);
  db.run("INSERT INTO cards VALUES(1, 'a', 0, '2020-01-01')");
  CHECK(done(db.try_night(braked("2022-01-10"))).total("anonymised") == 2);
  db.run("UPDATE cards SET member = 'a'");
  const auto again = done(db.try_night(braked("2022-01-11", {1, 100, 1000, true})));
  CHECK(again.brake.empty());
  CHECK(again.total("anonymised") == 1);
  db.run("UPDATE cards SET member = 'a'");
  CHECK(done(db.try_night(braked("2022-01-12", {0, 100, 1000, true}))).brake.size() == 1);
}

}  // namespace
}  // namespace frist::run
