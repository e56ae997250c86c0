// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/example_facts.hpp"
#include "rules/bind/expectations.hpp"
#include "rules/bind/literals.hpp"
#include "rules/bind/parts.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::bind {
namespace {

class ExampleBinder {
 public:
  ExampleBinder(Context& context, const Node& node, model::Example& example)
      : context_(context), node_(node), example_(example), facts_(context, example) {}

  void bind() {
    for (const auto& [kind, words] : {std::pair{NodeKind::AsOf, "as of"}, std::pair{NodeKind::Counting, "counting"},
                                      std::pair{NodeKind::MonthEnd, "month end"}}) {
      context_.only_once(node_, kind, words);
    }
    for (const Node& clause : node_.children()) take(clause);
    for (const Node& clause : node_.children_of(NodeKind::Expect)) {
      if (auto expectation = bind_expectation(context_, clause.nth(0), example_))
        example_.expects.push_back(std::move(*expectation));
    }
    if (node_.has(NodeKind::Expect)) return;
    context_.error(Kind::ExampleWithoutExpect, node_.nth(0).span(), "this example expects nothing",
                   "add `expect ...` with what the rules should say");
  }

 private:
  void take(const Node& clause) {
    switch (clause.kind()) {
      case NodeKind::Given:
      case NodeKind::AndGiven:
        facts_.take(clause);
        break;
      case NodeKind::AsOf:
        take_as_of(clause);
        break;
      case NodeKind::Counting:
        take_counting(clause);
        break;
      case NodeKind::MonthEnd:
        example_.month_end = month_end_of(clause.text_of(NodeKind::Word));
        break;
      case NodeKind::Choosing:
        take_choosing(clause);
        break;
      default:
        break;
    }
  }

  void take_as_of(const Node& clause) {
    const auto zone = calendar::Zone::find(context_.rules->zone);
    const Node point = clause.nth(0);
    if (!zone) return;
    model::AsOf as_of;
    if (point.is(NodeKind::Moment)) {
      const auto instant = instant_of(context_, point);
      if (!instant) return;
      as_of.instant = *instant;
      as_of.day = zone->civil_day(*instant);
    } else {
      const auto day = day_of(context_, point);
      if (!day) return;
      as_of.day = *day;
      as_of.instant = zone->start_of_day(*day).value_or(0);
    }
    example_.as_of = as_of;
  }

  void take_counting(const Node& clause) {
    example_.counting = counting_of(clause.text_of(NodeKind::Word));
    if (example_.counting) return;
    context_.error(Kind::ClauseNotAllowed, clause.span(), "an example cannot make all periods count from the next hour",
                   "write `counting from the next day` or `counting from the day itself`");
  }

  void take_choosing(const Node& clause) {
    const auto choice = context_.resolve(NameKind::Choice, clause.nth(1));
    if (!choice) return;
    if (const auto reading = context_.find_reading(*choice, clause.nth(0)))
      example_.choosing.push_back({*choice, *reading});
  }

  Context& context_;
  Node node_;
  model::Example& example_;
  ExampleFacts facts_;
};

}  // namespace

void bind_examples(Context& context) {
  auto& examples = context.rules->examples;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    ExampleBinder(context, context.node_of(NameKind::Example, static_cast<std::uint32_t>(i)), examples[i]).bind();
  }
}

std::vector<ExpectedError> expected_errors(std::span<const Unit> units) {
  std::vector<ExpectedError> result;
  for (const Unit& unit : units) {
    for (const Node& example : Node(*unit.tree, unit.tree->root()).children_of(NodeKind::Example)) {
      for (const Node& clause : example.children_of(NodeKind::Expect)) {
        if (clause.nth(0).is(NodeKind::ExpectError))
          result.push_back({clause.nth(0).nth(0).name(), clause.nth(0).span()});
      }
    }
  }
  return result;
}

}  // namespace frist::bind
