// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/column_codec.hpp"

#include <limits>
#include <random>

#include "tests/support/catch.hpp"

namespace frist::pack {
namespace {

template <class T>
std::string bytes_of(const std::vector<T>& column, T none, T unknown) {
  std::string bytes;
  encode(std::span<const T>(column), none, unknown, bytes);
  return bytes;
}

template <class T>
bool comes_back(const std::vector<T>& column, T none, T unknown) {
  std::vector<T> back;
  return decode(bytes_of(column, none, unknown), column.size(), none, unknown, back) && back == column;
}

// Columns of every width, with and without missing values, from anywhere in the type's range.
template <class T>
std::vector<T> random_column(std::mt19937_64& random, T none, T unknown) {
  using U = std::make_unsigned_t<T>;
  const int bits = static_cast<int>(random() % (sizeof(T) * 8 + 1));
  const U from = static_cast<U>(random());
  const auto share = random() % 4;  // of missing values
  std::vector<T> column(random() % 300);
  for (T& v : column) {
    const U distance = bits == 0 ? U{0} : static_cast<U>(random()) >> (sizeof(T) * 8 - static_cast<unsigned>(bits));
    v = static_cast<T>(from + distance);
    if (random() % 4 < share) v = random() % 2 ? none : unknown;
  }
  return column;
}

}  // namespace

TEST_CASE("a column comes back as it was, whatever is in it") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20'000; ++i) {
    REQUIRE(comes_back<std::int32_t>(random_column<std::int32_t>(random, -7, 9), -7, 9));
    const std::int64_t none = std::numeric_limits<std::int64_t>::min();
    REQUIRE(comes_back<std::int64_t>(random_column<std::int64_t>(random, none, none + 1), none, none + 1));
  }
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min(), kMost = std::numeric_limits<std::int64_t>::max();
  CHECK(comes_back<std::int64_t>({kLeast, kMost}, kLeast + 1, kLeast + 2));
  CHECK(comes_back<std::int64_t>({kLeast, kMost, 0}, kLeast, kLeast + 1));
  CHECK(comes_back<std::int32_t>({1, 2, 1}, 1, 2));
}

TEST_CASE("truths take two bits, and a column of one value nothing") {
  std::vector<std::uint8_t> truths{0, 1, 2, 3, 3, 1, 0}, back;
  std::string bytes;
  encode(std::span<const std::uint8_t>(truths), bytes);
  CHECK(bytes.size() == 2);
  REQUIRE(decode(bytes, truths.size(), back));
  CHECK(back == truths);
  CHECK(bytes_of<std::int32_t>(std::vector<std::int32_t>(1000, 12345), 0, 1).size() == 9);
  CHECK(bytes_of<std::int32_t>({10'000, 10'100, 0}, 0, 1).size() == 9 + 3);
  CHECK(bytes_of<std::int32_t>({10'000, 20'000, 0}, 0, 1).size() == 9 + 6);
}

TEST_CASE("bytes that are no column of so many values are refused") {
  const std::string good = bytes_of<std::int32_t>({1, 500, 3}, 0, -1);
  std::vector<std::int32_t> back;
  CHECK(decode(good, 3, 0, -1, back));
  CHECK_FALSE(decode(good, 2, 0, -1, back));
  CHECK_FALSE(decode(good, 4, 0, -1, back));
  for (std::size_t n = 0; n < good.size(); ++n) CHECK_FALSE(decode(good.substr(0, n), 3, 0, -1, back));
  std::string other = good;
  for (int width = 0; width < 256; ++width) {
    other[0] = static_cast<char>(width);
    CHECK(decode(other, 3, 0, -1, back) == (width == 2));
  }
  std::vector<std::uint8_t> truths;
  CHECK_FALSE(decode("", 1, truths));
  CHECK_FALSE(decode("ab", 4, truths));
}

}  // namespace frist::pack
