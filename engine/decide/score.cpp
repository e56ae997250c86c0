// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/score.hpp"

#include "rules/calendar/month_schedule.hpp"

namespace frist::decide {
namespace {

using model::Bound;
using Millionths = __int128;

bool reaches(Millionths value, const Bound& lower) {
  return lower.inclusive ? value >= lower.value : value > lower.value;
}
bool stays_under(Millionths value, const Bound& upper) {
  return upper.inclusive ? value <= upper.value : value < upper.value;
}

}  // namespace

ScoreAnswer read_score(const model::Bands& bands, const model::Value& value) {
  if (!value.known()) return {};
  const bool whole = bands.type.base == model::Base::Number;
  const Millionths score = Millionths{value.number} * (whole ? model::kDecimalScale : 1);
  const bool above = bands.refuse_from && reaches(score, *bands.refuse_from);
  const bool below = bands.refuse_to && stays_under(score, *bands.refuse_to);
  if (above || below) return {ScoreAnswer::Kind::Refused, model::kNoId};
  for (std::uint32_t k = 0; k < bands.bands.size(); ++k) {
    const model::Band& band = bands.bands[k];
    if ((!band.lower || reaches(score, *band.lower)) && (!band.upper || stays_under(score, *band.upper)))
      return {ScoreAnswer::Kind::Band, k};
  }
  return {};
}

Recalculation recalculation(const model::Bands& bands, calendar::Day today) {
  if (bands.recalculated_daily) return {today, calendar::plus_days(today, 1)};
  const auto schedule = calendar::MonthSchedule::of({bands.recalculated_in.begin(), bands.recalculated_in.end()});
  if (!schedule) return {};
  return {schedule->current(today), schedule->next(today)};
}

}  // namespace frist::decide
