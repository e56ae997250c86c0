// SPDX-License-Identifier: Apache-2.0
#include "rules/program/dump.hpp"

#include <fmt/core.h>

#include <array>
#include <iterator>

namespace frist::program {
namespace {

using calendar::to_iso;
using model::kNoId;

constexpr std::array kCodes{"input",
                            "constant",
                            "none",
                            "unknown",
                            "today",
                            "now",
                            "not",
                            "and",
                            "or",
                            "at_least",
                            "is_recorded",
                            "assume",
                            "compare_days",
                            "compare_day_with",
                            "compare_numbers",
                            "compare_number_with",
                            "compare_truths",
                            "compare_texts",
                            "compare_today",
                            "compare_now",
                            "compare_wide",
                            "same_currency",
                            "shift",
                            "add_days",
                            "add_elapsed",
                            "end_of",
                            "day_of",
                            "latest",
                            "earliest",
                            "add",
                            "subtract",
                            "days_between",
                            "full_months",
                            "full_years",
                            "exact",
                            "case",
                            "gather",
                            "linked",
                            "count_in",
                            "any_in",
                            "every_in",
                            "sum_in",
                            "latest_in",
                            "earliest_in",
                            "floor",
                            "extend",
                            "both_if",
                            "live",
                            "binds",
                            "min_limits",
                            "max_duties",
                            "due_acts",
                            "review",
                            "last_review"};
static_assert(kCodes.size() == static_cast<std::size_t>(Code::LastReview) + 1);
constexpr std::array kStorages{"truth", "day", "number"};
constexpr std::array kOperators{"equal", "not_equal", "less", "less_equal", "greater", "greater_equal"};
constexpr std::array kShifts{"add", "kept_through", "gone_from"};
constexpr std::array kUnits{"month", "quarter", "half_year", "year", "own_year"};
constexpr std::array kMonthEnds{"last_day", "next_day", "refused"};

std::string period(const Instruction& i) {
  const bool itself = i.counting == calendar::Counting::FromDayItself;
  return fmt::format("{}m{}d {} {}", i.period.months, i.period.days, itself ? "day_itself" : "next_day",
                     kMonthEnds[static_cast<std::size_t>(i.month_end)]);
}

std::string space_name(const Program& p, std::uint32_t id) {
  const Space& s = p.spaces[id];
  const model::RuleSet& rules = *p.rules;
  switch (s.kind) {
    case Space::Kind::Entries:
      return s.record == kNoId ? "nothing" : rules.records[s.record].name;
    case Space::Kind::List:
      return rules.records[p.record].lists[s.list].name;
    case Space::Kind::SameSubject:
      return fmt::format("{}{} of the same subject", s.excluding_self ? "other " : "", rules.records[s.record].name);
    case Space::Kind::Link:
      return rules.records[p.record].fields[s.link].name;
  }
  return {};
}

std::string input_name(const Program& p, const Input& input) {
  if (input.is_fact) return model::name_of(input.fact);
  return p.rules->records[p.spaces[input.space].record].fields[input.field].name;
}

bool compares(Code c) { return c >= Code::CompareDays && c <= Code::CompareWide; }

bool is_date(const Program& p, const Instruction& i) {
  return i.code == Code::CompareToday || i.code == Code::Floor ||
         (i.code == Code::Constant && i.expr != kNoId && p.rules->expr(i.expr).type.base == model::Base::Date);
}

std::string immediates(const Program& p, const Instruction& i) {
  switch (i.code) {
    case Code::Input:
      return input_name(p, p.inputs[static_cast<std::size_t>(i.number)]);
    case Code::Constant:
    case Code::Floor:
      return is_date(p, i) ? to_iso(static_cast<calendar::Day>(i.number)) : fmt::format("{}", i.number);
    case Code::AtLeast:
    case Code::AddElapsed:
      return fmt::format("{}", i.number);
    case Code::Assume:
      return p.rules->retention[p.specials[static_cast<std::size_t>(i.number)]].heading.name;
    case Code::CompareDayWith:
    case Code::CompareNumberWith:
      return fmt::format("{}", i.number);
    case Code::CompareToday:
      return i.count == 0 ? to_iso(static_cast<calendar::Day>(i.number)) : "";
    case Code::CompareWide:
      return fmt::format("{} {}", i.scale_a, i.scale_b);
    case Code::Shift:
      return fmt::format("{}{} {}", kShifts[static_cast<std::size_t>(i.shift)], i.backwards ? " backwards" : "",
                         period(i));
    case Code::EndOf:
      return kUnits[static_cast<std::size_t>(i.unit)];
    case Code::Extend:
    case Code::Review:
      return period(i) + (i.once ? " once" : "");
    case Code::CountIn:
    case Code::AnyIn:
    case Code::EveryIn:
    case Code::SumIn:
    case Code::LatestIn:
    case Code::EarliestIn:
    case Code::Linked:
      return space_name(p, static_cast<std::uint32_t>(i.number));
    default:
      return {};
  }
}

std::string tag_name(const Program& p, const Instruction& i, std::size_t item) {
  const std::int32_t tag = p.tags[i.tag_first + item];
  if (i.code == Code::DueActs) return fmt::format("act{}", tag);
  if (tag == kPlacedHoldTag) return "placed_hold";
  const auto rule = static_cast<std::size_t>(tag & (kHoldTag - 1));
  return p.rules->retention[rule].heading.name;
}

bool is_tagged(Code c) {
  return c == Code::MinLimits || c == Code::MaxDuties || c == Code::DueActs || c == Code::LastReview;
}

std::string name_of(Register r) { return r == kNoRegister ? "-" : fmt::format("%{}", r); }

std::string operands(const Program& p, const Instruction& i) {
  std::string text;
  const std::size_t group = i.code == Code::LastReview ? 1 : 2;
  for (std::size_t k = 0; k < i.count; ++k) {
    if (is_tagged(i.code) && k % group == 0) text += ' ' + tag_name(p, i, k / group);
    text += ' ' + name_of(p.operands[i.first + k]);
  }
  return text;
}

std::string columns(const Instruction& i) {
  std::string text;
  if (i.has_next) text += i.cone_count != 0 ? " next(bisected)" : " next";
  if (i.has_hi) text += " hi";
  if (i.has_currency) text += " currency";
  if (i.has_tag) text += " tag";
  if (i.lazy) text += " lazy";
  return text;
}

}  // namespace

std::string dump(const Program& p) {
  std::string text;
  for (Register r = 0; r < p.code.size(); ++r) {
    const Instruction& i = p.code[r];
    text += fmt::format("%{} {}{} {}", r, kStorages[static_cast<std::size_t>(i.storage)], columns(i),
                        kCodes[static_cast<std::size_t>(i.code)]);
    if (compares(i.code))
      text += fmt::format(" {}",
                          kOperators[static_cast<std::size_t>(i.compare) - static_cast<std::size_t>(model::Op::Equal)]);
    if (const std::string more = immediates(p, i); !more.empty()) text += ' ' + more;
    text += operands(p, i);
    if (i.space != 0) text += " @" + space_name(p, i.space);
    text += '\n';
  }
  const Outcome& o = p.outcome;
  text += fmt::format("limit {} duty {} acts {} review {}\n", name_of(o.limit), name_of(o.duty), name_of(o.acts),
                      name_of(o.review));
  return text;
}

}  // namespace frist::program
