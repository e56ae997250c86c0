// SPDX-License-Identifier: Apache-2.0
#include "engine/store/index_sql.hpp"

#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$';
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The offset behind the token at `at`: a quoted text, a comment, a word or one character.
std::size_t token_end(std::string_view sql, std::size_t at) {
  const auto found = [&](std::size_t position, std::size_t length) {
    return position == std::string_view::npos ? sql.size() : position + length;
  };
  const char c = sql[at];
  if (c == '[') return found(sql.find(']', at + 1), 1);
  if (c == '\'' || c == '"' || c == '`') {
    std::size_t end = at + 1;
    while (end < sql.size() && (sql[end] != c || (end + 1 < sql.size() && sql[end + 1] == c)))
      end += sql[end] == c ? 2 : 1;
    return std::min(end + 1, sql.size());
  }
  if (sql.substr(at, 2) == "--") return found(sql.find('\n', at), 1);
  if (sql.substr(at, 2) == "/*") return found(sql.find("*/", at + 2), 2);
  std::size_t end = at + 1;
  if (is_word(c))
    while (end < sql.size() && is_word(sql[end])) ++end;
  return end;
}

struct Tokens {
  std::string_view sql;
  std::size_t at = 0;

  // The next token that says something; empty at the end.
  std::string_view next() {
    while (at < sql.size()) {
      const std::size_t end = token_end(sql, at);
      const auto token = sql.substr(at, end - at);
      at = end;
      if (!is_space(token[0]) && token.substr(0, 2) != "--" && token.substr(0, 2) != "/*") return token;
    }
    return {};
  }
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// A part without its ASC or DESC, which is the last word if it is there.
std::string without_order(std::string_view part) {
  std::size_t last = 0, end = 0;
  std::string_view word;
  Tokens tokens{part};
  for (auto token = tokens.next(); !token.empty(); token = tokens.next()) {
    word = token;
    last = static_cast<std::size_t>(token.data() - part.data());
    end = tokens.at;
  }
  if (same_name(word, "asc") || same_name(word, "desc")) return std::string(trimmed(part.substr(0, last)));
  return std::string(trimmed(part.substr(0, end)));
}

// Reads "(a, b + c)" from behind its opening bracket; false where it does not end.
bool read_parts(Tokens& tokens, std::vector<std::string>& parts) {
  std::size_t begin = tokens.at;
  int depth = 1;
  for (auto token = tokens.next(); !token.empty(); token = tokens.next()) {
    if (token == "(") ++depth;
    if (token == ")") --depth;
    if ((token == "," && depth == 1) || depth == 0) {
      parts.push_back(without_order(tokens.sql.substr(begin, tokens.at - 1 - begin)));
      begin = tokens.at;
    }
    if (depth == 0) return true;
  }
  return false;
}

}  // namespace

std::optional<IndexText> parse_create_index(std::string_view sql) {
  Tokens tokens{sql};
  if (!same_name(tokens.next(), "create")) return std::nullopt;
  for (auto token = tokens.next(); token != "("; token = tokens.next())
    if (token.empty()) return std::nullopt;
  IndexText text;
  if (!read_parts(tokens, text.parts)) return std::nullopt;
  const auto where = tokens.next();
  if (where.empty() || where == ";") return text;
  if (!same_name(where, "where")) return std::nullopt;
  // A comment at the end would swallow what is put behind the condition.
  text.where = std::string(trimmed(sql.substr(tokens.at))) + "\n";
  return text;
}

}  // namespace frist::store
