// SPDX-License-Identifier: Apache-2.0
// One step of a program: an operation over whole columns. Values only. Every register has a column of values; some have
// columns beside it: `next` where the value depends on the as-of date, `hi` where a count is known only between two
// bounds, `currency` for money of any currency, `tag` where a verdict must say which rule it comes from.
#pragma once

#include <cstdint>

#include "rules/calendar/counting.hpp"
#include "rules/calendar/period.hpp"
#include "rules/model/expr.hpp"

namespace frist::program {

using Register = std::uint32_t;  // = index of the instruction that writes it
inline constexpr Register kNoRegister = 0xffffffff;

// How a column is stored. Missing values are sentinels (engine/decide/batch.hpp names them).
enum class Storage : std::uint8_t {
  Truth,   // std::uint8_t: 0 no, 1 yes, 2 unknown, 3 none
  Day,     // std::int32_t: days since 1970-01-01; also symbols (their index) and texts (see Input::literals)
  Number,  // std::int64_t: numbers, decimals in millionths, money in hundredths, moments in epoch seconds
};
Storage storage_of(const model::Type&);

// Operands are named a, b, c in order. Where nothing else is said, `next` is the earliest next of the operands.
enum class Code : std::uint8_t {
  Input,     // column `number` of the batch
  Constant,  // `number`
  None,
  Unknown,  // of any storage
  Today,    // the as-of day
  Now,      // the as-of instant
  // logic
  Not,
  And,
  Or,
  AtLeast,  // at least `number` of the operands
  IsRecorded,
  Assume,  // a, unless somebody assumes it answered: special `number` of Program::specials
  // comparisons; `compare` is the operator. `number` is the constant of the ...With forms
  CompareDays,
  CompareDayWith,
  CompareNumbers,
  CompareNumberWith,
  CompareTruths,
  CompareTexts,
  CompareToday,  // a (or the day `number` without operands) with the as-of day; next change exact
  CompareNow,    // a with the as-of instant; next change exact
  CompareWide,   // intervals, and scaled operands (`scale_a`, `scale_b`)
  SameCurrency,  // a where b and c have one currency, else unknown
  // dates and numbers
  Shift,       // a moved by `period` as `shift` says
  AddDays,     // day a plus number b, minus if `backwards`
  AddElapsed,  // number a plus `number` seconds
  EndOf,
  DayOf,
  Latest,
  Earliest,
  Add,
  Subtract,
  DaysBetween,
  FullMonths,
  FullYears,  // from a to b; with `to_today` (b is the as-of day) next change exact
  Exact,      // an interval whose bounds agree, else unknown
  Case,       // b where a is yes, c where it is no
  // between spaces
  Gather,  // the entry's a, for each row of this space
  Linked,  // the a of the row that the entry's link leads to, else unknown; `number` is the space of a
  // over the rows of space `number`; a is the where and b the value. `has_where` says whether a is there
  CountIn,
  AnyIn,
  EveryIn,
  SumIn,
  LatestIn,
  EarliestIn,
  // the verdict
  Floor,   // D: a, but not before the day `number`
  Extend,  // D: limit a begins anew for `period` where b (absent: always) is yes; with `once` one time, else till later
           // than the as-of day
  BothIf,  // D: a; where special b is unknown: the later of a and c, unknown where c is missing; b absent: always
  Live,    // T yes/no: standing a is yes (absent: always) and replaced b is not yes (absent: never)
  Binds,   // T yes/no: standing a is yes or unknown, replaced b is not yes
  MinLimits,   // D, tag: the earliest known of pairs (limit, live or kNoRegister) of which live is yes, of equals that
               // with the smallest tag; items of Program::tags
  MaxDuties,   // D, tag: the latest of pairs (kept or kNoRegister: for ever, binds or kNoRegister)
  DueActs,     // bits: pairs (limit, live or kNoRegister), bit = tag
  Review,      // D: the review that fires, else kNone: anchor a, binds b (or kNoRegister), last reviewed on c
  LastReview,  // D, tag: the latest of the operands that fires
};

enum class ShiftKind : std::uint8_t { Add, KeptThrough, GoneFrom };

struct Instruction {
  Code code = Code::Constant;
  Storage storage = Storage::Truth;
  std::uint32_t space = 0;                       // whose rows the register has
  std::uint32_t first = 0, count = 0;            // in Program::operands; some may be kNoRegister
  std::uint32_t cone_first = 0, cone_count = 0;  // comparisons whose next change is found by bisection: the registers
                                                 // between the as-of day and the operands, in order
  std::uint32_t tag_first = 0;                   // in Program::tags
  bool has_next = false, has_hi = false, has_currency = false, has_tag = false;
  bool has_where = false, backwards = false, once = false, to_today = false;
  bool lazy = false;  // only limits read it: worked out where a limit is live (see lazy.hpp)
  ShiftKind shift = ShiftKind::Add;
  model::Op compare = model::Op::Equal;
  model::Unit unit = model::Unit::Month;
  std::uint8_t month = 0, day = 0;
  calendar::Counting counting = calendar::Counting::FromNextDay;
  calendar::MonthEnd month_end = calendar::MonthEnd::LastDay;
  calendar::Period period;
  std::uint32_t currency = 0;  // money without `has_currency`: packed, 0 where there is none
  std::int64_t number = 0;
  std::int64_t scale_a = 1, scale_b = 1;
  model::ExprId expr = model::kNoId;  // what it computes; kNoId for steps of the verdict

  // Of a Shift: its date lies at least so many days after a, marks aside. 0: nothing is known.
  calendar::Day fewest_days() const { return backwards ? 0 : calendar::fewest_days(period); }
};

// A currency packed as its three letters, 0 where there is none.
constexpr std::uint32_t packed(model::Currency c) {
  return static_cast<std::uint32_t>(static_cast<unsigned char>(c[0])) << 16 |
         static_cast<std::uint32_t>(static_cast<unsigned char>(c[1])) << 8 | static_cast<unsigned char>(c[2]);
}

}  // namespace frist::program
