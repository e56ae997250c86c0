// SPDX-License-Identifier: Apache-2.0
// One expression, or one verdict, of one entry: what tests of single operations ask for.
#pragma once

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "engine/decide/verdict.hpp"
#include "rules/program/compile.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::test {

inline const std::vector<calendar::Lanes>& all_lanes() {
  static const std::vector<calendar::Lanes> lanes = [] {
    std::vector<calendar::Lanes> found{calendar::Lanes::Baseline};
    for (const calendar::Lanes wide : {calendar::Lanes::Avx2, calendar::Lanes::Avx512})
      if (calendar::has_lanes(wide)) found.push_back(wide);
    return found;
  }();
  return lanes;
}

struct Said {
  model::Value value;
  std::int64_t low = 0, high = 0;  // numbers
  decide::Truth truth = decide::kTruthUnknown;
  calendar::Day next = calendar::kNever;
};

// The program for answers of record 0 with one more expression.
inline std::shared_ptr<const program::Program> answers_with(const ModelBuilder& b, ExprId expr) {
  program::Options options;
  options.extra = {&expr, 1};
  return program::compile(b.done(), 0, program::Purpose::Answers, options);
}

inline Said ask(const ModelBuilder& b, ExprId expr, const model::Entry& entry, const model::AsOf& as_of) {
  const auto program = answers_with(b, expr);
  decide::Batch batch;
  decide::Machine machine;
  decide::gather(*program, {&entry, 1}, batch);
  machine.run_keeping(*program, batch, as_of);
  const program::Register r = program->register_of(expr);
  Said said;
  said.value = machine.value(r, 0);
  said.next = machine.next(r, 0);
  if (program->code[r].storage == program::Storage::Number) std::tie(said.low, said.high) = machine.bounds(r, 0);
  if (program->code[r].storage == program::Storage::Truth) said.truth = machine.truth(r, 0);
  return said;
}

inline decide::Verdict verdict(const std::shared_ptr<const model::RuleSet>& rules, const model::Entry& entry,
                               calendar::Day day, program::Purpose purpose = program::Purpose::Night) {
  const auto program = program::compile(rules, 0, purpose);
  decide::Batch batch;
  decide::Machine machine;
  decide::Verdicts verdicts;
  decide::gather(*program, {&entry, 1}, batch);
  machine.run(*program, batch, as_of(day), verdicts);
  return decide::verdict_of(verdicts, 0);
}

inline std::string iso(const model::Value& v) {
  if (v.state == model::Value::State::None) return "none";
  return v.known() ? calendar::to_iso(static_cast<calendar::Day>(v.number)) : "unknown";
}

}  // namespace frist::test
