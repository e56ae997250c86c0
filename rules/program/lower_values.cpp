// SPDX-License-Identifier: Apache-2.0
// Dates, numbers, choices, and what is taken over rows.
#include <algorithm>

#include "rules/program/lower.hpp"

namespace frist::program {

// More than all the years there are, so that every sum with it is out of range.
constexpr std::int64_t kLongestMinutes = 10'000'000'000;

using model::Expr;
using model::kNoId;
using model::Op;

Register Lowering::date(const Expr& e, std::uint32_t space) {
  Instruction i = blank(Code::Shift, e, space);
  i.period = e.period;
  i.counting = e.counting;
  i.month_end = e.month_end;
  i.backwards = e.backwards;
  const Register a = arg(e, 0, space);
  switch (e.op) {
    case Op::KeptThrough:
      i.shift = ShiftKind::KeptThrough;
      break;
    case Op::GoneFrom:
      i.shift = ShiftKind::GoneFrom;
      break;
    case Op::AddPeriod:
      i.shift = ShiftKind::Add;
      break;
    case Op::AddDays:
      i.code = Code::AddDays;
      return builder_.emit(i, {a, exact(arg(e, 1, space))});
    case Op::AddElapsed:
      i.code = Code::AddElapsed;
      i.number = (e.backwards ? -60 : 60) * std::clamp(e.minutes, -kLongestMinutes, kLongestMinutes);
      break;
    case Op::EndOf:
      i.code = Code::EndOf;
      i.unit = e.unit;
      i.month = e.month;
      i.day = e.day;
      break;
    default:
      i.code = Code::DayOf;
      break;
  }
  return builder_.emit(i, {a});
}

Register Lowering::number(const Expr& e, std::uint32_t space) {
  Instruction i = blank(Code::Add, e, space);
  Register a = arg(e, 0, space), b = arg(e, 1, space);
  switch (e.op) {
    case Op::Add:
    case Op::Subtract:
      i.code = e.op == Op::Add ? Code::Add : Code::Subtract;
      a = exact(a);
      b = exact(b);
      join_currency(i, std::vector<Register>{a, b});
      return builder_.emit(i, {a, b});
    case Op::DaysBetween:
      i.code = Code::DaysBetween;
      break;
    case Op::FullMonthsBetween:
      i.code = Code::FullMonths;
      break;
    default:
      i.code = Code::FullYears;
      break;
  }
  i.to_today = i.code != Code::DaysBetween && builder_.at(b).code == Code::Today && builder_.is_static(a);
  return builder_.emit(i, {a, b});
}

Register Lowering::extreme(const Expr& e, std::uint32_t space) {
  std::vector<Register> all = args(e, space);
  for (Register& r : all) r = exact(r);
  if (all.empty()) return builder_.emit(blank(Code::None, e, space), {});
  Instruction i = blank(e.op == Op::Latest ? Code::Latest : Code::Earliest, e, space);
  join_currency(i, all);
  return builder_.emit(i, all);
}

Register Lowering::choice(const Expr& e, std::uint32_t space) {
  Instruction i = blank(Code::Case, e, space);
  const std::vector<Register> all = args(e, space);
  i.has_hi = builder_.at(all[1]).has_hi || builder_.at(all[2]).has_hi;
  join_currency(i, std::span(all).subspan(1));
  return builder_.emit(i, all);
}

Register Lowering::over_rows(const Expr& e) {
  const std::uint32_t rows = rows_of(e);
  const bool counts = e.op == Op::CountIn || e.op == Op::AnyIn || e.op == Op::EveryIn;
  Instruction i = blank(Code::CountIn, e, 0);
  i.number = rows;
  std::vector<Register> all;
  if (!e.args.empty() && e.args[0] != kNoId) all.push_back(arg(e, 0, rows));
  i.has_where = !all.empty();
  if (!counts) {
    all.push_back(exact(arg(e, 1, rows)));
    join_currency(i, std::vector<Register>{all.back()});
    if (i.currency == 0) i.currency = packed(e.type.currency);
  }
  switch (e.op) {
    case Op::CountIn:
      i.has_hi = true;
      break;
    case Op::AnyIn:
      i.code = Code::AnyIn;
      break;
    case Op::EveryIn:
      i.code = Code::EveryIn;
      break;
    case Op::SumIn:
      i.code = Code::SumIn;
      break;
    case Op::LatestIn:
      i.code = Code::LatestIn;
      break;
    default:
      i.code = Code::EarliestIn;
      break;
  }
  return builder_.emit(i, all);
}

}  // namespace frist::program
