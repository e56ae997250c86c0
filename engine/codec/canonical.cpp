// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/canonical.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "dsl/text/check.hpp"

namespace frist::codec {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostExact = std::int64_t{1} << 53;

// Bytes that stand for themselves in a text.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (unsigned c = 0x20; c < plain.size(); ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

void write_escaped(char c, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  out += '\\';
  switch (c) {
    case '"':
    case '\\':
      out += c;
      return;
    case '\b':
      out += 'b';
      return;
    case '\f':
      out += 'f';
      return;
    case '\n':
      out += 'n';
      return;
    case '\r':
      out += 'r';
      return;
    case '\t':
      out += 't';
      return;
    default:
      out += "u00";
      out += kDigits[c >> 4];
      out += kDigits[c & 15];
  }
}

void write_text(std::string_view text, std::string& out) {
  out += '"';
  for (auto at = text.begin(); at != text.end();) {
    const auto plain = std::find_if_not(at, text.end(), [](char c) { return kPlain[static_cast<unsigned char>(c)]; });
    out.append(at, plain);
    at = plain;
    if (at != text.end()) write_escaped(*at++, out);
  }
  out += '"';
}

void write(const json& value, std::string& out);

void write_member(std::string_view name, const json& value, std::string& out) {
  if (out.back() != '{') out += ',';
  write_text(name, out);
  out += ':';
  write(value, out);
}

// The library keeps members in the order of bytes, which is the order of UTF-16 where no name reaches so far.
void write_object(const json::object_t& members, std::string& out) {
  const bool ordered = std::all_of(members.begin(), members.end(), [](const auto& member) {
    return std::all_of(member.first.begin(), member.first.end(), [](unsigned char c) { return c < 0xEE; });
  });
  out += '{';
  if (ordered) {
    for (const auto& [name, member] : members) write_member(name, member, out);
  } else {
    std::vector<const json::object_t::value_type*> sorted;
    for (const auto& member : members) sorted.push_back(&member);
    std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return comes_before(a->first, b->first); });
    for (const auto* member : sorted) write_member(member->first, member->second, out);
  }
  out += '}';
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
      FRIST_CHECK(numbers_are_exact(value));
      out += std::to_string(value.get<std::int64_t>());
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
    case json::value_t::object:
      return write_object(value.get_ref<const json::object_t&>(), out);
    default:
      FRIST_CHECK(!"a number with a fraction, or bytes, in canonical JSON");
  }
}

}  // namespace

// UTF-8 sorts by code point; UTF-16 puts surrogate pairs (beyond U+FFFF) before U+E000..U+FFFF.
bool comes_before(std::string_view a, std::string_view b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return y != b.end();
  const auto rank = [](unsigned char c) -> unsigned { return c >= 0xF0 ? 0xEE : c >= 0xEE ? c + 0x10u : c; };
  const auto cx = static_cast<unsigned char>(*x), cy = static_cast<unsigned char>(*y);
  return rank(cx) != rank(cy) ? rank(cx) < rank(cy) : cx < cy;
}

void append_canonical(std::string_view text, std::string& out) { write_text(text, out); }

bool numbers_are_exact(const json& value) {
  if (value.is_structured()) return std::all_of(value.begin(), value.end(), numbers_are_exact);
  if (!value.is_number_integer()) return true;
  const auto number = value.get<std::int64_t>();
  return number >= -kMostExact && number <= kMostExact;
}

std::string canonical(const json& value) {
  std::string out;
  write(value, out);
  return out;
}

void CanonicalObject::add_text(std::string_view name, std::string_view value) {
  const std::size_t begin = values_.size();
  write_text(value, values_);
  members_.push_back({name, begin, values_.size()});
}

void CanonicalObject::add_json(std::string_view name, std::string_view canonical) {
  const std::size_t begin = values_.size();
  values_ += canonical;
  members_.push_back({name, begin, values_.size()});
}

std::string CanonicalObject::text() {
  std::stable_sort(members_.begin(), members_.end(),
                   [](const Member& a, const Member& b) { return comes_before(a.name, b.name); });
  std::string out = "{";
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Member& member = members_[i];
    if (i + 1 < members_.size() && members_[i + 1].name == member.name) continue;
    if (out.size() > 1) out += ',';
    write_text(member.name, out);
    out += ':';
    out.append(values_, member.begin, member.end - member.begin);
  }
  return out += '}';
}

}  // namespace frist::codec
