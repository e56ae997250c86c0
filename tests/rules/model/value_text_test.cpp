// SPDX-License-Identifier: Apache-2.0
#include "rules/model/value_text.hpp"

#include <random>

#include "tests/support/catch.hpp"

namespace frist::model {

TEST_CASE("every day of ten thousand years reads as the calendar reads it") {
  for (calendar::Day day = calendar::kFirstDay; day <= calendar::kLastDay; ++day)
    if (iso_day(calendar::to_iso(day)) != day) FAIL(calendar::to_iso(day));
}

TEST_CASE("what is no day for the calendar is none here") {
  std::mt19937_64 random(3);
  const std::string characters = "0123456789-/: T";
  for (int i = 0; i < 300000; ++i) {
    std::string text = "2023-02-28";
    const int edits = 1 + static_cast<int>(random() % 3);
    for (int edit = 0; edit < edits; ++edit) text[random() % text.size()] = characters[random() % characters.size()];
    if (random() % 10 == 0) text.resize(random() % 12);
    const auto want = calendar::parse_day(text);
    if (iso_day(text) != want.value_or(calendar::kUnknown)) FAIL(text);
  }
}

TEST_CASE("a moment in a date's place is its civil day in the policy's zone") {
  const auto berlin = calendar::Zone::find("Europe/Berlin");
  REQUIRE(berlin);
  CHECK(day_of_text("2024-03-31T23:30:00Z", &*berlin) == *calendar::make_day(2024, 4, 1));
  CHECK(day_of_text("2024-03-31T23:30:00+02:00", &*berlin) == *calendar::make_day(2024, 3, 31));
  CHECK(day_of_text("2024-03-31 23:30", &*berlin) == *calendar::make_day(2024, 3, 31));
  CHECK_FALSE(day_of_text("2024-03-31T23:30:00Z", nullptr));
  CHECK_FALSE(day_of_text("31.03.2024", &*berlin));
}

TEST_CASE("a wall clock's time that it shows twice or never is no moment") {
  const auto berlin = calendar::Zone::find("Europe/Berlin");
  CHECK(instant_of_text("2024-06-01T12:00", &*berlin) == 1717236000);
  CHECK(instant_of_text("2024-06-01T12:00Z", &*berlin) == 1717243200);
  CHECK_FALSE(instant_of_text("2024-03-31T02:30", &*berlin));
  CHECK_FALSE(instant_of_text("2024-10-27T02:30", &*berlin));
}

TEST_CASE("exact numbers are exact or none") {
  CHECK(scaled_of_text("12.5", 100) == 1250);
  CHECK(scaled_of_text("-0.01", 100) == -1);
  CHECK(scaled_of_text("+7", 100) == 700);
  CHECK(scaled_of_text("12.500", 100) == 1250);
  CHECK(scaled_of_text("0.000001", 1000000) == 1);
  for (const auto* text :
       {"", ".", "1.", ".5", "-", "1,5", "1e3", "0x1", "1.005", " 1", "1 ", "1.5.0", "--1", "+-1", "\xD9\xA1"})
    CHECK_FALSE(scaled_of_text(text, 100));
  CHECK(scaled_of_text("92233720368547758.07", 100) == INT64_MAX);
  CHECK_FALSE(scaled_of_text("92233720368547758.08", 100));
  CHECK_FALSE(scaled_of_text("99999999999999999999", 100));
  CHECK(integer_of_text("-9223372036854775808") == INT64_MIN);
  CHECK_FALSE(integer_of_text("9223372036854775808"));
  CHECK_FALSE(integer_of_text("1.0"));
  CHECK_FALSE(integer_of_text("+-1"));
}

TEST_CASE("amounts may name their currency") {
  CHECK(money_of_text("300")->hundredths == 30000);
  CHECK(money_of_text("300 EUR")->currency == Currency{'E', 'U', 'R'});
  CHECK(money_of_text("SEK 12.50")->hundredths == 1250);
  for (const auto* text : {"300 eur", "EUR", "300EUR", "EUR 300 EUR", "300.505", "1.000,00"})
    CHECK_FALSE(money_of_text(text));
}

TEST_CASE("a number that is only too large is told from one that is none") {
  CHECK(is_too_large("99999999999999999999", 1));
  CHECK(is_too_large("-99999999999999999999.50 EUR", 100));
  CHECK(is_too_large("EUR 99999999999999999999", 100));
  for (const auto* text : {"5", "5 EUR", "", "-", "9999999999999999999x", "99999999999999999999.505", "1,5"})
    CHECK_FALSE(is_too_large(text, 100));
}

TEST_CASE("what is written reads back as the same number") {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20000; ++i) {
    const auto value = static_cast<std::int64_t>(random() >> (random() % 60)) * (random() % 2 ? 1 : -1);
    CHECK(scaled_of_text(scaled_text(value, 100, true), 100) == value);
    CHECK(scaled_of_text(scaled_text(value, 1000000, false), 1000000) == value);
  }
  CHECK(scaled_text(-1, 100, true) == "-0.01");
  CHECK(scaled_text(1500000, 1000000, false) == "1.5");
}

}  // namespace frist::model
