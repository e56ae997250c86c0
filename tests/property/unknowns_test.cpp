// SPDX-License-Identifier: Apache-2.0
// Nothing is erased on an error: entries of which something is missing or cannot be read, or of which nobody knows
// whether a hold stands, are due only where every value in those places would make them due. Each is decided as it is
// and with values at random in these places. FRIST_QUICK=1 takes a twentieth, FRIST_RELEASE=1 a million such entries.
#include <fmt/core.h>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "rules/program/compile.hpp"
#include "tests/property/bound_policy.hpp"
#include "tests/property/random_policy.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tier.hpp"

using namespace frist;

namespace {

constexpr int kWithGaps = 40, kFillings = 6;

struct Gaps {
  std::uint64_t entries = 0, due = 0, only_filled = 0, wrong = 0;
  std::string first;
};

// `careless`: unknown values are read as though they were among the random ones.
void check_policy(std::uint64_t seed, bool careless, Gaps& gaps) {
  property::Random random(seed * 0x9E3779B97F4A7C15u + 7);
  const std::string text = property::random_policy(seed);
  const auto rules = property::bound_policy(text);
  const auto zone = calendar::Zone::find(rules->zone);
  const auto program = program::compile(rules, *rules->find_record("thing"), program::Purpose::Night);
  std::vector<model::Entry> entries;  // each with its fillings behind it
  while (entries.size() < std::size_t{kWithGaps} * (1 + kFillings)) {
    model::Entry entry = property::random_entry(*rules, random);
    if (!property::has_unknowns(entry)) continue;
    std::vector<model::Entry> filled;
    for (int i = 0; i < kFillings; ++i) filled.push_back(property::without_unknowns(*rules, entry, random));
    entries.push_back(careless ? property::without_unknowns(*rules, entry, random) : std::move(entry));
    entries.insert(entries.end(), filled.begin(), filled.end());
  }
  decide::Batch batch;
  decide::gather(*program, entries, batch);
  decide::Machine machine;
  decide::Verdicts verdicts;
  const calendar::Day day = property::random_day(random);
  machine.run(*program, batch, property::as_of(*zone, day), verdicts);
  for (std::size_t at = 0; at < entries.size(); at += 1 + kFillings) {
    ++gaps.entries;
    const bool due = verdicts.erase_due[at] != 0;
    gaps.due += due;
    bool all = true, any = false;
    for (std::size_t i = at + 1; i <= at + kFillings; ++i)
      (verdicts.erase_due[i] ? any : all) = verdicts.erase_due[i] != 0;
    gaps.only_filled += !due && any;
    if (due && !all && gaps.wrong++ == 0)
      gaps.first = fmt::format("seed {}, entry {} on {}\n{}", seed, at, calendar::to_iso(day), text);
  }
}

Gaps check_policies(std::uint64_t policies, bool careless) {
  Gaps gaps;
  for (std::uint64_t seed = 1; seed <= policies && gaps.wrong < 20; ++seed) check_policy(seed, careless, gaps);
  return gaps;
}

}  // namespace

TEST_CASE("an entry with something unknown is erased only where no value of it would keep the entry") {
  const std::uint64_t policies = test::tiered<std::uint64_t>(125, 2'500, 25'000);
  const Gaps gaps = check_policies(policies, false);
  INFO(gaps.first);
  CHECK(gaps.wrong == 0);
  WARN(fmt::format("{} entries with something unknown: {} due, whatever it is; {} kept that some value makes due",
                   gaps.entries, gaps.due, gaps.only_filled));
  CHECK(gaps.due > policies / 4);
  CHECK(gaps.only_filled > policies / 4);
}

TEST_CASE("a planted bug is found: what is unknown is guessed") { CHECK(check_policies(200, true).wrong > 0); }
