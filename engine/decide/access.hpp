// SPDX-License-Identifier: Apache-2.0
// Who may do what: permissions and prohibitions against one question. Pure function of a kept run. Nothing is permitted
// that no permission names; what is not known refuses.
#pragma once

#include <vector>

#include "engine/decide/missing.hpp"

namespace frist::decide {

struct AccessQuestion {
  model::PartyId party = model::kNoId;
  model::Action action = model::Action::Read;
  model::Object object;
  std::vector<model::FieldId> showing;      // of the object's record; empty: the thing as a whole
  model::PurposeId purpose = model::kNoId;  // kNoId: none was said
  bool restricted = false;                  // the processing of the entry is restricted (GDPR Art. 18)
};

/// What a permission or prohibition has to do with a question: the first reason why it is not about it, `Open` where a
/// condition or its last day is not known, else `Matches`. An open prohibition forbids, an open permission does not
/// permit.
enum class AccessMatch : std::uint8_t {
  Matches,
  Open,
  OtherAction,
  OtherObject,
  OtherParty,
  OtherPurpose,
  OtherFields,
  Restricted,
  NotInForce,
  ConditionNotMet,
  Expired
};

struct AccessAnswer {
  bool permitted = false;
  bool open = false;                         // refused only because something is not known
  std::uint32_t permission = model::kNoId;   // RuleSet::permissions: the first that matches, else the first open one
  std::uint32_t prohibition = model::kNoId;  // RuleSet::prohibitions: the first that matches, else the first open one
  std::uint32_t prohibited_data = model::kNoId;        // RuleSet::prohibited_data: what is asked for is of this kind
  model::PartyId refer_to = model::kNoId;              // whom the prohibition names
  std::vector<AccessMatch> permissions, prohibitions;  // parallel to the rule set's
  std::vector<MissingFact> missing;
};

/// Whether the entry's processing was restricted on that day.
bool is_restricted(const model::EngineFacts& facts, calendar::Day today);

/// Answers for entry `entry` of a machine's kept run of a program for answers: of the object's record where the object
/// is a record, else of no record (compile with kNoId and gather one empty entry). A permission that names no fields
/// shows every field that is not of a prohibited kind; one that names no purposes is for any. A prohibition that names
/// fields forbids where one of them is asked for. While processing is restricted, storing apart, a permission permits
/// only where its condition reads restricted_on.
AccessAnswer may(const Machine& machine, std::uint32_t entry, const AccessQuestion& question, calendar::Day today);

}  // namespace frist::decide
