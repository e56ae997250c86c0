// SPDX-License-Identifier: Apache-2.0
// Which rows the retention rules of an entry read besides the entry itself, and so: whose change makes it worth
// deciding again. Read off the expressions of a rule set; pure functions. For this room only.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::store {

/// What the rules of one kind of entry read of other rows.
struct Reads {
  std::vector<model::RecordId> same_subject;  // records, children among them, of the same subject
  std::vector<model::FieldId> links;          // link fields whose record is read
};

/// By record; children read nothing of their own.
std::vector<Reads> reads_of_rules(const model::RuleSet& rules);

/// One step from a row to rows of another table: those whose `column` equals `value` of the row at hand.
struct Hop {
  std::string value;
  model::RecordId record = model::kNoId;
  std::string column;
  bool by_subject = false;  // both are the subject of their rows
  auto operator<=>(const Hop&) const = default;
};

/// From a changed row of `source` over hops to the entries of `entries` that have to be decided again.
struct MarkPath {
  model::RecordId source = model::kNoId;
  model::RecordId entries = model::kNoId;
  std::vector<Hop> hops;
  auto operator<=>(const MarkPath&) const = default;
};

/// Every path of a rule set, without repetitions, sorted. Only records that have a table take part.
std::vector<MarkPath> mark_paths(const model::RuleSet& rules);

/// From a child record up to the record whose rows are entries, itself first; cut off at 64 levels.
std::vector<model::RecordId> up_to_root(const model::RuleSet& rules, model::RecordId record);
/// Whether records of that kind are entries that are decided: in a table, and nobody's children.
bool is_entry_kind(const model::Record& record);
/// The column that holds the subject of the record that ends up_to_root(); empty where nobody is the subject.
std::string subject_column(const model::RuleSet& rules, model::RecordId record);

}  // namespace frist::store
