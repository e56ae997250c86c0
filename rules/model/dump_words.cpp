// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/model/dump.hpp"
#include "rules/model/dump_writer.hpp"

namespace frist::model {
namespace {

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

template <class Enum, std::size_t N>
std::string_view pick(const std::string_view (&words)[N], Enum value) {
  return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string named(std::string_view name) {
  bool plain = !name.empty();
  for (const char c : name) plain = plain && is_plain(c);
  return plain ? std::string(name) : fmt::format("`{}`", name);
}

std::string_view word_of(Base base) {
  static constexpr std::string_view kWords[] = {"yes/no", "number", "decimal", "money", "text",
                                                "one of", "date",   "moment",  "link"};
  return pick(kWords, base);
}

std::string_view word_of(Op op) {
  static constexpr std::string_view kWords[] = {
      "constant",  "field",      "linked",     "fact",         "none",          "unknown",    "today",
      "now",       "not",        "and",        "or",           "at-least-of",   "recorded",   "equal",
      "not-equal", "less",       "less-equal", "greater",      "greater-equal", "scaled",     "kept-through",
      "gone-from", "add-period", "add-days",   "add-elapsed",  "latest",        "earliest",   "end-of",
      "day-of",    "add",        "subtract",   "days-between", "full-months",   "full-years", "case",
      "count",     "any",        "every",      "sum",          "latest-in",     "earliest-in"};
  static_assert(std::size(kWords) == static_cast<std::size_t>(Op::EarliestIn) + 1);
  return pick(kWords, op);
}

std::string_view word_of(Fact fact) { return name_of(fact); }

std::string_view word_of(Unit unit) {
  static constexpr std::string_view kWords[] = {"month", "quarter", "half-year", "year", "year-starting"};
  return pick(kWords, unit);
}

std::string_view word_of(EffectKind kind) {
  static constexpr std::string_view kWords[] = {
      "erase", "erase-on-request", "anonymise", "restrict", "suppress",    "archive", "transfer",
      "keep",  "keep-permanently", "hold",      "review",   "review-once", "extend"};
  static_assert(std::size(kWords) == static_cast<std::size_t>(EffectKind::Extend) + 1);
  return pick(kWords, kind);
}

std::string_view word_of(Role role) {
  static constexpr std::string_view kWords[] = {"controller", "joint-controller", "processor",
                                                "recipient",  "supervisor",       "subject",
                                                "source",     "third-party",      "acts-for"};
  return pick(kWords, role);
}

std::string_view word_of(Action action) {
  static constexpr std::string_view kWords[] = {"read",     "query",  "report", "store", "use",
                                                "disclose", "change", "erase",  "order", "enter"};
  return pick(kWords, action);
}

std::string_view word_of(calendar::Counting counting) {
  return counting == calendar::Counting::FromNextDay ? "next-day" : "day-itself";
}

std::string_view word_of(calendar::MonthEnd month_end) {
  static constexpr std::string_view kWords[] = {"last-day", "first-of-next", "refused"};
  return pick(kWords, month_end);
}

std::string_view word_of(calendar::Weekday weekday) {
  static constexpr std::string_view kWords[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};
  return pick(kWords, weekday);
}

std::string decimal(std::int64_t value, std::int64_t scale) {
  const bool negative = value < 0;
  const std::uint64_t size = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto base = static_cast<std::uint64_t>(scale);
  std::string result = fmt::format("{}{}", negative ? "-" : "", size / base);
  std::string digits;
  for (std::uint64_t rest = size % base, step = base / 10; rest > 0; step /= 10) {
    digits += static_cast<char>('0' + rest / step);
    rest %= step;
  }
  return digits.empty() ? result : result + '.' + digits;
}

std::string word_of(calendar::Period period) {
  std::string result;
  const auto part = [&](std::int32_t count, char unit) {
    if (count != 0) result += fmt::format("{}{}{}", result.empty() ? "" : " ", count, unit);
  };
  part(period.months / 12, 'y');
  part(period.months % 12, 'm');
  part(period.days, 'd');
  return result.empty() ? "0d" : result;
}

std::string name_of(const RuleSet& rules, const Type& type) {
  if (type.base == Base::Decimal && type.percent) return "percent";
  if (type.base == Base::Money && type.currency != kAnyCurrency) {
    return fmt::format("money {}", std::string_view(type.currency.data(), type.currency.size()));
  }
  if (type.base != Base::Symbol) return std::string(word_of(type.base));
  std::string names;
  for (const Symbol& symbol : rules.symbol_sets[type.symbols]) {
    names += fmt::format("{}{}", names.empty() ? "" : ", ", named(symbol.name));
  }
  return fmt::format("one of ({})", names);
}

}  // namespace frist::model
