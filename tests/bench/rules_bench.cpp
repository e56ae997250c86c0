// SPDX-License-Identifier: Apache-2.0
// How the cost of a record grows with the number of rules: 10, 100 and 1,000 of them about its kind, and as many about
// other kinds, which must cost nothing. Columns in memory, as in evaluator_bench. Prints one JSON object.
//   rules_bench [ROWS [ROUNDS]]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "engine/decide/machine.hpp"
#include "rules/program/compile.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::bench {
namespace {

double cpu_nanoseconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

constexpr calendar::Day kToday = 20778;

// Ten rules about record 0, and `more` about it or about records of other kinds: when small and not titled, erase so
// many months after it was recorded. Each has an amount and a period of its own.
std::shared_ptr<const model::RuleSet> rules(std::uint32_t own, std::uint32_t others) {
  test::ModelBuilder b;
  constexpr std::uint32_t kPerRecord = 100;
  for (std::uint32_t r = 0; r <= (others + kPerRecord - 1) / kPerRecord; ++r) {
    b.record(fmt::format("kind_{}", r));
    b.field(r, "recorded_on", test::type_of(model::Base::Date, true));
    b.field(r, "amount", test::money_of("EUR"));
    b.field(r, "titled", test::type_of(model::Base::YesNo));
  }
  for (std::uint32_t i = 0; i < own + others; ++i) {
    const model::RecordId record = i < own ? 0 : 1 + (i - own) / kPerRecord;
    const auto amount = b.get(record, 1), limit = b.constant(test::money_of("EUR"), 1000 + 100 * i);
    const auto when =
        b.both(b.truth(model::Op::LessEqual, {amount, limit}), b.truth(model::Op::Not, {b.get(record, 2)}));
    const auto rule = b.rule(fmt::format("rule_{}", i), when, record);
    b.effect(rule, model::EffectKind::Erase, b.get(record, 0), calendar::months(12 + static_cast<int>(i % 97)));
  }
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
        column.numbers.push_back(i * 104729 % 150000);
      else
        column.truths.push_back(input.is_fact ? 0 : i % 7 == 0);
  }
  return batch;
}

// One rule set to be measured, and what it took in each round.
struct Subject {
  std::string name;
  std::shared_ptr<const program::Program> program;
  decide::Batch batch;
  double compile_ms = 0;
  decide::Machine machine;
  decide::Verdicts verdicts;
  std::vector<double> ns, ratios;  // by row; to the first subject in the same round
};

std::unique_ptr<Subject> subject(std::uint32_t own, std::uint32_t others, std::uint32_t rows) {
  auto made = std::make_unique<Subject>();
  made->name = others ? fmt::format("others_{}", others) : fmt::format("own_{}", own);
  const auto set = rules(own, others);
  const double begin = cpu_nanoseconds();
  made->program = program::compile(set, 0, program::Purpose::Night);
  made->compile_ms = (cpu_nanoseconds() - begin) / 1e6;
  made->batch = batch_for(*made->program, rows);
  return made;
}

// Twice, because what ran before has taken the caches; the better counts.
double run(Subject& s) {
  double best = 1e12;
  for (int i = 0; i < 2; ++i) {
    const double start = cpu_nanoseconds();
    s.machine.run(*s.program, s.batch, {kToday, std::int64_t{kToday} * 86400}, s.verdicts);
    best = std::min(best, (cpu_nanoseconds() - start) / s.batch.size());
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
  std::vector<std::unique_ptr<Subject>> subjects;
  for (const std::uint32_t n : {10u, 100u, 1000u}) subjects.push_back(subject(n, 0, rows));
  for (const std::uint32_t n : {10u, 100u, 1000u}) subjects.push_back(subject(10, n, rows));
  for (int round = 0; round <= rounds; ++round)  // the first one only warms up
    for (auto& s : subjects) {
      const double ten = run(*subjects[0]), ns = run(*s);
      if (round == 0) continue;
      s->ns.push_back(ns);
      s->ratios.push_back(ns / ten);
    }
  fmt::print("{{\"rows\":{}", rows);
  for (const auto& s : subjects)
    fmt::print(",\"{}\":{{\"ns_per_row\":{:.1f},\"x_ten\":{:.2f},\"instructions\":{},\"compile_ms\":{:.2f}}}", s->name,
               median(s->ns), median(s->ratios), s->program->code.size(), s->compile_ms);
  fmt::print("}}\n");
}
