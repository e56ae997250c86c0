// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/pack_chunks.hpp"

#include <cstring>
#include <limits>

#include "dsl/text/check.hpp"
#include "engine/pack/column_codec.hpp"

namespace frist::pack {
namespace {

using program::Storage;
using store::Key;

constexpr std::int64_t kNoNumber = std::numeric_limits<std::int64_t>::min();

// Two parts in one chunk: how long the first is, then both.
std::string joined(std::string_view first, std::string_view second) {
  const auto size = static_cast<std::uint32_t>(first.size());
  std::string chunk(reinterpret_cast<const char*>(&size), sizeof size);
  chunk += first;
  chunk += second;
  return chunk;
}

bool split(std::string_view chunk, std::string_view& first, std::string_view& second) {
  std::uint32_t size = 0;
  if (chunk.size() < sizeof size) return false;
  std::memcpy(&size, chunk.data(), sizeof size);
  chunk.remove_prefix(sizeof size);
  if (size > chunk.size()) return false;
  first = chunk.substr(0, size);
  second = chunk.substr(size);
  return true;
}

bool read_mixed_keys(std::string_view kinds, std::string_view bytes, store::KeyColumn& keys) {
  keys.clear();
  for (const char kind : kinds) {
    std::uint64_t head = 0;
    if (bytes.size() < sizeof head) return false;
    std::memcpy(&head, bytes.data(), sizeof head);
    bytes.remove_prefix(sizeof head);
    if (static_cast<Key::Kind>(kind) == Key::Kind::Integer) {
      keys.add(static_cast<std::int64_t>(head));
      continue;
    }
    if (head > bytes.size()) return false;
    const std::string_view text = bytes.substr(0, head);
    static_cast<Key::Kind>(kind) == Key::Kind::Text ? keys.add_text(text) : keys.add_blob(text);
    bytes.remove_prefix(head);
  }
  return bytes.empty();
}

}  // namespace

// The kinds of keys, where they are not all numbers; then numbers, or the length and bytes of each.
std::string chunk_of(const store::KeyColumn& keys) {
  std::string kinds, bytes;
  std::vector<std::int64_t> numbers;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const Key::Kind kind = keys.kind(row);
    FRIST_CHECK(kind != Key::Kind::Nothing);
    kinds.push_back(static_cast<char>(kind));
    if (kind == Key::Kind::Integer) numbers.push_back(keys.number(row));
    const std::string_view text = kind == Key::Kind::Integer ? std::string_view() : keys.bytes(row);
    const std::uint64_t head = kind == Key::Kind::Integer ? static_cast<std::uint64_t>(keys.number(row)) : text.size();
    bytes.append(reinterpret_cast<const char*>(&head), sizeof head);
    bytes += text;
  }
  if (numbers.size() < keys.size()) return joined(kinds, bytes);
  std::string packed;
  encode(numbers, kNoNumber, kNoNumber + 1, packed);
  return joined("", packed);
}

bool read_chunk(std::string_view chunk, std::size_t rows, store::KeyColumn& keys) {
  std::string_view kinds, bytes;
  if (!split(chunk, kinds, bytes)) return false;
  if (!kinds.empty()) return kinds.size() == rows && read_mixed_keys(kinds, bytes, keys);
  std::vector<std::int64_t> numbers;
  if (!decode(bytes, rows, kNoNumber, kNoNumber + 1, numbers)) return false;
  keys.assign(numbers);
  return true;
}

std::string chunk_of(const program::Input& input, const decide::Column& column) {
  std::string values, currencies;
  switch (input.storage) {
    case Storage::Truth:
      encode(column.truths, values);
      break;
    case Storage::Day:
      encode(column.days, calendar::kNone, calendar::kUnknown, values);
      break;
    case Storage::Number:
      encode(column.numbers, decide::kNumberNone, decide::kNumberUnknown, values);
      break;
  }
  if (!input.with_currency) return values;
  encode(column.currencies, currencies);
  return joined(values, currencies);
}

bool read_chunk(std::string_view chunk, const program::Input& input, std::size_t rows, decide::Column& column) {
  if (input.with_currency) {
    std::string_view values, currencies;
    if (!split(chunk, values, currencies) || !decode(currencies, rows, column.currencies)) return false;
    chunk = values;
  }
  switch (input.storage) {
    case Storage::Truth:
      return decode(chunk, rows, column.truths);
    case Storage::Day:
      return decode(chunk, rows, calendar::kNone, calendar::kUnknown, column.days);
    case Storage::Number:
      break;
  }
  return decode(chunk, rows, decide::kNumberNone, decide::kNumberUnknown, column.numbers);
}

std::string chunk_of(const decide::SpaceRows& hanging) {
  std::vector<std::uint32_t> counts;
  for (std::size_t i = 1; i < hanging.offsets.size(); ++i)
    counts.push_back(hanging.offsets[i] - hanging.offsets[i - 1]);
  std::string packed, unknown;
  encode(counts, packed);
  if (!hanging.unknown.empty()) encode(hanging.unknown, unknown);
  return joined(packed, unknown);
}

bool read_chunk(std::string_view chunk, std::size_t entries, decide::SpaceRows& hanging) {
  std::string_view packed, unknown;
  std::vector<std::uint32_t> counts;
  if (!split(chunk, packed, unknown) || !decode(packed, entries, counts)) return false;
  hanging.offsets.assign(1, 0);
  for (const std::uint32_t n : counts) {
    if (n > std::numeric_limits<std::uint32_t>::max() - hanging.offsets.back()) return false;
    hanging.offsets.push_back(hanging.offsets.back() + n);
  }
  hanging.rows = hanging.offsets.back();
  hanging.unknown.clear();
  return unknown.empty() || decode(unknown, entries, hanging.unknown);
}

}  // namespace frist::pack
