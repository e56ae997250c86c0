// SPDX-License-Identifier: Apache-2.0
// The brake: what a night may take at most before a person has looked. Pure, but for reading the earlier nights. Zero
// means zero: a limit of 0 lets nothing through.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"

namespace frist::run {

// Limits on what cannot be undone: entries erased or anonymised. The defaults are those of the command line.
struct Brake {
  std::int64_t most = 10'000;     // of all kinds together
  std::int64_t most_percent = 5;  // of the entries of a kind
  std::int64_t times_usual = 5;   // of the median of the kind's earlier nights
  bool none_is_fine = false;      // a night without anything due where there used to be
};

// Shares and medians of a handful say nothing, so up to this many entries they do not count, unless a limit is 0.
inline constexpr std::int64_t kAHandful = 20;
// The median is of at most this many nights, and there is one from kFewestNights on.
inline constexpr std::uint32_t kNightsLookedBack = 28;
inline constexpr std::size_t kFewestNights = 5;

// What a night is about to take of one kind.
struct KindTake {
  std::string record;
  std::int64_t take = 0;
  std::vector<std::int64_t> earlier;  // what the earlier nights took, in any order
  // Counts entries up to a limit, so that a large table need not be counted whole. Not called where nothing hangs on
  // it.
  std::function<text::Result<std::int64_t>(std::int64_t limit)> entries;
};

// Why the brake is on: each a sentence for a person, with the numbers and the limit.
struct BrakeFinding {
  std::string record;  // empty: all kinds together
  std::string limit;   // "most", "percent", "usual", "none due", "changed policy"
  std::string message;
  std::int64_t take = 0;
};

text::Result<std::vector<BrakeFinding>> check_brake(const Brake& brake, const std::vector<KindTake>& takes);

// What the nights that ended as they should took of each kind, latest first; a kind that a night took nothing of has a
// 0 there.
text::Result<std::map<std::string, std::vector<std::int64_t>>> earlier_nights(store::Connection& connection,
                                                                              const std::vector<std::string>& records);

// Where the last night that did anything was by another policy: until a plan of this one has done something, a changed
// policy takes nothing by itself.
text::Result<bool> is_untried_change(store::Connection& connection, const std::string& policy_hash);

}  // namespace frist::run
