// SPDX-License-Identifier: Apache-2.0
// What all parts of binding share: the trees, the rule set that grows, the tables of names, the sink. Lives for one
// call of bind(). Part of this room only; not thread-safe.
#pragma once

#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "rules/bind/bind.hpp"
#include "rules/bind/guards.hpp"
#include "rules/bind/intern.hpp"
#include "rules/bind/node.hpp"
#include "rules/bind/scope.hpp"

namespace frist::bind {

using calendar::Counting;
using calendar::MonthEnd;
using model::Base;
using model::RecordId;
using text::Kind;
using text::Span;

/// An expression that could be bound; nothing where a mistake was reported.
using Maybe = std::optional<ExprId>;

/// How periods are counted at some place; missing where nobody said so.
struct Conventions {
  std::optional<Counting> counting;
  std::optional<MonthEnd> month_end;
  bool next_hour = false;
};

/// Definitions of one name and record, and the expression they come to.
struct DefineGroup {
  enum class State : std::uint8_t { Waiting, Running, Done } state = State::Waiting;
  std::vector<std::uint32_t> versions;
  Maybe value;
};

/// A category of prohibited data, and who may use it all the same.
struct Prohibition {
  std::uint32_t id = kNoId;  ///< index into RuleSet::data_names
  model::PartyId party = kNoId;
  model::PurposeId purpose = kNoId;
  Span span;
};

/// Whether a date is the end of something, or chooses among dates of which some are.
enum class EndKind : std::uint8_t { No, Some, All };

enum class RuleState : std::uint8_t { Waiting, Running, Done };

class Context {
 public:
  Context(std::span<const Unit> all_units, std::shared_ptr<const text::Sources> sources, text::DiagnosticSink& the_sink,
          const BindOptions& the_options);

  void error(Kind kind, Span span, std::string message, std::string help = {}, std::vector<text::Label> labels = {});
  /// "did you mean", or what is known; costs nothing once the sink is full.
  std::string help_among(std::string_view name, const std::vector<std::string>& known, std::string_view what) const;
  /// The declaration of that kind, or the report that there is none.
  std::optional<std::uint32_t> resolve(NameKind kind, const Node& name);
  /// All versions of it; empty after the report.
  const std::vector<std::uint32_t>& resolve_all(NameKind kind, const Node& name);
  /// Reports every clause of that kind after the first.
  void only_once(const Node& declaration, NodeKind clause, std::string_view words);

  Node& node_of(NameKind kind, std::uint32_t id) { return nodes[static_cast<std::size_t>(kind)][id]; }
  const model::Record& record(RecordId id) const { return rules->records[id]; }
  /// The field of that name; built-in facts are none.
  std::optional<model::FieldId> find_field(RecordId id, std::string_view name) const;
  /// For suggestions: empty once the sink is full.
  std::vector<std::string> field_names(RecordId id) const;
  /// The reading of that name, or the report that there is none.
  std::optional<std::uint32_t> find_reading(model::ChoiceId choice, const Node& name);
  bool is_broken(RecordId id, model::FieldId field) const { return broken_fields.count({id, field}) > 0; }

  std::span<const Unit> units;
  std::shared_ptr<model::RuleSet> rules = std::make_shared<model::RuleSet>();
  text::DiagnosticSink& sink;
  const BindOptions& options;
  Interner exprs;
  Implications implied;
  Scope names;
  /// The declaration behind each entry of the rule set's vectors, by kind.
  std::array<std::vector<Node>, kNameKinds> nodes;
  Conventions conventions;  ///< the policy's own, with the overrides of the options
  std::map<std::pair<RecordId, std::string>, DefineGroup> defines;
  std::unordered_map<ExprId, EndKind> end_kinds;  ///< of nodes that choose among dates
  std::set<ExprId> rule_ends;                     ///< what `end of rule` came to
  std::vector<RuleState> retention_states;
  std::vector<bool> retention_failed;
  std::vector<std::unordered_map<std::string, model::FieldId>> fields_by_name;  ///< by record
  std::set<std::pair<RecordId, model::FieldId>> broken_fields;
  std::vector<std::unordered_map<std::string, model::ListId>> lists_by_name;  ///< by record
  std::unordered_map<std::string, std::vector<std::uint32_t>> symbol_sets_by_names;
  std::vector<std::unordered_map<std::string, std::uint32_t>> symbols_by_name;   ///< by symbol set
  std::vector<std::unordered_map<std::string, std::uint32_t>> readings_by_name;  ///< by choice
  std::map<std::string, Prohibition> data_names;
  std::uint32_t nesting = 0;  ///< how deep binding has gone, through definitions too
};

/// The clause's conventions over those around it, and the options' over all.
Conventions conventions_in(const Context& context, const Node& clause, const Conventions& around);
/// What the words of a `counting` and a `month end` clause mean; "next hour" is no counting of days.
std::optional<Counting> counting_of(std::string_view word);
std::optional<MonthEnd> month_end_of(std::string_view word);

/// `a`, `b` or `c`, each in backquotes.
std::string listed(const std::vector<std::string>& names, std::string_view last_word = "and");

}  // namespace frist::bind
