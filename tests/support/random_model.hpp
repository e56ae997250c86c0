// SPDX-License-Identifier: Apache-2.0
// Random rule sets and entries for laws that every program must keep: small, well typed, and full of missing values,
// month ends, exceptions and the as-of date. The same seed gives the same model.
#pragma once

#include <random>

#include "tests/support/model_builder.hpp"

namespace frist::test {

class RandomModel {
 public:
  explicit RandomModel(std::uint64_t seed) : random_(seed) {}

  // One record with a list, a link and other records of its subject; some conditions; some rules.
  std::shared_ptr<const model::RuleSet> rules();
  // Conditions, dates and numbers over record 0, after rules().
  std::vector<ExprId> expressions() const { return expressions_; }
  model::Entry entry();
  calendar::Day some_day() { return day(2020, 1, 1) + below(2200); }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool chance(int percent) { return below(100) < percent; }

  void make_records();
  void make_rules();
  void make_effect(RuleId rule);
  ExprId condition(int depth, bool in_row);
  ExprId comparison(int depth, bool in_row);
  ExprId date(int depth, bool in_row);
  ExprId number(int depth, bool in_row);
  ExprId money(bool in_row);
  ExprId over_rows(Op op, Base base, int depth);
  ExprId some_field(Base base, bool in_row);
  calendar::Period period();
  model::Value value(const Type& type, bool optional);
  model::Row row(RecordId record);

  std::mt19937_64 random_;
  ModelBuilder b_;
  std::vector<ExprId> expressions_;
};

}  // namespace frist::test
