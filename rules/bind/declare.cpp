// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

using model::RuleSet;

/// The name of a declaration stands first in it.
void fill(model::Heading& heading, const Node& node) {
  const Node name = node.nth(0);
  heading.name = name.name();
  heading.titles = titles_of(node, heading.name);
  heading.span = node.span();
  heading.name_span = name.span();
}

void fill(model::Record& record, const Node& node) {
  record.name = node.nth(0).name();
  record.titles = titles_of(node, record.name);
  record.span = node.nth(0).span();
}

void fill(model::Source& source, const Node& node) { source.name = node.nth(0).name(); }

void fill(model::Example& example, const Node& node) {
  example.title = node.nth(0).name();
  example.span = node.span();
}

template <class Declared>
void fill(Declared& declared, const Node& node) {
  fill(declared.heading, node);
}

bool has_versions(NameKind kind) {
  switch (kind) {
    case NameKind::Define:
    case NameKind::Retention:
    case NameKind::Eligibility:
    case NameKind::Bands:
    case NameKind::Permission:
    case NameKind::Prohibition:
    case NameKind::Deadline:
    case NameKind::Example:
      return true;
    default:
      return false;
  }
}

/// Where a name is declared a second time and must not be.
void report_twice(Context& context, NameKind kind, const Node& node, const Node& first) {
  const Node name = node.nth(0);
  context.error(Kind::DuplicateName, name.span(),
                fmt::format("there is already {} `{}`", name_kind_words(kind, true), name.text()),
                "give one of them another name", {{first.nth(0).span(), "first declared here"}});
}

class Declarer {
 public:
  explicit Declarer(Context& context) : context_(context), rules_(*context.rules) {}

  void take(const Node& node) {
    switch (node.kind()) {
      case NodeKind::Policy:
        for (const Node& source : node.children_of(NodeKind::Source)) add(NameKind::Source, rules_.sources, source);
        break;
      case NodeKind::Source:
        add(NameKind::Source, rules_.sources, node);
        break;
      case NodeKind::Record:
        add(NameKind::Record, rules_.records, node);
        break;
      case NodeKind::Define:
        add(NameKind::Define, rules_.defines, node);
        break;
      case NodeKind::Retention:
        add(NameKind::Retention, rules_.retention, node);
        break;
      case NodeKind::Eligibility:
        add(NameKind::Eligibility, rules_.eligibility, node);
        break;
      case NodeKind::Bands:
        add(NameKind::Bands, rules_.bands, node);
        break;
      case NodeKind::Party:
        add(NameKind::Party, rules_.parties, node);
        break;
      case NodeKind::Purpose:
        add(NameKind::Purpose, rules_.purposes, node);
        break;
      case NodeKind::Permission:
        add(NameKind::Permission, rules_.permissions, node);
        break;
      case NodeKind::Prohibition:
        add(NameKind::Prohibition, rules_.prohibitions, node);
        break;
      case NodeKind::ProhibitedData:
        prohibited(node);
        break;
      case NodeKind::Approval:
        add(NameKind::Approval, rules_.approvals, node);
        break;
      case NodeKind::Calendar:
        calendar(node);
        break;
      case NodeKind::Deadline:
        add(NameKind::Deadline, rules_.deadlines, node);
        break;
      case NodeKind::Choice:
        add(NameKind::Choice, rules_.choices, node);
        break;
      case NodeKind::Example:
        add(NameKind::Example, rules_.examples, node);
        break;
      default:
        break;
    }
  }

 private:
  template <class Declared>
  void add(NameKind kind, std::vector<Declared>& list, const Node& node) {
    fill(list.emplace_back(), node);
    enter(kind, node);
  }

  /// A calendar's business days are built later; until then only its name is known.
  void calendar(const Node& node) { enter(NameKind::Calendar, node); }

  /// The categories have names of their own; the declaration is called after the first.
  void prohibited(const Node& node) {
    model::ProhibitedData data;
    const Node first = node.nth(0);
    data.heading.name = first.text_of(NodeKind::Name);
    data.heading.titles = titles_of(first, data.heading.name);
    data.heading.span = node.span();
    data.heading.name_span = first.span();
    rules_.prohibited_data.push_back(std::move(data));
    context_.nodes[static_cast<std::size_t>(NameKind::ProhibitedData)].push_back(node);
  }

  void enter(NameKind kind, const Node& node) {
    auto& nodes = context_.nodes[static_cast<std::size_t>(kind)];
    NameTable& table = context_.names[kind];
    const Node name = node.nth(0);
    if (!has_versions(kind)) {
      if (const auto first = table.find(name.text())) report_twice(context_, kind, node, nodes[*first]);
    }
    table.add(name.text(), static_cast<std::uint32_t>(nodes.size()));
    nodes.push_back(node);
  }

  Context& context_;
  RuleSet& rules_;
};

}  // namespace

void declare(Context& context) {
  Declarer declarer(context);
  for (const Unit& unit : context.units) {
    for (const Node& node : Node(*unit.tree, unit.tree->root()).children()) declarer.take(node);
  }
  context.retention_states.assign(context.rules->retention.size(), RuleState::Waiting);
  context.retention_failed.assign(context.rules->retention.size(), false);
}

}  // namespace frist::bind
