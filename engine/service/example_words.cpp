// SPDX-License-Identifier: Apache-2.0
#include "engine/service/example_words.hpp"

#include <fmt/format.h>

#include "engine/run/act_words.hpp"

namespace frist::service {
namespace {

using Kind = model::Expectation::Kind;

// "anonymised", as a night counts it.
std::string word_of(model::EffectKind kind) {
  const std::string milder = run::word_of(kind);
  return milder.empty() ? "erased" : milder;
}

std::string day_words(const model::Expectation& e) {
  if (e.instant) return fmt::format("the given moment ({} s since 1970)", *e.instant);
  std::vector<std::string> days;
  for (calendar::Day day : e.dates) days.push_back(calendar::to_iso(day));
  return fmt::format("{}", fmt::join(days, ", "));
}

std::string plain_words(const model::RuleSet& rules, const model::Expectation& e) {
  switch (e.kind) {
    case Kind::KeptThrough:
      return "kept through " + day_words(e);
    case Kind::Kept:
      return "kept";
    case Kind::KeptPermanently:
      return "kept permanently";
    case Kind::NeverErased:
      return "not erased";
    case Kind::Act:
      if (e.dates.size() == 2)
        return fmt::format("{} between {} and {}", word_of(e.act), calendar::to_iso(e.dates[0]),
                           calendar::to_iso(e.dates[1]));
      return fmt::format("{} on {}", word_of(e.act), day_words(e));
    case Kind::Reviewed:
      return "reviewed on " + day_words(e);
    case Kind::DueOn:
      return "due on " + day_words(e);
    case Kind::NotDue:
      return "not due";
    case Kind::NotBefore:
      return "not before " + day_words(e);
    case Kind::Permitted:
      return e.permitted_from ? "permitted from " + day_words(e) : "permitted";
    case Kind::Refused:
      return "refused";
    case Kind::Undetermined:
      return e.missing.empty() ? "undetermined" : fmt::format("undetermined missing {}", fmt::join(e.missing, ", "));
    case Kind::Band:
      return "band " + e.band;
    case Kind::Recalculated:
      return fmt::format("recalculated last {} next {}", calendar::to_iso(e.dates.at(0)),
                         calendar::to_iso(e.dates.at(1)));
    case Kind::May:
    case Kind::MayNot:
      return fmt::format("{} {}", rules.parties[e.party].heading.name, e.kind == Kind::May ? "may" : "may not");
    case Kind::That:
      return rules.as_written(e.span);
    case Kind::Error:
      return "error " + e.code;
  }
  return {};
}

std::string name_of(const model::RuleSet& rules, model::RecordId entry, const decide::MissingFact& fact) {
  const model::RecordId id = fact.record == model::kNoId ? entry : fact.record;
  const model::Record* record = id == model::kNoId ? nullptr : &rules.records[id];
  switch (fact.kind) {
    case decide::MissingFact::Kind::Field:
      return record->fields[fact.field].name;
    case decide::MissingFact::Kind::List:
      return rules.records[entry].lists[fact.list].name;
    case decide::MissingFact::Kind::Others:
      return "others";
    case decide::MissingFact::Kind::Fact:
      break;
  }
  return model::name_of(fact.fact);
}

}  // namespace

std::string by_words(const std::string& rule) { return rule.empty() ? "" : " by " + rule; }

std::string words_of(const model::RuleSet& rules, const model::Expectation& e) {
  return (e.other_reading ? "by the other reading " : "") + plain_words(rules, e) + by_words(e.by);
}

std::set<std::string> names_of(const model::RuleSet& rules, model::RecordId entry,
                               const std::vector<decide::MissingFact>& missing) {
  std::set<std::string> names;
  for (const decide::MissingFact& fact : missing) names.insert(name_of(rules, entry, fact));
  return names;
}

std::optional<std::string> access_outcome(const model::RuleSet& rules, const decide::Machine& machine,
                                          const model::Expectation& e, calendar::Day today, bool restricted,
                                          std::set<std::string>& said) {
  const decide::AccessAnswer answer =
      decide::may(machine, 0, {e.party, e.action, e.object, e.showing, e.purpose, restricted}, today);
  if (answer.permission != model::kNoId) said.insert(rules.permissions[answer.permission].heading.name);
  if (answer.prohibition != model::kNoId) said.insert(rules.prohibitions[answer.prohibition].heading.name);
  const std::set<std::string> wanted(e.missing.begin(), e.missing.end()),
      missing = names_of(rules, machine.program().record, answer.missing);
  const std::string referred = answer.refer_to == model::kNoId ? "" : rules.parties[answer.refer_to].heading.name;
  const bool as_expected = answer.permitted == (e.kind == Kind::May) && (wanted.empty() || wanted == missing) &&
                           (e.refer_to.empty() || e.refer_to == referred);
  if (as_expected) return {};
  std::string got = answer.permitted ? "permitted" : answer.open ? "refused because something is not known" : "refused";
  if (answer.permitted) got += by_words(rules.permissions[answer.permission].heading.name);
  if (!answer.permitted && answer.prohibition != model::kNoId)
    got += by_words(rules.prohibitions[answer.prohibition].heading.name);
  if (!missing.empty()) got += fmt::format(", missing {}", fmt::join(missing, ", "));
  return got;
}

}  // namespace frist::service
