// SPDX-License-Identifier: Apache-2.0
#include "rules/model/rule_set.hpp"

namespace frist::model {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Where the comment that begins at `at` ends.
std::size_t end_of_comment(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end;
}

/// Where the quoted text or name that begins at `at` ends.
std::size_t end_of_quotes(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      return i + 1;
    }
  }
  return text.size();
}

/// The text in pieces: words, quoted texts, the white space between them; comments count as white space.
std::string in_one_line(std::string_view text) {
  std::string result;
  bool blank = false;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    std::size_t end = i + 1;
    if (c == '#') end = end_of_comment(text, i);
    if (c == '"' || c == '`') end = end_of_quotes(text, i);
    if (c == '#' || is_blank(c)) {
      blank = true;
    } else {
      if (blank && !result.empty()) result += ' ';
      blank = false;
      for (const char part : text.substr(i, end - i)) result += is_blank(part) ? ' ' : part;
    }
    i = end;
  }
  return result;
}

}  // namespace

std::string RuleSet::as_written(text::Span span) const {
  if (!texts || span.file >= texts->size() || span.end > texts->file(span.file).size()) return {};
  return in_one_line(texts->text(span));
}

std::optional<RecordId> RuleSet::find_record(std::string_view wanted) const {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].name == wanted) return static_cast<RecordId>(i);
  }
  return std::nullopt;
}

}  // namespace frist::model
