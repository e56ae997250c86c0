// SPDX-License-Identifier: Apache-2.0
// The state of parsing one file, reached by every parser through its context. Owned by parse(); borrows the text. Not
// thread-safe: one session per parse.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dsl/grammar/expectations.hpp"
#include "dsl/grammar/scan.hpp"
#include "dsl/syntax/tree_builder.hpp"
#include "dsl/text/diagnostic.hpp"
#include "dsl/text/span.hpp"

namespace frist::grammar {

/// How deep brackets, lists, `not` and sums of periods may lie in one another: such a text is read on a stack of 256
/// KiB.
inline constexpr int kMaxNesting = 100;

struct Session {
  Session(std::uint32_t file_number, std::string_view source)
      : file(file_number), begin(source.data()), end(source.data() + source.size()) {}

  std::uint32_t file;
  const char* begin;
  const char* end;

  syntax::TreeBuilder builder;
  Expectations expectations;
  /// A mistake that is certain wherever else the parser might go: reported as it is. While it stands no token matches,
  /// so the parsers come back quickly.
  std::optional<text::Diagnostic> fatal;

  int nesting = 0;
  /// Bulleted lists around the place.
  int bullet_depth = 0;
  /// Below `between A and B` a bare `and` does not join the parts of a period.
  bool simple_periods = false;
  /// The kind that the innermost open node will get instead of its own.
  std::optional<syntax::NodeKind> kind;

  /// Behind blanks and comments. Remembers its last answer: many tokens are tried at one place.
  const char* skip(const char* at, const char* last) {
    if (at == skipped_from_ && last == skipped_last_) return skipped_to_;
    skipped_from_ = at;
    skipped_last_ = last;
    return skipped_to_ = skip_blanks(at, last);
  }

  std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - begin); }
  text::Span span(const char* from, const char* to) const { return {file, offset(from), offset(to)}; }

 private:
  const char* skipped_from_ = nullptr;
  const char* skipped_last_ = nullptr;
  const char* skipped_to_ = nullptr;
};

}  // namespace frist::grammar
