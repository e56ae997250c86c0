// SPDX-License-Identifier: Apache-2.0
// Typed expressions after names, types and conventions were resolved: what is left is small enough to be evaluated by
// one switch. Nodes live in one vector (RuleSet::exprs), children before parents; ids, never pointers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dsl/text/span.hpp"
#include "rules/calendar/counting.hpp"
#include "rules/calendar/day.hpp"
#include "rules/calendar/period.hpp"
#include "rules/model/type.hpp"

namespace frist::model {

// What a node computes. `args` are its operands in order. T = yes/no (three-valued), D = date, N = number-like.
enum class Op : std::uint8_t {
  // leaves
  Constant,     // any type; the value is in `value` (see Expr), `none`/`unknown` are not constants
  Field,        // field `field` of the row at hand; with `outer` of the entry being decided, seen from inside a `where`
  LinkedField,  // field `field` of the record that link field `link` points to; unknown if the link leads nowhere
  Fact,         // an engine fact of the entry: `fact`
  None,         // of any type: it has not happened (the end of a rule that does not apply)
  Unknown,      // of any type: nobody can know (a definition on a day on which no version of it is in force)
  Today,        // D: the civil day of the as-of date or instant, in the policy's zone
  Now,          // Moment: the as-of instant; the start of the day where only a date was given
  // three-valued logic (strong Kleene)
  Not,
  And,         // n operands
  Or,          // n operands
  AtLeastOf,   // n operands, at least `count` of them, on intervals
  IsRecorded,  // any optional value -> T: known -> yes, none -> no, unknown -> unknown
  // comparisons -> T; an operand that is none or unknown, or money of another currency, makes it unknown
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  // args a, b: a * scale_a OP b * scale_b in 128 bits (ratios by cross-multiplication); `compare` holds the operator
  ScaledCompare,
  // dates
  KeptThrough,  // D: last day kept of `period` from arg 0 by `counting`, `month_end`
  GoneFrom,     // D: the day after KeptThrough
  AddPeriod,    // D: plain date sum, months first, one clip, then days; `backwards` subtracts
  AddDays,      // D: arg 0 plus arg 1 (a number) days, minus where `backwards`
  AddElapsed,   // Moment: arg 0 plus `minutes` elapsed minutes (or minus)
  Latest,    // D or N or Moment: the largest of n; none operands are skipped (all none: none), unknown makes it unknown
  Earliest,  // the smallest of n, same
  EndOf,     // D: last day of the `unit` (with `month`, `day` for a year of its own) that holds arg 0
  DayOf,     // D: civil day of a Moment in the policy's zone
  // numbers
  Add,
  Subtract,     // same type both sides
  DaysBetween,  // N: days from arg 0 to arg 1 (negative if before)
  FullMonthsBetween,
  FullYearsBetween,  // N: complete ones from arg 0 to arg 1
  // choice by a three-valued condition: args cond, a, b. Unknown condition: unknown, unless both are the same known
  // value
  Case,
  // over a source of rows; arg 0 (kNoId: always yes) is the `where` and arg 1 the value, both in the source's rows
  CountIn,  // N, interval
  AnyIn,    // T: some row has where = yes
  EveryIn,  // T: no row has where = no (written `every SOURCE has ...`)
  SumIn,    // N: sum of arg 1 over rows where arg 0; none is skipped
  LatestIn,
  EarliestIn,  // of arg 1 over rows where arg 0; none if there is none
};

// Facts that the engine itself keeps of each entry.
enum class Fact : std::uint8_t { OnHold, ErasureRequestedOn, RestrictedOn, LastReviewedOn };

// As policies, JSON and people name them.
constexpr const char* name_of(Fact fact) {
  constexpr const char* kNames[] = {"on_hold", "erasure_requested_on", "restricted_on", "last_reviewed_on"};
  return kNames[static_cast<std::size_t>(fact)];
}

enum class Unit : std::uint8_t { Month, Quarter, HalfYear, Year, OwnYear };

// Where an aggregate's rows come from.
struct RowSource {
  enum class Kind : std::uint8_t { List, SameSubject } kind = Kind::List;
  ListId list = kNoId;          // List: of the entry's record
  RecordId record = kNoId;      // the record of the rows
  bool excluding_self = false;  // SameSubject: `other`
  auto operator<=>(const RowSource&) const = default;
};

struct Expr {
  Op op = Op::Constant;
  Type type;
  text::Span span;  // as written, for explanations
  std::vector<ExprId> args;
  // by op; unused ones stay at their defaults so that equal nodes compare equal
  std::int64_t value = 0;  // Constant: 0/1, scaled number, day, epoch second, symbol index
  std::string text;        // Constant of Base::Text
  FieldId field = kNoId;
  FieldId link = kNoId;
  bool outer = false;
  bool backwards = false;
  Fact fact = Fact::OnHold;
  Unit unit = Unit::Month;
  std::uint8_t month = 0, day = 0;
  std::uint32_t count = 0;
  Op compare = Op::Equal;
  std::int64_t scale_a = 1, scale_b = 1;
  calendar::Period period;
  std::int64_t minutes = 0;
  calendar::Counting counting = calendar::Counting::FromNextDay;
  calendar::MonthEnd month_end = calendar::MonthEnd::LastDay;
  RowSource source;
  std::string label;  // the quoted text before `:`; empty if none. Not part of equality of meaning
};

}  // namespace frist::model
