// SPDX-License-Identifier: Apache-2.0
// Binds what one retention rule does. Part of this room only.
#pragma once

#include "rules/bind/expr_binder.hpp"

namespace frist::bind {

class EffectBinder {
 public:
  EffectBinder(Context& context, Place place, model::RetentionRule& rule)
      : context_(context), around_(place.conventions), binder_(context, place), rule_(rule) {}

  /// The rule's condition; what it asks for is known to its effects. False where something was reported.
  bool when(const Node& condition);
  /// One effect clause, added to the rule. False where something was reported.
  bool bind(const Node& clause);

 private:
  using EffectKind = model::EffectKind;

  bool on_request(const Node& clause);
  bool limit(const Node& clause, EffectKind kind);
  bool review(const Node& clause);
  bool extend(const Node& clause);
  bool without_date(const Node& clause, EffectKind kind);
  bool named_parts(const Node& clause, model::Effect& effect);
  std::optional<ExprId> start_of(const Node& span, model::Effect& effect);
  ExprId stands(ExprId start, Span span);
  void add(model::Effect effect);
  bool extends_limits(const Node& name, model::Effect& effect);

  Context& context_;
  Conventions around_;
  ExprBinder binder_;
  model::RetentionRule& rule_;
};

}  // namespace frist::bind
