// SPDX-License-Identifier: Apache-2.0
// The evaluator against the oracle on random policies, entries and days: a million triples, FRIST_QUICK=1 takes a
// twentieth, FRIST_RELEASE=1 ten million. FRIST_SEED replays from one seed on.
#include <fmt/core.h>

#include <cstdlib>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "rules/program/compile.hpp"
#include "tests/property/bound_policy.hpp"
#include "tests/property/oracle.hpp"
#include "tests/property/oracle_dates.hpp"
#include "tests/property/random_policy.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tier.hpp"

using namespace frist;

namespace {

constexpr int kEntries = 40, kDays = 10;

std::uint64_t policies() { return test::tiered<std::uint64_t>(125, 2'500, 25'000); }
std::uint64_t first_seed() {
  const char* seed = std::getenv("FRIST_SEED");
  return seed ? std::strtoull(seed, nullptr, 10) : 1;
}

// The verdict of one row in the oracle's words.
oracle::Verdict verdict_of(const program::Program& program, const decide::Verdicts& v, std::size_t row) {
  oracle::Verdict out;
  out.erase_due = v.erase_due[row] != 0;
  out.restricted = v.restricted[row] != 0;
  out.review_due = v.review_due[row] != 0;
  out.due = v.due[row];
  out.review_on = out.review_due ? v.review_on[row] : calendar::kNone;
  for (std::size_t bit = 0; bit < program.acts.size(); ++bit)
    if (v.acts[row] >> bit & 1) out.acts.emplace_back(program.acts[bit].rule, program.acts[bit].effect);
  out.rule = v.rule[row] == decide::kNoRule       ? model::kNoId
             : v.rule[row] == decide::kPlacedHold ? oracle::kPlacedHold
                                                  : v.rule[row];
  out.review_rule = out.review_due ? v.review_rule[row] : model::kNoId;
  return out;
}

std::string words(const oracle::Verdict& v) {
  std::string acts;
  for (const auto& [rule, effect] : v.acts) acts += fmt::format(" act {}.{}", rule, effect);
  return fmt::format("erase {} restricted {} review {} ({} by {}) due {} rule {}{}", v.erase_due, v.restricted,
                     v.review_due, v.review_on, v.review_rule, v.due, v.rule, acts);
}

struct Count {
  std::uint64_t triples = 0, differences = 0, late = 0;
  std::string first;
};

// One policy: entries in one batch, day by day; on some of them also that nothing changes before the next change.
void compare(std::uint64_t seed, Count& count, std::string (*policy)(std::uint64_t) = property::random_policy) {
  property::Random random(seed * 0x9E3779B97F4A7C15u + 1);
  const std::string text = policy(seed);
  const auto rules = property::bound_policy(text);
  const auto zone = calendar::Zone::find(rules->zone);
  const auto thing = *rules->find_record("thing");
  const auto program = program::compile(rules, thing, program::Purpose::Night);
  std::vector<model::Entry> entries;
  for (int i = 0; i < kEntries; ++i) entries.push_back(property::random_entry(*rules, random));
  decide::Batch batch;
  decide::gather(*program, entries, batch);
  decide::Machine machine;
  decide::Verdicts verdicts;
  for (int d = 0; d < kDays; ++d) {
    const calendar::Day day = property::random_day(random);
    machine.run(*program, batch, property::as_of(*zone, day), verdicts);
    for (int i = 0; i < kEntries; ++i) {
      const auto expected = oracle::verdict(*rules, entries[i], property::as_of(*zone, day));
      const auto got = verdict_of(*program, verdicts, i);
      ++count.triples;
      if (got == expected) continue;
      if (count.differences++ == 0)
        count.first = fmt::format("seed {} entry {} on {}\nevaluator: {}\noracle:    {}\n{}", seed, i,
                                  calendar::to_iso(day), words(got), words(expected), text);
    }
    const int i = static_cast<int>(property::below(random, kEntries));
    const calendar::Day next = verdicts.next_change[i];
    if (next == day + 1) continue;
    // The law of the next change: the same verdict on the last day before it, and on a day between.
    const calendar::Day last = std::min(next - 1, day + 4000);
    for (const calendar::Day between :
         {last,
          day + 1 + static_cast<calendar::Day>(property::below(random, static_cast<std::uint64_t>(last - day)))}) {
      if (oracle::verdict(*rules, entries[i], property::as_of(*zone, between)) == verdict_of(*program, verdicts, i))
        continue;
      if (count.late++ == 0)
        count.first +=
            fmt::format("\nseed {} entry {}: on {} the next change was said to be {}, but on {} it is {}\n{}", seed, i,
                        calendar::to_iso(day), next == calendar::kNever ? "never" : calendar::to_iso(next),
                        calendar::to_iso(between),
                        words(oracle::verdict(*rules, entries[i], property::as_of(*zone, between))), text);
    }
  }
}

}  // namespace

TEST_CASE(
    "the evaluator and the oracle agree on random policies, entries and days, and no change comes before its announced "
    "day") {
  Count count;
  for (std::uint64_t seed = first_seed(); seed < first_seed() + policies() && count.differences + count.late < 20;
       ++seed)
    compare(seed, count);
  INFO(count.first);
  CHECK(count.differences == 0);
  CHECK(count.late == 0);
  WARN(fmt::format("{} triples compared", count.triples));
}

TEST_CASE("they agree under many rules about one kind, of which several often end on one day") {
  Count count;
  const std::uint64_t last = first_seed() + policies() / 5;
  for (std::uint64_t seed = first_seed(); seed < last && count.differences + count.late < 20; ++seed)
    compare(seed, count, property::crowded_policy);
  INFO(count.first);
  CHECK(count.differences == 0);
  CHECK(count.late == 0);
}

TEST_CASE("a planted bug is found: an oracle that clips month ends first and takes one day off then") {
  Count count;
  oracle::wrong_clip = true;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) compare(seed, count);
  oracle::wrong_clip = false;
  CHECK(count.differences > 0);
}

TEST_CASE("a planted bug is found: an oracle that names the last of the rules that end on one day") {
  Count count;
  oracle::wrong_tie = true;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) compare(seed, count, property::crowded_policy);
  oracle::wrong_tie = false;
  CHECK(count.differences > 0);
}
