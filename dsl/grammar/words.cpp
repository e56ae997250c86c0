// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/words.hpp"

#include <algorithm>
#include <iterator>

#include "dsl/text/check.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;
using View = std::string_view;

constexpr View kReserved[] = {
    "above",       "after",    "ago",       "allow",        "alternative", "and",      "anonymise", "any",
    "approval",    "archive",  "as",        "at",           "author",      "bands",    "before",    "below",
    "between",     "by",       "calendar",  "choice",       "choose",      "choosing", "cites",     "closed",
    "count",       "counting", "day",       "days",         "deadline",    "define",   "due",       "earliest",
    "eligibility", "end",      "erase",     "every",        "example",     "expect",   "extend",    "field",
    "for",         "forbid",   "force",     "from",         "full",        "given",    "has",       "hold",
    "hour",        "hours",    "in",        "includes",     "instead",     "is",       "keep",      "latest",
    "less",        "list",     "minus",     "minute",       "minutes",     "month",    "months",    "more",
    "needs",       "no",       "none",      "not",          "note",        "of",       "on",        "one",
    "open",        "or",       "other",     "party",        "permission",  "plus",     "policy",    "prohibited",
    "prohibition", "purpose",  "reading",   "recalculated", "record",      "recorded", "refer",     "refuse",
    "requires",    "restrict", "retention", "review",       "rolls",       "source",   "subject",   "sum",
    "suppress",    "than",     "the",       "this",         "through",     "time",     "to",        "today",
    "transfer",    "unknown",  "until",     "use",          "version",     "week",     "weeks",     "when",
    "where",       "widening", "with",      "within",       "year",        "years",    "yes",
};

constexpr View kDeclarations[] = {
    "approval", "bands",      "calendar", "choice",          "deadline",    "define",  "eligibility", "example",
    "party",    "permission", "policy",   "prohibited data", "prohibition", "purpose", "record",      "retention",
};
/// In the order of kDeclarations.
constexpr NodeKind kDeclarationKinds[] = {
    NodeKind::Approval,    NodeKind::Bands,      NodeKind::Calendar,    NodeKind::Choice,
    NodeKind::Deadline,    NodeKind::Define,     NodeKind::Eligibility, NodeKind::Example,
    NodeKind::Party,       NodeKind::Permission, NodeKind::Policy,      NodeKind::ProhibitedData,
    NodeKind::Prohibition, NodeKind::Purpose,    NodeKind::Record,      NodeKind::Retention,
};
static_assert(std::size(kDeclarations) == std::size(kDeclarationKinds));

constexpr View kPolicy[] = {"counting", "month end", "source", "time zone", "use", "version"};
constexpr View kRecord[] = {"field", "list", "subject"};
constexpr View kDefine[] = {"cites", "in force", "note"};
constexpr View kCommon[] = {"cites", "in force", "note", "reading"};
constexpr View kRetention[] = {"anonymise", "archive",          "cites",    "counting",  "erase", "extend",  "hold",
                               "in force",  "instead of",       "keep",     "month end", "note",  "reading", "restrict",
                               "review",    "suppress towards", "transfer", "when"};
constexpr View kEligibility[] = {"alternative", "cites",   "counting", "in force", "month end",
                                 "note",        "reading", "requires", "when"};
constexpr View kBands[] = {"above",    "at most", "below",   "cites",        "from",
                           "in force", "note",    "reading", "recalculated", "refuse"};
constexpr View kPermission[] = {"allow",     "cites", "counting", "for",   "in force",
                                "month end", "note",  "reading",  "until", "when"};
constexpr View kProhibition[] = {"cites", "counting", "for",      "forbid", "in force", "month end",
                                 "note",  "reading",  "refer to", "until",  "when"};
constexpr View kApproval[] = {"author", "by", "cites", "in force", "needs", "note", "reading", "widening needs"};
constexpr View kCalendar[] = {"cites", "closed", "in force", "includes", "note", "open", "reading"};
constexpr View kDeadline[] = {"cites",      "counting", "due",     "in force", "month end",
                              "not before", "note",     "reading", "rolls in", "when"};
constexpr View kChoice[] = {"choose", "cites", "note", "reading"};
constexpr View kExample[] = {"and", "as of", "choosing", "counting", "expect", "given", "month end"};

constexpr View kActions[] = {"change", "disclose", "enter",  "erase", "order",
                             "query",  "read",     "report", "store", "use"};
constexpr View kMonths[] = {"April", "August", "December", "February", "January", "July",
                            "June",  "March",  "May",      "November", "October", "September"};
constexpr View kWeekdays[] = {"Friday", "Monday", "Saturday", "Sunday", "Thursday", "Tuesday", "Wednesday"};
constexpr View kUnits[] = {"day",   "days",   "hour", "hours", "minute", "minutes",
                           "month", "months", "week", "weeks", "year",   "years"};

}  // namespace

std::span<const View> reserved_words() { return kReserved; }

bool is_reserved(View word) { return std::binary_search(std::begin(kReserved), std::end(kReserved), word); }

std::span<const View> declaration_keywords() { return kDeclarations; }

std::optional<NodeKind> declaration_kind(View word) {
  for (std::size_t i = 0; i < std::size(kDeclarations); ++i) {
    if (first_word(kDeclarations[i]) == word) return kDeclarationKinds[i];
  }
  return std::nullopt;
}

View declaration_keyword(NodeKind declaration) {
  const auto* found = std::find(std::begin(kDeclarationKinds), std::end(kDeclarationKinds), declaration);
  FRIST_CHECK(found != std::end(kDeclarationKinds));
  return kDeclarations[found - std::begin(kDeclarationKinds)];
}

std::span<const View> clause_keywords(NodeKind declaration) {
  switch (declaration) {
    case NodeKind::Policy:
      return kPolicy;
    case NodeKind::Record:
      return kRecord;
    case NodeKind::Define:
      return kDefine;
    case NodeKind::Retention:
      return kRetention;
    case NodeKind::Eligibility:
      return kEligibility;
    case NodeKind::Bands:
      return kBands;
    case NodeKind::Permission:
      return kPermission;
    case NodeKind::Prohibition:
      return kProhibition;
    case NodeKind::Approval:
      return kApproval;
    case NodeKind::Calendar:
      return kCalendar;
    case NodeKind::Deadline:
      return kDeadline;
    case NodeKind::Choice:
      return kChoice;
    case NodeKind::Example:
      return kExample;
    case NodeKind::Party:
    case NodeKind::Purpose:
    case NodeKind::ProhibitedData:
      return kCommon;
    default:
      return {};
  }
}

bool begins_clause(NodeKind declaration, View word) {
  const auto phrases = clause_keywords(declaration);
  return std::any_of(phrases.begin(), phrases.end(), [&](View phrase) { return first_word(phrase) == word; });
}

std::vector<NodeKind> declarations_with_clause(View word) {
  std::vector<NodeKind> found;
  for (const NodeKind kind : kDeclarationKinds) {
    if (begins_clause(kind, word)) found.push_back(kind);
  }
  return found;
}

std::span<const View> actions() { return kActions; }
std::span<const View> months() { return kMonths; }
std::span<const View> weekdays() { return kWeekdays; }
std::span<const View> period_units() { return kUnits; }

View first_word(View phrase) { return phrase.substr(0, phrase.find(' ')); }

std::vector<std::string> first_words(std::span<const View> phrases) {
  std::vector<std::string> words;
  for (const View phrase : phrases) words.emplace_back(first_word(phrase));
  return words;
}

}  // namespace frist::grammar
