// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/column_kernel.hpp"

#include <algorithm>
#include <array>

namespace frist::bench {
namespace {

using calendar::Day;
using calendar::kNever;
using calendar::kNone;

#define FRIST_INLINE [[gnu::always_inline]] inline

constexpr std::size_t kRows = 1024;  // at a time, so that all stays in the first cache

struct Columns {
  const std::int32_t *kind, *recorded, *settled, *closed, *event, *proof;
  const std::int64_t* amount;
  const std::uint8_t *titled, *confirmed, *held;
};

struct Out {
  std::uint8_t *erase, *review;
  std::int32_t *due, *next, *review_on;
  std::uint16_t *rule, *review_rule;
};

// Years that begin in March, after Neri and Schneider (2023); days from 1600-03-01.
constexpr std::int32_t kFrom1600 = 135080;

FRIST_INLINE std::int32_t shifted(std::int32_t day, std::uint32_t months) {
  const std::uint32_t quarters = 4 * static_cast<std::uint32_t>(day + kFrom1600) + 3;
  const std::uint32_t century = quarters / 146097, of_century = (quarters - century * 146097) >> 2;
  const std::uint32_t y = (of_century * 91867 + 80911) >> 25, of_year = of_century - ((1461 * y) >> 2);
  const std::uint32_t month = (2141 * of_year + 1305) >> 16, number = of_year - ((979 * month + 18) >> 5);
  const std::uint32_t sum = month + months, years = (sum * 43691) >> 19, m = sum - 12 * years;
  const std::uint32_t year = 100 * century + y + years, ends = year + 1, hundreds = (ends * 5243) >> 19;
  const std::uint32_t whole = hundreds * 100 == ends ? 1 : 0, of_400 = (hundreds & 3) == 0 ? 1 : 0;  // from 1600 on
  const std::uint32_t of_4 = (ends & 3) == 0 ? 1 : 0, leap = of_4 & ((whole ^ 1) | of_400);
  const std::uint32_t first = (979 * m + 18) >> 5;
  const std::uint32_t length = m == 11 ? 28 + leap : ((979 * m + 997) >> 5) - first;
  const std::uint32_t centuries = (year * 5243) >> 19, begins = 365 * year + (year >> 2) - centuries + (centuries >> 2);
  return static_cast<std::int32_t>(begins + first + std::min(number, length - 1)) - kFrom1600;
}

// Chosen by masks, which compilers do not turn back into jumps.
FRIST_INLINE std::int32_t mask(bool yes) { return -static_cast<std::int32_t>(yes); }
FRIST_INLINE std::int32_t pick(std::int32_t mask, std::int32_t yes, std::int32_t no) {
  return no ^ ((no ^ yes) & mask);
}

struct Scratch {  // of one slice, as wide as days are
  alignas(64) std::array<std::int32_t, kRows> limit, rule, may_be_early, held, erase;
};

// The period of the row's kind, with the rule that says so.
FRIST_INLINE void limits(const Columns& c, std::size_t n, Scratch& s) {
  const std::int32_t *kind = c.kind, *recorded = c.recorded, *settled = c.settled, *closed = c.closed;
  std::int32_t *limit = s.limit.data(), *rule = s.rule.data();
#pragma GCC ivdep
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t k = kind[i], address = mask(k == PreviousAddress), debtor = mask(k == Debtor);
    const std::int32_t inquiry = mask(k == Inquiry), by_settled = mask(k == Loan) | mask(k == Negative);
    const std::int32_t at_once = (mask(k >= Account) & mask(k <= Telecom)) | mask(k == Garnishment);
    std::int32_t from = pick(inquiry | address | debtor, recorded[i], closed[i]);
    from = pick(by_settled, settled[i], from);
    const std::int32_t months = pick(mask(k == Discharge), 6, pick(inquiry, 12, 36));
    const std::int32_t moved = pick(at_once, from, shifted(from, static_cast<std::uint32_t>(months)) + 1);
    limit[i] = pick(mask(from == kNone), kNone, moved);
    const std::int32_t general = k - (mask(k > Inquiry) & 2);
    rule[i] = pick(debtor, 4, pick(address, 3, pick(at_once, 2, general)));
  }
}

// A proof, or an early settlement, stands instead of it.
FRIST_INLINE void exceptions(const Columns& c, std::size_t n, Scratch& s) {
  const std::int32_t *kind = c.kind, *recorded = c.recorded, *settled = c.settled, *proof = c.proof;
  std::int32_t *limit = s.limit.data(), *rule = s.rule.data(), *small = s.may_be_early.data();
  for (std::size_t i = 0; i < n; ++i) small[i] = c.amount[i] <= 200000 ? 1 : 0;
  for (std::size_t i = 0; i < n; ++i) small[i] &= c.confirmed[i] & (c.titled[i] ^ 1);
#pragma GCC ivdep
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t proven = mask(kind[i] == Debtor) & mask(proof[i] != kNone), day = settled[i];
    const std::int32_t early =
        mask(day != kNone) & mask(day >= recorded[i]) & mask(day <= recorded[i] + 42) & -small[i];
    limit[i] = pick(early, day, pick(proven, proof[i], limit[i]));
    rule[i] = pick(early, 10, pick(proven, 5, rule[i]));
  }
}

FRIST_INLINE void verdicts(const Columns& c, std::size_t n, Day today, Scratch& s, const Out& o) {
  std::int32_t *limit = s.limit.data(), *rule = s.rule.data(), *held = s.held.data(), *erase = s.erase.data();
  std::int32_t *due = o.due, *next = o.next;
  for (std::size_t i = 0; i < n; ++i) held[i] = -c.held[i];
#pragma GCC ivdep
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t day = limit[i], none = mask(day == kNone), later = mask(day > today);
    due[i] = pick(held[i] | none, kNever, day);
    next[i] = pick(later, day, kNever);
    rule[i] = pick(held[i], decide::kPlacedHold, pick(none, decide::kNoRule, rule[i]));
    erase[i] = ~(held[i] | none | later) & 1;
  }
  for (std::size_t i = 0; i < n; ++i) o.rule[i] = static_cast<std::uint16_t>(rule[i]);
  for (std::size_t i = 0; i < n; ++i) o.erase[i] = static_cast<std::uint8_t>(erase[i]);
}

// One row in twenty has a review, so those are picked out and not done for all.
FRIST_INLINE void review_rows(const Columns& c, std::size_t n, Day today, const Out& o) {
  std::array<std::uint16_t, kRows> open;
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    open[count] = static_cast<std::uint16_t>(i);
    count += (c.kind[i] == Negative) & (c.settled[i] == kNone) & (c.event[i] != kNone);
  }
  std::fill_n(o.review, n, std::uint8_t{0});
  std::fill_n(o.review_on, n, kNone);
  std::fill_n(o.review_rule, n, decide::kNoRule);
  for (std::size_t j = 0; j < count; ++j) {
    const std::size_t i = open[j];
    Day last = kNone, next = shifted(c.event[i], 36);
    for (std::uint32_t months = 72; next <= today; months += 36) last = next, next = shifted(c.event[i], months);
    o.next[i] = std::min(o.next[i], next);
    if (last != kNone) o.review[i] = 1, o.review_on[i] = last, o.review_rule[i] = 9;
  }
}

FRIST_INLINE void run_all(const Claims& claims, Day today, decide::Verdicts& v) {
  Scratch scratch;
  for (std::size_t at = 0; at < claims.size(); at += kRows) {
    const std::size_t n = std::min(kRows, claims.size() - at);
    const Columns c{claims.kind.data() + at,      claims.recorded_on.data() + at,   claims.settled_on.data() + at,
                    claims.closed_on.data() + at, claims.last_event_on.data() + at, claims.proof_on.data() + at,
                    claims.amount.data() + at,    claims.titled.data() + at,        claims.confirmed.data() + at,
                    claims.on_hold.data() + at};
    const Out o{v.erase_due.data() + at, v.review_due.data() + at, v.due.data() + at,        v.next_change.data() + at,
                v.review_on.data() + at, v.rule.data() + at,       v.review_rule.data() + at};
    limits(c, n, scratch);
    exceptions(c, n, scratch);
    verdicts(c, n, today, scratch, o);
    review_rows(c, n, today, o);
  }
}

using Run = void (*)(const Claims&, Day, decide::Verdicts&);

void baseline(const Claims& claims, Day today, decide::Verdicts& out) { run_all(claims, today, out); }
#if defined(__x86_64__)
[[gnu::target("avx2")]] void avx2(const Claims& claims, Day today, decide::Verdicts& out) {
  run_all(claims, today, out);
}
[[gnu::target("avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")]] void avx512(const Claims& claims,
                                                                                          Day today,
                                                                                          decide::Verdicts& out) {
  run_all(claims, today, out);
}
constexpr Run kRuns[] = {baseline, avx2, avx512};
#else
constexpr Run kRuns[] = {baseline, baseline, baseline};
#endif

}  // namespace

void run_columns_by_hand(const Claims& claims, Day today, calendar::Lanes lanes, decide::Verdicts& out) {
  kRuns[static_cast<std::size_t>(calendar::has_lanes(lanes) ? lanes : calendar::Lanes::Baseline)](claims, today, out);
}

}  // namespace frist::bench
