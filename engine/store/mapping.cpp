// SPDX-License-Identifier: Apache-2.0
#include "engine/store/mapping.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "engine/store/mapping_check.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

bool MappingReport::ok() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.severity == Severity::Error; });
}

bool MappingCheck::is_sealed(model::RecordId record, std::string_view column) const {
  return std::any_of(sealed.begin(), sealed.end(), [&](const IdentityColumn& c) {
    return same_name(c.table, rules.records[record].table) && same_name(c.column, column);
  });
}

Finding& MappingCheck::add(FindingKind kind, Severity severity, model::RecordId record, std::string column,
                           std::string message, std::string help) {
  Finding finding{kind,
                  severity,
                  rules.records[record].name,
                  rules.records[record].table,
                  std::move(column),
                  0,
                  0,
                  std::move(message),
                  std::move(help)};
  report.findings.push_back(std::move(finding));
  return report.findings.back();
}

Result<Tables> read_tables(Connection& connection, const model::RuleSet& rules) {
  Tables tables;
  for (const auto& record : rules.records) {
    auto table = table_info(connection, record.table);
    if (!table) return table.error();
    tables.push_back(std::move(table).value());
  }
  return tables;
}

std::vector<NeededIndex> needed_indexes(const model::RuleSet& rules, const Tables& tables) {
  std::set<NeededIndex> needed;
  for (model::RecordId record = 0; record < rules.records.size(); ++record) {
    if (is_entry_kind(rules.records[record])) needed.insert({record, rules.records[record].key});
    if (rules.records[record].is_child()) needed.insert({record, rules.records[record].parent_column});
  }
  for (const auto& path : mark_paths(rules))
    for (const auto& hop : path.hops) needed.insert({hop.record, hop.column});
  // Readers look the other records of a subject up by their subject.
  const auto reads = reads_of_rules(rules);
  for (const auto& read : reads)
    for (const auto record : read.same_subject) {
      const auto root = up_to_root(rules, record).back();
      if (const auto column = subject_column(rules, record); !column.empty()) needed.insert({root, column});
    }
  std::vector<NeededIndex> there;
  for (const auto& index : needed)
    if (tables[index.record] && tables[index.record]->find(index.column)) there.push_back(index);
  return there;
}

std::vector<NeededIndex> missing_indexes(const model::RuleSet& rules, const Tables& tables) {
  auto missing = needed_indexes(rules, tables);
  std::erase_if(missing, [&](const NeededIndex& index) { return tables[index.record]->can_look_up(index.column); });
  return missing;
}

Result<MappingReport> check_mapping(Connection& connection, const model::RuleSet& rules) {
  auto tables = read_tables(connection, rules);
  if (!tables) return tables.error();
  auto sealed = identity_columns(connection);
  if (!sealed) return sealed.error();
  MappingCheck check{connection, rules, std::move(tables).value(), {}, std::move(sealed).value()};
  if (auto done = check_tables(check); !done) return done.error();
  if (check.report.ok())
    if (auto done = check_references(check); !done) return done.error();
  if (check.report.ok())
    if (auto done = check_values(check); !done) return done.error();
  for (const auto& index : missing_indexes(rules, check.tables))
    check.add(FindingKind::IndexAdded, Severity::Note, index.record, index.column,
              fmt::format("an index on `{}` of `{}` is added, because rows are looked up by it", index.column,
                          rules.records[index.record].table));
  std::stable_sort(check.report.findings.begin(), check.report.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return std::move(check.report);
}

}  // namespace frist::store
