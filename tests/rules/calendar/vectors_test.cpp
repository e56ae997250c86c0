// SPDX-License-Identifier: Apache-2.0
// Runs the date sums of other projects (tests/vectors/README.md) through add() and subtract().
#include <map>

#include "rules/calendar/period.hpp"
#include "rules/calendar/vector_add.hpp"
#include "tests/rules/calendar/table.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

struct Vector {
  Day start;
  bool subtracts;
  Period period;
  MonthEnd mode;
  Day expected;  // kUnknown where the sum is refused
};

Vector vector_of(const TableRow& row) {
  const std::map<std::string, MonthEnd> modes{
      {"constrain", MonthEnd::LastDay}, {"roll_up", MonthEnd::NextDay}, {"reject", MonthEnd::Reject}};
  const auto& cell = row.cells;
  REQUIRE(cell.size() == 10);
  REQUIRE((cell[3] == "add" || cell[3] == "subtract"));
  const auto number = [&](std::size_t column) { return std::stoll(cell[column]); };
  const auto start = parse_day(cell[2]), expected = parse_day(cell[9]);
  REQUIRE(start);
  REQUIRE((expected || cell[9] == "error"));
  return {*start, cell[3] == "subtract", make_period(number(4), number(5), number(6), number(7)), modes.at(cell[8]),
          expected.value_or(kUnknown)};
}

}  // namespace

TEST_CASE("sums agree with the vectors of four other projects") {
  const auto rows = read_table("tests/vectors/date_add_all.csv");
  REQUIRE(rows.size() == 610);
  for (const auto& row : rows) {
    INFO("date_add_all.csv line " << row.line);
    const Vector v = vector_of(row);
    const Day sum = v.subtracts ? subtract(v.start, v.period, v.mode) : add(v.start, v.period, v.mode);
    CHECK(to_iso(sum) == to_iso(v.expected));
    const Period forward = v.subtracts ? times(v.period, -1) : v.period;
    Day batched = kNone;
    add_batch(&v.start, 1, forward, v.mode, &batched);
    CHECK(to_iso(batched) == to_iso(v.expected));
  }
}

}  // namespace frist::calendar
