// SPDX-License-Identifier: Apache-2.0
// What a policy says: rules of retention and eligibility, deadlines, score bands, choices of readings. Plain data,
// immutable once in a RuleSet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/model/expr.hpp"

namespace frist::model {

struct Source {  // a text that rules cite
  std::string name, title, link;
};
struct Citation {
  std::uint32_t source = kNoId;  // index into RuleSet::sources
  std::string place;             // "II.2", "S-083 Deletion periods"
};

// When a declaration is the law. `by` is a date of the entry instead of the as-of date (the law at an event's date).
struct Force {
  calendar::Day from = calendar::kFirstDay;
  calendar::Day through = calendar::kLastDay;
  ExprId by = kNoId;
  ExprId holds = kNoId;  // T: in force for this entry on the as-of date; kNoId: always
  bool always() const { return holds == kNoId; }
};

// Which reading of an ambiguous text a declaration stands for.
struct ReadingOf {
  ChoiceId choice = kNoId;
  std::uint32_t reading = 0;
  bool chosen = true;  // not chosen: evaluated and shown, never acts
};

// What every declaration can carry.
struct Heading {
  std::string name;
  Titles titles;
  Titles note;
  std::vector<Citation> cites;
  Force force;
  ReadingOf reading;
  text::Span span;       // the whole declaration
  text::Span name_span;  // its name
};

enum class EffectKind : std::uint8_t {
  Erase,
  EraseOnRequest,
  Anonymise,
  Restrict,
  Suppress,
  Archive,
  Transfer,  // limits
  Keep,
  KeepPermanently,
  Hold,  // duties
  Review,
  ReviewOnce,  // a person must look
  Extend,      // moves a limit
};
constexpr bool is_limit(EffectKind k) { return k <= EffectKind::Transfer; }
constexpr bool is_duty(EffectKind k) { return k >= EffectKind::Keep && k <= EffectKind::Hold; }

struct Effect {
  EffectKind kind = EffectKind::Erase;
  text::Span span;
  // D, may be none or unknown. Limits: the first day on which the data must be gone (from which the milder act holds),
  // before the rule's own first day of force is regarded. Keep: the last day of the duty. Reviews: the anchor.
  // kNoId: Hold, KeepPermanently, Extend.
  ExprId date = kNoId;
  ExprId start = kNoId;     // the event the period runs from; none: the effect does not apply
  ExprId stands = kNoId;    // T: the rule is in force, its `when` holds and the start is recorded; kNoId: always
  calendar::Period period;  // Erase ... Keep: for explanations; Review: every; Extend: by how much
  bool at_once = false;
  calendar::Counting counting = calendar::Counting::FromNextDay;
  calendar::MonthEnd month_end = calendar::MonthEnd::LastDay;
  std::vector<FieldId> fields;   // Anonymise
  std::vector<PartyId> parties;  // Suppress: towards whom; Transfer: to whom
  std::vector<RuleId> extends;   // Extend: every version of the rule it names
  bool once = false;             // Extend
};

struct RetentionRule {
  Heading heading;
  RecordId record = kNoId;
  std::vector<RuleId> instead_of;  // every version of the rules it names
  std::vector<RuleId> specials;    // the other direction: the rules that replace this one where they apply
  ExprId when = kNoId;             // T; kNoId: always
  std::vector<Effect> effects;
};

struct Requirement {
  ExprId condition = kNoId;  // T; its label is in the expression
  text::Span span;
};
struct Alternative {
  std::string name;
  Titles titles;
  std::vector<Requirement> requires_all;
  std::vector<Citation> cites;
  text::Span span;
};
struct Eligibility {
  Heading heading;
  RecordId record = kNoId;
  ExprId when = kNoId;  // outside of it the answer is "refused": the rule is not about such an entry
  std::vector<Requirement> requires_all;
  std::vector<Alternative> alternatives;
  ExprId permitted = kNoId;  // T: the whole thing as one expression
};

struct Bound {
  std::int64_t value = 0;  // in millionths
  bool inclusive = true;
};
struct Band {
  std::string name;
  Titles titles;
  std::optional<Bound> lower, upper;
  text::Span span;
};
struct Bands {
  Heading heading;
  Type type;
  std::vector<Band> bands;
  std::optional<Bound> refuse_from, refuse_to;  // values at or above / at or below these are no score at all
  bool recalculated_daily = false;
  std::vector<std::uint8_t> recalculated_in;  // months 1..12, ascending; empty and not daily: nothing said
};

struct Due {
  ExprId date = kNoId;  // D or Moment, before rolling
  text::Span span;
  // in open hours: `date` is the start (Moment) and `open_minutes` are counted in `calendar`
  CalendarId calendar = kNoId;
  std::int64_t open_minutes = 0;
  std::optional<calendar::Period> every;  // a periodic duty: due every so often from `date`
};
struct Deadline {
  Heading heading;
  RecordId record = kNoId;
  ExprId when = kNoId;
  std::vector<Due> due;       // the earliest known one counts
  ExprId not_before = kNoId;  // D or Moment
  CalendarId rolls_in = kNoId;
  bool rolls_backwards = false;
  calendar::Counting counting = calendar::Counting::FromNextDay;
  calendar::MonthEnd month_end = calendar::MonthEnd::LastDay;
  bool from_next_hour = false;
};

struct Reading {
  std::string name;
  Titles titles;
};
struct Choice {
  Heading heading;
  std::vector<Reading> readings;
  std::uint32_t chosen = kNoId;
};

struct Define {
  Heading heading;
  RecordId record = kNoId;
  ExprId value = kNoId;
  bool used = false;  // something names it
};

}  // namespace frist::model
