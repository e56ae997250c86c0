// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/directives.hpp"

#include <fmt/core.h>

#include <utility>

namespace frist::grammar {

OpenNode open_node(Session& session, Iterator first, Iterator last) {
  const Iterator begin = session.skip(first, last);
  session.builder.forget_from(session.offset(begin));
  return OpenNode{session.builder.mark(), begin, std::exchange(session.kind, std::nullopt)};
}

void close_node(Session& session, const OpenNode& open, Iterator end, std::optional<syntax::NodeKind> own_kind) {
  const std::optional<syntax::NodeKind> kind = session.kind ? session.kind : own_kind;
  session.kind = open.outer_kind;
  if (kind) session.builder.close(*kind, open.mark, session.span(open.begin, end));
}

void nested_too_deep(Session& session, Iterator first, Iterator last) {
  if (session.fatal) return;
  const Iterator at = session.skip(first, last);
  session.fatal = text::Diagnostic{text::Kind::NestedTooDeep,
                                   session.span(at, at == last ? at : at + 1),
                                   fmt::format("nested deeper than {} levels", kMaxNesting),
                                   {},
                                   "give an inner condition a name with `define` and use the name here"};
}

}  // namespace frist::grammar
