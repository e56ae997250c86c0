// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/chain.hpp"

#include "dsl/grammar/tokens.hpp"

namespace frist::grammar {
namespace {

text::Span operator_span(const Session& session, Iterator at, Junction junction) {
  return session.span(at, at + (junction == Junction::And ? 3 : 2));
}

}  // namespace

Junction match_junction(Session& session, Iterator& first, Iterator last, Iterator& operator_begin) {
  operator_begin = session.skip(first, last);
  if (match_phrase(session, first, last, "and", Voice::Loud)) return Junction::And;
  if (match_phrase(session, first, last, "or", Voice::Loud)) return Junction::Or;
  return Junction::None;
}

void mixed_and_or(Session& session, Iterator first_operator, Junction first, Iterator second_operator) {
  const Junction second = first == Junction::And ? Junction::Or : Junction::And;
  session.fatal = text::Diagnostic{
      text::Kind::MixedAndOr,
      operator_span(session, second_operator, second),
      "`and` and `or` stand side by side, and it is not clear which of them binds first",
      {text::Label{operator_span(session, first_operator, first), first == Junction::And ? "the `and`" : "the `or`"}},
      "put brackets around what belongs together, as in `a and (b or c)`"};
}

}  // namespace frist::grammar
