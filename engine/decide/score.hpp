// SPDX-License-Identifier: Apache-2.0
// What a score means: the band it falls into, or that it is no score at all, and when it is calculated anew. Pure
// functions.
#pragma once

#include "rules/model/facts.hpp"
#include "rules/model/rule.hpp"

namespace frist::decide {

struct ScoreAnswer {
  enum class Kind : std::uint8_t {
    Unknown,  // the value is not known, or no band covers it
    Refused,  // such a value is no score
    Band
  } kind = Kind::Unknown;
  std::uint32_t band = model::kNoId;  // index into Bands::bands
};

/// `value` is of the bands' type: a whole number, or millionths.
ScoreAnswer read_score(const model::Bands& bands, const model::Value& value);

/// The first day of the latest scheduled month that has begun and of the first one that has not; daily: today and
/// tomorrow. kNone where the bands say nothing about it.
struct Recalculation {
  calendar::Day last = calendar::kNone;
  calendar::Day next = calendar::kNone;
};
Recalculation recalculation(const model::Bands& bands, calendar::Day today);

}  // namespace frist::decide
