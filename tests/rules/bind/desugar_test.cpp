// SPDX-License-Identifier: Apache-2.0
// What the forms of the language come to.
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

using frist::testing::Bound;
using namespace frist;

namespace {

const std::string kRecord = R"(
record claim key "id"
  subject debtor
  field recorded_on date
  field settled_on  date absent means none
  field reported_at moment
  field amount      money EUR
  field paid        money
  field share       percent
  field parts       number
)";

std::string header(const std::string& conventions) {
  return "policy p version \"1\" time zone Europe/Berlin " + conventions + kRecord;
}
const std::string kPolicy = header("counting from the day itself month end last day");

std::string value(const std::string& text) {
  return Bound(kPolicy + "define value of claim as " + text + "\n").value();
}

const model::Effect* effect(const Bound& bound, std::size_t rule = 0) {
  return bound.rules ? &bound.rules->retention[rule].effects[0] : nullptr;
}

}  // namespace

TEST_CASE("within counts by the convention in force and takes in both ends") {
  CHECK(value("recorded_on is within 6 weeks after 2020-01-31") ==
        "(and (greater-equal (recorded_on) 2020-01-31) (less-equal (recorded_on) (kept-through 42d day-itself "
        "2020-01-31)))");
  CHECK(value("recorded_on is within 1 month before 2020-01-31") ==
        "(and (greater-equal 2020-01-31 (recorded_on)) (less-equal 2020-01-31 (kept-through 1m day-itself last-day "
        "(recorded_on))))");
}

TEST_CASE("ago counts from the next day whatever the convention") {
  CHECK(value("recorded_on is at least 4 weeks ago") == "(less-equal (gone-from 28d next-day (recorded_on)) (today))");
  CHECK(value("recorded_on is more than 4 weeks ago") == "(less (gone-from 28d next-day (recorded_on)) (today))");
  CHECK(value("recorded_on is at most 4 weeks ago") ==
        "(and (less-equal (recorded_on) (today)) (less-equal (today) (kept-through 28d next-day (recorded_on))))");
  CHECK(value("recorded_on is less than 4 weeks ago") ==
        "(and (less-equal (recorded_on) (today)) (less (today) (kept-through 28d next-day (recorded_on))))");
}

TEST_CASE("hours count on moments by the clock") {
  CHECK(value("reported_at is at least 2 hours ago") == "(less-equal (add-elapsed 120min (reported_at)) (now))");
  CHECK(value("(90 minutes before reported_at) is before 2024-01-01T12:00Z") ==
        "(less (add-elapsed back 90min (reported_at)) 2024-01-01T12:00Z)");
}

TEST_CASE("a moment beside a day is taken by its day") {
  CHECK(value("reported_at is on recorded_on") == "(equal (day-of (reported_at)) (recorded_on))");
  CHECK(value("reported_at is at least 3 days ago") ==
        "(less-equal (gone-from 3d next-day (day-of (reported_at))) (today))");
}

TEST_CASE("a percentage of something is compared by cross-multiplication") {
  CHECK(value("amount is at least 20 percent of paid") == "(scaled greater-equal 5 1 (amount) (paid))");
  CHECK(value("12.5% of amount is less than paid") == "(scaled less 1 8 (amount) (paid))");
  CHECK(value("parts is more than 0.000001% of parts") == "(scaled greater 100000000 1 (parts) (parts))");
  CHECK(value("amount is at least 20 percent of parts").find("F0301") != std::string::npos);
}

TEST_CASE("plain date sums clip and follow no convention") {
  CHECK(value("(3 months before recorded_on) is before today") ==
        "(less (add-period back 3m last-day (recorded_on)) (today))");
  CHECK(value("recorded_on plus 3 days is before today") == "(less (add-period 3d (recorded_on)) (today))");
}

TEST_CASE("comparing with yes and no leaves the condition or its opposite") {
  CHECK(value("(amount is 5 EUR) is yes") == "(equal (amount) 5EUR)");
  CHECK(value("(amount is 5 EUR) is not yes") == "(not (equal (amount) 5EUR))");
  CHECK(value("(amount is 5 EUR) is no") == "(not (equal (amount) 5EUR))");
}

TEST_CASE("an erasure after a period is gone the day after it, a duty is kept through its last day") {
  const Bound limit(kPolicy + "retention r of claim erase after 3 years from settled_on");
  REQUIRE(effect(limit));
  CHECK(model::dump_expr(*limit.rules, effect(limit)->date, 0) == "(gone-from 3y day-itself last-day (settled_on))");
  const Bound duty(kPolicy + "retention r of claim keep for 3 years from settled_on counting from the next day");
  REQUIRE(effect(duty));
  CHECK(model::dump_expr(*duty.rules, effect(duty)->date, 0) == "(kept-through 3y next-day last-day (settled_on))");
}

TEST_CASE("at once is gone from the day itself") {
  const Bound bound(kPolicy + "retention r of claim erase at once from settled_on");
  REQUIRE(effect(bound));
  CHECK(effect(bound)->at_once);
  CHECK(effect(bound)->date == effect(bound)->start);
}

TEST_CASE("a start that is itself an end counts from the next day") {
  const Bound year(kPolicy + "retention r of claim erase after 3 years from end of year of settled_on");
  REQUIRE(effect(year));
  CHECK(model::dump_expr(*year.rules, effect(year)->date, 0) ==
        "(gone-from 3y next-day last-day (end-of year (settled_on)))");
  CHECK(effect(year)->counting == calendar::Counting::FromNextDay);
  const Bound rule(kPolicy +
                   "retention r of claim erase after 1 week from end of rule s\n"
                   "retention s of claim erase after 1 month from recorded_on");
  REQUIRE(effect(rule));
  CHECK(model::dump_expr(*rule.rules, effect(rule)->date, 0) ==
        "(gone-from 7d next-day (case (recorded (recorded_on)) (add-days back (gone-from 1m day-itself last-day "
        "(recorded_on)) "
        "1) (none)))");
}

TEST_CASE("of the latest of an end and another date each counts in its own way") {
  const Bound bound(kPolicy +
                    "retention r of claim erase after 3 days from latest of (end of month of recorded_on, settled_on)");
  REQUIRE(effect(bound));
  CHECK(model::dump_expr(*bound.rules, effect(bound)->date, 0) ==
        "(latest (gone-from 3d next-day (end-of month (recorded_on))) (gone-from 3d day-itself (settled_on)))");
}

TEST_CASE("an end counts without any convention, weeks without a month end") {
  const std::string bare = header("");
  CHECK(Bound(bare + "retention r of claim erase after 3 weeks from end of year of recorded_on").codes().empty());
  CHECK(Bound(bare + "retention r of claim erase after 3 weeks from recorded_on").codes() == "F0401");
  CHECK(Bound(bare + "retention r of claim erase after 3 years from end of year of recorded_on").codes() == "F0402");
  CHECK(Bound(bare + "retention r of claim erase after 3 years from recorded_on").codes() == "F0401 F0402");
  CHECK(Bound(bare + "define d of claim as recorded_on is at least 3 weeks ago").codes().empty());
  CHECK(Bound(bare + "define d of claim as recorded_on is at least 3 months ago").codes() == "F0402");
  CHECK(Bound(bare + "define d of claim as (3 months after recorded_on) is before today").codes() == "F0402");
  CHECK(Bound(bare +
              "retention r of claim counting from the next day month end refused erase after 3 years from recorded_on")
            .codes()
            .empty());
}

TEST_CASE("the nearest convention counts: clause, rule, policy") {
  const Bound bound(
      kPolicy +
      "retention a of claim erase after 3 days from recorded_on\n"
      "retention b of claim counting from the next day erase after 3 days from recorded_on\n"
      "retention c of claim counting from the next day erase after 3 days from recorded_on counting from the day "
      "itself");
  REQUIRE(bound.rules);
  CHECK(effect(bound, 0)->counting == calendar::Counting::FromDayItself);
  CHECK(effect(bound, 1)->counting == calendar::Counting::FromNextDay);
  CHECK(effect(bound, 2)->counting == calendar::Counting::FromDayItself);
}

TEST_CASE("an override replaces every convention, but ends still count from the next day") {
  bind::BindOptions options;
  options.counting = calendar::Counting::FromDayItself;
  const Bound bound(
      header("counting from the next day month end last day") +
          "retention a of claim counting from the next day erase after 3 days from recorded_on counting from the "
          "next day\nretention b of claim erase after 3 days from end of year of recorded_on",
      options);
  REQUIRE(bound.rules);
  CHECK(effect(bound, 0)->counting == calendar::Counting::FromDayItself);
  CHECK(effect(bound, 1)->counting == calendar::Counting::FromNextDay);
}

TEST_CASE("equal conditions are one node, labelled ones their own") {
  const Bound bound(kPolicy +
                    "define a of claim as amount is 5 EUR\ndefine b of claim as amount is 5.00 EUR\n"
                    "define c of claim as \"five\": amount is 5 EUR");
  REQUIRE(bound.rules);
  const auto& defines = bound.rules->defines;
  CHECK(defines[0].value == defines[1].value);
  CHECK(defines[0].value != defines[2].value);
  CHECK(bound.rules->expr(defines[2].value).label == "five");
  CHECK(bound.rules->expr(defines[2].value).args == bound.rules->expr(defines[0].value).args);
}

TEST_CASE("children stand before their parents") {
  const Bound bound(kPolicy +
                    "retention r of claim when amount is 5 EUR and any other claim of the same subject erase after 3 "
                    "days from latest of (recorded_on, settled_on)");
  REQUIRE(bound.rules);
  for (model::ExprId id = 0; id < bound.rules->exprs.size(); ++id) {
    for (const model::ExprId arg : bound.rules->expr(id).args) CHECK((arg == model::kNoId || arg < id));
  }
}
