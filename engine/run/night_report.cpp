// SPDX-License-Identifier: Apache-2.0
#include "engine/run/night.hpp"

namespace frist::run {

std::uint64_t NightReport::total(std::string_view what) const {
  std::int64_t sum = 0;
  for (const NightCount& c : counts) sum += c.what == what ? c.n : 0;
  return static_cast<std::uint64_t>(sum);
}

}  // namespace frist::run
