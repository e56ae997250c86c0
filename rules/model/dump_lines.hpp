// SPDX-License-Identifier: Apache-2.0
// The lines of a dump, one function for each kind of declaration. Part of this room only. Borrows the rule set; not
// thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/model/dump_writer.hpp"

namespace frist::model {

class DumpLines {
 public:
  explicit DumpLines(const RuleSet& rules) : rules_(rules), exprs_(rules) {}

  /// Everything once. Until start_writing() it only counts how often each node of an expression is used.
  void all();
  void start_writing() {
    out_.clear();
    writing_ = true;
  }
  std::string take() { return std::move(out_); }

 private:
  void header();
  void records();
  void sources_and_choices();
  void defines();
  void retention();
  void eligibility();
  void deadlines();
  void bands();
  void parties();
  void accesses();
  void calendars();

  void line(int depth, std::string_view text);
  std::string expr(ExprId id, RecordId record);
  void expr_clause(std::string_view word, ExprId id, RecordId record);
  void titles(int depth, std::string_view word, const Titles& titles, std::string_view name);
  void citations(int depth, const std::vector<Citation>& cites);
  void heading(std::string_view keyword, const Heading& heading, std::string_view more, RecordId record);
  std::string force(const Force& force, RecordId record);
  std::string of(RecordId record) const;

  void field(const Field& field);
  void symbols(const SymbolSet& set);
  void effect(const Effect& effect, RecordId record);
  std::string effect_details(const Effect& effect, RecordId record) const;
  void requirement(int depth, const Requirement& requirement, RecordId record);
  void access(std::string_view keyword, const Access& access);
  std::string object(const Object& object) const;
  std::string party_names(const std::vector<PartyId>& ids) const;
  std::string rule_names(const std::vector<RuleId>& ids) const;
  std::string field_names(const std::vector<FieldId>& ids, RecordId record) const;

  const RuleSet& rules_;
  ExprWriter exprs_;
  bool writing_ = false;
  std::string out_;
};

}  // namespace frist::model
