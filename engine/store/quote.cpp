// SPDX-License-Identifier: Apache-2.0
#include "engine/store/quote.hpp"

#include <algorithm>

namespace frist::store {
namespace {

std::string enclosed(std::string_view text, char mark) {
  std::string result(1, mark);
  for (const char c : text) {
    if (c == mark) result += mark;
    result += c;
  }
  return result + mark;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string sql_name(std::string_view name) { return enclosed(name, '"'); }

std::string sql_text(std::string_view text) { return enclosed(text, '\''); }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

}  // namespace frist::store
