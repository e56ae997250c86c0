// SPDX-License-Identifier: Apache-2.0
// Picking out rows.
#include "engine/decide/lanes.hpp"

namespace frist::decide::FRIST_LANES {
namespace {

// The places of the ones among eight bits, then nothing that counts.
struct Places {
  std::uint8_t of[256][8];
  constexpr Places() : of{} {
    for (unsigned bits = 0; bits < 256; ++bits) {
      unsigned found = 0;
      for (unsigned k = 0; k < 8; ++k)
        if (bits >> k & 1) of[bits][found++] = static_cast<std::uint8_t>(k);
    }
  }
};
constexpr Places kPlaces;

// Eight truths of 0 and 1 as eight bits: the product moves byte k's bit to bit 56 + k.
[[gnu::always_inline]] inline unsigned bits_of(std::uint64_t eight) {
  return static_cast<unsigned>(eight * 0x0102040810204080u >> 56);
}

// Without a branch: whether there is a one among eight rows is a coin's throw.
[[gnu::always_inline]] inline Size select_eight(std::uint32_t* __restrict rows, std::uint64_t eight, Size row) {
  const unsigned bits = bits_of(eight);
  for (Size k = 0; k < 8; ++k) rows[k] = static_cast<std::uint32_t>(row) + kPlaces.of[bits][k];
  return static_cast<Size>(__builtin_popcount(bits));
}

Size select(std::uint32_t* __restrict rows, const Truth* __restrict truth, Size n) {
  Size count = 0, row = 0;
  for (; row + 32 <= n; row += 32) {
    std::uint64_t group[4];
    __builtin_memcpy(group, truth + row, 32);
    if ((group[0] | group[1] | group[2] | group[3]) == 0) continue;
    for (Size k = 0; k < 4; ++k) count += select_eight(rows + count, group[k], row + 8 * k);
  }
  for (; row < n; ++row) {
    rows[count] = static_cast<std::uint32_t>(row);
    count += truth[row] == kYes;
  }
  return count;
}

void pick_days(Day* __restrict out, const Day* __restrict from, const std::uint32_t* __restrict rows, Size n) {
  for (Size k = 0; k < n; ++k) out[k] = from[rows[k]];
}

void in_reach(Truth* __restrict out, const Truth* __restrict truth, const Day* __restrict start,
              const Day* __restrict limit, Day least, Size n) {
  for (Size i = 0; i < n; ++i)
    out[i] = static_cast<Truth>(pick((truth[i] == kYes) & (start[i] <= limit[i] - least), 1, 0));
}

}  // namespace

void add_rows(Kernels& k) { k.rows = {select, pick_days, in_reach}; }

}  // namespace frist::decide::FRIST_LANES
