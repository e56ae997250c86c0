// SPDX-License-Identifier: Apache-2.0
// Names of rules, fields, facts and starts in one language, by the titles of a policy: first the language's own, then
// the English, then the technical name. Borrows the rule set; a cheap value, used by the narrators.
#pragma once

#include <optional>
#include <string>

#include "engine/explain/explanation.hpp"
#include "engine/words/values.hpp"

namespace frist::words {

class Voice {
 public:
  Voice(const model::RuleSet& rules, Language language);

  Language language() const { return language_; }
  const model::RuleSet& rules() const { return rules_; }
  std::string say(Word word, std::initializer_list<Arg> args = {}) const { return words::say(language_, word, args); }
  std::string say(Plural word, std::int64_t n, std::initializer_list<Arg> args = {}) const {
    return words::say(language_, word, n, args);
  }

  std::string date(calendar::Day day) const { return long_date(language_, day); }
  std::string moment(std::int64_t instant) const { return long_moment(language_, instant, zone_); }
  std::string period(calendar::Period period) const { return period_text(language_, period); }
  std::string quoted(const std::string& text) const { return words::quoted(language_, text); }
  std::string joined(const std::vector<std::string>& parts) const { return words::joined(language_, parts); }

  // "Claim 17"; without a key the title alone.
  std::string entry(model::RecordId record, const std::string& key) const;
  std::string record(model::RecordId record) const;
  std::string field(model::RecordId record, model::FieldId field) const;
  std::string heading(const model::Heading& heading) const { return title_of(language_, heading.titles, heading.name); }
  std::string rule(model::RuleId rule) const;        // in quotes
  std::string plain_rule(model::RuleId rule) const;  // without; a placed hold where it is kNoId
  std::string party(model::PartyId party) const;
  std::string citation(const model::Citation& citation) const;
  std::string act(const model::Effect& effect, model::RecordId record) const;
  std::string choice(const explain::OtherReading& reading) const;
  std::string reading(const explain::OtherReading& reading) const;

  // "Settled on"; for a child's fact with the child: "Sent on (Reminder 2)".
  std::string fact_name(const explain::FactSaid& fact) const;
  // "10 November 2021", "has not happened", "not known".
  std::string fact_value(const explain::FactSaid& fact) const;
  std::string value(const explain::FactSaid& fact, const model::Value& value) const;
  std::string computed(const explain::Computed& computed) const;
  // The event that a period runs from, in words where it has a name, as written where not.
  std::string start(model::ExprId start, model::RecordId record) const;
  // "Reminder 2".
  std::string row_name(const explain::RowRef& row) const;
  // A condition: its label, the title of its definition, or as it is written.
  std::string condition(const explain::Said& said) const;

 private:
  std::string start_or_nothing(model::ExprId start, model::RecordId record, int depth) const;
  std::string list_of_starts(const model::Expr& expr, model::RecordId record, int depth) const;
  std::string start_in_rows(const model::Expr& expr, model::RecordId record) const;
  std::string end_of(const model::Expr& expr, model::RecordId record, int depth) const;
  const model::Type* type_of(const explain::FactSaid& fact) const;

  const model::RuleSet& rules_;
  Language language_;
  std::optional<calendar::Zone> zone_;
};

}  // namespace frist::words
