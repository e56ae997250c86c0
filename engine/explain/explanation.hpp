// SPDX-License-Identifier: Apache-2.0
// Answers with their reasons, as plain data: why and until when an entry is kept, whether something is permitted, who
// may see it, what a score means, when something is due. No words of any language, no text of a screen. Made by
// explain.hpp; values, freely copied. `rule` is an index into the vector of its kind in the RuleSet that was asked.
#pragma once

#include "engine/decide/access.hpp"
#include "engine/decide/deadline.hpp"
#include "engine/explain/said.hpp"

namespace frist::explain {

struct Asked {
  model::RecordId record = model::kNoId;
  std::string key;
  model::AsOf as_of;
};

// The part that a clause has in the outcome.
enum class Part : std::uint8_t {
  Decides,       // its limit is the day on which the entry goes
  Keeps,         // its duty or hold sets, or moves, that day
  AlsoKeeps,     // a duty that ends sooner than another
  RunsOutLater,  // a limit that applies and is later than another
  Acts,          // a milder act that is due
  ActsLater,
  Reviews,  // a person must look, now or later
  Extends,
  Replaced,     // another rule stands instead of it
  Open,         // nobody knows whether it applies
  DateUnknown,  // it applies but nobody knows from when
  DoesNotApply,
  NotInForce,
  NotChosen,  // a reading that was not chosen
};

struct EffectSaid {
  std::uint32_t effect = 0;  // index into RetentionRule::effects
  model::EffectKind kind = model::EffectKind::Erase;
  Part part = Part::DoesNotApply;
  Truth stands = Truth::No;
  Day start = calendar::kUnknown;         // the event that the period runs from; kNone: it has not happened
  Day gone_from = calendar::kUnknown;     // limits: as the clause says it
  Day kept_through = calendar::kUnknown;  // limits and duties: the day before, or the duty's last day
  Day limit = calendar::kUnknown;         // limits: after force, extensions and specials of unknown standing
  bool clipped = false;                   // the month had no such day
  bool from_day_itself = false;           // how the period was counted
  Day floored_to = calendar::kNone;       // it had run out before the rule came into force on this day
  std::vector<model::RuleId> extended_by;
  std::vector<FactSaid> facts;         // that the start was made of
  Day next_review = calendar::kNever;  // reviews: first one after the as-of day
};

struct RuleSaid {
  model::RuleId rule = model::kNoId;
  bool chosen = true;
  Truth in_force = Truth::Yes;
  Truth applies = Truth::No;  // some clause of it stands
  Truth replaced = Truth::No;
  std::vector<model::RuleId> replaced_by;  // the specials that apply, or may
  std::optional<Said> when;
  std::vector<EffectSaid> effects;
};

struct Verdict {
  bool erase_due = false, restricted = false, review_due = false;
  bool placed_hold = false;                    // by a person
  bool hold_unknown = false;                   // nobody knows whether a person placed one; it counts as one
  bool held = false;                           // by a hold of any kind
  Day restricted_on = calendar::kNone;         // a person or a rule did so then (GDPR Art. 18); kNone: neither
  Day erasure_requested_on = calendar::kNone;  // by the subject, and it still stands (GDPR Art. 17)
  model::RuleId rule = model::kNoId;           // that sets `due`; kNoId: none, or a placed hold
  Day limit = calendar::kNever;                // earliest live limit
  Day duty = calendar::kNone;                  // last day of the longest duty; kNever: for ever; kNone: none
  Day due = calendar::kNever;                  // gone from, as things stand on the as-of day
  Day next_change = calendar::kNever;
  // Stepped from change to change on unchanged facts: the day on which it really goes. kNever: never; where the search
  // was given up it is kUnknown and `searched_until` says how far it went.
  Day gone_from = calendar::kNever;
  Day searched_until = calendar::kNever;
  model::RuleId gone_by = model::kNoId;
  Day review_on = calendar::kNone;  // the review that fires
  model::RuleId review_rule = model::kNoId;
  Day next_review = calendar::kNever;  // the first one after the as-of day
  model::RuleId next_review_rule = model::kNoId;
};

// Where it is open whether a special rule applies: `due` by the answer that brings it earliest and latest.
struct Bounds {
  Day earliest = calendar::kNever, latest = calendar::kNever;
  bool open() const { return earliest != latest; }
};

// What would bring the day forward, or turn the answer: every value in `sets` at once, decided again by the same
// program.
struct Change {
  std::vector<SetFact> sets;
  Day due = calendar::kNever;         // retention: gone from, as of the same day
  model::RuleId rule = model::kNoId;  // retention: by this rule
  Truth permitted = Truth::Unknown;   // eligibility
};

// What happens on a day. Ordered by day, then as in `Kind`.
struct Step {
  enum class Kind : std::uint8_t {
    Starts,        // the event that a period runs from
    AsOf,          // the day that was asked about
    LimitRunsOut,  // from this day a duty alone keeps it
    Restricted,    // and processing is restricted
    Act,           // a milder act
    Review,
    DutyEnds,  // the last day of a duty
    LastDayKept,
    Erased,
    Changes,  // the day on which it is to go changes to `due`
    GivenUp,  // the search ends here, there may be more
  } kind = Kind::AsOf;
  Day day = calendar::kNever;
  model::RuleId rule = model::kNoId;
  std::uint32_t effect = 0;
  model::ExprId start = model::kNoId;
  Day due = calendar::kNever;
};

struct OtherReading {
  model::ChoiceId choice = model::kNoId;
  std::uint32_t reading = 0;
  Day due = calendar::kNever;         // retention
  model::RuleId rule = model::kNoId;  // that sets `due`, or the eligibility that was asked
  Truth permitted = Truth::Unknown;   // eligibility
  bool same = false;                  // it comes to the same
};

struct Retention {
  Asked asked;
  Verdict verdict;
  Bounds bounds;
  std::vector<RuleSaid> rules;  // of the record, in their order
  std::vector<FactSaid> missing;
  std::vector<Change> changes;  // the earliest first
  std::vector<Step> timeline;
  std::vector<OtherReading> readings;
};

struct AlternativeSaid {
  std::uint32_t alternative = 0;
  Truth holds = Truth::No;
  bool decisive = false;
  std::vector<Said> requires_all;
};

struct Eligibility {
  Asked asked;
  std::uint32_t rule = model::kNoId;
  bool chosen = true;  // no: of a reading that was not chosen, since there is no other; it decides nothing
  Truth permitted = Truth::Unknown;
  Truth in_force = Truth::Yes;
  std::optional<Said> when;
  std::vector<Said> requires_all;
  std::vector<AlternativeSaid> alternatives;
  std::vector<FactSaid> missing;
  // First day from the as-of day on, on unchanged facts; kNever: never; kUnknown: the search was given up.
  Day first_permitted = calendar::kNever;
  Day permitted_until = calendar::kNever;  // where permitted: first later day on which it is not; kNever: none
  std::vector<Change> changes;
  std::vector<OtherReading> readings;
};

struct AccessSaid {
  bool prohibition = false;
  std::uint32_t rule = model::kNoId;
  decide::AccessMatch match = decide::AccessMatch::OtherParty;
  std::optional<Said> when;
  Day until = calendar::kNone;  // last day of the permission; kNone: none was said
  std::vector<model::FieldId> shows;
};
struct Access {
  Asked asked;  // record and key only where the object is a record
  decide::AccessQuestion question;
  bool permitted = false;
  bool open = false;                             // refused because something is not known
  std::uint32_t permission = model::kNoId;       // that permits, or might
  std::uint32_t prohibition = model::kNoId;      // that forbids, or might
  std::uint32_t prohibited_data = model::kNoId;  // what is asked for must not be held at all
  model::PartyId refer_to = model::kNoId;
  std::vector<AccessSaid> rules;  // those about the action and the object
  std::vector<FactSaid> missing;
};

struct Score {
  std::uint32_t bands = model::kNoId;
  bool chosen = true;                 // as for eligibility
  model::Value value;                 // of the bands' type
  bool refused = false;               // such a value is no score
  std::uint32_t band = model::kNoId;  // index into Bands::bands; kNoId: none
  Truth in_force = Truth::Yes;
  Day as_of = 0;
  Day last = calendar::kNone, next = calendar::kNone;  // computed
  struct Other {
    OtherReading reading;  // `rule`: the bands of that reading
    bool refused = false;
    std::uint32_t band = model::kNoId;
  };
  std::vector<Other> readings;
};

struct Deadline {
  Asked asked;
  std::uint32_t rule = model::kNoId;
  bool chosen = true;  // as for eligibility
  decide::DeadlineAnswer::Kind kind = decide::DeadlineAnswer::Kind::Unknown;
  Truth applies = Truth::Unknown;  // its `when` and its force
  std::optional<Said> when;
  decide::When due, unrolled;
  std::optional<decide::When> not_before;
  std::uint32_t clause = model::kNoId;  // which `due` set it
  bool outside_calendar = false;        // unknown because a calendar does not cover the days
  std::vector<FactSaid> facts, missing;
  struct Other {
    OtherReading reading;  // `rule`: the deadline of that reading
    decide::DeadlineAnswer::Kind kind = decide::DeadlineAnswer::Kind::Unknown;
    decide::When due;
  };
  std::vector<Other> readings;
};

}  // namespace frist::explain
