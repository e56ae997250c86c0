// SPDX-License-Identifier: Apache-2.0
// What people lay down while a night is at work.
#include "engine/service/holds.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {

TEST_CASE("a hold that is placed between two batches of a night holds, and both are in the log without a hole") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(
      "INSERT INTO cards(id, left_on) VALUES (1, '2010-01-01'), (2, '2010-01-02'), (3, '2010-01-03'), "
      "(4, '2010-01-04')");
  auto other = service::open_attached(db.path(), store::OpenOptions::Mode::ReadWrite);
  REQUIRE(other);
  bool placed = false;
  NightOptions options;
  options.as_of.day = calendar::parse_day("2026-01-01").value();
  options.as_of.instant = calendar::Zone::find("Europe/Berlin")->start_of_day(options.as_of.day).value();
  options.now = 4'000'000'000;
  options.batch = 2;
  options.progress = [&](const char* what, std::uint64_t, std::uint64_t) {
    if (placed || std::string(what) != "working on what is due") return;
    placed = true;
    REQUIRE(db.number("SELECT count(*) FROM cards") == 2);
    const auto hold = service::place_hold(other.value(), {"card/4", "lawsuit", "legal office", "", "", "", ""});
    INFO((hold ? std::string() : hold.error().message));
    REQUIRE(hold);
  };
  const auto report = run_night(db.connection(), other.value().policy->rules, other.value().policy_hash, options);
  INFO((report ? std::string() : report.error().message));
  REQUIRE(report);
  CHECK(placed);
  CHECK(report.value().total("erased") == 3);
  CHECK(db.text("SELECT group_concat(id) FROM cards") == "4");
  CHECK(db.number("SELECT count(*) FROM frist_audit_leaf") == 1 + 3 + 1 + 1);
  CHECK(db.number("SELECT max(seq) FROM frist_audit_leaf") == 5);
  CHECK(db.text("SELECT substr(CAST(leaf AS TEXT), 1, 18) FROM frist_audit_log WHERE seq = 3") == "retlog/v1 hold-set");
}

}  // namespace frist::run
