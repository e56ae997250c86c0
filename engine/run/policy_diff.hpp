// SPDX-License-Identifier: Apache-2.0
// What a change of policy means for the entries of a database: each is decided by both policies as it stands now, in
// one read transaction, nothing written. Memory is bounded by the batch and by how many rules there are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

// What becomes of an entry. The first that fits counts.
enum class EntryChange : std::uint8_t {
  Now,        // is erased at once by the new policy, and would not be by the old one
  ActNow,     // a milder act (restriction, anonymising ...) is due at once by the new policy only
  NewEnd,     // had no day of erasure, and has one
  Earlier,    // is gone from an earlier day
  Never,      // had a day of erasure, and has none
  Later,      // is gone from a later day
  OtherRule,  // the same day, by another rule; or due by both
  Same
};
inline constexpr std::size_t kEntryChanges = 8;
const char* name_of(EntryChange change);  // "now", "act now", "new end" ...

struct DiffSide {
  std::shared_ptr<const model::RuleSet> rules;
  std::string hash;
};

struct DiffOptions {
  model::AsOf as_of;
  std::uint32_t samples = 5;  // of each change but Same, for each kind
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

struct PolicyDiff {
  std::string old_hash, new_hash;
  calendar::Day as_of = 0;
  std::uint64_t looked_at = 0;      // entries
  std::vector<DiffCount> counts;    // by record, old rule, new rule, change; Same too
  std::vector<DiffSample> samples;  // by kind, in the order of keys
  std::int64_t total(EntryChange change) const;
  std::int64_t of_kind(const std::string& record, EntryChange change) const;
  bool any_change() const;
};

// Kinds are matched by name; one that is in another table or under another key counts as gone and as new. Where only
// one policy has rules for a kind, the other never erases it. Errors: tables, columns or indexes that one of the
// policies needs are missing (Data), and those of reading.
text::Result<PolicyDiff> diff_entries(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                                      const DiffOptions& options);

}  // namespace frist::run
