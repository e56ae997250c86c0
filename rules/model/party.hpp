// SPDX-License-Identifier: Apache-2.0
// Who does what with the data: parties by their GDPR role (Art. 4), purposes, permissions, prohibitions, approval.
#pragma once

#include "rules/model/rule.hpp"

namespace frist::model {

enum class Role : std::uint8_t {
  Controller,
  JointController,
  Processor,
  Recipient,
  Supervisor,
  Subject,
  Source,
  ThirdParty,
  ActsFor
};
struct Party {
  Heading heading;
  Role role = Role::ThirdParty;
  PartyId of = kNoId;  // Processor for, ActsFor, JointController with
};
struct Purpose {
  Heading heading;
  PartyId party = kNoId;  // the controller that set it
  std::string basis;      // its legal basis in words
};

enum class Action : std::uint8_t { Read, Query, Report, Store, Use, Disclose, Change, Erase, Order, Enter };

// What an action is done to: a record kind, a score, a category of data, or anything at all.
struct Object {
  enum class Kind : std::uint8_t { Anything, Record, Bands, Data } kind = Kind::Anything;
  std::uint32_t id = kNoId;  // RecordId, index into RuleSet::bands or RuleSet::data_names
  bool operator==(const Object&) const = default;
};

// A permission or a prohibition.
struct Access {
  Heading heading;
  std::vector<PartyId> parties;
  Action action = Action::Read;
  Object object;
  std::vector<FieldId> showing;     // empty: every field that is not an identity field of the record; see `shows_all`
  bool shows_all = true;            // no `showing` was written
  std::vector<PurposeId> purposes;  // empty: whatever the purpose
  std::vector<text::Span> purpose_spans;  // parallel to `purposes`
  ExprId when = kNoId;                    // T over the object's record
  ExprId until = kNoId;                   // D: last day of the permission
  text::Span until_span;
  PartyId refer_to = kNoId;  // prohibitions: who is the one to ask
  std::string refer_text;
};

struct DataCategory {
  std::string name;
  Titles titles;
};
// Data that must not be stored or used, except by one party for one purpose where that is said.
struct ProhibitedData {
  Heading heading;
  std::vector<std::uint32_t> data;  // indices into RuleSet::data_names
  PartyId except_party = kNoId;
  PurposeId except_purpose = kNoId;
};

struct ApprovalNeed {
  std::uint32_t approvers = 1;
  std::vector<RecordId> records;  // empty: every kind
};
struct Approval {
  Heading heading;
  std::vector<PartyId> by;
  std::vector<ApprovalNeed> needs;
  std::uint32_t widening = 0;  // approvers for a rule change that makes more data due; 0: as `needs`
  bool author_may_approve = false;
};

}  // namespace frist::model
