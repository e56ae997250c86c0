// SPDX-License-Identifier: Apache-2.0
// How the cost of a record grows with the number of rules: 10, 100 and 1,000 of them about its kind, and as many about
// other kinds, which must cost nothing. Columns in memory, as in evaluator_bench. Prints one JSON object.
//   rules_bench [ROWS [ROUNDS]]
//
// Like is compared with like: a thousand rules are drawn up, and the smaller sets are every tenth and every hundredth
// of them, so that in each set a rule is about the same share of the entries, has as long a period, and shares its date
// with no other rule. Two thousands: `own`, each rule about a third of the entries on the average, and `few`, about one
// in a hundred. What a rule costs differs between the two, because a date is worked out only where a rule applies: sets
// of different shares would measure that instead of their number. All programs run on one machine, over one batch, into
// the same verdicts: where columns lie in memory makes a fifth at ten rules.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "engine/decide/machine.hpp"
#include "rules/program/compile.hpp"
#include "rules/program/dump.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::bench {
namespace {

double cpu_nanoseconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

constexpr calendar::Day kToday = 20778;

constexpr std::uint32_t kDrawn = 1000, kAmounts = 150'000, kPerRecord = 100;

// Rule k of a thousand: when small and not titled, erase so long after it was recorded. Amounts and periods run over
// their range in an order of their own. `step` is the distance between the amounts.
void add_rule(test::ModelBuilder& b, std::uint32_t k, std::uint32_t step, model::RecordId record) {
  const auto limit = b.constant(test::money_of("EUR"), step * (k * 613 % kDrawn));
  const auto small = b.truth(model::Op::LessEqual, {b.get(record, 1), limit});
  const auto when = b.both(small, b.truth(model::Op::Not, {b.get(record, 2)}));
  const auto rule = b.rule(fmt::format("rule_{}_{}", record, k), when, record);
  const auto p = static_cast<int>(k * 389 % kDrawn);
  b.effect(rule, model::EffectKind::Erase, b.get(record, 0), {12 + p / 10, p % 10});
}

// `own` of the thousand about record 0, and `others` about records of their own.
std::shared_ptr<const model::RuleSet> rules(std::uint32_t own, std::uint32_t others, std::uint32_t step) {
  test::ModelBuilder b;
  for (std::uint32_t r = 0; r <= (others + kPerRecord - 1) / kPerRecord; ++r) {
    b.record(fmt::format("kind_{}", r));
    b.field(r, "recorded_on", test::type_of(model::Base::Date, true));
    b.field(r, "amount", test::money_of("EUR"));
    b.field(r, "titled", test::type_of(model::Base::YesNo));
  }
  for (std::uint32_t i = 0; i < own; ++i) add_rule(b, (2 * i + 1) * kDrawn / (2 * own), step, 0);
  for (std::uint32_t i = 0; i < others; ++i) add_rule(b, i, step, 1 + i / kPerRecord);
  return b.done();
}

decide::Batch batch_for(const program::Program& program, std::uint32_t rows) {
  decide::Batch batch;
  batch.spaces.resize(program.spaces.size());
  batch.spaces[0].rows = rows;
  batch.columns.resize(program.inputs.size());
  for (std::size_t k = 0; k < program.inputs.size(); ++k) {
    const program::Input& input = program.inputs[k];
    decide::Column& column = batch.columns[k];
    for (std::uint32_t i = 0; i < rows; ++i)
      if (input.storage == program::Storage::Day)
        column.days.push_back(input.is_fact ? calendar::kNone : kToday - static_cast<calendar::Day>(i * 7919 % 3000));
      else if (input.storage == program::Storage::Number)
        column.numbers.push_back(i * 104729 % kAmounts);
      else
        column.truths.push_back(input.is_fact ? 0 : i % 7 == 0);
  }
  return batch;
}

// One rule set to be measured, and what it took in each round.
struct Subject {
  std::string name;
  std::shared_ptr<const program::Program> program;
  std::size_t base = 0;  // the subject with ten rules that it is compared with
  double compile_ms = 0;
  std::vector<double> ns, ratios;  // by row; to the base in the same round
};

Subject subject(const char* name, std::uint32_t own, std::uint32_t others, std::uint32_t step, std::size_t base) {
  Subject made{
      .name = fmt::format("{}_{}", name, others ? others : own), .program = {}, .base = base, .ns = {}, .ratios = {}};
  const auto set = rules(own, others, step);
  const double begin = cpu_nanoseconds();
  made.program = program::compile(set, 0, program::Purpose::Night);
  made.compile_ms = (cpu_nanoseconds() - begin) / 1e6;
  return made;
}

// Twice, because what ran before has taken the caches, and a program is laid out when the machine meets it; the better
// counts.
double run(const Subject& s, const decide::Batch& batch) {
  static decide::Machine machine;
  static decide::Verdicts verdicts;
  double best = 1e12;
  for (int i = 0; i < 2; ++i) {
    const double start = cpu_nanoseconds();
    machine.run(*s.program, batch, {kToday, std::int64_t{kToday} * 86400}, verdicts);
    best = std::min(best, (cpu_nanoseconds() - start) / batch.size());
  }
  return best;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  const auto rows = static_cast<std::uint32_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 50'000);
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 9;
  std::vector<Subject> subjects;
  for (const std::uint32_t n : {10u, 100u, 1000u}) subjects.push_back(subject("own", n, 0, kAmounts / 1500, 0));
  for (const std::uint32_t n : {10u, 100u, 1000u}) subjects.push_back(subject("few", n, 0, kAmounts / 50'000, 3));
  for (const std::uint32_t n : {10u, 100u, 1000u}) subjects.push_back(subject("others", 10, n, kAmounts / 1500, 0));
  const frist::decide::Batch batch = batch_for(*subjects[0].program, rows);
  for (int round = 0; round <= rounds; ++round)  // the first one only warms up
    for (Subject& s : subjects) {
      const double ten = run(subjects[s.base], batch), ns = run(s, batch);
      if (round == 0) continue;
      s.ns.push_back(ns);
      s.ratios.push_back(ns / ten);
    }
  fmt::print("{{\"rows\":{}", rows);
  for (const Subject& s : subjects)
    fmt::print(",\"{}\":{{\"ns_per_row\":{:.1f},\"x_ten\":{:.2f},\"instructions\":{},\"compile_ms\":{:.2f}}}", s.name,
               median(s.ns), median(s.ratios), s.program->code.size(), s.compile_ms);
  fmt::print("}}\n");
}
