// SPDX-License-Identifier: Apache-2.0
// The words of the language in one place, for the grammar, recovery, suggestions, completions and the formatter. All
// lists are sorted and never change. Phrases ("in force") stand with single blanks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/syntax/node_kind.hpp"

namespace frist::grammar {

/// Words that cannot be names without backquotes. Words with a place of their own (types, roles, actions, months) are
/// not among them.
std::span<const std::string_view> reserved_words();
bool is_reserved(std::string_view word);

/// "approval", "bands", ..., "prohibited data", ..., "retention".
std::span<const std::string_view> declaration_keywords();
/// The kind of the declaration that begins with this first word ("prohibited" for "prohibited data"); nothing for
/// others.
std::optional<syntax::NodeKind> declaration_kind(std::string_view first_word);
/// The keyword of a declaration: "retention" for Retention. Requires: a declaration.
std::string_view declaration_keyword(syntax::NodeKind declaration);

/// What a clause of this declaration may begin with, as phrases. Empty for other nodes.
std::span<const std::string_view> clause_keywords(syntax::NodeKind declaration);
/// Whether a clause of this declaration may begin with this word.
bool begins_clause(syntax::NodeKind declaration, std::string_view first_word);
/// The declarations that have a clause which begins with this word.
std::vector<syntax::NodeKind> declarations_with_clause(std::string_view first_word);

/// What a permission or prohibition may be about: "change", "disclose", ..., "use".
std::span<const std::string_view> actions();
/// "April", ..., "September".
std::span<const std::string_view> months();
/// "Friday", ..., "Wednesday".
std::span<const std::string_view> weekdays();
/// "day", "days", ..., "years".
std::span<const std::string_view> period_units();

/// The first word of a phrase.
std::string_view first_word(std::string_view phrase);
/// For text::nearest: the first words of the phrases.
std::vector<std::string> first_words(std::span<const std::string_view> phrases);

/// [A-Za-z0-9_]
constexpr bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace frist::grammar
