// SPDX-License-Identifier: Apache-2.0
// How much one policy can say, because verdicts name rules and milder acts by small numbers. The binder refuses more
// (F0517); the program relies on it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace frist::model {

inline constexpr std::uint32_t kMostRetentionRules = 0xfffe;  // versions and readings counted each
inline constexpr std::size_t kMostMilderActs = 32;            // of all rules about one kind of record

}  // namespace frist::model
