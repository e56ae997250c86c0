// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

void bind_readings(Context& context, const Node& node, model::Choice& choice) {
  auto& by_name = context.readings_by_name.emplace_back();
  for (const Node& clause : node.children_of(NodeKind::Reading)) {
    const Node name = clause.nth(0);
    if (!by_name.emplace(name.name(), static_cast<std::uint32_t>(choice.readings.size())).second) {
      context.error(Kind::DuplicateName, name.span(),
                    fmt::format("`{}` has a second reading `{}`", choice.heading.name, name.text()),
                    "give one of them another name");
      continue;
    }
    choice.readings.push_back({name.name(), titles_of(clause, name.text())});
  }
  if (choice.readings.size() < 2) {
    context.error(Kind::MissingClause, choice.heading.name_span,
                  fmt::format("choice `{}` has {} to choose from", choice.heading.name,
                              choice.readings.empty() ? "no reading" : "only one reading"),
                  "name the readings that the text allows: `reading a \"...\" reading b \"...\"`");
  }
}

std::optional<std::uint32_t> overridden(const Context& context, const model::Choice& choice) {
  const auto& known = context.readings_by_name.back();
  for (const ReadingOverride& one : context.options.choosing) {
    const auto found = one.choice == choice.heading.name ? known.find(one.reading) : known.end();
    if (found != known.end()) return found->second;
  }
  return std::nullopt;
}

/// A choice that nobody made is shown with what there is to choose.
void report_open(Context& context, const model::Choice& choice) {
  std::vector<text::Label> labels;
  const auto clauses =
      context.node_of(NameKind::Choice, static_cast<std::uint32_t>(&choice - context.rules->choices.data()))
          .children_of(NodeKind::Reading);
  for (const Node& clause : clauses) {
    const std::string title = titles_of(clause, clause.nth(0).text()).en;
    labels.push_back({clause.span(), fmt::format("reading `{}`: {}", clause.nth(0).text(), title)});
  }
  context.error(Kind::OpenChoice, choice.heading.name_span,
                fmt::format("`{}` allows {}, and none is chosen", choice.heading.name,
                            choice.readings.size() == 2 ? "two readings" : "several readings"),
                fmt::format("add `choose {}`; the others are still evaluated and shown", choice.readings[0].name),
                std::move(labels));
}

void bind_chosen(Context& context, const Node& node, model::Choice& choice) {
  context.only_once(node, NodeKind::Choose, "choose");
  if (const auto clause = node.child(NodeKind::Choose)) {
    const auto chosen =
        context.find_reading(static_cast<model::ChoiceId>(context.readings_by_name.size() - 1), clause->nth(0));
    if (!chosen) return;
    choice.chosen = *chosen;
  }
  if (const auto other = overridden(context, choice)) choice.chosen = *other;
  if (choice.chosen == kNoId && choice.readings.size() >= 2) report_open(context, choice);
}

}  // namespace

void bind_choices(Context& context) {
  for (std::size_t i = 0; i < context.rules->choices.size(); ++i) {
    const Node node = context.node_of(NameKind::Choice, static_cast<std::uint32_t>(i));
    bind_readings(context, node, context.rules->choices[i]);
    bind_chosen(context, node, context.rules->choices[i]);
  }
}

}  // namespace frist::bind
