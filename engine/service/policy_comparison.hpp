// SPDX-License-Identifier: Apache-2.0
// Two policies compared: what differs in the rules, and what becomes of the entries of a database. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/run/policy_diff.hpp"
#include "rules/analyse/compare.hpp"

namespace frist::service {

struct ComparedPolicy {
  std::shared_ptr<const model::RuleSet> rules;
  std::string hash;
};

struct PolicyComparison {
  ComparedPolicy before, after;
  std::vector<analyse::RuleChange> rules;
  std::optional<run::PolicyDiff> entries;  // only where a database was given
  bool any() const { return !rules.empty() || (entries && entries->any_change()); }
};

/// `connection`: the database whose entries are compared; null: rules alone. `as_of`: as people write it; nothing: now.
/// Errors: those of as_of() and of diff_entries().
text::Result<PolicyComparison> compare_policies(ComparedPolicy before, ComparedPolicy after,
                                                store::Connection* connection, const std::optional<std::string>& as_of,
                                                const run::DiffOptions& options);

/// In words for people: "what it does", "the condition"; "would go at once"; a policy's name and version.
std::string part_words(const analyse::RuleChange& change);
const char* change_words(run::EntryChange change);
const char* leaning_words(analyse::Leaning leaning);  // empty for words
std::string policy_words(const ComparedPolicy& policy);

/// The comparison as a page for people: HTML of one file, with its style and without any script, which reads in order
/// without the style and on paper. Every text of the policies and every key is escaped. Pure.
std::string comparison_page(const PolicyComparison& comparison);

}  // namespace frist::service
