// SPDX-License-Identifier: Apache-2.0
// Columns of numbers in few bytes: each value as its distance from the least one, in as many whole bytes as the
// greatest distance takes; a column of one value takes none. Missing values are codes of their own. Pure functions. For
// this room only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace frist::pack {

/// Appends the column to `out`. Values `none` and `unknown` need not be near the others.
void encode(std::span<const std::int32_t> column, std::int32_t none, std::int32_t unknown, std::string& out);
void encode(std::span<const std::int64_t> column, std::int64_t none, std::int64_t unknown, std::string& out);
void encode(std::span<const std::uint32_t> column, std::string& out);
/// Truths, 0 to 3: two bits each.
void encode(std::span<const std::uint8_t> column, std::string& out);

/// Reads `rows` values back, to the column's start. False: these are not the bytes of so many values.
bool decode(std::string_view bytes, std::size_t rows, std::int32_t none, std::int32_t unknown,
            std::vector<std::int32_t>& column);
bool decode(std::string_view bytes, std::size_t rows, std::int64_t none, std::int64_t unknown,
            std::vector<std::int64_t>& column);
bool decode(std::string_view bytes, std::size_t rows, std::vector<std::uint32_t>& column);
bool decode(std::string_view bytes, std::size_t rows, std::vector<std::uint8_t>& column);

}  // namespace frist::pack
