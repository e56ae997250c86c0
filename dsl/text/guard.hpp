// SPDX-License-Identifier: Apache-2.0
// What is looked at before a text is parsed: size, UTF-8, control characters, characters that hide or turn text. Linear
// in the text; writes only to the sink.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::text {

inline constexpr std::size_t kMaxTextBytes = std::size_t{16} << 20;

/// Reports TooLarge, BadUtf8 (one per ill-formed sequence), ControlCharacter, BidiControl, InvisibleCharacter; at most
/// kMaxGuardFindings of them, then one TooManyFindings; of a text in UTF-16 one BadUtf8. True where nothing was found:
/// the text may be parsed.
bool guard_text(std::uint32_t file, const Sources& sources, DiagnosticSink& sink,
                std::size_t max_bytes = kMaxTextBytes);

inline constexpr std::size_t kMaxGuardFindings = 20;

/// Whether a text begins as UTF-16 does: with its byte order mark, or with two letters that have a zero byte each.
bool is_utf16(std::string_view text);

}  // namespace frist::text
