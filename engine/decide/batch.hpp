// SPDX-License-Identifier: Apache-2.0
// The facts of many entries as columns, in the shape a program asks for. Filled by engine/store from tables, or from
// single entries by gather(). A batch owns its columns; reuse one batch for many fills, it keeps its memory.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "rules/calendar/day.hpp"
#include "rules/program/program.hpp"

namespace frist::decide {

// Sentinels of Storage::Truth.
inline constexpr std::uint8_t kNo = 0, kYes = 1, kTruthUnknown = 2, kTruthNone = 3;
// Sentinels of Storage::Day are calendar::kNone and calendar::kUnknown; "not readable" enters as unknown (its cause is
// kept where single entries are explained). Sentinels of Storage::Number:
inline constexpr std::int64_t kNumberNone = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNumberUnknown = kNumberNone + 1;
// A text that none of the rules' literals equals.
inline constexpr std::int32_t kOtherText = -1;
// A currency packed as its three letters, 0 where there is none.
constexpr std::uint32_t pack(model::Currency c) { return program::packed(c); }

struct Column {
  std::vector<std::uint8_t> truths;  // exactly one of these three is used, by Input::storage
  std::vector<std::int32_t> days;
  std::vector<std::int64_t> numbers;
  std::vector<std::uint32_t> currencies;  // with Input::with_currency
};

// Rows of one space. For space 0: `rows` entries and empty offsets. For the others entry i owns the rows
// offsets[i] .. offsets[i+1]; unknown[i] != 0 says that nobody knows entry i's rows (it then has none).
struct SpaceRows {
  std::uint32_t rows = 0;
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint8_t> unknown;
};

struct Batch {
  std::vector<SpaceRows> spaces;  // parallel to Program::spaces
  std::vector<Column> columns;    // parallel to Program::inputs
  std::uint32_t size() const { return spaces.empty() ? 0 : spaces[0].rows; }
};

// What the night needs to know of each entry; columns of `size()` rows.
struct Verdicts {
  std::vector<std::uint8_t> erase_due;     // 1: gone from a day not after the as-of day
  std::vector<std::uint8_t> restricted;    // 1: a limit has run out, a duty still keeps it
  std::vector<std::uint8_t> review_due;    // 1: a person must look
  std::vector<std::uint32_t> acts;         // bit k: milder act k of Program::acts is due
  std::vector<std::int32_t> due;           // gone from; calendar::kNever
  std::vector<std::int32_t> next_change;   // first later day on which this verdict may differ; calendar::kNever
  std::vector<std::int32_t> review_on;     // the review date that fires; calendar::kNone
  std::vector<std::uint16_t> rule;         // retention rule that sets `due`, or the duty that keeps; kNoRule
  std::vector<std::uint16_t> review_rule;  // kNoRule
};
inline constexpr std::uint16_t kNoRule = 0xffff;      // nothing ever erases it under these facts
inline constexpr std::uint16_t kPlacedHold = 0xfffe;  // a hold that a person placed

}  // namespace frist::decide
