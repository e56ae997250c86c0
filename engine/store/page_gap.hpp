// SPDX-License-Identifier: Apache-2.0
// The room of a b-tree page between its list of cells and the cells. When SQLite spreads cells over pages anew it
// leaves copies of them in this room, also with `secure_delete` on, and also of rows that are erased later from where
// they then are. Nothing reads these bytes (https://www.sqlite.org/fileformat2.html, 1.6), so they may be zeros.
//
// A page says nowhere what it is. Its first byte is the kind of a b-tree page (2, 5, 10, 13), or the highest byte of
// the number of the next page (overflow, free list), which is 0 in files below kMostPages, or, in files with
// auto_vacuum and on pages whose numbers are known, an entry of the pointer map (1 to 5). So the kind is certain, and a
// page that does not look like what it says is left alone all the same.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace frist::store {

struct PageGap {
  std::size_t from = 0, to = 0;
};

// What the file's first page says.
struct PageRules {
  std::size_t reserved = 0;  // bytes at the end of each page that are not SQLite's
  bool has_pointer_map = false;
};

constexpr std::int64_t kMostPages = 1 << 24;  // 64 GiB at 4 KiB each
constexpr std::size_t kFileHeader = 100;      // bytes before page 1 begins

inline std::size_t big_endian(std::string_view page, std::size_t at) {
  return static_cast<std::size_t>(static_cast<unsigned char>(page[at])) << 8 | static_cast<unsigned char>(page[at + 1]);
}

/// `header`: the first kFileHeader bytes of the file. Nothing where it is no database.
inline std::optional<PageRules> page_rules(std::string_view header) {
  if (header.size() < kFileHeader || !header.starts_with("SQLite format 3")) return {};
  return PageRules{static_cast<unsigned char>(header[20]), (big_endian(header, 52) | big_endian(header, 54)) != 0};
}

inline bool is_pointer_map(std::int64_t number, std::size_t page_size, const PageRules& rules) {
  constexpr std::int64_t kLockByte = 1 << 30;
  const std::int64_t each = static_cast<std::int64_t>((page_size - rules.reserved) / 5 + 1);
  if (!rules.has_pointer_map || number < 2) return false;
  const std::int64_t at = (number - 2) / each * each + 2;
  return number == at || number == at + (at == kLockByte / static_cast<std::int64_t>(page_size) + 1 ? 1 : 0);
}

/// The room of page `number` (from 1) of a file of less than kMostPages; nothing where it is no b-tree page.
inline std::optional<PageGap> page_gap(std::string_view page, std::int64_t number, const PageRules& rules) {
  const std::size_t head = number == 1 ? kFileHeader : 0;
  if (page.size() < 512 || rules.reserved > page.size() - 480 || is_pointer_map(number, page.size(), rules)) return {};
  const auto kind = static_cast<unsigned char>(page[head]);
  const bool leaf = kind == 10 || kind == 13;
  if (!leaf && kind != 2 && kind != 5) return {};
  const std::size_t usable = page.size() - rules.reserved, cells = big_endian(page, head + 3);
  const std::size_t written = big_endian(page, head + 5), to = written == 0 ? 65'536 : written;
  const std::size_t list = head + (leaf ? 8 : 12), from = list + 2 * cells;
  if (to > usable || from > to) return {};
  for (std::size_t i = 0; i < cells; ++i)
    if (const std::size_t cell = big_endian(page, list + 2 * i); cell < to || cell + 4 > usable) return {};
  const std::size_t first_free = big_endian(page, head + 1);
  if (first_free != 0 && (first_free < to || first_free + 4 > usable)) return {};
  return PageGap{from, to};
}

}  // namespace frist::store
