// SPDX-License-Identifier: Apache-2.0
// Matching the tokens of the language by hand: each skips blanks, advances `first` and pushes its leaf where it
// matches, or says in the session what was expected and leaves `first` alone. No Spirit in here, so the grammar's
// files stay quick to compile.
#pragma once

#include <span>
#include <string_view>

#include "dsl/grammar/numerals.hpp"
#include "dsl/grammar/session.hpp"
#include "dsl/syntax/node_kind.hpp"

namespace frist::grammar {

/// Whether a failure is worth telling. Quiet tokens are possible at so many places that naming them would be noise.
enum class Voice : bool { Quiet, Loud };

/// A phrase of words with any blanks between; the last ends at a word boundary.
bool match_phrase(Session& session, const char*& first, const char* last, std::string_view phrase, Voice voice);

/// The first of the phrases that matches, pushed as a Word with single blanks. Each is named on failure, or `group`
/// for all where it is not empty.
bool match_word(Session& session, const char*& first, const char* last, std::span<const std::string_view> phrases,
                std::string_view group);

bool match_name(Session& session, const char*& first, const char* last);
bool match_text(Session& session, const char*& first, const char* last);
/// A text with a colon behind it, pushed as Text; says nothing on failure.
bool match_label(Session& session, const char*& first, const char* last);

bool match_numeral(Session& session, const char*& first, const char* last, NumeralKind kind);
bool match_whole_number(Session& session, const char*& first, const char* last);
bool match_year(Session& session, const char*& first, const char* last);
/// Three capitals.
bool match_currency(Session& session, const char*& first, const char* last);
/// Area/City or UTC.
bool match_zone(Session& session, const char*& first, const char* last);

bool match_sign(Session& session, const char*& first, const char* last, std::string_view sign, Voice voice);

/// Exactly session.bullet_depth dashes with a blank behind.
bool match_bullet(Session& session, const char*& first, const char* last);
/// Whether a bullet of any depth comes next. Pushes and says nothing.
bool bullet_follows(Session& session, const char* first, const char* last);

}  // namespace frist::grammar
