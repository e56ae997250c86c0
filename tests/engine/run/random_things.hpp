// SPDX-License-Identifier: Apache-2.0
// A database with the records of tests/property/random_policy.cpp, filled at random: values known, missing and not
// readable, children, others of the same subject, links, holds, requests and reviews. Gone with the object.
#pragma once

#include <string>
#include <vector>

#include "tests/engine/run/night_database.hpp"
#include "tests/property/random_policy.hpp"

namespace frist::run {

class RandomThings {
 public:
  RandomThings(std::uint64_t seed, int things, const std::string& policy = any_policy())
      : random_(seed * 0x9E3779B97F4A7C15u + 3), things_(things), database_(policy, kTables) {
    std::string sql;
    for (int id = 1; id <= 6; ++id) sql += "INSERT INTO places VALUES(" + text(id) + values({day(), day(), yes_no()});
    for (int id = 1; id <= things; ++id) sql += thing(id);
    for (int i = 0; i < things / 2; ++i)
      sql += "INSERT INTO other_things VALUES(NULL" + values({person(), day(), yes_no()});
    database_.run("BEGIN;" + sql + "COMMIT;");
  }

  // The records with a rule for each kind, so that our tables and the numbers of the kinds are there.
  static std::string any_policy() {
    const std::string text = property::random_policy(1);
    return text.substr(0, text.find("\ndefine ")) +
           "\nretention old of thing\n  erase after 1 year from a_on\n"
           "\nretention seen of other_thing\n  erase after 1 year from seen_on\n";
  }

  // What another program, or a person, may do to the rows and to what people lay down.
  void change() {
    const std::string id =
        text(static_cast<std::int64_t>(1 + property::below(random_, static_cast<std::uint64_t>(things_))));
    const std::string other = text(things_ + 1 + static_cast<std::int64_t>(property::below(random_, 5)));
    switch (property::below(random_, 12)) {
      case 0:
        return database_.run("DELETE FROM parts WHERE thing_id = " + id + "; DELETE FROM things WHERE id = " + id);
      case 1:
        return database_.run("DELETE FROM things WHERE id = " + other + ";" + thing(std::stoi(other)));
      case 2:
        return database_.run("UPDATE OR IGNORE things SET id = " + other + " WHERE id = " + id);
      case 3:
        return database_.run("DELETE FROM parts WHERE rowid = (SELECT max(rowid) FROM parts WHERE thing_id = " + id +
                             ")");
      case 4:
        return database_.run("INSERT INTO parts VALUES(NULL, " + id + values({day(), day(), yes_no(), small(), "'1'"}));
      case 5:
        return database_.run("UPDATE other_things SET strong = " + yes_no() + ", seen_on = " + day() +
                             " WHERE id = " + id);
      case 6:
        return database_.run("DELETE FROM other_things WHERE id = " + id);
      case 7:
        return database_.run("UPDATE places SET shut_on = " + day() + ", far = " + yes_no() +
                             " WHERE id = " + pick({"1", "2", "3"}));
      case 8:
        return database_.run("INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES (1, " +
                             id + ", 0, 'r', 'p', 0)");
      case 9:
        return database_.run(
            "UPDATE frist_hold SET lifted_at = 1, lifted_by = 'p' WHERE lifted_at IS NULL AND entry = " + id);
      case 10:
        return database_.run("UPDATE things SET person = " + person() + ", home = " + pick({"1", "4", "NULL"}) +
                             " WHERE id = " + id);
      default:
        return database_.run("UPDATE things SET a_on = " + day() + ", b_on = " + day() + ", flag = " + yes_no() +
                             ", kind = " + pick({"'red'", "'blue'"}) + ", price = '" + amount() +
                             " EUR' WHERE id = " + id);
    }
  }

  store::Connection& connection() { return database_.connection(); }
  NightDatabase& database() { return database_; }
  int things() const { return things_; }

 private:
  static constexpr const char* kTables =
      "CREATE TABLE places(id INTEGER PRIMARY KEY, opened_on, shut_on, far);"
      "CREATE TABLE things(id INTEGER PRIMARY KEY, person, a_on, b_on, c_on, d_at, e_at, flag, maybe, quiet, amount, "
      "price, size, length, ratio, kind, tone, word, home INTEGER);"
      "CREATE TABLE parts(id INTEGER PRIMARY KEY, thing_id INTEGER, sent_on, made_on, seen, level, cost);"
      "CREATE TABLE other_things(id INTEGER PRIMARY KEY, person, seen_on, strong);"
      "CREATE INDEX parts_thing ON parts(thing_id); CREATE INDEX things_person ON things(person);"
      "CREATE INDEX others_person ON other_things(person);";

  static std::string text(std::int64_t n) { return std::to_string(n); }
  static std::string values(const std::vector<std::string>& values) {
    std::string list;
    for (const std::string& value : values) list += ", " + value;
    return list + ");";
  }
  std::string pick(const std::vector<std::string>& from) { return from[property::below(random_, from.size())]; }
  // Most values are there; some are missing, and few are not readable.
  std::string some(const std::string& value) {
    return property::one_in(random_, 7) ? "NULL" : property::one_in(random_, 40) ? "'?'" : value;
  }
  std::string iso() { return calendar::to_iso(property::random_day(random_)); }
  std::string day() { return some("'" + iso() + "'"); }
  std::string moment() { return some("'" + iso() + pick({"T00:30", "T12:00Z", "T23:45", "T04:10+01:00"}) + "'"); }
  std::string yes_no() { return some(pick({"0", "1"})); }
  std::string small() { return some(text(static_cast<std::int64_t>(property::below(random_, 6)))); }
  std::string amount() { return text(static_cast<std::int64_t>(property::below(random_, 100))) + pick({"", ".50"}); }
  // Some six of them are the same person's.
  std::string person() {
    const auto people = static_cast<std::uint64_t>(things_ / 6 + 1);
    if (property::one_in(random_, 12)) return "''";  // nobody's, as one that is missing
    return property::one_in(random_, 5) ? "NULL" : "'p" + std::to_string(property::below(random_, people)) + "'";
  }

  std::string thing(int id) {
    std::string sql = "INSERT INTO things VALUES(" + text(id) +
                      values({person(), day(), day(), day(), moment(), moment(), yes_no(), yes_no(), yes_no(),
                              some("'" + amount() + "'"), some("'" + amount() + pick({" EUR", " SEK"}) + "'"), small(),
                              small(), some("'" + amount() + "'"), some(pick({"'red'", "'green'", "'blue'"})),
                              some(pick({"'loud'", "'soft'"})), some(pick({"'yes'", "'no'", "'other'"})),
                              pick({"1", "2", "3", "4", "9", "NULL"})});
    for (auto parts = property::below(random_, 4); parts > 0; --parts)
      sql += "INSERT INTO parts VALUES(NULL, " + text(id) +
             values({day(), day(), yes_no(), small(), some("'" + amount() + "'")});
    const std::string entry = "1, " + text(id) + ", ";
    if (property::one_in(random_, 8))
      sql += "INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES (" + entry +
             "0, 'r', 'p', 0);";
    if (property::one_in(random_, 5))
      sql += "INSERT INTO frist_request VALUES (" + entry + text(property::random_day(random_)) + ", 'p');";
    if (property::one_in(random_, 5))
      sql += "INSERT INTO frist_review(kind, entry, due_on, rule, raised_in, done_on) VALUES (" + entry +
             "0, 'r', 1, " + text(property::random_day(random_)) + ");";
    return sql;
  }

  property::Random random_;
  int things_;
  NightDatabase database_;
};

}  // namespace frist::run
