// SPDX-License-Identifier: Apache-2.0
// Examples that a policy carries: facts given, and what the author expects of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/model/facts.hpp"
#include "rules/model/party.hpp"

namespace frist::model {

struct Expectation {
  enum class Kind : std::uint8_t {
    KeptThrough,
    Kept,
    KeptPermanently,
    NeverErased,
    Act,       // `act` on `dates[0]`, or between the bounds dates[0] and dates[1]
    Reviewed,  // on each of `dates`, in order
    DueOn,
    NotDue,
    NotBefore,
    Permitted,
    Refused,
    Undetermined,
    Band,
    Recalculated,  // dates: last, next
    May,
    MayNot,
    That,  // `condition` is yes
    Error  // the policy is wrong in this way: `code`
  };
  Kind kind = Kind::Kept;
  EffectKind act = EffectKind::Erase;
  std::vector<calendar::Day> dates;
  std::optional<std::int64_t> instant;  // DueOn / NotBefore a moment
  bool permitted_from = false;          // Permitted with a date: the first day on which it would be
  std::string by;                       // name of the rule, bands or deadline; empty: not said
  std::vector<std::string> missing;     // names of fields; empty: not said
  std::string band;
  std::string code;
  std::string refer_to;  // Refused: the party to ask
  ExprId condition = kNoId;
  // May, MayNot
  PartyId party = kNoId;
  Action action = Action::Read;
  Object object;
  std::vector<FieldId> showing;
  PurposeId purpose = kNoId;
  bool other_reading = false;  // asks the readings that were not chosen
  text::Span span;
};

struct ReadingChosen {
  ChoiceId choice = kNoId;
  std::uint32_t reading = 0;
};

struct Example {
  std::string title;
  std::optional<Entry> entry;
  std::uint32_t bands = kNoId;                 // `given base_score 97.5`
  Value score;                                 // in millionths, as the bounds of bands
  std::optional<AsOf> as_of;                   // none: from the latest of the given dates on
  std::optional<calendar::Counting> counting;  // overrides every counting of the policy's rules
  std::optional<calendar::MonthEnd> month_end;
  std::vector<ReadingChosen> choosing;
  std::vector<Expectation> expects;
  text::Span span;
};

}  // namespace frist::model
