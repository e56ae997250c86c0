// SPDX-License-Identifier: Apache-2.0
#include "rules/program/schedule.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "dsl/text/check.hpp"
#include "rules/program/schedule_steps.hpp"

namespace frist::program {
namespace {

// Puts steps of a kind together: again and again all those of one kind that wait for nothing else.
class Grouping {
 public:
  explicit Grouping(Schedule& schedule) : s_(schedule) {}

  void add(const Planned& planned, const std::vector<std::size_t>& after) {
    const std::size_t id = planned_.size();
    planned_.push_back(planned);
    readers_.emplace_back();
    std::size_t waits = 0;
    for (const std::size_t before : after)
      if (!is_done(before)) {
        readers_[before].push_back(id);
        ++waits;
      }
    waits_.push_back(waits);
    if (planned.lazy) return;
    ++left_[key(id)];
    if (waits == 0) make_ready(id);
  }

  void run() {
    while (!ready_.empty()) {
      auto best = ready_.begin();
      for (auto it = ready_.begin(); it != ready_.end(); ++it)
        if (better(*it, *best)) best = it;
      take(best->first);
    }
    for (const auto& [key, left] : left_) FRIST_CHECK(left == 0);  // a step left out would be a stale answer
  }

 private:
  using Key = std::tuple<StepKind, model::Op, bool>;
  using Ready = std::pair<const Key, std::vector<std::size_t>>;

  static bool moves(const Key& key) { return std::get<2>(key); }
  Key key(std::size_t id) const { return {planned_[id].kind, planned_[id].compare, planned_[id].moving}; }
  // While steps are added: a lazy date that waits for nothing.
  bool is_done(std::size_t id) const { return planned_[id].lazy && waits_[id] == 0; }
  void make_ready(std::size_t id) { ready_[key(id)].push_back(id); }
  // What stays before what moves (nothing that stays waits for that); then one whose steps can all be taken now, else
  // the one with the most.
  bool better(const Ready& a, const Ready& b) const {
    if (moves(a.first) != moves(b.first)) return !moves(a.first);
    const bool a_all = a.second.size() == left_.at(a.first), b_all = b.second.size() == left_.at(b.first);
    return a_all != b_all ? a_all : a.second.size() > b.second.size();
  }

  // Those that become ready by it are taken, too: a run goes from first to last.
  void take(const Key wanted) {
    if (!moves(wanted)) {
      FRIST_CHECK(s_.first_moving == s_.runs.size());
      ++s_.first_moving;
    }
    StepRun run{std::get<0>(wanted), std::get<1>(wanted), static_cast<std::uint32_t>(s_.steps.size()), 0};
    while (!ready_[wanted].empty()) {
      std::vector<std::size_t> now;
      now.swap(ready_[wanted]);
      for (const std::size_t id : now) {
        s_.steps.push_back(planned_[id].step);
        ++run.count;
        --left_[wanted];
        release(id);
      }
    }
    ready_.erase(wanted);
    s_.runs.push_back(run);
  }

  // What waits for a lazy date waits for what that one reads; chains of them may be long.
  void release(std::size_t id) {
    std::vector<std::size_t> todo{id};
    while (!todo.empty()) {
      const std::size_t done = todo.back();
      todo.pop_back();
      for (const std::size_t reader : readers_[done]) {
        if (--waits_[reader] != 0) continue;
        if (planned_[reader].lazy)
          todo.push_back(reader);
        else
          make_ready(reader);
      }
    }
  }

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
      : program_(program), maker_(program, schedule), grouping_(schedule), places_(program.code.size()) {}

  void run() {
    for (Register r = 0; r < program_.code.size(); ++r) {
      if (const auto value = maker_.value_of(r)) add(*value, places_[r].value, before(r));
      if (program_.code[r].lazy) add({.lazy = true}, places_[r].value, before(r));
      if (const auto next = maker_.next_of(r)) {
        std::vector<std::size_t> after = before(r);
        if (places_[r].value != kNothing) after.push_back(places_[r].value);
        add(*next, places_[r].next, after);
      }
    }
    grouping_.run();
  }

 private:
  static constexpr std::size_t kNothing = static_cast<std::size_t>(-1);
  struct Made {
    std::size_t value = kNothing, next = kNothing;
  };

  std::vector<std::size_t> before(Register r) const {
    std::vector<std::size_t> all;
    for (const Register operand : program_.operands_of(program_.code[r])) {
      if (operand == kNoRegister) continue;
      const Made& made = places_[operand];
      for (const std::size_t step : {made.value, made.next})
        if (step != kNothing) all.push_back(step);
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }
  void add(const Planned& planned, std::size_t& place, const std::vector<std::size_t>& after) {
    place = count_++;
    grouping_.add(planned, after);
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
