// SPDX-License-Identifier: Apache-2.0
// What is wrong (or doubtful) in a text that a user wrote: one finding with its place, its words and what to do about
// it. The kinds come from `diagnostic_kinds.def`, each with a code that never changes its meaning. Plain values.
// Wording: lower case, no full stop, the user's words in backquotes, what was seen rather than what is forbidden;
// `help` is one sentence of what to do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/span.hpp"

namespace frist::text {

enum class Severity : std::uint8_t { Error, Warning };

enum class Kind : std::uint16_t {
#define FRIST_DIAGNOSTIC(name, code, severity, title) name,
#include "dsl/text/diagnostic_kinds.def"
#undef FRIST_DIAGNOSTIC
};

/// A second place that explains the first. A label whose span is the diagnostic's own is written at its carets.
struct Label {
  Span span;
  std::string text;
};

struct Diagnostic {
  Kind kind;
  Span span;
  std::string message;
  std::vector<Label> labels;
  std::string help;
};

/// The stable code, such as "F0201".
std::string_view code_of(Kind kind);
Severity severity_of(Kind kind);
/// A few words for an index, such as "unknown name".
std::string_view title_of(Kind kind);
/// The name in the registry, such as "UnknownName".
std::string_view name_of(Kind kind);
/// The kind with this code; letter case counts. Nothing where there is none.
std::optional<Kind> kind_by_code(std::string_view code);
/// All kinds in the order of their codes.
std::span<const Kind> all_kinds();
/// "error" or "warning".
std::string_view word_of(Severity severity);

}  // namespace frist::text
