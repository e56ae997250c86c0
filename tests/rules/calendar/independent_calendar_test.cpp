// SPDX-License-Identifier: Apache-2.0
// Compares every kept-through day of two centuries with a second calendar, written in another language by other means.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <sstream>
#include <vector>

#include "rules/calendar/vector_add.hpp"
#include "tests/support/catch.hpp"

namespace frist::calendar {
namespace {

struct Stream {
  Period period;
  Counting counting;
  std::uint32_t starts;
  std::uint32_t checksum;
};

// What the script prints. Nothing without python3, which fails the test: a comparison that quietly does not take place
// is worth nothing. FRIST_WITHOUT_PYTHON=1 leaves it out on purpose.
std::string run_script() {
  const std::string command = "python3 '" FRIST_SOURCE_DIR "/tests/rules/calendar/independent_calendar.py'";
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), count);
  const int status = pclose(pipe);
  INFO("`" << command << "` failed. This test needs python3 in the PATH; FRIST_WITHOUT_PYTHON=1 leaves it out");
  REQUIRE(status == 0);
  return text;
}

std::vector<Stream> streams() {
  std::vector<Stream> all;
  std::istringstream lines(run_script());
  for (std::string line; std::getline(lines, line);) {
    Stream stream{};
    char counting[8] = {};
    const int read = std::sscanf(line.c_str(), "%d,%d,%7[a-z],%u,%u", &stream.period.months, &stream.period.days,
                                 counting, &stream.starts, &stream.checksum);
    INFO(line);
    REQUIRE(read == 5);
    stream.counting = std::string(counting) == "itself" ? Counting::FromDayItself : Counting::FromNextDay;
    all.push_back(stream);
  }
  return all;
}

std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) ? 0xEDB88320u : 0u);
    table[i] = value;
  }
  return table;
}

// CRC-32 as in zlib, of the days as little-endian 32-bit numbers.
std::uint32_t checksum(const std::vector<Day>& days) {
  static const auto table = crc_table();
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const Day day : days)
    for (int shift = 0; shift < 32; shift += 8)
      crc = (crc >> 8) ^ table[(crc ^ (static_cast<std::uint32_t>(day) >> shift)) & 0xFF];
  return ~crc;
}

template <class Row>
std::uint32_t checksum_of(const std::vector<Day>& starts, Row row) {
  std::vector<Day> results;
  results.reserve(starts.size());
  for (const Day start : starts) results.push_back(row(start));
  return checksum(results);
}

// The planted bug: clip to the month's end first, then take one day off.
Day wrongly_kept_through(Day start, Period period) { return plus_days(add(start, period, MonthEnd::LastDay), -1); }

std::vector<Day> two_centuries() {
  std::vector<Day> days;
  for (Day day = *make_day(1900, 1, 1); day <= *make_day(2100, 12, 31); ++day) days.push_back(day);
  return days;
}

}  // namespace

TEST_CASE("an independent calendar agrees on every start of two centuries, forty periods and both countings") {
  if (std::getenv("FRIST_WITHOUT_PYTHON") != nullptr) {
    WARN("left out: FRIST_WITHOUT_PYTHON is set");
    return;
  }
  const auto all = streams();
  const auto starts = two_centuries();
  REQUIRE(all.size() == 80);
  std::set<std::tuple<int, int, Counting>> distinct;
  int caught = 0;
  for (const auto& [period, counting, count, expected] : all) {
    INFO(period.months << " months " << period.days << " days, counting " << static_cast<int>(counting));
    distinct.emplace(period.months, period.days, counting);
    REQUIRE(count == starts.size());
    const Period p = period;
    const Counting c = counting;
    CHECK(checksum_of(starts, [&](Day start) { return kept_through(start, p, c, MonthEnd::LastDay); }) == expected);
    std::vector<Day> batch(starts.size());
    kept_through_batch(starts.data(), starts.size(), p, c, MonthEnd::LastDay, batch.data());
    CHECK(checksum(batch) == expected);
    // Whole 400 years lead from every 29 February to another one: nothing is clipped, so nothing can be wrong.
    if (c == Counting::FromNextDay || p.months % 4800 == 0) continue;
    REQUIRE(checksum_of(starts, [&](Day start) { return wrongly_kept_through(start, p); }) != expected);
    ++caught;
  }
  CHECK(distinct.size() == 80);
  CHECK(caught == 28);
}

}  // namespace frist::calendar
