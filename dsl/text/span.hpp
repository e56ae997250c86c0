// SPDX-License-Identifier: Apache-2.0
// A place in a source text: a half-open range of bytes [begin, end) of one file of a `Sources`. A plain value;
// everything that a person may have to be shown again (names, clauses, literals, findings) carries one.
#pragma once

#include <algorithm>
#include <cstdint>

namespace frist::text {

struct Span {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend constexpr bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that covers both. Where the files differ there is none, and the first is returned unchanged.
constexpr Span merge(Span a, Span b) {
  if (a.file != b.file) return a;
  return Span{a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

}  // namespace frist::text
