// SPDX-License-Identifier: Apache-2.0
// From the place where a parser got stuck to a finding that helps: what was seen there, what could have stood there,
// which slip it probably is. Reads the session, changes nothing.
#pragma once

#include <optional>
#include <string_view>

#include "dsl/grammar/session.hpp"
#include "dsl/syntax/node_kind.hpp"
#include "dsl/text/diagnostic.hpp"

namespace frist::grammar {

/// What was being parsed when nothing matched.
struct Stuck {
  /// The declaration; none before the first one.
  std::optional<syntax::NodeKind> declaration;
  /// Where the head or the clause begins.
  const char* begin;
  /// Where the declaration ends.
  const char* last;
  /// A clause was looked for (and not a head).
  bool in_clause;
};

text::Diagnostic explain_failure(const Session& session, const Stuck& stuck);

/// The word, backquoted name, numeral or single character at a place, as a person would point at it.
std::string_view lexeme_at(const char* at, const char* last);

/// Whether only blanks stand between the beginning of the line and `at`.
bool is_line_head(const Session& session, const char* at);

}  // namespace frist::grammar
