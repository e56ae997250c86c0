// SPDX-License-Identifier: Apache-2.0
#include "engine/store/key.hpp"

#include <fmt/core.h>

#include <charconv>

#include "dsl/text/check.hpp"

namespace frist::store {

Key Key::text(std::string_view value) {
  Key key;
  key.kind = Kind::Text;
  key.bytes = value;
  return key;
}

Key Key::blob(std::string_view value) {
  Key key;
  key.kind = Kind::Blob;
  key.bytes = value;
  return key;
}

std::string to_text(const Key& key) {
  switch (key.kind) {
    case Key::Kind::Nothing:
      return "";
    case Key::Kind::Integer:
      return fmt::format("{}", key.number);
    case Key::Kind::Text:
      return key.bytes;
    case Key::Kind::Blob:
      break;
  }
  std::string text = "x'";
  for (const char c : key.bytes) text += fmt::format("{:02X}", static_cast<unsigned char>(c));
  return text + "'";
}

std::optional<std::string> bytes_of_text(std::string_view text) {
  if (text.size() < 3 || text.size() % 2 == 0 || !text.starts_with("x'") || !text.ends_with('\'')) return {};
  std::string bytes;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc() || end != text.data() + i + 2) return {};
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

void KeyColumn::assign(std::span<const std::int64_t> numbers) {
  clear();
  numbers_.assign(numbers.begin(), numbers.end());
}

void KeyColumn::clear() {
  numbers_.clear();
  kinds_.clear();
  lengths_.clear();
  bytes_.clear();
}

void KeyColumn::resize(std::size_t size) {
  FRIST_CHECK(size <= numbers_.size());
  numbers_.resize(size);
  if (kinds_.empty()) return;
  kinds_.resize(size);
  lengths_.resize(size);
}

void KeyColumn::add(std::int64_t number) {
  numbers_.push_back(number);
  if (kinds_.empty()) return;
  kinds_.push_back(Key::Kind::Integer);
  lengths_.push_back(0);
}

void KeyColumn::add(Key::Kind kind, std::int64_t number) {
  if (kinds_.empty()) {
    kinds_.assign(numbers_.size(), Key::Kind::Integer);
    lengths_.assign(numbers_.size(), 0);
  }
  numbers_.push_back(number);
  kinds_.push_back(kind);
  lengths_.push_back(0);
}

void KeyColumn::add_bytes(Key::Kind kind, std::string_view bytes) {
  add(kind, static_cast<std::int64_t>(bytes_.size()));
  lengths_.back() = static_cast<std::uint32_t>(bytes.size());
  bytes_.append(bytes);
}

void KeyColumn::add(const Key& key) {
  switch (key.kind) {
    case Key::Kind::Nothing:
      return add_nothing();
    case Key::Kind::Integer:
      return add(key.number);
    case Key::Kind::Text:
    case Key::Kind::Blob:
      return add_bytes(key.kind, key.bytes);
  }
}

std::string_view KeyColumn::bytes(std::size_t row) const {
  return std::string_view(bytes_).substr(static_cast<std::size_t>(numbers_[row]), lengths_[row]);
}

Key KeyColumn::at(std::size_t row) const {
  Key key;
  key.kind = kind(row);
  if (key.kind == Key::Kind::Integer) key.number = numbers_[row];
  if (key.kind == Key::Kind::Text || key.kind == Key::Kind::Blob) key.bytes = bytes(row);
  return key;
}

std::strong_ordering KeyColumn::compare(std::size_t row, Key::Kind other, std::int64_t number,
                                        std::string_view other_bytes) const {
  const Key::Kind own = kind(row);
  if (own != other) return own <=> other;
  if (own == Key::Kind::Integer) return numbers_[row] <=> number;
  if (own == Key::Kind::Nothing) return std::strong_ordering::equal;
  return bytes(row) <=> other_bytes;
}

}  // namespace frist::store
