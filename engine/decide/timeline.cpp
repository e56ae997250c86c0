// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/timeline.hpp"

#include <algorithm>
#include <array>

#include "dsl/text/check.hpp"
#include "engine/decide/gather.hpp"

namespace frist::decide {
namespace {

using calendar::Day;
using program::Program;

// One entry that is asked again and again.
class Subject {
 public:
  Subject(const Program& program, const model::Entry& entry) : program_(program) {
    gather(program, {&entry, 1}, batch_);
  }

  Verdict verdict_on(Day day) {
    machine_.run(program_, batch_, start_of(program_, day), verdicts_);
    return verdict_of(verdicts_, 0);
  }
  void keep(Day day) { machine_.run_keeping(program_, batch_, start_of(program_, day)); }
  const Machine& machine() const { return machine_; }

 private:
  const Program& program_;
  Batch batch_;
  Machine machine_;
  Verdicts verdicts_;
};

}  // namespace

model::AsOf start_of(const Program& program, Day day) {
  const auto start = program.zone ? program.zone->start_of_day(day) : std::nullopt;
  return {day, start ? *start : std::int64_t{day} * calendar::kSecondsPerDay};
}

Timeline timeline(const Program& program, const Batch& entry, Machine& machine, Day from, Day until,
                  std::size_t max_days) {
  Verdicts verdicts;
  Timeline line;
  Verdict v;
  Day day = from;
  for (std::size_t n = 0; day <= until; ++n) {
    line.searched_until = calendar::plus_days(day, -1);
    if (n == max_days) return line;
    if (n == 0) {
      machine.run(program, entry, start_of(program, day), verdicts);
      v = verdict_of(verdicts, 0);
    } else {
      v = machine.on_another_day(start_of(program, day));
    }
    if (line.steps.empty() || !line.steps.back().verdict.same_as(v)) line.steps.push_back({day, v});
    day = v.next_change;
  }
  line.searched_until = day == calendar::kNever ? calendar::kNever : until;
  return line;
}

Timeline timeline(const Program& program, const model::Entry& entry, Day from, Day until, std::size_t max_days) {
  Batch batch;
  Machine machine;
  gather(program, {&entry, 1}, batch);
  return timeline(program, batch, machine, from, until, max_days);
}

Day day_of_erasure(const Program& program, const model::Entry& entry, Day from, std::size_t max_days) {
  Subject subject(program, entry);
  Day day = from;
  for (std::size_t n = 0; n < max_days && calendar::is_day(day); ++n) {
    const Verdict v = subject.verdict_on(day);
    if (v.erase_due) return day;
    day = v.next_change;
  }
  return day == calendar::kNever ? calendar::kNever : calendar::kUnknown;
}

Day first_day(const Program& program, model::ExprId condition, const model::Entry& entry, Day from,
              std::size_t max_days) {
  const program::Register r = program.register_of(condition);
  FRIST_CHECK(r != program::kNoRegister);
  Subject subject(program, entry);
  Day day = from;
  for (std::size_t n = 0; n < max_days && calendar::is_day(day); ++n) {
    subject.keep(day);
    if (subject.machine().truth(r, 0) == kYes) return day;
    day = subject.machine().next(r, 0);
  }
  return day == calendar::kNever ? calendar::kNever : calendar::kUnknown;
}

namespace {

constexpr std::size_t kMostCombined = 10;
constexpr Truth kStands = 1, kDoesNot = 2;

// The specials whose standing is unknown, by their place in Program::specials.
std::vector<std::size_t> open_specials(const Program& program, const Machine& machine) {
  std::vector<std::size_t> open;
  for (const program::RuleRegisters& r : program.traces) {
    if (!r.chosen || r.always_raw || r.raw == program::kNoRegister || machine.truth(r.raw, 0) != kTruthUnknown)
      continue;
    const auto found = std::find(program.specials.begin(), program.specials.end(), r.rule);
    if (found != program.specials.end()) open.push_back(static_cast<std::size_t>(found - program.specials.begin()));
  }
  return open;
}

// By case: what is assumed of each open special.
std::vector<std::vector<Truth>> cases_of(std::size_t open) {
  std::vector<std::vector<Truth>> cases;
  if (open <= kMostCombined) {
    for (std::size_t bits = 0; bits < std::size_t{1} << open; ++bits) {
      cases.emplace_back(open, kDoesNot);
      for (std::size_t k = 0; k < open; ++k)
        if (bits >> k & 1) cases.back()[k] = kStands;
    }
    return cases;
  }
  for (const Truth all : {kDoesNot, kStands}) {
    cases.emplace_back(open, all);
    for (std::size_t k = 0; k < open; ++k) {
      cases.emplace_back(open, all);
      cases.back()[k] = all == kStands ? kDoesNot : kStands;
    }
  }
  return cases;
}

}  // namespace

Bounds bounds(const Program& program, const model::Entry& entry, const model::AsOf& as_of) {
  FRIST_CHECK(program.purpose == program::Purpose::Answers);
  Batch batch;
  Machine machine;
  Verdicts verdicts;
  gather(program, {&entry, 1}, batch);
  machine.run_keeping(program, batch, as_of, &verdicts);
  return bounds(machine, verdicts.due[0], entry, as_of);
}

Bounds bounds(const Machine& kept, Day due, const model::Entry& entry, const model::AsOf& as_of) {
  const Program& program = kept.program();
  Bounds found{due, due};
  const std::vector<std::size_t> open = open_specials(program, kept);
  if (open.empty()) return found;

  const auto cases = cases_of(open.size());
  std::vector<std::vector<Truth>> assumed(program.specials.size(), std::vector<Truth>(cases.size(), 0));
  for (std::size_t c = 0; c < cases.size(); ++c)
    for (std::size_t k = 0; k < open.size(); ++k) assumed[open[k]][c] = cases[c][k];
  Batch batch;
  Machine machine;
  Verdicts verdicts;
  gather_copies(program, entry, static_cast<std::uint32_t>(cases.size()), batch);
  machine.assume(assumed);
  machine.run_keeping(program, batch, as_of, &verdicts);
  found.earliest = *std::min_element(verdicts.due.begin(), verdicts.due.end());
  return found;
}

}  // namespace frist::decide
