// SPDX-License-Identifier: Apache-2.0
// `a and b and c`, `a or b`: a chain of operands with one operator. Both operators in one chain are a mistake that
// only brackets resolve, so nothing is guessed.
#pragma once

#include "dsl/grammar/config.hpp"

namespace frist::grammar {

/// Whether `and` or `or` comes next; moves behind it. `operator_begin` is where it began.
enum class Junction : std::uint8_t { None, And, Or };
Junction match_junction(Session& session, Iterator& first, Iterator last, Iterator& operator_begin);

/// Reports MixedAndOr at the second operator, with the first beside it.
void mixed_and_or(Session& session, Iterator first_operator, Junction first, Iterator second_operator);

/// Sets the kind of the innermost open node to And or Or where there is more than one operand. Belongs inside fold[].
template <class Operand>
struct Chain : x3::unary_parser<Operand, Chain<Operand>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr explicit Chain(const Operand& operand) : x3::unary_parser<Operand, Chain>(operand) {}

  template <class AnyContext, class RContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const AnyContext& context, RContext&, Attribute&) const {
    Session& session = session_of(context);
    Iterator at = first;
    if (!this->subject.parse(at, last, context, x3::unused, x3::unused)) return false;
    Iterator first_operator = at;
    const Junction junction = match_junction(session, at, last, first_operator);
    for (Junction next = junction; next != Junction::None;) {
      if (!this->subject.parse(at, last, context, x3::unused, x3::unused)) return false;
      Iterator operator_begin = at;
      next = match_junction(session, at, last, operator_begin);
      if (next != Junction::None && next != junction) {
        mixed_and_or(session, first_operator, junction, operator_begin);
        return false;
      }
    }
    if (junction != Junction::None) {
      session.kind = junction == Junction::And ? syntax::NodeKind::And : syntax::NodeKind::Or;
    }
    first = at;
    return true;
  }
};

template <class Operand>
constexpr Chain<Operand> chain_of(const Operand& operand) {
  return Chain<Operand>(operand);
}

}  // namespace frist::grammar
