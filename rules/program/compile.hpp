// SPDX-License-Identifier: Apache-2.0
// From a checked policy to the program of one kind of record. Compiling is pure; the result is immutable and shares the
// rule set with its maker.
#pragma once

#include <memory>
#include <span>

#include "rules/model/example.hpp"
#include "rules/program/program.hpp"

namespace frist::program {

/// What compile() may be told besides the record.
struct Options {
  /// Answers: more expressions over the entry (conditions of examples, questions) that shall have registers.
  std::span<const model::ExprId> extra;
  /// Readings that count as chosen instead of the policy's own ("by the other reading").
  std::span<const model::ReadingChosen> choosing;
};

/// The program for one kind of record; kNoId: for what belongs to no record (permissions to do anything), without a
/// verdict. The rule set must be free of errors: more milder acts than kMostActs or rules than kMostRules, or operands
/// of unlike types end the process.
std::shared_ptr<const Program> compile(std::shared_ptr<const model::RuleSet> rules, model::RecordId record,
                                       Purpose purpose, const Options& options = {});

}  // namespace frist::program
