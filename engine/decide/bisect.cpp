// SPDX-License-Identifier: Apache-2.0
// The next change of a comparison whose sides depend on the as-of date in known directions (an age reaches 18; today
// less three months passes a date): its cone is computed again, for all rows at once, for days halfway between those on
// which it is as now and those on which it is not.
#include <algorithm>

#include "engine/decide/frame.hpp"

namespace frist::decide {
namespace {

using program::Code;
using program::Storage;

constexpr Day kHorizon = 73'049;  // 200 years; what has not flipped by then is looked at again

// Columns of the cone, which stand in the registers' places while another day is tried.
class Trial {
 public:
  Trial(Frame& f, Register r) : f_(f), r_(r), saved_(f.cells) {
    const std::size_t n = f.rows(r);
    for (const Register c : f.program->cone_of(f.at(r))) give_columns(c, n);
    give_columns(r, n);
  }
  ~Trial() { f_.cells.swap(saved_); }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // The comparison's value if the as-of day of each row were `days`.
  const Truth* value_on(const std::vector<Day>& days) {
    for (const Register c : f_.program->cone_of(f_.at(r_))) {
      if (f_.at(c).code == Code::Today)
        std::copy(days.begin(), days.end(), f_.cells[c].days());
      else if (f_.at(c).code == Code::Now)
        std::transform(days.begin(), days.end(), f_.cells[c].numbers(), [&](Day d) { return start_of(d); });
      else
        compute_value(f_, c);
    }
    compute_value(f_, r_);
    return f_.cells[r_].truths();
  }

 private:
  void give_columns(Register c, std::size_t n) {
    const auto column = [&] { return memory_.emplace_back(n + 1).data(); };
    Cells& cells = f_.cells[c];
    cells.value = column();
    if (cells.hi) cells.hi = column();
    if (cells.currency) cells.currency = reinterpret_cast<std::uint32_t*>(column());
  }

  std::int64_t start_of(Day day) const {
    const auto start = f_.program->zone ? f_.program->zone->start_of_day(day) : std::nullopt;
    return start ? *start : kNumberUnknown;
  }

  Frame& f_;
  Register r_;
  std::vector<Cells> saved_;
  std::vector<std::vector<std::int64_t>> memory_;
};

}  // namespace

void bisect_next(Frame& f, Register r) {
  const std::size_t n = f.rows(r);
  Day* next = f.cells[r].next;
  if (n == 0) return;
  const Day today = f.as_of.day;
  const std::vector<Truth> now(f.cells[r].truths(), f.cells[r].truths() + n);
  std::vector<Day> low(n, today), high(n, calendar::kLastDay), middle(n, calendar::kLastDay);
  Trial trial(f, r);
  // What is known now but not on the last day of all ran out of the calendar in between: look less far.
  const Truth* there = trial.value_on(middle);
  for (std::size_t row = 0; row < n; ++row)
    if (there[row] == kTruthUnknown && now[row] != kTruthUnknown)
      high[row] = std::min(calendar::plus_days(today, kHorizon), calendar::kLastDay);
  const std::vector<Day> last = high;
  there = trial.value_on(last);
  const std::vector<Truth> at_last(there, there + n);
  for (bool open = true; open;) {
    open = false;
    for (std::size_t row = 0; row < n; ++row) middle[row] = low[row] + (high[row] - low[row]) / 2;
    there = trial.value_on(middle);
    for (std::size_t row = 0; row < n; ++row) {
      if (high[row] - low[row] < 2) continue;
      (there[row] == now[row] ? low : high)[row] = middle[row];
      open = open || high[row] - low[row] >= 2;
    }
  }
  for (std::size_t row = 0; row < n; ++row) {
    const Day unchanged = last[row] == calendar::kLastDay ? calendar::kNever : last[row];
    next[row] = at_last[row] == now[row] ? unchanged : high[row];
  }
}

}  // namespace frist::decide
