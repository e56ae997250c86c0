// SPDX-License-Identifier: Apache-2.0
// The parts of check_mapping(), one file for each question. For this room only.
#pragma once

#include "engine/store/identity.hpp"
#include "engine/store/mapping.hpp"
#include "engine/store/triggers.hpp"

namespace frist::store {

struct MappingCheck {
  Connection& connection;
  const model::RuleSet& rules;
  Tables tables;  // by record; nothing where it has none or it is not there
  MappingReport report;
  std::vector<IdentityColumn> sealed;  // columns that hold sealed values

  bool is_sealed(model::RecordId record, std::string_view column) const;

  /// Adds a finding about a record; returns it for the counts.
  Finding& add(FindingKind kind, Severity severity, model::RecordId record, std::string column, std::string message,
               std::string help = {});
};

/// Do tables and columns exist, can they hold what the fields say, is the key one?
Status check_tables(MappingCheck& check);
/// Do columns that point to rows meet them, who else points to them, which of them point nowhere?
Status check_references(MappingCheck& check);
/// Counts missing and unreadable values.
Status check_values(MappingCheck& check);

/// Tables of all records; missing ones are left empty.
Result<Tables> read_tables(Connection& connection, const model::RuleSet& rules);

/// Columns that must have an index: keys, parents, and what the marking triggers and readers look up.
struct NeededIndex {
  model::RecordId record = model::kNoId;
  std::string column;
  auto operator<=>(const NeededIndex&) const = default;
};
std::vector<NeededIndex> needed_indexes(const model::RuleSet& rules, const Tables& tables);
/// Those of them that neither the user's indexes nor ours give.
std::vector<NeededIndex> missing_indexes(const model::RuleSet& rules, const Tables& tables);

}  // namespace frist::store
