// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/yearly_rule.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "rules/calendar/digits.hpp"

namespace frist::calendar {

// What is left to read of the line. Every step returns nothing on text that does not fit, and the rule is refused.
class YearlyRule::Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}
  bool done() const { return rest_.empty(); }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // A name of at least three letters, or of anything between < and >.
  bool skip_name() {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest_.size() && (quoted ? rest_[length] != '>' : is_letter(rest_[length]))) ++length;
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || take('>'));
  }

  std::optional<int> number(int low, int high) {
    std::size_t length = 0;
    while (length < rest_.size() && is_digit(rest_[length])) ++length;
    const auto value = read_digits(rest_.substr(0, length));
    if (!value || *value < low || *value > high) return std::nullopt;
    rest_.remove_prefix(length);
    return value;
  }

  // `[+-]h[h[h]][:mm[:ss]]` in seconds; hours up to a week either way.
  std::optional<std::int32_t> time() {
    const bool negative = take('-');
    if (!negative) take('+');
    const auto hours = number(0, 167);
    const auto minutes = take(':') ? number(0, 59) : 0;
    if (!hours || !minutes) return std::nullopt;
    const auto seconds = take(':') ? number(0, 59) : 0;
    if (!seconds) return std::nullopt;
    const std::int32_t total = *hours * 3600 + *minutes * 60 + *seconds;
    return negative ? -total : total;
  }

  // `,Mm.w.d`, `,Jn` or `,n`, then `/time` where it is not two o'clock.
  std::optional<Change> change() {
    if (!take(',')) return std::nullopt;
    auto change = take('M') ? weekday_of_month() : day_of_year();
    if (!change || !take('/')) return change;
    const auto seconds = time();
    if (!seconds) return std::nullopt;
    change->seconds = *seconds;
    return change;
  }

 private:
  static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

  std::optional<Change> weekday_of_month() {
    Change change{.kind = Change::Kind::WeekdayOfMonth};
    const auto month = number(1, 12);
    const auto week = month && take('.') ? number(1, 5) : std::nullopt;
    const auto weekday = week && take('.') ? number(0, 6) : std::nullopt;
    if (!weekday) return std::nullopt;
    change.month = *month, change.week = *week, change.weekday = *weekday;
    return change;
  }

  std::optional<Change> day_of_year() {
    const bool without_leap_day = take('J');
    const auto day = without_leap_day ? number(1, 365) : number(0, 365);
    if (!day) return std::nullopt;
    const auto kind = without_leap_day ? Change::Kind::DayOfYearWithoutLeapDay : Change::Kind::DayOfYear;
    return Change{.kind = kind, .day = *day};
  }

  std::string_view rest_;
};

namespace {

Day weekday_of_month(int year, int month, int week, int sunday_based) {
  const Day first = *make_day(year, month, 1);
  const int of_first = (static_cast<int>(calendar::weekday(first)) + 1) % 7;
  const int number = (sunday_based - of_first + 7) % 7 + 7 * (week - 1);
  return first + (number < days_in_month(year, month) ? number : number - 7);
}

}  // namespace

std::int64_t YearlyRule::Change::wall_seconds_in(int year) const {
  Day date = *make_day(year, 1, 1) + day;
  if (kind == Kind::DayOfYearWithoutLeapDay) date += day > 59 && days_in_month(year, 2) == 29 ? 0 : -1;
  if (kind == Kind::WeekdayOfMonth) date = weekday_of_month(year, month, week, weekday);
  return date * kSecondsPerDay + seconds;
}

std::optional<YearlyRule> YearlyRule::parse(std::string_view line) {
  Reader reader(line);
  YearlyRule rule;
  if (!reader.skip_name()) return std::nullopt;
  const auto west = reader.time();  // POSIX counts westwards
  if (!west) return std::nullopt;
  rule.offset_ = -*west;
  if (reader.done()) return rule;
  if (!reader.skip_name()) return std::nullopt;
  Summer summer{.offset = rule.offset_ + 3600};
  if (const auto summer_west = reader.time()) summer.offset = -*summer_west;
  const auto begin = reader.change();
  const auto end = reader.change();
  if (!begin || !end || !reader.done()) return std::nullopt;
  summer.begin = *begin, summer.end = *end;
  rule.summer_ = summer;
  return rule;
}

OffsetSpan YearlyRule::span_at(Instant instant) const {
  constexpr Instant kAlways = std::numeric_limits<Instant>::max();
  OffsetSpan span{-kAlways, kAlways, offset_};
  if (!summer_) return span;
  struct Turn {
    Instant at;
    std::int32_t offset;
  };
  std::array<Turn, 6> turns{};
  std::size_t count = 0;
  const int year = split(from_wall_seconds(instant).day).year;
  // A change may fall up to a week outside of its year, so the years beside it belong to the picture.
  for (int y = std::max(year - 1, kFirstYear); y <= std::min(year + 1, kLastYear); ++y) {
    turns[count++] = {summer_->begin.wall_seconds_in(y) - offset_, summer_->offset};
    turns[count++] = {summer_->end.wall_seconds_in(y) - summer_->offset, offset_};
  }
  // Stable: where a summer ends at the very moment the next one begins, the begin stands last and wins.
  std::stable_sort(turns.begin(), turns.begin() + count, [](const Turn& a, const Turn& b) { return a.at < b.at; });
  for (std::size_t i = 0; i < count && turns[i].at <= instant; ++i)
    span.begin = turns[i].at, span.offset = turns[i].offset;
  for (std::size_t i = count; i-- > 0 && turns[i].at > instant;) span.end = turns[i].at;
  return span;
}

}  // namespace frist::calendar
