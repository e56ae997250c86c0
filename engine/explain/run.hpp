// SPDX-License-Identifier: Apache-2.0
// One entry decided by one run that kept every register, and the way from expressions to what they came to. Owns its
// machine and batch; borrows the program and the entry, which must outlive it. Not thread-safe.
#pragma once

#include <vector>

#include "engine/decide/batch.hpp"
#include "engine/decide/machine.hpp"
#include "engine/explain/said.hpp"
#include "rules/program/program.hpp"

namespace frist::explain {

// Where an expression is seen from: row `at` of a space of the program.
struct Place {
  std::uint32_t space = 0;
  std::uint32_t at = 0;
  const model::Row* row = nullptr;
  RowRef ref;
};

class Run {
 public:
  Run(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of);
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const program::Program& program() const { return program_; }
  const model::RuleSet& rules() const { return *program_.rules; }
  const model::Entry& entry() const { return entry_; }
  const model::AsOf& as_of() const { return as_of_; }
  const decide::Machine& machine() const { return machine_; }
  const decide::Verdicts& verdicts() const { return verdicts_; }
  const decide::Batch& batch() const { return batch_; }
  // For the same entry on other days or with other facts; the run's own registers stay.
  decide::Machine& other_machine() const { return other_; }

  Place entry_place() const;
  // The rows that an aggregate looks at, in the order of the data; nothing if the program has no such space or nobody
  // knows the rows.
  std::optional<std::vector<Place>> rows_of(const model::RowSource& source) const;
  std::optional<std::vector<Place>> rows_in(std::uint32_t space) const;

  // What an expression came to. Yes where there is no expression (kNoId): "always"; Unknown where the program has none.
  Truth truth(model::ExprId expr, const Place& place) const;
  Truth truth(model::ExprId expr) const { return truth(expr, entry_place()); }
  Day next(model::ExprId expr, const Place& place) const;
  // kNone, kUnknown or a day.
  Day day(model::ExprId expr) const;
  Computed computed(model::ExprId expr, const Place& place) const;

  // The condition in the policy's words.
  std::string written(model::ExprId expr) const;

  // Registers of the verdict.
  Truth truth_at(program::Register r, Truth otherwise, std::uint32_t at = 0) const;
  Day day_at(program::Register r, Day otherwise) const;

 private:
  struct Found {
    program::Register r = program::kNoRegister;
    std::uint32_t at = 0;
    bool ok() const { return r != program::kNoRegister; }
  };
  Found find(model::ExprId expr, const Place& place) const;

  const program::Program& program_;
  const model::Entry& entry_;
  model::AsOf as_of_;
  decide::Batch batch_;
  decide::Machine machine_;
  mutable decide::Machine other_;
  decide::Verdicts verdicts_;
  std::vector<bool> parts_of_clauses_;
};

}  // namespace frist::explain
