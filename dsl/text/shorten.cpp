// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/shorten.hpp"

namespace frist::text {
namespace {

constexpr std::size_t kLongest = 80;

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::string shorten_quotes(std::string_view message) {
  std::string out;
  bool quoted = false;
  std::size_t length = 0;  // of the quoted word so far
  for (const char c : message) {
    if (c == '`' || c == '\n') {
      if (length > kLongest) out += "...";
      quoted = c == '`' && !quoted;
      length = 0;
    } else if (quoted && (length > kLongest || (length == kLongest && !continues(c)))) {
      length = kLongest + 1;
      continue;
    } else if (quoted && length < kLongest) {
      ++length;
    }
    out += c;
  }
  return out;
}

}  // namespace frist::text
