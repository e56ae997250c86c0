// SPDX-License-Identifier: Apache-2.0
// Whatever other programs do to the table between the nights, a night erases what a reader of the rule would, and
// nothing else.
#include <map>
#include <random>

#include "tests/engine/run/night_database.hpp"

namespace frist::run {
namespace {

// The rule by hand: gone from the day behind the same-numbered day two years later. Days beyond 28 are not used.
bool is_due(const std::string& left_on, const std::string& night) {
  return std::to_string(std::stoi(left_on.substr(0, 4)) + 2) + left_on.substr(4) < night;
}

class Club {
 public:
  Club(std::uint64_t seed, bool texts)
      : random_(seed),
        texts_(texts),
        db_(policy("Former"), texts
                                  ? "CREATE TABLE cards(id TEXT PRIMARY KEY COLLATE NOCASE, member TEXT, main INTEGER, "
                                    "left_on TEXT);"
                                  : kCards) {}

  void live() {
    for (int i = below(8); i > 0; --i) do_something();
    if (below(6) == 0) db_.attach(policy("Former " + std::to_string(++policies_)));
    day_ += below(60) == 0 ? 400 : below(90);
    if (planted_mistake && below(3) == 0)
      db_.run("DELETE FROM frist_due; DELETE FROM frist_day; DELETE FROM frist_day_checksum");
    const std::string night = calendar::to_iso(day_);
    const auto before = cards();
    REQUIRE(db_.try_night(night));
    if (!planted_mistake) db_.check_schedule();
    const auto after = cards();
    std::map<std::string, std::string> want;
    for (const auto& [id, left_on] : before)
      if (left_on.empty() || !is_due(left_on, night) || held(id)) want.emplace(id, left_on);
    if (after != want) ++wrong_;
  }

  int wrong() const { return wrong_; }
  bool planted_mistake = false;  // rows of the schedule get lost, and what would tell with them

 private:
  static std::string policy(const std::string& title) {
    return cards_policy("retention former \"" + title + "\" of card\n  erase  after 2 years from left_on\n");
  }
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  std::string key() {
    if (!texts_) return std::to_string(1 + below(9));
    static const char* names[] = {"anna", "Anna", "bert", "BERT", "7", "07", "c''est", "dora", "\xc3\xa4"};
    return std::string("'") + names[below(9)] + "'";
  }
  std::string date() {
    if (below(4) == 0) return "NULL";
    return "'" + calendar::to_iso(day_ - 760 + below(90)).substr(0, 8) + std::to_string(10 + below(18)) + "'";
  }

  void do_something() {
    db_.run(std::string("PRAGMA recursive_triggers = ") + (below(2) ? "ON" : "OFF"));
    switch (below(texts_ ? 6 : 8)) {  // a hold in another spelling than the table's stops the night
      case 0:
      case 1:
        return db_.run("INSERT OR IGNORE INTO cards VALUES (" + key() + ", 'm', 0, " + date() + ")");
      case 2:
        return db_.run("INSERT OR REPLACE INTO cards VALUES (" + key() + ", 'm', 0, " + date() + ")");
      case 3:
        return db_.run("DELETE FROM cards WHERE id = " + key());
      case 4:
        return db_.run("UPDATE cards SET left_on = " + date() + " WHERE id = " + key());
      case 5:
        return db_.run("UPDATE OR REPLACE cards SET id = " + key() + " WHERE id = " + key());
      case 6:
        return db_.run(
            "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) SELECT 1, id, 0, 'r', 'p', 0 "
            "FROM cards WHERE id = " +
            key());
      default:
        return db_.run("UPDATE frist_hold SET lifted_by = 'p', lifted_at = 1 WHERE lifted_at IS NULL AND entry = " +
                       key());
    }
  }
  std::map<std::string, std::string> cards() {
    std::map<std::string, std::string> all;
    auto rows = db_.connection().prepare("SELECT id, coalesce(left_on, '') FROM cards");
    REQUIRE(rows);
    for (;;) {
      const auto row = rows.value().step();
      REQUIRE(row);
      if (!row.value()) return all;
      all.emplace(store::to_text(rows.value().key(0)), rows.value().text(1));
    }
  }
  bool held(const std::string& id) {
    return !texts_ && db_.number("SELECT count(*) FROM frist_hold WHERE lifted_at IS NULL AND entry = " + id) > 0;
  }

  std::mt19937_64 random_;
  bool texts_;
  calendar::Day day_ = calendar::make_day(2015, 1, 1).value();
  int policies_ = 0, wrong_ = 0;
  NightDatabase db_;
};

TEST_CASE("nights erase what a reader of the rule would, whatever happened to the table between them") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Club club(seed, seed % 2 == 0);
    INFO("seed " << seed);
    for (int night = 0; night < 40; ++night) club.live();
    CHECK(club.wrong() == 0);
  }
}

TEST_CASE("a schedule that loses rows is found out (planted bug)") {
  int wrong = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Club club(seed, false);
    club.planted_mistake = true;
    for (int night = 0; night < 40; ++night) club.live();
    wrong += club.wrong();
  }
  CHECK(wrong > 0);
}

}  // namespace
}  // namespace frist::run
