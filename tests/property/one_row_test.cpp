// SPDX-License-Identifier: Apache-2.0
// A record that is decided by itself takes another way through a program than a batch. On random policies, rule sets,
// entries and days both must come to the same: every register, its next change, and the verdict. FRIST_QUICK=1 takes a
// tenth.
#include <fmt/core.h>
#include <algorithm>

#include <cstdlib>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "engine/decide/record_decider.hpp"
#include "rules/program/compile.hpp"
#include "tests/property/bound_policy.hpp"
#include "tests/property/random_policy.hpp"
#include "tests/support/random_model.hpp"

using namespace frist;
using program::Purpose;
using program::Storage;

namespace {

constexpr int kEntries = 12, kDays = 4;

std::uint64_t policies() { return std::getenv("FRIST_QUICK") ? 60 : 600; }

struct Count {
  std::uint64_t registers = 0, verdicts = 0, differences = 0;
  std::string first;
  void differ(const std::string& what) {
    if (differences++ == 0) first = what;
  }
};

bool same_at(const decide::Machine& a, const decide::Machine& b, program::Register r, std::uint32_t row_a,
             std::uint32_t row_b) {
  if (a.value(r, row_a) != b.value(r, row_b) || a.next(r, row_a) != b.next(r, row_b)) return false;
  return a.program().code[r].storage != Storage::Number || a.bounds(r, row_a) == b.bounds(r, row_b);
}

// Registers of the entry and of its rows in other spaces; dates that wait until a limit is live are not read.
void compare_registers(const decide::Machine& batch, std::uint32_t i, const decide::Machine& one, Count& count) {
  const program::Program& program = batch.program();
  for (program::Register r = 0; r < program.code.size(); ++r) {
    const program::Instruction& instruction = program.code[r];
    if (instruction.lazy) continue;
    const auto [first, last] = batch.rows_of(instruction.space, i);
    const auto [one_first, one_last] = one.rows_of(instruction.space, 0);
    if (last - first != one_last - one_first) count.differ(fmt::format("rows of register {}", r));
    for (std::uint32_t row = first; row < last; ++row, ++count.registers)
      if (!same_at(batch, one, r, row, one_first + row - first))
        count.differ(
            fmt::format("register {} ({}), row {} of entry {}", r, static_cast<int>(instruction.code), row - first, i));
  }
}

bool same(const decide::Verdict& a, const decide::Verdict& b) { return a.same_as(b) && a.next_change == b.next_change; }

void compare_reasons(const decide::Machine& batch, std::uint32_t i, const decide::Reasons& reasons, Count& count) {
  const program::Program& program = batch.program();
  for (const auto& condition : reasons.conditions()) {
    const program::Register r = program.register_of(condition.expr);
    if (reasons.truth(condition) != batch.truth(r, i) || reasons.truth(condition.expr) != batch.truth(r, i))
      count.differ(fmt::format("the condition {} of entry {}", condition.expr, i));
  }
  std::size_t at = 0;
  for (const program::RuleRegisters& rule : program.traces)
    for (const program::EffectRegisters& e : rule.effects) {
      const auto& told = reasons.effects()[at++];
      const auto truth = [&](program::Register r, decide::Truth otherwise) {
        return r == program::kNoRegister ? otherwise : batch.truth(r, i);
      };
      const bool same_stands = reasons.stands(told) == truth(e.stands, decide::kYes);
      const auto replaced = truth(rule.replaced, rule.always_replaced ? decide::kYes : decide::kNo);
      const auto always = rule.chosen && !rule.always_replaced ? decide::kYes : decide::kNo;
      const bool same_holds = reasons.holds(told) == (truth(e.holds, always) == decide::kYes);
      if (told.rule != rule.rule || !same_stands || reasons.replaced(told) != replaced || !same_holds)
        count.differ(fmt::format("the reasons of rule {} for entry {}", rule.rule, i));
    }
  if (at != reasons.effects().size()) count.differ("effects that are not there");
}

// Rules and entries at random: policies as they are written, or models with every operation, asked for expressions,
// too.
struct Subject {
  std::shared_ptr<const program::Program> program;
  std::vector<model::Entry> entries;
};
enum class Source { Policy, Model };
Subject subject(Source source, std::uint64_t seed, Purpose purpose) {
  Subject s;
  if (source == Source::Policy) {
    property::Random random(seed * 0x9E3779B97F4A7C15u + 3);
    const auto rules = property::bound_policy(property::random_policy(seed));
    s.program = program::compile(rules, *rules->find_record("thing"), purpose);
    for (int i = 0; i < kEntries; ++i) s.entries.push_back(property::random_entry(*rules, random));
    return s;
  }
  test::RandomModel model(seed);
  const auto rules = model.rules();
  const std::vector<model::ExprId> asked = model.expressions();
  program::Options options;
  options.extra = asked;
  s.program = program::compile(rules, 0, purpose, options);
  for (int i = 0; i < kEntries; ++i) s.entries.push_back(model.entry());
  return s;
}

// `damage` gets the program before it is run on single entries.
template <class Damage>
void compare(Source source, std::uint64_t seed, Purpose purpose, Count& count, Damage damage) {
  const Subject subject = ::subject(source, seed, purpose);
  const auto& [right, entries] = subject;
  const auto zone = calendar::Zone::find(right->rules->zone);
  property::Random random(seed);
  program::Program tried = *right;
  damage(tried);
  decide::Batch all, alone;
  decide::Machine batch, one;
  decide::Verdicts verdicts, verdict;
  decide::gather(*right, entries, all);
  for (int d = 0; d < kDays; ++d) {
    const calendar::Day day = property::random_day(random);
    const model::AsOf as_of = zone ? property::as_of(*zone, day) : model::AsOf{day, std::int64_t{day} * 86400};
    const model::AsOf earlier{day - 400, as_of.instant - 400 * 86'400};
    batch.run_keeping(*right, all, as_of, &verdicts);
    for (std::uint32_t i = 0; i < kEntries; ++i, ++count.verdicts) {
      decide::gather(*right, {&entries[i], 1}, alone);
      // Every other entry first on another day: what does not move with the day is taken over.
      if (i % 2 == 0)
        one.run_keeping(tried, alone, as_of, &verdict);
      else
        one.run_keeping(tried, alone, earlier, nullptr);
      const decide::Verdict told = i % 2 == 0 ? decide::verdict_of(verdict, 0) : one.on_another_day(as_of);
      compare_registers(batch, i, one, count);
      if (purpose == Purpose::Answers) compare_reasons(batch, i, one.reasons(), count);
      if (!same(decide::verdict_of(verdicts, i), told)) count.differ(fmt::format("the verdict of entry {}", i));
      if (count.differences != 0 && count.first.find("seed") == std::string::npos)
        count.first += fmt::format(" on {}, seed {}", calendar::to_iso(as_of.day), seed);
    }
  }
}

}  // namespace

TEST_CASE("one entry by itself comes to what it comes to in a batch, register by register") {
  Count count;
  for (std::uint64_t seed = 1; seed <= policies() && count.differences < 20; ++seed)
    for (const Source source : {Source::Policy, Source::Model})
      for (const Purpose purpose : {Purpose::Night, Purpose::Answers})
        compare(source, seed, purpose, count, [](auto&) {});
  INFO(count.first);
  CHECK(count.differences == 0);
  WARN(fmt::format("{} registers of {} entries compared", count.registers, count.verdicts));
}

TEST_CASE(
    "planted bugs are found: a schedule with steps of another kind, without its last steps, or in which nothing "
    "moves") {
  using program::StepKind;
  for (const auto& [from, to] : {std::pair{StepKind::Live, StepKind::Binds},
                                 {StepKind::Either, StepKind::Both},
                                 {StepKind::NextOfAny, StepKind::NextOfAll},
                                 {StepKind::MinLimits, StepKind::MaxDuties}}) {
    Count count;
    for (std::uint64_t seed = 1; seed <= 40; ++seed)
      compare(Source::Policy, seed, Purpose::Answers, count, [&](program::Program& program) {
        for (program::StepRun& run : program.schedule.runs)
          if (run.kind == from) run.kind = to;
      });
    INFO("steps of kind " << static_cast<int>(from));
    CHECK(count.differences > 0);
  }
  Count shorter, still;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    compare(Source::Policy, seed, Purpose::Night, shorter, [](program::Program& program) {
      program.schedule.runs.pop_back();
      program.schedule.first_moving = std::min(program.schedule.first_moving, program.schedule.runs.size());
    });
    compare(Source::Policy, seed, Purpose::Night, still,
            [](program::Program& program) { program.schedule.first_moving = program.schedule.runs.size(); });
  }
  CHECK(shorter.differences > 0);
  CHECK(still.differences > 0);
}

// Truths and texts beside one another come up in neither; tests/engine/decide/record_decider_test.cpp has them.
TEST_CASE("every kind of step is among those that are compared") {
  std::vector<char> met(static_cast<std::size_t>(program::StepKind::NextWhole) + 1);
  for (std::uint64_t seed = 1; seed <= 60; ++seed)
    for (const Source source : {Source::Policy, Source::Model})
      for (const Purpose purpose : {Purpose::Night, Purpose::Answers}) {
        const Subject s = subject(source, seed, purpose);
        for (const auto& run : s.program->schedule.runs) met[static_cast<std::size_t>(run.kind)] = true;
      }
  met[static_cast<std::size_t>(program::StepKind::CompareTruths)] = true;
  met[static_cast<std::size_t>(program::StepKind::CompareTexts)] = true;
  for (std::size_t kind = 0; kind < met.size(); ++kind) {
    INFO("kind " << kind);
    CHECK(met[kind]);
  }
}
