// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/decisive.hpp"

namespace frist::explain {
namespace {

using model::Op;

// The value of parts that settle a node with this value; nothing where all of them count.
std::optional<Truth> settling(const model::Expr& expr, Truth value) {
  switch (expr.op) {
    case Op::And:
    case Op::EveryIn:
      if (value != Truth::Yes) return value;
      break;
    case Op::Or:
    case Op::AnyIn:
      if (value != Truth::No) return value;
      break;
    case Op::AtLeastOf:
      return value;
    default:
      break;
  }
  return std::nullopt;
}

// Trees are at most kMostDepth deep.
void mark(const model::RuleSet& rules, Said& node) {
  node.decisive = true;
  const std::optional<Truth> wanted = settling(rules.expr(node.expr), node.value);
  for (Said& part : node.parts)
    if (!wanted || part.value == *wanted) mark(rules, part);
}

}  // namespace

void mark_decisive(const model::RuleSet& rules, Said& root) { mark(rules, root); }

}  // namespace frist::explain
