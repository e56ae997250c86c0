// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/guard.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dsl/text/utf8.hpp"

namespace frist::text {
namespace {

struct Finding {
  Kind kind;
  std::string message;
  std::string help;
};

bool is_plain(char byte) { return (byte >= ' ' && byte <= '~') || byte == '\n' || byte == '\t'; }

std::string hex_bytes(std::string_view bytes) {
  std::string result = bytes.size() == 1 ? "byte" : "bytes";
  for (const char byte : bytes) result += fmt::format(" 0x{:02X}", static_cast<unsigned char>(byte));
  return result;
}

// A lone byte from 0xA0 on is most often Latin-1, whose characters have the numbers of its bytes.
Finding bad_utf8(std::string_view bytes) {
  std::string help = "save the file as UTF-8";
  const auto byte = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1 && byte >= 0xA0) {
    help += "; in Latin-1 this byte is `";
    append_utf8(help, byte);
    help += "`";
  }
  return {Kind::BadUtf8, fmt::format("ill-formed UTF-8: {}", hex_bytes(bytes)), std::move(help)};
}

std::optional<Finding> look_at(char32_t code) {
  const auto named = [&](std::string_view what) { return fmt::format("{} {}", what, code_point_name(code)); };
  if (code == '\r') {
    return Finding{Kind::ControlCharacter, "carriage return without a line feed", "end lines with a line feed"};
  }
  if (is_control(code)) return Finding{Kind::ControlCharacter, named("control character"), "delete it"};
  if (is_bidi_control(code)) {
    return Finding{Kind::BidiControl, named("bidirectional control character"),
                   "delete it; it makes the text read otherwise than it runs"};
  }
  if (code == 0xFEFF) return Finding{Kind::InvisibleCharacter, "byte order mark U+FEFF inside the text", "delete it"};
  if (is_invisible(code)) return Finding{Kind::InvisibleCharacter, named("invisible character"), "delete it"};
  return std::nullopt;
}

std::optional<Finding> look_at(std::string_view text, std::size_t at, const Decoded& next) {
  if (!next.valid) return bad_utf8(text.substr(at, next.length));
  if (next.code == '\r' && text.substr(at).starts_with("\r\n")) return std::nullopt;
  return look_at(next.code);
}

Diagnostic too_large(std::uint32_t file, std::size_t size, std::size_t max_bytes) {
  return {Kind::TooLarge,
          Span{file, 0, 0},
          fmt::format("the text has {} bytes, more than the limit of {}", size, max_bytes),
          {},
          "split it into several files and bring them together with `use`"};
}

Diagnostic saved_as_utf16(std::uint32_t file) {
  return {Kind::BadUtf8, Span{file, 0, 2}, "this text is UTF-16", {}, "save it as UTF-8"};
}

Diagnostic too_many(Span span) {
  return {Kind::TooManyFindings,
          span,
          fmt::format("more than {} characters that do not belong here", kMaxGuardFindings),
          {},
          "mend those above; the text after this place was not looked at"};
}

}  // namespace

bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  if (text.size() < 4) return false;
  const auto every_other = [&](std::size_t zero) {
    return text[zero] == '\0' && text[zero + 2] == '\0' && is_plain(text[1 - zero]) && is_plain(text[3 - zero]);
  };
  return every_other(0) || every_other(1);
}

bool guard_text(std::uint32_t file, const Sources& sources, DiagnosticSink& sink, std::size_t max_bytes) {
  const std::string_view text = sources.file(file).text();
  if (text.size() > max_bytes) {
    sink.report(too_large(file, text.size(), max_bytes));
    return false;
  }
  if (is_utf16(text)) {
    sink.report(saved_as_utf16(file));
    return false;
  }
  std::size_t findings = 0;
  for (auto at = text.begin(); (at = std::find_if_not(at, text.end(), is_plain)) != text.end();) {
    const auto offset = static_cast<std::size_t>(at - text.begin());
    const Decoded next = decode(text, offset);
    at += static_cast<std::ptrdiff_t>(next.length);
    std::optional<Finding> finding = look_at(text, offset, next);
    if (!finding) continue;
    const Span span{file, static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset + next.length)};
    if (++findings > kMaxGuardFindings) {
      sink.report(too_many(span));
      break;
    }
    sink.report({finding->kind, span, std::move(finding->message), {}, std::move(finding->help)});
  }
  return findings == 0;
}

}  // namespace frist::text
