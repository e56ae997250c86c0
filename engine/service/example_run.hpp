// SPDX-License-Identifier: Apache-2.0
// One example under one rule set: its entry evaluated, each expectation answered. Part of run_examples only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/decide/machine.hpp"
#include "engine/decide/timeline.hpp"
#include "rules/program/compile.hpp"

namespace frist::service {

class ExampleRun {
 public:
  // `rules` is the policy bound as the example asks; `example` is the one of that rule set. Both must outlive the run.
  ExampleRun(std::shared_ptr<const model::RuleSet> rules, const model::Example& example);

  // What came out instead, in words; nothing where the expectation holds. Adds the rules that had a say to `said`.
  std::optional<std::string> answer(const model::Expectation& expected, std::set<std::string>& said);

 private:
  using Readings = std::vector<model::ReadingChosen>;
  using Outcome = std::optional<std::string>;  // nothing: as expected
  using Programs = std::map<std::pair<model::RecordId, std::string>, std::shared_ptr<const program::Program>>;

  Outcome answer_by(const model::Expectation& expected, const Readings& readings, std::set<std::string>& said);
  // The readings that were not chosen, one choice at a time.
  std::vector<Readings> other_readings() const;
  bool counts(const model::Heading& heading, const Readings& readings) const;
  const program::Program& program(model::RecordId record, const Readings& readings);
  // Keeps every register of the example's entry on the as-of day.
  void keep(const program::Program& program, const model::Entry& entry);

  Outcome kept_or_erased(const model::Expectation&, const program::Program&, std::set<std::string>&);
  Outcome milder_act(const model::Expectation&, const program::Program&, std::set<std::string>&);
  Outcome reviewed(const model::Expectation&, const program::Program&, std::set<std::string>&);
  Outcome eligibility(const model::Expectation&, const Readings&, std::set<std::string>&);
  Outcome deadline(const model::Expectation&, const Readings&, std::set<std::string>&);
  Outcome score(const model::Expectation&, const Readings&, std::set<std::string>&);
  Outcome access(const model::Expectation&, const Readings&, std::set<std::string>&);
  Outcome condition(const model::Expectation&, const Readings&);

  std::string rule_name(std::uint16_t rule) const;

  std::shared_ptr<const model::RuleSet> rules_;
  const model::Example& example_;
  model::AsOf as_of_;
  calendar::Day earliest_ = 0;  // of the dates given
  Programs programs_;
  decide::Machine machine_;
  decide::Batch batch_;
};

}  // namespace frist::service
