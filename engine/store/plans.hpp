// SPDX-License-Identifier: Apache-2.0
// Plans of nights as they were frozen, and who signed them. What a plan says and how it is hashed is engine/run's
// business. Functions over a borrowed connection; writing needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

/// One entry that a plan would erase or change.
struct PlanEntry {
  std::int64_t kind = 0;
  Key entry;
  std::string action, rule;
  calendar::Day due = 0;
  std::string digest;  // 32 bytes, of the facts as the plan saw them
};

struct Plan {
  std::int64_t id = 0;
  std::string policy;  // hash
  calendar::Day as_of = 0;
  std::int64_t made_at = 0;  // epoch seconds
  std::string salt;          // of the digests
  std::string hash, body;    // empty while the plan is being made
  std::string state;         // "making", "open", "applying", "applied", "replaced", "withdrawn"
  std::optional<std::int64_t> run;
};

/// Begins a plan in state "making"; returns its number, from 1. Plans that were made or begun before and not applied
/// are replaced: their entries go.
Result<std::int64_t> begin_plan(Connection& connection, const Plan& plan);
Status add_plan_entries(Connection& connection, std::int64_t plan, const std::vector<PlanEntry>& entries);
Status freeze_plan(Connection& connection, std::int64_t plan, const std::string& hash, const std::string& body);
/// "applying" or "applied" by a run, or "withdrawn"; the entries of the latter two go.
Status set_plan_state(Connection& connection, std::int64_t plan, const std::string& state, std::int64_t run);

/// The latest that is open or being applied; nothing where there is none.
Result<std::optional<Plan>> current_plan(Connection& connection);
Result<std::optional<Plan>> plan_by_id(Connection& connection, std::int64_t id);
Result<std::optional<PlanEntry>> plan_entry(Connection& connection, std::int64_t plan, std::int64_t kind,
                                            const Key& entry);
/// In the order of kinds and keys, behind `after` (an entry without a key: from the start), at most `limit`.
Result<std::vector<PlanEntry>> plan_entries(Connection& connection, std::int64_t plan, const PlanEntry& after,
                                            std::uint32_t limit);

/// A person who may sign plans, with an Ed25519 public key.
struct Officer {
  std::string name, party;
  std::string public_key;  // 32 bytes
  std::int64_t added_at = 0;
  std::optional<std::int64_t> retired_at;
};
/// Error (Usage) where the name was used before, also by one who is retired, or the key is another's.
Status add_officer(Connection& connection, const Officer& officer);
/// Error (Usage) where no such officer is in office.
Status retire_officer(Connection& connection, const std::string& name, std::int64_t at);
Result<std::vector<Officer>> officers(Connection& connection);

struct Approval {
  std::string plan_hash, officer;
  std::int64_t signed_at = 0;
  std::string signature;  // 64 bytes
};
/// False: the officer has signed this plan before.
Result<bool> add_approval(Connection& connection, const Approval& approval);
Result<std::vector<Approval>> approvals_of(Connection& connection, const std::string& plan_hash);

}  // namespace frist::store
