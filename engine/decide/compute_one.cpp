// SPDX-License-Identifier: Apache-2.0
// A run over one entry's registers: loops over the steps of a kind.
#include <algorithm>

#include "dsl/text/check.hpp"
#include "engine/decide/one_row.hpp"
#include "engine/decide/row.hpp"
#include "engine/decide/series.hpp"

namespace frist::decide {
namespace {

using model::Op;
using program::kLazyOperand;
using program::Schedule;
using program::Step;
using program::StepKind;
using program::StepRun;

// The operator as a constant, so that a loop has none to choose.
template <class Work>
[[gnu::always_inline]] inline void with_operator(Op op, Work work) {
  switch (op) {
    case Op::Equal:
      return work(std::integral_constant<int, FRIST_LANES::kEqual>{});
    case Op::NotEqual:
      return work(std::integral_constant<int, FRIST_LANES::kNotEqual>{});
    case Op::Less:
      return work(std::integral_constant<int, FRIST_LANES::kLess>{});
    case Op::LessEqual:
      return work(std::integral_constant<int, FRIST_LANES::kLessEqual>{});
    case Op::Greater:
      return work(std::integral_constant<int, FRIST_LANES::kGreater>{});
    default:
      return work(std::integral_constant<int, FRIST_LANES::kGreaterEqual>{});
  }
}

// As calendar::kept_through_batch() says it for a period that runs backwards.
Day no_sum(Day start) { return calendar::is_day(start) ? calendar::kUnknown : calendar::as_mark(start); }

}  // namespace

Day OneRow::lazy_shift(const Schedule::LazyDate& lazy) const {
  const Day from = day(lazy.step.a);
  if (lazy.kind == StepKind::Sum) return program().schedule.sums[static_cast<std::size_t>(lazy.step.number)].from(from);
  if (lazy.kind == StepKind::AddDays) return FRIST_LANES::days_later(from, static_cast<Day>(lazy.step.number));
  return no_sum(from);
}

// A date, worked out now if it is lazy. Of a limit and the specials of unknown standing the latest counts, in whatever
// order; a special's own date has no specials, so that this goes down once.
Day OneRow::date_of(Register operand) const {
  Day latest = calendar::kNone;
  bool missing = false;
  while (operand & kLazyOperand) {
    const Schedule::LazyDate& lazy = program().schedule.lazy[operand & ~kLazyOperand];
    if (lazy.kind != StepKind::BothIf) {
      const Day date = lazy_shift(lazy);
      return FRIST_LANES::missing(date) ? date : missing ? calendar::kUnknown : std::max(date, latest);
    }
    if (truth(lazy.step.b) >= kTruthUnknown) {
      const Day other = date_of(lazy.step.c);
      missing = missing || FRIST_LANES::missing(other);
      latest = std::max(latest, other);
    }
    operand = lazy.step.a;
  }
  const Day date = day(operand);
  return FRIST_LANES::missing(date) ? date : missing ? calendar::kUnknown : std::max(date, latest);
}

// The last review that came and was not done, and the next one.
void OneRow::review(const Step& p) {
  Day& on = day(p.out);
  Day& next = nexts_[p.out];
  on = calendar::kNone;
  next = calendar::kNever;
  const Day anchor = day(p.a), done = day(p.c), today = frame_.as_of.day;
  if (truth(p.b) != kYes || !calendar::is_day(anchor)) return;
  const program::Instruction& i = frame_.at(p.out);
  Around found;
  if (i.once) {
    const Day only = calendar::kept_through(anchor, i.period, i.counting, i.month_end);
    found = only > today ? Around{calendar::kNone, only} : Around{only, calendar::kNever};
  } else {
    found = around({i.period, i.counting, i.month_end}, anchor, today);
  }
  const bool is_done = done > calendar::kUnknown && done >= found.last;
  if (calendar::is_day(found.last) && !is_done) on = found.last;
  if (calendar::is_day(found.next)) next = found.next;
}

void OneRow::compute(const model::AsOf& as_of, const std::vector<std::vector<Truth>>* assumed, bool only_moving) {
  namespace row = FRIST_LANES;
  frame_.as_of = as_of;
  frame_.assumed = assumed;
  const Day today = as_of.day;
  const Schedule& s = program().schedule;
  Value* const values = values_.data();
  Day* const nexts = nexts_.data();
  std::int32_t* const tags = tags_.data();
  const Register* const operands = s.operands.data();
  const std::int32_t* const all_tags = program().tags.data();
  const auto t = [values](Register r) -> Truth& { return *reinterpret_cast<Truth*>(values[r].bytes); };
  const auto d = [values](Register r) -> Day& { return *reinterpret_cast<Day*>(values[r].bytes); };
  const auto n = [values](Register r) -> std::int64_t& { return *reinterpret_cast<std::int64_t*>(values[r].bytes); };
  // Runs follow one another, so that there is nothing to look up between them.
  const StepRun* const runs_end = s.runs.data() + s.runs.size();
  const StepRun* next_run = s.runs.data() + (only_moving ? s.first_moving : 0);
  const Step* next_step = s.steps.data() + (only_moving && next_run != runs_end ? next_run->first : 0);
  while (next_run != runs_end) {
    const StepRun& run = *next_run++;
    const Step* const first = next_step;
    const Step* const last = next_step = first + run.count;
    const auto each = [ first, last ](auto work) __attribute__((always_inline)) {
      for (const Step* p = first; p != last; ++p) work(*p);
    };
    // Folds all operands of each step into what it starts with.
    const auto fold = [&](auto start, auto work) __attribute__((always_inline)) {
      each([&](const Step& p) {
        auto so_far = start;
        for (const Register *o = operands + p.a, *end = o + p.b; o != end; ++o) so_far = work(so_far, *o);
        using T = decltype(start);
        if constexpr (sizeof(T) == sizeof(Truth))
          t(p.out) = so_far;
        else
          d(p.out) = so_far;
      });
    };
    // The pairs whose gate is yes. They are few and nobody can tell which: first they are found without a branch.
    const auto each_open = [&](const Step& p, auto work) __attribute__((always_inline)) {
      constexpr std::uint32_t kAtATime = 64;
      for (std::uint32_t from = 0; from < p.b / 2; from += kAtATime) {
        const std::uint32_t end = std::min(from + kAtATime, p.b / 2);
        std::uint32_t open[kAtATime], count = 0;
        for (std::uint32_t k = from; k < end; ++k) {
          open[count] = k;
          count += t(operands[p.a + 2 * k + 1]) == kYes ? 1 : 0;
        }
        for (std::uint32_t k = 0; k < count; ++k) work(operands[p.a + 2 * open[k]], open[k]);
      }
    };
    switch (run.kind) {
      case StepKind::Today:
        each([&](const Step& p) { d(p.out) = today; });
        break;
      case StepKind::Now:
        each([&](const Step& p) { n(p.out) = as_of.instant; });
        break;
      case StepKind::Not:
        each([&](const Step& p) { t(p.out) = row::negated(t(p.a)); });
        break;
      case StepKind::Both:
        each([&](const Step& p) { t(p.out) = row::and_of(t(p.a), t(p.b)); });
        break;
      case StepKind::Either:
        each([&](const Step& p) { t(p.out) = row::or_of(t(p.a), t(p.b)); });
        break;
      case StepKind::All:
        fold(kYes, [&](Truth so_far, Register o) { return row::and_of(so_far, t(o)); });
        break;
      case StepKind::Any:
        fold(kNo, [&](Truth so_far, Register o) { return row::or_of(so_far, t(o)); });
        break;
      case StepKind::TruthRecorded:
        each([&](const Step& p) { t(p.out) = row::recorded(t(p.a)); });
        break;
      case StepKind::DayRecorded:
        each([&](const Step& p) { t(p.out) = row::recorded(d(p.a)); });
        break;
      case StepKind::NumberRecorded:
        each([&](const Step& p) { t(p.out) = row::recorded(n(p.a)); });
        break;
      case StepKind::Assume:
        each([&](const Step& p) {
          const Truth what = assumed ? (*assumed)[static_cast<std::size_t>(p.number)][0] : kNo;
          t(p.out) = row::with_assumed(t(p.a), what);
        });
        break;
      case StepKind::CompareDays:
        with_operator(run.compare,
                      [&](auto op) { each([&](const Step& p) { t(p.out) = row::compared<op()>(d(p.a), d(p.b)); }); });
        break;
      case StepKind::CompareDayWith:
        with_operator(run.compare, [&](auto op) {
          each([&](const Step& p) { t(p.out) = row::compared_with<op()>(d(p.a), static_cast<Day>(p.number)); });
        });
        break;
      case StepKind::CompareNumbers:
        with_operator(run.compare,
                      [&](auto op) { each([&](const Step& p) { t(p.out) = row::compared<op()>(n(p.a), n(p.b)); }); });
        break;
      case StepKind::CompareNumberWith:
        with_operator(run.compare, [&](auto op) {
          each([&](const Step& p) { t(p.out) = row::compared_with<op()>(n(p.a), p.number); });
        });
        break;
      case StepKind::CompareToday:
        with_operator(run.compare, [&](auto op) {
          each([&](const Step& p) { t(p.out) = row::compared_with<op()>(d(p.a), today); });
        });
        break;
      case StepKind::CompareTruths: {
        const Truth flip = run.compare == Op::Equal ? 1 : 0;
        each([&](const Step& p) { t(p.out) = row::same_truths(t(p.a), t(p.b), flip); });
        break;
      }
      case StepKind::CompareTexts: {
        const bool equal = run.compare == Op::Equal;
        each([&](const Step& p) { t(p.out) = row::same_texts(d(p.a), d(p.b), equal); });
        break;
      }
      case StepKind::Sum:
        each([&](const Step& p) { d(p.out) = s.sums[static_cast<std::size_t>(p.number)].from(d(p.a)); });
        break;
      case StepKind::AddDays:
        each([&](const Step& p) { d(p.out) = row::days_later(d(p.a), static_cast<Day>(p.number)); });
        break;
      case StepKind::Latest:
        fold(calendar::kNone, [&](Day so_far, Register o) { return row::latest_of(so_far, d(o)); });
        break;
      case StepKind::Earliest:
        fold(calendar::kNone, [&](Day so_far, Register o) { return row::earliest_of(so_far, d(o)); });
        break;
      case StepKind::ChooseTruth:
        each([&](const Step& p) { t(p.out) = row::chosen(t(p.a), t(p.b), t(p.c)); });
        break;
      case StepKind::ChooseDay:
        each([&](const Step& p) { d(p.out) = row::chosen(t(p.a), d(p.b), d(p.c)); });
        break;
      case StepKind::Floor:
        each([&](const Step& p) { d(p.out) = row::not_before(d(p.a), static_cast<Day>(p.number)); });
        break;
      case StepKind::BothIf:
        each([&](const Step& p) { d(p.out) = row::later_if_open(d(p.a), t(p.b), d(p.c)); });
        break;
      case StepKind::Live:
        each([&](const Step& p) { t(p.out) = row::is_live(t(p.a), t(p.b)); });
        break;
      case StepKind::Binds:
        each([&](const Step& p) { t(p.out) = row::does_bind(t(p.a), t(p.b)); });
        break;
      case StepKind::MinLimits:
        each([&](const Step& p) {
          row::Tagged limit{calendar::kNever, kNoRule};
          if (p.number != 0)  // some are lazy
            each_open(p, [&](Register item, std::uint32_t k) {
              limit = row::earlier_limit(limit, date_of(item), kYes, all_tags[p.c + k]);
            });
          else
            for (std::uint32_t k = 0; k < p.b; k += 2)
              limit = row::earlier_limit(limit, d(operands[p.a + k]), t(operands[p.a + k + 1]), all_tags[p.c + k / 2]);
          d(p.out) = limit.day;
          tags[p.out] = limit.tag;
        });
        break;
      case StepKind::MaxDuties:
        each([&](const Step& p) {
          row::Tagged duty{calendar::kNone, kNoRule};
          for (std::uint32_t k = 0; k < p.b; k += 2)
            duty = row::longer_duty(duty, d(operands[p.a + k]), t(operands[p.a + k + 1]), all_tags[p.c + k / 2]);
          d(p.out) = duty.day;
          tags[p.out] = duty.tag;
        });
        break;
      case StepKind::DueActs:
        each([&](const Step& p) {
          std::int32_t bits = 0;
          Day next = calendar::kNever;
          each_open(p, [&](Register item, std::uint32_t k) {
            const Day date = date_of(item);
            bits |= row::act_bit(date, kYes, static_cast<std::int32_t>(std::uint32_t{1} << all_tags[p.c + k]), today);
            next = row::next_of_act(next, date, kYes, today);
          });
          d(p.out) = bits;
          nexts[p.out] = next;
        });
        break;
      case StepKind::Review:
        each([&](const Step& p) { review(p); });
        break;
      case StepKind::LastReview:
        each([&](const Step& p) {
          row::Tagged on{calendar::kNone, kNoRule};
          for (std::uint32_t k = 0; k < p.b; ++k) on = row::later_review(on, d(operands[p.a + k]), all_tags[p.c + k]);
          d(p.out) = on.day;
          tags[p.out] = on.tag;
        });
        break;
      case StepKind::Whole:
        each([&](const Step& p) { compute_value(frame_, p.out); });
        break;
      case StepKind::NextOfToday:
        each([&](const Step& p) { nexts[p.out] = calendar::plus_days(today, 1); });
        break;
      case StepKind::NextOfAll:
      case StepKind::NextOfAny: {
        const Truth decider = run.kind == StepKind::NextOfAll ? kNo : kYes;
        each([&](const Step& p) {
          const Truth result = t(p.out);
          Day next = row::next_of_joined(result, decider);
          for (const Register *o = operands + p.a, *end = o + p.b; o != end; ++o)
            next = row::next_with(next, result, decider, t(*o), nexts[*o]);
          nexts[p.out] = next;
        });
        break;
      }
      case StepKind::NextOfComparison:
        with_operator(run.compare, [&](auto op) {
          each([&](const Step& p) { nexts[p.out] = row::flips_on<op()>(d(p.a), today); });
        });
        break;
      case StepKind::NextOfChoice:
        each([&](const Step& p) { nexts[p.out] = row::next_of_chosen(t(p.a), nexts[p.a], nexts[p.b], nexts[p.c]); });
        break;
      case StepKind::NextOfPairs:
      case StepKind::NextOfActs:
        each([&](const Step& p) {
          Day next = run.kind == StepKind::NextOfActs ? nexts[p.out] : calendar::kNever;
          for (std::uint32_t k = 0; k < p.b; k += 2) {
            const Register item = operands[p.a + k], gate = operands[p.a + k + 1];
            // What is lazy never changes by itself.
            const Day item_next = item & kLazyOperand ? calendar::kNever : nexts[item];
            next = row::next_through_gate(next, t(gate), nexts[gate], item_next);
          }
          nexts[p.out] = next;
        });
        break;
      case StepKind::NextOfReview:
        each([&](const Step& p) {
          nexts[p.out] = row::next_through_gate(nexts[p.out], t(p.b), nexts[p.b], nexts[p.a]);
        });
        break;
      case StepKind::NextOfEarliest:
        each([&](const Step& p) {
          Day next = calendar::kNever;
          for (const Register *o = operands + p.a, *end = o + p.b; o != end; ++o) next = std::min(next, nexts[*o]);
          nexts[p.out] = next;
        });
        break;
      case StepKind::NextWhole:
        each([&](const Step& p) { compute_next(frame_, p.out); });
        break;
    }
  }
}

Verdict OneRow::verdict() const {
  namespace row = FRIST_LANES;
  const program::Outcome& o = outcome_;
  const Day today = frame_.as_of.day, limit = day(o.limit), duty = day(o.duty);
  const std::int32_t duty_tag = tags_[o.duty];
  Verdict v;
  v.due = row::due_from(limit, duty);
  v.next_change = row::next_of_days(v.due, limit, today);
  for (const Register r : {o.limit, o.duty, o.acts, o.review}) v.next_change = std::min(v.next_change, nexts_[r]);
  v.rule = row::deciding_rule(limit, tags_[o.limit], duty, duty_tag);
  v.erase_due = v.due <= today;
  v.restricted = row::is_restricted(limit, v.due, duty_tag, today);
  v.review_on = row::firing_review(day(o.review), v.due, today);
  v.review_due = v.review_on != calendar::kNone;
  v.review_rule = row::reviewing_rule(v.review_on, tags_[o.review]);
  v.acts = row::due_acts(day(o.acts), duty_tag, program().acts_held);
  return v;
}

}  // namespace frist::decide
