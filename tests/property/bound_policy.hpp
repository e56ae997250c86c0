// SPDX-License-Identifier: Apache-2.0
// The text of a random policy as a rule set, which it must become, and the as-of date for a whole day.
#pragma once

#include "dsl/grammar/parse.hpp"
#include "dsl/text/render_text.hpp"
#include "rules/bind/bind.hpp"
#include "rules/model/facts.hpp"
#include "tests/support/catch.hpp"

namespace frist::property {

inline std::shared_ptr<const model::RuleSet> bound_policy(const std::string& text) {
  auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const std::uint32_t file = sources->add("random.frist", text);
  const auto tree = grammar::parse(file, *sources, sink);
  std::shared_ptr<const model::RuleSet> rules;
  if (tree) {
    const bind::Unit unit{file, &*tree};
    rules = bind::bind({&unit, 1}, sources, sink);
  }
  INFO(text::render_all(sink, *sources));
  REQUIRE(rules);
  return rules;
}

inline model::AsOf as_of(const calendar::Zone& zone, calendar::Day day) {
  return {day, zone.start_of_day(day).value_or(0)};
}

}  // namespace frist::property
