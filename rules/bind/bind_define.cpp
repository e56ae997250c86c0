// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/parts.hpp"
#include "rules/model/dump.hpp"

namespace frist::bind {
namespace {

/// The value stands between the record's name and the clauses.
Node value_node(const Node& define) {
  std::size_t names = 0;
  for (const Node& part : define.children()) {
    if (names == 2) return part;
    if (part.is(NodeKind::Name)) ++names;
  }
  return define;
}

bool is_condition(const Node& value) {
  switch (value.kind()) {
    case NodeKind::Labelled:
    case NodeKind::Every:
    case NodeKind::AnyOf:
    case NodeKind::NoneOf:
    case NodeKind::AtLeastOf:
    case NodeKind::And:
    case NodeKind::Or:
    case NodeKind::Not:
    case NodeKind::Compare:
      return true;
    default:
      return false;
  }
}

Maybe bind_version(Context& context, std::uint32_t id, RecordId record) {
  const Node node = context.node_of(NameKind::Define, id);
  model::Heading heading = std::move(context.rules->defines[id].heading);
  bind_heading(context, node, heading, record);
  context.rules->defines[id].heading = std::move(heading);
  const Node value = value_node(node);
  ExprBinder binder(context, {record, kNoId, context.conventions});
  const Maybe bound = is_condition(value.without_brackets()) ? binder.condition(value) : binder.value(value);
  if (bound) context.rules->defines[id].value = *bound;
  return bound;
}

/// Same type in all versions, or a report at the one that differs.
bool same_types(Context& context, const std::vector<std::uint32_t>& versions) {
  const auto type_of = [&](std::uint32_t id) {
    model::Type type = context.exprs[context.rules->defines[id].value].type;
    type.optional = false;
    return type;
  };
  for (const std::uint32_t id : versions) {
    if (type_of(id) == type_of(versions.front())) continue;
    const model::Heading& heading = context.rules->defines[id].heading;
    context.error(Kind::TypeMismatch, heading.name_span,
                  fmt::format("this version of `{}` is of type {}, another one of type {}", heading.name,
                              model::name_of(*context.rules, type_of(id)),
                              model::name_of(*context.rules, type_of(versions.front()))),
                  "give all versions of a definition the same type",
                  {{context.rules->defines[versions.front()].heading.name_span, "another version"}});
    return false;
  }
  return true;
}

/// The version in force; unknown on days on which there is none.
ExprId choose_version(Context& context, const std::vector<std::uint32_t>& versions, RecordId record) {
  ExprBinder binder(context, {record, kNoId, context.conventions});
  Expr unknown;
  unknown.op = Op::Unknown;
  unknown.type = context.exprs[context.rules->defines[versions.front()].value].type;
  unknown.type.optional = false;
  unknown.span = context.rules->defines[versions.front()].heading.name_span;
  ExprId result = kNoId;
  for (std::size_t i = versions.size(); i-- > 0;) {
    const model::Define& define = context.rules->defines[versions[i]];
    const model::Force& force = define.heading.force;
    if (!force.always() && result == kNoId) result = context.exprs.add(unknown);
    result =
        force.always() ? define.value : binder.case_of(force.holds, define.value, result, define.heading.name_span);
  }
  return result;
}

}  // namespace

Maybe value_of(Context& context, DefineGroup& group, RecordId record) {
  if (group.state == DefineGroup::State::Done) return group.value;
  group.state = DefineGroup::State::Running;
  const NestingLevel level(context, NestingLevel::kDeclaration);
  bool complete = true;
  for (const std::uint32_t id : group.versions) complete = bind_version(context, id, record).has_value() && complete;
  if (complete && same_types(context, group.versions)) group.value = choose_version(context, group.versions, record);
  group.state = DefineGroup::State::Done;
  return group.value;
}

void enter_defines(Context& context) {
  for (std::size_t i = 0; i < context.rules->defines.size(); ++i) {
    const model::Define& define = context.rules->defines[i];
    if (define.record == kNoId) continue;
    const auto taken = context.find_field(define.record, define.heading.name);
    if (taken) {
      context.error(
          Kind::DuplicateName, define.heading.name_span,
          fmt::format("`{}` already has a field `{}`", context.record(define.record).name, define.heading.name),
          "give the definition another name", {{context.record(define.record).fields[*taken].span, "the field"}});
      continue;
    }
    context.defines[{define.record, define.heading.name}].versions.push_back(static_cast<std::uint32_t>(i));
  }
}

void bind_defines(Context& context) {
  for (auto& [key, group] : context.defines) value_of(context, group, key.first);
}

}  // namespace frist::bind
