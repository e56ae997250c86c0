// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/canonical.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "dsl/text/check.hpp"

namespace frist::codec {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostExact = std::int64_t{1} << 53;

void write_text(std::string_view text, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out += kDigits[c >> 4];
          out += kDigits[c & 15];
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

// UTF-8 sorts by code point; UTF-16 puts surrogate pairs (beyond U+FFFF) before U+E000..U+FFFF.
bool before_in_utf16(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return y != b.end();
  const auto rank = [](unsigned char c) -> unsigned { return c >= 0xF0 ? 0xEE : c >= 0xEE ? c + 0x10u : c; };
  const auto cx = static_cast<unsigned char>(*x), cy = static_cast<unsigned char>(*y);
  return rank(cx) != rank(cy) ? rank(cx) < rank(cy) : cx < cy;
}

void write(const json& value, std::string& out) {
  switch (value.type()) {
    case json::value_t::null:
      out += "null";
      return;
    case json::value_t::boolean:
      out += value.get<bool>() ? "true" : "false";
      return;
    case json::value_t::string:
      write_text(value.get_ref<const std::string&>(), out);
      return;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned: {
      const auto number = value.get<std::int64_t>();
      FRIST_CHECK(number >= -kMostExact && number <= kMostExact);
      out += std::to_string(number);
      return;
    }
    case json::value_t::array: {
      out += '[';
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i) out += ',';
        write(value[i], out);
      }
      out += ']';
      return;
    }
    case json::value_t::object: {
      std::vector<std::string_view> names;
      for (const auto& [name, member] : value.items()) names.push_back(name);
      std::sort(names.begin(), names.end(), before_in_utf16);
      out += '{';
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (i) out += ',';
        write_text(names[i], out);
        out += ':';
        write(value.at(std::string(names[i])), out);
      }
      out += '}';
      return;
    }
    default:
      FRIST_CHECK(!"a number with a fraction, or bytes, in canonical JSON");
  }
}

}  // namespace

std::string canonical(const json& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace frist::codec
