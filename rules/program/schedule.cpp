// SPDX-License-Identifier: Apache-2.0
#include "rules/program/schedule.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "rules/program/program.hpp"

namespace frist::program {
namespace {

struct Planned {
  Step step;
  StepKind kind = StepKind::Whole;
  model::Op compare = model::Op::Equal;
};

// Instructions as steps, in the order of the program.
class StepMaker {
 public:
  StepMaker(const Program& program, Schedule& schedule) : program_(program), s_(schedule) {}

  // Nothing where there is nothing to do for each entry: inputs, constants, lazy dates.
  std::optional<Planned> value_of(Register r) {
    const Instruction& i = program_.code[r];
    switch (i.code) {
      case Code::Input:
        return std::nullopt;
      case Code::Constant:
      case Code::None:
      case Code::Unknown:
        if (i.space != 0) break;
        s_.fixed.push_back(r);
        return std::nullopt;
      default:
        break;
    }
    Planned planned = i.space == 0 ? plan(r, i) : Planned{{.out = r}};
    if (!i.lazy) return planned;
    lazy_[r] = kLazyOperand | static_cast<Register>(s_.lazy.size());
    s_.lazy.push_back({planned.step, planned.kind});
    return std::nullopt;
  }

  std::optional<Planned> next_of(Register r) {
    const Instruction& i = program_.code[r];
    if (!i.has_next) return std::nullopt;
    if (i.space != 0 || i.cone_count != 0) return Planned{{.out = r}, StepKind::NextWhole};
    return plan_next(r, i);
  }

 private:
  Planned plan(Register r, const Instruction& i) {
    const auto with = [&](StepKind kind) {
      Planned p{{.out = r, .number = i.number}, kind, i.compare};
      for (std::size_t k = 0; k < std::min<std::size_t>(i.count, 3); ++k) (&p.step.a)[k] = operand(i, k);
      return p;
    };
    switch (i.code) {
      case Code::Today:
        return with(StepKind::Today);
      case Code::Now:
        return with(StepKind::Now);
      case Code::Not:
        return with(StepKind::Not);
      case Code::And:
        return i.count == 2 ? with(StepKind::Both) : with_all(r, i, StepKind::All);
      case Code::Or:
        return i.count == 2 ? with(StepKind::Either) : with_all(r, i, StepKind::Any);
      case Code::IsRecorded:
        return with(recorded(program_.code[program_.operands[i.first]].storage));
      case Code::Assume:
        return with(StepKind::Assume);
      case Code::CompareDays:
        return with(StepKind::CompareDays);
      case Code::CompareDayWith:
        return with(StepKind::CompareDayWith);
      case Code::CompareNumbers:
        return with(StepKind::CompareNumbers);
      case Code::CompareNumberWith:
        return with(StepKind::CompareNumberWith);
      case Code::CompareTruths:
        return with(StepKind::CompareTruths);
      case Code::CompareTexts:
        return with(StepKind::CompareTexts);
      case Code::CompareToday:
        return with(i.count == 0 ? StepKind::Whole : StepKind::CompareToday);
      case Code::Shift:
        return sum(with(StepKind::Whole), i);
      case Code::Latest:
      case Code::Earliest:
        if (i.storage != Storage::Day) break;
        return with_all(r, i, i.code == Code::Latest ? StepKind::Latest : StepKind::Earliest);
      case Code::Case:
        if (i.storage == Storage::Number) break;
        return with(i.storage == Storage::Truth ? StepKind::ChooseTruth : StepKind::ChooseDay);
      case Code::Floor:
        return with(StepKind::Floor);
      case Code::BothIf:
        return both_if(r, i);
      case Code::Live:
      case Code::Binds: {
        Planned p = with(i.code == Code::Live ? StepKind::Live : StepKind::Binds);
        p.step.a = operand_or(i, 0, kYesStandIn);
        p.step.b = operand_or(i, 1, kNoStandIn);
        return p;
      }
      case Code::MinLimits:
        return with_pairs(r, i, StepKind::MinLimits);
      case Code::MaxDuties:
        return with_pairs(r, i, StepKind::MaxDuties);
      case Code::DueActs:
        return with_pairs(r, i, StepKind::DueActs);
      case Code::Review: {
        Planned p = with(StepKind::Review);
        p.step.b = operand_or(i, 1, kYesStandIn);
        return p;
      }
      case Code::LastReview:
        return with_all(r, i, StepKind::LastReview);
      default:
        break;
    }
    return {{.out = r}};
  }

  Planned plan_next(Register r, const Instruction& i) {
    switch (i.code) {
      case Code::Today:
      case Code::Now:
        return {{.out = r}, StepKind::NextOfToday};
      case Code::And:
        return with_all(r, i, StepKind::NextOfAll);
      case Code::Or:
        return with_all(r, i, StepKind::NextOfAny);
      case Code::CompareToday:
        if (i.count == 0) break;
        return {{.out = r, .a = operand(i, 0)}, StepKind::NextOfComparison, i.compare};
      case Code::Case:
        return {{.out = r, .a = operand(i, 0), .b = operand(i, 1), .c = operand(i, 2)}, StepKind::NextOfChoice};
      case Code::MinLimits:
      case Code::MaxDuties:
        return with_pairs(r, i, StepKind::NextOfPairs);
      case Code::DueActs:
        return with_pairs(r, i, StepKind::NextOfActs);
      case Code::Review:
        return {{.out = r, .a = operand(i, 0), .b = operand_or(i, 1, kYesStandIn)}, StepKind::NextOfReview};
      case Code::CompareNow:
      case Code::FullMonths:
      case Code::FullYears:
      case Code::Gather:
      case Code::Linked:
      case Code::CountIn:
      case Code::AnyIn:
      case Code::EveryIn:
      case Code::SumIn:
      case Code::LatestIn:
      case Code::EarliestIn:
      case Code::Extend:
        break;
      default:
        return with_all(r, i, StepKind::NextOfEarliest);
    }
    return {{.out = r}, StepKind::NextWhole};
  }

  static StepKind recorded(Storage storage) {
    return storage == Storage::Truth ? StepKind::TruthRecorded
           : storage == Storage::Day ? StepKind::DayRecorded
                                     : StepKind::NumberRecorded;
  }

  Register stand_in(StandIn what) const { return static_cast<Register>(program_.code.size()) + what; }
  Register operand(const Instruction& i, std::size_t k) const {
    const Register r = program_.operands[i.first + k];
    const auto found = lazy_.find(r);
    return found == lazy_.end() ? r : found->second;
  }
  Register operand_or(const Instruction& i, std::size_t k, StandIn absent) const {
    const Register r = operand(i, k);
    return r == kNoRegister ? stand_in(absent) : r;
  }

  Planned with_operands(Register r, const Instruction& i, StepKind kind, std::size_t from) const {
    Planned p{{.out = r}, kind, i.compare};
    p.step.a = static_cast<Register>(from);
    p.step.b = static_cast<Register>(s_.operands.size() - from);
    p.step.c = i.tag_first;
    return p;
  }
  Planned with_all(Register r, const Instruction& i, StepKind kind) {
    const std::size_t from = s_.operands.size();
    for (std::size_t k = 0; k < i.count; ++k)
      if (operand(i, k) != kNoRegister) s_.operands.push_back(operand(i, k));
    return with_operands(r, i, kind, from);
  }
  Planned with_pairs(Register r, const Instruction& i, StepKind kind) {
    const std::size_t from = s_.operands.size();
    for (std::size_t k = 0; k < i.count; k += 2) {
      s_.operands.push_back(operand_or(i, k, kNeverStandIn));
      s_.operands.push_back(operand_or(i, k + 1, kYesStandIn));
    }
    return with_operands(r, i, kind, from);
  }

  Planned both_if(Register r, const Instruction& i) const {
    return {{.out = r, .a = operand(i, 0), .b = operand(i, 1), .c = operand(i, 2)}, StepKind::BothIf};
  }

  // A plain sum of days needs no calendar (and counts beyond it as the columns do).
  Planned sum(Planned p, const Instruction& i) {
    const bool itself = i.shift != ShiftKind::Add && i.counting == calendar::Counting::FromDayItself;
    if (i.period.months == 0 && i.period.days >= 0 && i.period.days < 1'000'000 && !itself) {
      const calendar::Day days = i.period.days + (i.shift == ShiftKind::GoneFrom ? 1 : 0);
      p.kind = StepKind::AddDays;
      p.step.number = i.backwards ? -days : days;
      return p;
    }
    const auto prepared = prepare(i);
    if (!prepared) return p;
    p.kind = StepKind::Sum;
    p.step.number = static_cast<std::int64_t>(s_.sums.size());
    s_.sums.push_back(*prepared);
    return p;
  }
  static std::optional<calendar::PreparedSum> prepare(const Instruction& i) {
    if (i.shift == ShiftKind::KeptThrough) return calendar::prepared_kept_through(i.period, i.counting, i.month_end);
    if (i.shift == ShiftKind::GoneFrom) return calendar::prepared_gone_from(i.period, i.counting, i.month_end);
    return calendar::prepared_add(i.backwards ? calendar::times(i.period, -1) : i.period, i.month_end);
  }

  const Program& program_;
  Schedule& s_;
  std::unordered_map<Register, Register> lazy_;  // as operands
};

// Puts steps of a kind together: again and again all those of one kind that wait for nothing else.
class Grouping {
 public:
  Grouping(const Program& program, Schedule& schedule) : program_(program), s_(schedule) {}

  void add(const Planned& planned, std::vector<std::size_t> after) {
    const std::size_t id = planned_.size();
    planned_.push_back(planned);
    readers_.emplace_back();
    waits_.push_back(after.size());
    ++left_[key(id)];
    for (const std::size_t before : after) readers_[before].push_back(id);
    if (after.empty()) make_ready(id);
  }

  void run() {
    while (!ready_.empty()) {
      auto best = ready_.begin();
      for (auto it = ready_.begin(); it != ready_.end(); ++it)
        if (better(*it, *best)) best = it;
      take(best->first);
    }
  }

 private:
  using Key = std::pair<StepKind, model::Op>;
  using Ready = std::pair<const Key, std::vector<std::size_t>>;

  Key key(std::size_t id) const { return {planned_[id].kind, planned_[id].compare}; }
  void make_ready(std::size_t id) { ready_[key(id)].push_back(id); }
  // One whose steps can all be taken now, else the one with the most.
  bool better(const Ready& a, const Ready& b) const {
    const bool a_all = a.second.size() == left_.at(a.first), b_all = b.second.size() == left_.at(b.first);
    return a_all != b_all ? a_all : a.second.size() > b.second.size();
  }

  // Those that become ready by it are taken, too: a run goes from first to last.
  void take(const Key wanted) {
    StepRun run{wanted.first, wanted.second, static_cast<std::uint32_t>(s_.steps.size()), 0};
    while (!ready_[wanted].empty()) {
      std::vector<std::size_t> now;
      now.swap(ready_[wanted]);
      for (const std::size_t id : now) {
        s_.steps.push_back(planned_[id].step);
        ++run.count;
        --left_[wanted];
        for (const std::size_t reader : readers_[id])
          if (--waits_[reader] == 0) make_ready(reader);
      }
    }
    ready_.erase(wanted);
    s_.runs.push_back(run);
  }

  const Program& program_;
  Schedule& s_;
  std::vector<Planned> planned_;
  std::vector<std::vector<std::size_t>> readers_;
  std::vector<std::size_t> waits_;
  std::map<Key, std::size_t> left_;
  std::map<Key, std::vector<std::size_t>> ready_;
};

// What must be there before: the value and the next change of each register, where steps make them.
class Order {
 public:
  Order(const Program& program, Schedule& schedule)
      : program_(program), maker_(program, schedule), grouping_(program, schedule), places_(program.code.size()) {}

  void run() {
    for (Register r = 0; r < program_.code.size(); ++r) {
      if (const auto value = maker_.value_of(r)) add(*value, places_[r].value, before(r));
      if (program_.code[r].lazy) places_[r].through = before(r);
      if (const auto next = maker_.next_of(r)) {
        std::vector<std::size_t> after = before(r);
        if (places_[r].value != kNothing) after.push_back(places_[r].value);
        add(*next, places_[r].next, std::move(after));
      }
    }
    grouping_.run();
  }

 private:
  static constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
  struct Made {
    std::size_t value = kNothing, next = kNothing;
    std::vector<std::size_t> through;  // lazy dates: what they read
  };

  std::vector<std::size_t> before(Register r) const {
    std::vector<std::size_t> all;
    for (const Register operand : program_.operands_of(program_.code[r])) {
      if (operand == kNoRegister) continue;
      const Made& made = places_[operand];
      all.insert(all.end(), made.through.begin(), made.through.end());
      for (const std::size_t step : {made.value, made.next})
        if (step != kNothing) all.push_back(step);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }
  void add(const Planned& planned, std::size_t& place, std::vector<std::size_t> after) {
    place = count_++;
    grouping_.add(planned, std::move(after));
  }

  const Program& program_;
  StepMaker maker_;
  Grouping grouping_;
  std::vector<Made> places_;
  std::size_t count_ = 0;
};

void list_inputs(const Program& program, Schedule& schedule) {
  schedule.inputs.resize(program.spaces.size());
  schedule.input_registers.resize(program.inputs.size());
  for (Register r = 0; r < program.code.size(); ++r) {
    if (program.code[r].code != Code::Input) continue;
    const auto k = static_cast<std::uint32_t>(program.code[r].number);
    schedule.inputs[program.inputs[k].space].push_back(k);
    schedule.input_registers[k] = r;
  }
}

// What an effect without a register of its own comes to.
EffectPlaces places_of(const Program& program, const RuleRegisters& rule, std::uint32_t k) {
  const EffectRegisters& e = rule.effects[k];
  const auto or_else = [&](Register r, StandIn absent) {
    return r == kNoRegister ? static_cast<Register>(program.code.size()) + absent : r;
  };
  const bool always = rule.chosen && !rule.always_replaced;
  return {.rule = rule.rule,
          .effect = k,
          .stands = or_else(e.stands, kYesStandIn),
          .replaced = or_else(rule.replaced, rule.always_replaced ? kYesStandIn : kNoStandIn),
          .date = or_else(e.date, kNoneStandIn),
          .limit = or_else(e.limit, kNoneStandIn),
          .holds = or_else(e.holds, always ? kYesStandIn : kNoStandIn)};
}

void list_reasons(const Program& program, Schedule& schedule) {
  for (const RuleRegisters& rule : program.traces)
    for (std::uint32_t k = 0; k < rule.effects.size(); ++k) schedule.effects.push_back(places_of(program, rule, k));
  if (program.purpose != Purpose::Answers) return;
  for (const auto& [place, r] : program.places)
    if (place >> 32 == 0 && program.code[r].space == 0 && program.code[r].storage == Storage::Truth)
      schedule.conditions.push_back({static_cast<model::ExprId>(place), r});
  std::sort(schedule.conditions.begin(), schedule.conditions.end(),
            [](const ConditionPlace& a, const ConditionPlace& b) { return a.expr < b.expr; });
}

}  // namespace

Schedule schedule_of(const Program& program) {
  Schedule schedule;
  Order(program, schedule).run();
  list_inputs(program, schedule);
  list_reasons(program, schedule);
  return schedule;
}

}  // namespace frist::program
