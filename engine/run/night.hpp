// SPDX-License-Identifier: Apache-2.0
// The night: everything that is due in a database by the policy that is attached to it is decided and done, each batch
// in one transaction with its audit entries and new next-change dates. Killed at any point, the next call goes on where
// it was. One writer; one policy from start to end.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/run/brake.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::run {

struct NightOptions {
  model::AsOf as_of;
  std::int64_t now = 0;                      // epoch seconds, for the log; deciding never looks at it
  std::function<std::int64_t()> clock = {};  // what it is when the night ends, for the log too; none: `now`
  bool dry_run = false;                      // decide and count; write nothing; any policy, not only the attached one
  bool ahead = false;                        // as_of may be later than the day of `now`
  std::optional<Brake> brake;                // none: whatever is due is done
  bool check_pages = false;                  // first make sure that every page of the file is sound
  bool catch_up = false;                     // the last night may be longer ago than clock.hpp allows
  // The other policies since the last night that did anything, first the one of that night, to which a changed policy
  // is compared: what each asks for before anything is done counts, too.
  std::vector<std::shared_ptr<const model::RuleSet>> former;
  std::int64_t plan = 0;       // do what this plan froze and nothing else; 0: no plan
  bool release_brake = false;  // a plan beyond the brake, which nobody has signed, may be done
  std::size_t threads = 0;  // that read and decide where all entries are decided; 0: as the machine allows, at most 2
  std::uint32_t batch = 8192;  // entries of one transaction; other writers wait for about half a second
  std::string keys;            // the key file of sealed identity fields; empty: DATABASE-frist-keys
  // What is being done, how much of it is done, and of how much (0: not known).
  std::function<void(const char* what, std::uint64_t done, std::uint64_t total)> progress;
};

// How many entries of a kind came to what by which rule. `what`: "erased", "reviewed", "restricted", "anonymised",
// "archived", "transferred", "suppressed", "kept", "failed", "left" (not in the plan as it now is). An entry that is
// decided twice, because what was done to another changed its facts, counts twice.
struct NightCount {
  std::string record, rule, what;
  std::int64_t n = 0;
};

// An entry with which something could not be done. It stays due.
struct NightFailure {
  std::string entry;  // "claim/12"
  std::string message;
};

// Values of a field that could not be read, of the entries that were decided; they count as unknown.
struct Unreadable {
  std::string record, field;
  std::int64_t values = 0;
};

struct NightReport {
  std::int64_t run = 0;  // 0: nothing was written (dry run, or there was nothing to do)
  std::string policy_hash;
  calendar::Day as_of = 0;
  bool resumed = false;                // went on with a run that had been cut off
  std::vector<BrakeFinding> brake;     // why the night was stopped before anything more was done; none: it was not
  bool nothing_to_do = false;          // the same night was done before and nothing has changed
  std::string log_kept_because;        // why the write-ahead log could not be emptied: erased values may still be in it
  std::int64_t keys_destroyed = 0;     // data keys of sealed identity fields that went
  std::string keys_kept_because;       // why keys of erased values are still there, to go with the next night
  std::uint64_t decided = 0;           // entries looked at
  std::vector<NightCount> counts;      // by record, rule, what
  std::vector<NightCount> rows;        // rows removed, `record` is the table and `rule` empty
  std::vector<NightFailure> failures;  // the first kMostFailures of total("failed")
  std::vector<Unreadable> unreadable;
  std::int64_t waiting = 0;  // reviews that wait for a person, of this night and earlier ones
  std::uint64_t total(std::string_view what) const;
};

inline constexpr std::size_t kMostFailures = 20;

// Errors: the database is not attached, or is attached to another policy (Usage); the policy needs approvals, the
// tables are not watched as attach left them, the clock is wrong or nights were left out, the day lies ahead or before
// the night that was last (Refused); another writer or another night (Busy); the disk (Io); damage (Data). After an
// error the batches before it stay done.
text::Result<NightReport> run_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                    const std::string& policy_hash, const NightOptions& options);

}  // namespace frist::run
