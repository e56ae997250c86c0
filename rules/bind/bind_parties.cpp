// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

using model::Role;

Role role_of(std::string_view word) {
  if (word == "controller") return Role::Controller;
  if (word == "joint controller") return Role::JointController;
  if (word == "processor") return Role::Processor;
  if (word == "recipient") return Role::Recipient;
  if (word == "supervisor") return Role::Supervisor;
  if (word == "subject") return Role::Subject;
  if (word == "source") return Role::Source;
  if (word == "acts for") return Role::ActsFor;
  return Role::ThirdParty;
}

bool is_controller(Role role) { return role == Role::Controller || role == Role::JointController; }

void bind_role(Context& context, const Node& node, model::Party& party) {
  const auto clause = node.child(NodeKind::Role);
  if (!clause) return;
  party.role = role_of(clause->text_of(NodeKind::Word));
  if (const auto of = clause->child(NodeKind::Name)) {
    party.of = context.resolve(NameKind::Party, *of).value_or(kNoId);
  }
}

/// Data are processed for a controller, and joint controllers are controllers together (GDPR Art. 26, 28).
void check_role(Context& context, const Node& node, const model::Party& party) {
  if (party.of == kNoId || party.role == Role::ActsFor) return;
  const model::Party& other = context.rules->parties[party.of];
  const bool sub_processor = party.role == Role::Processor && other.role == Role::Processor;
  if (is_controller(other.role) || sub_processor) return;
  context.error(Kind::ClauseNotAllowed, node.child(NodeKind::Role)->child(NodeKind::Name)->span(),
                fmt::format("`{}` is not a controller", other.heading.name),
                party.role == Role::Processor ? "name the controller or processor for whom the data are processed"
                                              : "name the other controller");
}

/// Follows `acts for` and `processor for`; every cycle is reported once, at its first party.
void check_cycles(Context& context) {
  const auto& parties = context.rules->parties;
  std::vector<std::uint32_t> seen_in(parties.size(), 0);
  for (std::uint32_t start = 0; start < parties.size(); ++start) {
    std::uint32_t at = start;
    while (at != kNoId && seen_in[at] == 0) {
      seen_in[at] = start + 1;
      at = parties[at].role == Role::JointController ? kNoId : parties[at].of;
    }
    if (at == kNoId || seen_in[at] != start + 1) continue;
    context.error(Kind::PartyCycle, parties[at].heading.name_span,
                  fmt::format("`{}` comes back to itself by `acts for` and `processor for`", parties[at].heading.name),
                  "somebody has to act for themselves");
  }
}

}  // namespace

void bind_parties(Context& context) {
  auto& parties = context.rules->parties;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    bind_role(context, context.node_of(NameKind::Party, static_cast<std::uint32_t>(i)), parties[i]);
  }
  for (std::size_t i = 0; i < parties.size(); ++i) {
    check_role(context, context.node_of(NameKind::Party, static_cast<std::uint32_t>(i)), parties[i]);
  }
  check_cycles(context);
}

void bind_purposes(Context& context) {
  auto& purposes = context.rules->purposes;
  for (std::size_t i = 0; i < purposes.size(); ++i) {
    const Node node = context.node_of(NameKind::Purpose, static_cast<std::uint32_t>(i));
    const auto names = node.children_of(NodeKind::Name);
    if (names.size() > 1) purposes[i].party = context.resolve(NameKind::Party, names[1]).value_or(kNoId);
    purposes[i].basis = node.text_in(NodeKind::Basis);
  }
}

}  // namespace frist::bind
