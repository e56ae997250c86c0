// SPDX-License-Identifier: Apache-2.0
#include "engine/words/values.hpp"

#include "engine/words/lines.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace frist::words;
namespace calendar = frist::calendar;

std::string in_all(const auto& say_it) {
  std::string text;
  for (const Language language : kLanguages) text += (text.empty() ? "" : " | ") + say_it(language);
  return text;
}

TEST_CASE("dates have the long form of each language") {
  const calendar::Day day = *calendar::parse_day("2020-04-16");
  CHECK(in_all([&](Language l) { return long_date(l, day); }) ==
        "16 April 2020 | 16. April 2020 | 16 april 2020 | 16 aprilie 2020");
  CHECK(long_date(Language::German, *calendar::parse_day("2024-03-01")) == "1. März 2024");
  CHECK(in_all([&](Language l) { return long_date(l, calendar::kNever); }) == "never | nie | aldrig | niciodată");
  CHECK(long_date(Language::English, calendar::kUnknown) == "not known");
  CHECK(long_date(Language::English, calendar::kNone) == "has not happened");
}

TEST_CASE("moments are told by the clock of their zone") {
  const auto zone = calendar::Zone::find("Europe/Stockholm");
  const auto instant = *calendar::parse_instant("2025-07-01T06:05Z");
  CHECK(in_all([&](Language l) { return long_moment(l, instant, zone); }) ==
        "1 July 2025, 08:05 (Europe/Stockholm) | 1. Juli 2025, 08:05 Uhr (Europe/Stockholm) | 1 juli 2025 kl. 08.05 "
        "(Europe/Stockholm) | "
        "1 iulie 2025, ora 08:05 (Europe/Stockholm)");
}

TEST_CASE("periods are told in the largest whole units") {
  CHECK(in_all([](Language l) { return period_text(l, calendar::years(3)); }) == "3 years | 3 Jahre | 3 år | 3 ani");
  CHECK(in_all([](Language l) { return period_text(l, calendar::months(18)); }) ==
        "18 months | 18 Monate | 18 månader | 18 luni");
  CHECK(period_text(Language::English, calendar::months(12)) == "1 year");
  CHECK(period_text(Language::English, calendar::months(42)) == "3 years and 6 months");
  CHECK(period_text(Language::English, calendar::weeks(4)) == "4 weeks");
  CHECK(period_text(Language::English, calendar::days(100)) == "100 days");
  CHECK(period_text(Language::German, calendar::make_period(1, 2, 0, 3)) == "14 Monate und 3 Tage");
  CHECK(period_text(Language::English, {}) == "0 days");
  CHECK(minutes_text(Language::Swedish, 150) == "2 timmar och 30 minuter");
}

TEST_CASE("amounts and percentages have each language's marks") {
  CHECK(in_all([](Language l) {
          return money_text(l, 1234550, {'E', 'U', 'R'});
        }) == "12,345.50\u00a0EUR | 12.345,50\u00a0EUR | 12\u00a0345,50\u00a0EUR | 12.345,50\u00a0EUR");
  CHECK(money_text(Language::English, 30000, {'E', 'U', 'R'}) == "300.00\u00a0EUR");
  CHECK(money_text(Language::English, -5, {'E', 'U', 'R'}) == "−0.05\u00a0EUR");
  CHECK(in_all([](Language l) { return percent_text(l, 97500000); }) ==
        "97.5% | 97,5\u00a0% | 97,5\u00a0% | 97,5\u00a0%");
  CHECK(number_text(Language::English, std::numeric_limits<std::int64_t>::min(), 0) == "−9,223,372,036,854,775,808");
}

TEST_CASE("a title falls back to English and then to the technical name") {
  CHECK(title_of(Language::German, {"Claim", "Forderung", "", ""}, "claim") == "Forderung");
  CHECK(title_of(Language::Swedish, {"Claim", "Forderung", "", ""}, "claim") == "Claim");
  CHECK(title_of(Language::Swedish, {}, "claim") == "claim");
}

TEST_CASE("lists are joined as people say them") {
  CHECK(joined(Language::English, {}) == "");
  CHECK(joined(Language::English, {"a"}) == "a");
  CHECK(joined(Language::German, {"a", "b"}) == "a und b");
  CHECK(joined(Language::Romanian, {"a", "b", "c"}) == "a, b și c");
}

TEST_CASE("lines are wrapped below their first word and ordered lists are numbered") {
  const Lines lines{{0, Style::Answer, "one two three"},
                    {0, Style::Heading, "Head"},
                    {1, Style::Item, "four five six"},
                    {1, Style::Numbered, "a"},
                    {1, Style::Numbered, "b"}};
  CHECK(layout(lines, 9) == "one two\nthree\n\nHead\n  - four\n    five\n    six\n   1. a\n   2. b\n");
  CHECK(layout(lines, 0) == "one two three\n\nHead\n  - four five six\n   1. a\n   2. b\n");
  CHECK(layout({}, 80) == "");
}

}  // namespace
