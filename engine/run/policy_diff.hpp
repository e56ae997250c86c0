// SPDX-License-Identifier: Apache-2.0
// What a change of policy means for the entries of a database: each is decided by both policies as it stands now, in
// one read transaction, nothing written. Memory is bounded by the batch and by how many rules there are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/run/entry_change.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

struct DiffSide {
  std::shared_ptr<const model::RuleSet> rules;
  std::string hash;
  model::AsOf as_of;  // the same day for both; where it begins is for the policy's time zone to say
};

struct DiffOptions {
  std::uint32_t samples = 5;  // of each change but Same, for each kind; and of each act that begins or ends
  std::function<void(const char* what, std::uint64_t done, std::uint64_t total)> progress;
};

struct DiffCount {
  std::string record, old_rule, new_rule;  // empty: none
  EntryChange change = EntryChange::Same;
  std::int64_t n = 0;
};

// Days are the first on which it is gone, as the facts stand; kNever where nothing ends it.
struct DiffSample {
  std::string entry, old_rule, new_rule;
  EntryChange change = EntryChange::Same;
  calendar::Day old_gone_from = 0, new_gone_from = 0;
};

// Acts but erasing that only one of the policies does now. What was done before is not regarded.
struct ActCount {
  std::string record, act, what, rule;
  bool begins = true;
  std::int64_t n = 0;
};
struct ActSample {
  std::string entry, act, rule;
  bool begins = true;
};

struct PolicyDiff {
  std::string old_hash, new_hash;
  calendar::Day as_of = 0;
  std::uint64_t looked_at = 0;      // entries
  std::int64_t without_key = 0;     // rows that are no entries, because they have no key; nothing ever happens to them
  std::vector<DiffCount> counts;    // by record, old rule, new rule, change; Same too
  std::vector<DiffSample> samples;  // by kind, in the order of keys
  std::vector<ActCount> acts;       // by record, act, rule, whether it begins
  std::vector<ActSample> act_samples;
  std::int64_t total(EntryChange change) const;
  std::int64_t total_acts(bool begins, std::string_view what = "") const;  // of all kinds where `what` is empty
  bool any_change() const;
};

// Kinds are matched by name; one that is in another table or under another key counts as gone and as new. Where only
// one policy has rules for a kind, the other never erases it. Reads in the transaction that is open, or else in its
// own. Errors: tables, columns or indexes that one of the policies needs are missing, rows share a key or cannot be
// found by it (Data), and those of reading.
text::Result<PolicyDiff> diff_entries(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                                      const DiffOptions& options);

}  // namespace frist::run
