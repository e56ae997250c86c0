// SPDX-License-Identifier: Apache-2.0
#include "rules/calendar/vector_add.hpp"

#include <algorithm>

#include "rules/calendar/landing.hpp"
#include "rules/calendar/prepared_sum.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#define FRIST_X86 1
#endif

namespace frist::calendar {
namespace {

using Kernel = void (*)(const Day*, std::size_t, Step, Day*);

// The loop is the same in every form; only the instructions that the compiler may use for it differ. Copying the step
// keeps its members in registers, and __restrict says what the header demands: in and out do not overlap.
void run_baseline(const Day* __restrict start, std::size_t n, Step step, Day* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = step_row(start[i], step);
}

#ifdef FRIST_X86
[[gnu::target("avx2")]] void run_avx2(const Day* __restrict start, std::size_t n, Step step, Day* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = step_row(start[i], step);
}

#if defined(__clang__)
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl"), clang::min_vector_width(512)]]
#else
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]]
#endif
void run_avx512(const Day* __restrict start, std::size_t n, Step step, Day* __restrict out) {
  for (std::size_t i = 0; i < n; ++i) out[i] = step_row(start[i], step);
}
#endif

Kernel kernel_for(Lanes lanes) {
#ifdef FRIST_X86
  if (lanes == Lanes::Avx512 && has_lanes(lanes)) return run_avx512;
  if (lanes == Lanes::Avx2 && has_lanes(lanes)) return run_avx2;
#endif
  static_cast<void>(lanes);
  return run_baseline;
}

// Cut so that 32 bits hold every sum: ten thousand years and four million days lead out of the range from anywhere.
Step step_of(Period period, Sought sought, MonthEnd month_end, int after) {
  const std::int32_t months = std::clamp(period.months, -120000, 120000);
  const std::int32_t raised = months + static_cast<std::int32_t>(kYearsRaised) * 12;
  const bool rolls = month_end == MonthEnd::NextDay && sought == Sought::SameNumber;
  return {.years = static_cast<std::uint32_t>(raised / 12),
          .months = static_cast<std::uint32_t>(raised % 12),
          .number_shift = static_cast<std::int32_t>(sought),
          .roll = rolls ? 1 : 0,
          .reject = month_end == MonthEnd::Reject ? 1 : 0,
          .days = std::clamp(period.days, -4'000'000, 4'000'000),
          .after = after};
}

Step end_step(Period period, Counting counting, MonthEnd month_end, int after) {
  const Sought sought = counting == Counting::FromDayItself ? Sought::DayBefore : Sought::SameNumber;
  return step_of(period, sought, month_end, after);
}

void end_batch(const Day* start, std::size_t n, Period period, Counting counting, MonthEnd month_end, Day* out,
               Lanes lanes, int after) {
  if (period.months < 0 || period.days < 0) {
    for (std::size_t i = 0; i < n; ++i) out[i] = is_day(start[i]) ? kUnknown : as_mark(start[i]);
    return;
  }
  kernel_for(lanes)(start, n, end_step(period, counting, month_end, after), out);
}

std::optional<PreparedSum> prepared_end(Period period, Counting counting, MonthEnd month_end, int after) {
  if (period.months < 0 || period.days < 0) return std::nullopt;
  return PreparedSum{end_step(period, counting, month_end, after)};
}

}  // namespace

bool has_lanes(Lanes lanes) {
#ifdef FRIST_X86
  static const bool avx2 = __builtin_cpu_supports("avx2");
  static const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (lanes == Lanes::Avx2) return avx2;
  if (lanes == Lanes::Avx512) return avx512;
#endif
  return lanes == Lanes::Baseline;
}

Lanes widest_lanes() {
  if (has_lanes(Lanes::Avx512)) return Lanes::Avx512;
  return has_lanes(Lanes::Avx2) ? Lanes::Avx2 : Lanes::Baseline;
}

PreparedSum prepared_add(Period period, MonthEnd month_end) {
  return {step_of(period, Sought::SameNumber, month_end, 0)};
}

std::optional<PreparedSum> prepared_kept_through(Period period, Counting counting, MonthEnd month_end) {
  return prepared_end(period, counting, month_end, 0);
}

std::optional<PreparedSum> prepared_gone_from(Period period, Counting counting, MonthEnd month_end) {
  return prepared_end(period, counting, month_end, 1);
}

void add_batch(const Day* start, std::size_t n, Period period, MonthEnd month_end, Day* out, Lanes lanes) {
  kernel_for(lanes)(start, n, step_of(period, Sought::SameNumber, month_end, 0), out);
}

void kept_through_batch(const Day* start, std::size_t n, Period period, Counting counting, MonthEnd month_end, Day* out,
                        Lanes lanes) {
  end_batch(start, n, period, counting, month_end, out, lanes, 0);
}

void gone_from_batch(const Day* start, std::size_t n, Period period, Counting counting, MonthEnd month_end, Day* out,
                     Lanes lanes) {
  end_batch(start, n, period, counting, month_end, out, lanes, 1);
}

}  // namespace frist::calendar
