// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/column_codec.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <type_traits>

namespace frist::pack {
namespace {

// A column begins with how many bytes a value takes, and the value that distances are counted from. Codes 0 and 1 are
// the two missing values, 2 the least value.
constexpr std::uint8_t kOneValue = 0;  // all are the value that stands for the least
constexpr std::uint8_t kAsItIs = 9;    // distances beyond 32 bits: the values themselves
constexpr std::uint64_t kCodes = 2;
constexpr std::size_t kHead = 1 + sizeof(std::int64_t);

void put_head(std::uint8_t width, std::int64_t least, std::string& out) {
  out.push_back(static_cast<char>(width));
  out.append(reinterpret_cast<const char*>(&least), sizeof least);
}

template <class T, class Code>
void put_codes(std::span<const T> column, T none, T unknown, std::int64_t least, std::string& out) {
  std::vector<Code> codes(column.size());
  for (std::size_t i = 0; i < column.size(); ++i) {
    const T v = column[i];
    const auto distance = static_cast<std::uint64_t>(v) - static_cast<std::uint64_t>(least) + kCodes;
    codes[i] = static_cast<Code>(v == none ? 0 : v == unknown ? 1 : distance);
  }
  out.append(reinterpret_cast<const char*>(codes.data()), codes.size() * sizeof(Code));
}

template <class T>
void encode_numbers(std::span<const T> column, T none, T unknown, std::string& out) {
  const auto same = [&](T v) { return v == column[0]; };
  if (column.empty() || std::all_of(column.begin(), column.end(), same))
    return put_head(kOneValue, column.empty() ? 0 : static_cast<std::int64_t>(column[0]), out);
  std::int64_t least = std::numeric_limits<std::int64_t>::max(), most = std::numeric_limits<std::int64_t>::min();
  for (const T v : column) {
    if (v == none || v == unknown) continue;
    least = std::min(least, static_cast<std::int64_t>(v));
    most = std::max(most, static_cast<std::int64_t>(v));
  }
  if (least > most) least = most = 0;  // both missing values and no other
  const std::uint64_t range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
  if (range <= 0xff - kCodes)
    return put_head(1, least, out), put_codes<T, std::uint8_t>(column, none, unknown, least, out);
  if (range <= 0xffff - kCodes)
    return put_head(2, least, out), put_codes<T, std::uint16_t>(column, none, unknown, least, out);
  if (range <= 0xffffffff - kCodes)
    return put_head(4, least, out), put_codes<T, std::uint32_t>(column, none, unknown, least, out);
  put_head(kAsItIs, 0, out);
  out.append(reinterpret_cast<const char*>(column.data()), column.size_bytes());
}

// Bytes of a file stand anywhere in memory.
template <class Code, class T>
void take_codes(const char* bytes, std::size_t rows, T none, T unknown, std::int64_t least, T* column) {
  const auto zero = static_cast<T>(static_cast<std::uint64_t>(least) - kCodes);
  for (std::size_t i = 0; i < rows; ++i) {
    Code code;
    std::memcpy(&code, bytes + i * sizeof(Code), sizeof code);
    using U = std::make_unsigned_t<T>;
    const T value = static_cast<T>(static_cast<U>(zero) + static_cast<U>(code));
    column[i] = code == 0 ? none : code == 1 ? unknown : value;
  }
}

template <class T>
bool decode_numbers(std::string_view bytes, std::size_t rows, T none, T unknown, std::vector<T>& column) {
  if (bytes.size() < kHead) return false;
  const auto width = static_cast<std::uint8_t>(bytes[0]);
  std::int64_t least;
  std::memcpy(&least, bytes.data() + 1, sizeof least);
  const char* codes = bytes.data() + kHead;
  const std::size_t size = bytes.size() - kHead;
  column.resize(rows);
  switch (width) {
    case kOneValue:
      std::fill(column.begin(), column.end(), static_cast<T>(least));
      return size == 0;
    case kAsItIs:
      if (size != rows * sizeof(T)) return false;
      if (size > 0) std::memcpy(column.data(), codes, size);  // a column without rows has no bytes to copy to
      return true;
    case 1:
    case 2:
    case 4:
      break;
    default:
      return false;
  }
  if (size != rows * width) return false;
  if (width == 1) take_codes<std::uint8_t>(codes, rows, none, unknown, least, column.data());
  if (width == 2) take_codes<std::uint16_t>(codes, rows, none, unknown, least, column.data());
  if (width == 4) take_codes<std::uint32_t>(codes, rows, none, unknown, least, column.data());
  return true;
}

// The four truths of every byte.
constexpr auto kTruths = [] {
  std::array<std::array<std::uint8_t, 4>, 256> all{};
  for (unsigned byte = 0; byte < 256; ++byte)
    for (unsigned k = 0; k < 4; ++k) all[byte][k] = byte >> 2 * k & 3;
  return all;
}();

}  // namespace

void encode(std::span<const std::int32_t> column, std::int32_t none, std::int32_t unknown, std::string& out) {
  encode_numbers(column, none, unknown, out);
}
void encode(std::span<const std::int64_t> column, std::int64_t none, std::int64_t unknown, std::string& out) {
  encode_numbers(column, none, unknown, out);
}
void encode(std::span<const std::uint32_t> column, std::string& out) {
  encode_numbers<std::uint32_t>(column, 0, 1, out);
}

void encode(std::span<const std::uint8_t> column, std::string& out) {
  std::size_t at = out.size();
  out.resize(at + (column.size() + 3) / 4);
  for (std::size_t i = 0; i < column.size(); ++i)
    out[at + i / 4] = static_cast<char>(static_cast<unsigned char>(out[at + i / 4]) | (column[i] & 3u) << 2 * (i % 4));
}

bool decode(std::string_view bytes, std::size_t rows, std::int32_t none, std::int32_t unknown,
            std::vector<std::int32_t>& column) {
  return decode_numbers(bytes, rows, none, unknown, column);
}
bool decode(std::string_view bytes, std::size_t rows, std::int64_t none, std::int64_t unknown,
            std::vector<std::int64_t>& column) {
  return decode_numbers(bytes, rows, none, unknown, column);
}
bool decode(std::string_view bytes, std::size_t rows, std::vector<std::uint32_t>& column) {
  return decode_numbers<std::uint32_t>(bytes, rows, 0, 1, column);
}

bool decode(std::string_view bytes, std::size_t rows, std::vector<std::uint8_t>& column) {
  if (bytes.size() != (rows + 3) / 4) return false;
  column.resize(bytes.size() * 4);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    std::memcpy(column.data() + 4 * i, kTruths[static_cast<unsigned char>(bytes[i])].data(), 4);
  column.resize(rows);
  return true;
}

}  // namespace frist::pack
