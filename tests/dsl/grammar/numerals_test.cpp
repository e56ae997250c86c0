// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/numerals.hpp"

#include "tests/support/catch.hpp"

using frist::grammar::classify_numeral;
using frist::grammar::Malformed;
using frist::grammar::NumeralKind;

namespace {

void check_kind(std::string_view run, NumeralKind kind, Malformed why = Malformed::No) {
  INFO(run);
  CHECK(classify_numeral(run).kind == kind);
  CHECK(classify_numeral(run).malformed == why);
}

}  // namespace

TEST_CASE("numbers are digits with at most one point between them") {
  for (const auto* run : {"0", "1000", "97.5", "007", "0.01", "99999999999999999999"})
    check_kind(run, NumeralKind::Number);
  for (const auto* run : {"3days", "1.2.3.4", "1e5", "0x10", "1-2", "1_000"}) {
    check_kind(run, NumeralKind::Malformed, Malformed::Number);
  }
}

TEST_CASE("dates are days that exist") {
  for (const auto* run : {"2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31"}) {
    check_kind(run, NumeralKind::Date);
  }
  for (const auto* run : {"2025-02-29", "1900-02-29", "2025-04-31", "2025-00-10", "2025-13-01", "2025-01-00",
                          "0000-01-01", "2025-1-1", "17.04.2017", "2025/01/01", "25-01-01"}) {
    check_kind(run, NumeralKind::Malformed, Malformed::Date);
  }
}

TEST_CASE("moments are a date and a time of day, with seconds and an offset where they are known") {
  for (const auto* run : {"2024-02-29T00:00", "2024-02-29T23:59:59", "2024-02-29T08:30Z", "2024-02-29T08:30+02:00",
                          "2024-02-29T08:30:15-05:30"}) {
    check_kind(run, NumeralKind::Moment);
  }
  check_kind("2025-02-29T00:00", NumeralKind::Malformed, Malformed::Date);
  for (const auto* run : {"2024-02-29T25:00", "2024-02-29T08:60", "2024-02-29T08:30:60", "2024-02-29T8:30",
                          "2024-02-29T08:30+25:00", "2024-02-29T08", "2024-02-29T08:30ZZ"}) {
    check_kind(run, NumeralKind::Malformed, Malformed::Clock);
  }
}

TEST_CASE("times of day end with 24:00") {
  for (const auto* run : {"00:00", "08:30", "23:59", "24:00"}) check_kind(run, NumeralKind::Clock);
  for (const auto* run : {"24:01", "25:00", "08:60", "8:30", "08:30:00"}) {
    check_kind(run, NumeralKind::Malformed, Malformed::Clock);
  }
}
