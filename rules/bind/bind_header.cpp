// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/parts.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::bind {
namespace {

constexpr std::pair<NodeKind, std::string_view> kOnce[] = {{NodeKind::Version, "version"},
                                                           {NodeKind::TimeZone, "time zone"},
                                                           {NodeKind::Counting, "counting"},
                                                           {NodeKind::MonthEnd, "month end"}};

void bind_zone(Context& context, const Node& policy) {
  const auto clause = policy.child(NodeKind::TimeZone);
  if (!clause) return;
  const Node zone = clause->nth(0);
  context.rules->zone = zone.name();
  if (calendar::Zone::find(zone.text())) return;
  context.error(Kind::UnknownZone, zone.span(), fmt::format("there is no time zone `{}`", zone.text()),
                "use a name of the time zone database, such as `Europe/Berlin`");
}

void bind_conventions(Context& context, const Node& policy) {
  context.conventions = conventions_in(context, policy, {});
  if (context.conventions.next_hour) {
    context.error(Kind::ClauseNotAllowed, policy.child(NodeKind::Counting)->span(),
                  "a policy's periods do not all count from the next hour",
                  "write `counting from the next hour` in the deadlines that count hours");
  }
  context.conventions.next_hour = false;
  context.rules->counting = context.conventions.counting;
  context.rules->month_end = context.conventions.month_end;
}

}  // namespace

void bind_header(Context& context) {
  for (const Unit& unit : context.units) {
    const Node root(*unit.tree, unit.tree->root());
    const auto policy = root.child(NodeKind::Policy);
    if (!policy) continue;
    model::RuleSet& rules = *context.rules;
    rules.name = policy->nth(0).name();
    rules.titles = titles_of(*policy, rules.name);
    rules.version = policy->text_in(NodeKind::Version);
    for (const auto& [kind, words] : kOnce) context.only_once(*policy, kind, words);
    bind_zone(context, *policy);
    bind_conventions(context, *policy);
    return;
  }
  context.conventions = conventions_in(context, Node(*context.units.front().tree, 0), {});
}

void bind_sources(Context& context) {
  for (std::size_t i = 0; i < context.rules->sources.size(); ++i) {
    model::Source& source = context.rules->sources[i];
    const auto texts = context.node_of(NameKind::Source, static_cast<std::uint32_t>(i)).children_of(NodeKind::Text);
    if (!texts.empty()) source.title = texts[0].name();
    if (texts.size() > 1) source.link = texts[1].name();
  }
}

}  // namespace frist::bind
