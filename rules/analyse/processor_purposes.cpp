// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

using model::kNoId;
using model::Party;
using model::PartyId;
using model::Role;

/// For whom a party processes data in the end (GDPR Art. 28); kNoId for those that process for nobody.
PartyId controller_of(const model::RuleSet& rules, PartyId id) {
  bool processes = false;
  for (std::size_t steps = 0; id != kNoId && steps <= rules.parties.size(); ++steps) {
    const Party& party = rules.parties[id];
    if (party.role != Role::Processor && party.role != Role::ActsFor) return processes ? id : kNoId;
    processes = processes || party.role == Role::Processor;
    id = party.of;
  }
  return kNoId;
}

/// Joint controllers set purposes together (GDPR Art. 26).
bool jointly(const model::RuleSet& rules, PartyId a, PartyId b) {
  const auto with = [&](PartyId one, PartyId other) {
    return rules.parties[one].role == Role::JointController && rules.parties[one].of == other;
  };
  return a == b || with(a, b) || with(b, a);
}

void check(const model::RuleSet& rules, const model::Access& access, PartyId party, text::DiagnosticSink& sink) {
  const PartyId controller = controller_of(rules, party);
  if (controller == kNoId) return;
  for (std::size_t i = 0; i < access.purposes.size(); ++i) {
    const model::Purpose& purpose = rules.purposes[access.purposes[i]];
    if (jointly(rules, controller, purpose.party)) continue;
    report(sink, text::Kind::ProcessorPurpose, access.purpose_spans[i],
           fmt::format("`{}` processes data for `{}`, which never set the purpose `{}`",
                       rules.parties[party].heading.name, rules.parties[controller].heading.name, purpose.heading.name),
           fmt::format("name a purpose of `{}`; with purposes of its own a processor becomes a controller",
                       rules.parties[controller].heading.name),
           {{purpose.heading.name_span, fmt::format("a purpose of `{}`", rules.parties[purpose.party].heading.name)}});
    return;
  }
}

}  // namespace

void processor_purposes(const model::RuleSet& rules, text::DiagnosticSink& sink) {
  for (const model::Access& access : rules.permissions) {
    for (const PartyId party : access.parties) check(rules, access, party, sink);
  }
}

}  // namespace frist::analyse
