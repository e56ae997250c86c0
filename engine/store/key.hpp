// SPDX-License-Identifier: Apache-2.0
// The value that identifies a row in a user's table: a whole number, a text or bytes, exactly as stored. Keys order as
// SQLite orders them without a collation: nothing, numbers, texts, bytes. Plain values; no shared state.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frist::store {

struct Key {
  enum class Kind : std::uint8_t { Nothing, Integer, Text, Blob };
  Kind kind = Kind::Nothing;
  std::int64_t number = 0;  // Integer
  std::string bytes;        // Text, Blob

  Key() = default;
  explicit Key(std::int64_t value) : kind(Kind::Integer), number(value) {}
  static Key text(std::string_view value);
  static Key blob(std::string_view value);

  bool empty() const { return kind == Kind::Nothing; }
  auto operator<=>(const Key&) const = default;
};

/// As people write it behind the slash of `claim/12`: numbers and texts as they are, bytes as x'0AFF'.
std::string to_text(const Key& key);
/// The bytes that a text in the form x'0AFF' stands for; nothing where it has another form.
std::optional<std::string> bytes_of_text(std::string_view text);

/// The keys of a batch, one for each row; numbers take 8 bytes each. Reuse keeps its memory.
class KeyColumn {
 public:
  void clear();
  void resize(std::size_t size);  ///< Requires: size <= size().
  void add_nothing() { add(Key::Kind::Nothing, 0); }
  void add(std::int64_t number);
  void add_text(std::string_view bytes) { add_bytes(Key::Kind::Text, bytes); }
  void add_blob(std::string_view bytes) { add_bytes(Key::Kind::Blob, bytes); }
  void add(const Key& key);
  /// In place of what is there.
  void assign(std::span<const std::int64_t> numbers);

  std::size_t size() const { return numbers_.size(); }
  bool empty() const { return numbers_.empty(); }
  bool all_numbers() const { return kinds_.empty(); }
  Key::Kind kind(std::size_t row) const { return kinds_.empty() ? Key::Kind::Integer : kinds_[row]; }
  std::int64_t number(std::size_t row) const { return numbers_[row]; }  ///< Requires: kind(row) is Integer.
  std::string_view bytes(std::size_t row) const;                        ///< Requires: kind(row) is Text or Blob.
  Key at(std::size_t row) const;

  /// Compares row `row` with a key that is given in parts, in the order of keys.
  std::strong_ordering compare(std::size_t row, Key::Kind kind, std::int64_t number, std::string_view bytes) const;

 private:
  void add(Key::Kind kind, std::int64_t number);
  void add_bytes(Key::Kind kind, std::string_view bytes);

  std::vector<std::int64_t> numbers_;   // the number, or where the bytes begin
  std::vector<Key::Kind> kinds_;        // empty while all are numbers
  std::vector<std::uint32_t> lengths_;  // parallel to kinds_
  std::string bytes_;
};

}  // namespace frist::store
