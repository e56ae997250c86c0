// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/instant.hpp"

#include <fmt/core.h>

#include "rules/calendar/digits.hpp"

namespace frist::calendar {
namespace {

// What is left to read of a text; every step takes from the front or fails without taking.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}
  bool done() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // A two-digit number below `limit`.
  std::optional<int> two_digits(int limit) {
    const auto value = rest_.size() < 2 ? std::nullopt : read_digits(rest_.substr(0, 2));
    if (!value || *value >= limit) return std::nullopt;
    rest_.remove_prefix(2);
    return value;
  }

  std::optional<Day> day() {
    if (rest_.size() < 10) return std::nullopt;
    const auto value = parse_day(rest_.substr(0, 10));
    rest_.remove_prefix(10);
    return value;
  }

  // Reads `.digits` if it stands here; false for a point without digits.
  bool skip_fraction() {
    if (!take('.')) return true;
    const auto before = rest_.size();
    while (!rest_.empty() && is_digit(rest_.front())) rest_.remove_prefix(1);
    return rest_.size() < before;
  }

 private:
  std::string_view rest_;
};

// `HH:MM`, then `:SS` where there is one, in seconds.
std::optional<std::int32_t> read_clock(Reader& reader, bool* has_seconds) {
  const auto hour = reader.two_digits(24);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.two_digits(60);
  if (!minute) return std::nullopt;
  *has_seconds = reader.take(':');
  const auto second = *has_seconds ? reader.two_digits(60) : 0;
  if (!second) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

std::optional<LocalTime> read_local(Reader& reader) {
  const auto day = reader.day();
  if (!day || !(reader.take('T') || reader.take(' '))) return std::nullopt;
  bool has_seconds = false;
  const auto second = read_clock(reader, &has_seconds);
  if (!second || (has_seconds && !reader.skip_fraction())) return std::nullopt;
  return LocalTime{*day, *second};
}

std::optional<std::int32_t> read_offset(Reader& reader) {
  if (reader.take('Z')) return 0;
  const bool west = reader.take('-');
  if (!west && !reader.take('+')) return std::nullopt;
  bool has_seconds = false;
  const auto offset = read_clock(reader, &has_seconds);
  if (!offset) return std::nullopt;
  return west ? -*offset : *offset;
}

std::string offset_text(std::int32_t offset) {
  if (offset == 0) return "Z";
  const std::int32_t size = offset < 0 ? -offset : offset;
  const char sign = offset < 0 ? '-' : '+';
  const std::string text = fmt::format("{}{:02}:{:02}", sign, size / 3600, size / 60 % 60);
  return size % 60 == 0 ? text : fmt::format("{}:{:02}", text, size % 60);
}

}  // namespace

LocalTime from_wall_seconds(std::int64_t seconds) {
  const std::int64_t below = seconds % kSecondsPerDay < 0 ? 1 : 0;
  const std::int64_t day = seconds / kSecondsPerDay - below;
  return {in_range(day), static_cast<std::int32_t>(seconds - day * kSecondsPerDay)};
}

std::optional<Instant> parse_instant(std::string_view text) {
  Reader reader(text);
  const auto local = read_local(reader);
  const auto offset = local ? read_offset(reader) : std::nullopt;
  if (!offset || !reader.done()) return std::nullopt;
  const Instant instant = wall_seconds(*local) - *offset;
  return is_instant(instant) ? std::optional(instant) : std::nullopt;
}

std::optional<LocalTime> parse_local(std::string_view text) {
  Reader reader(text);
  const auto local = read_local(reader);
  return reader.done() ? local : std::nullopt;
}

std::string to_iso(LocalTime time) {
  if (!is_day(time.day)) return to_iso(time.day);
  const std::string text = fmt::format("{}T{:02}:{:02}", to_iso(time.day), time.second / 3600, time.second / 60 % 60);
  return time.second % 60 == 0 ? text : fmt::format("{}:{:02}", text, time.second % 60);
}

std::string to_iso(Instant instant, std::int32_t offset) {
  if (!is_instant(instant)) return instant > kLastInstant ? "never" : "unknown";
  const LocalTime local = from_wall_seconds(instant + offset);
  return is_day(local.day) ? to_iso(local) + offset_text(offset) : to_iso(local);
}

}  // namespace frist::calendar
