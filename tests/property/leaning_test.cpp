// SPDX-License-Identifier: Apache-2.0
// What is said of a change of policy, held against the oracle: a change that surely keeps as long or longer makes no
// entry due that was not, and none earlier; one of words changes nothing. FRIST_QUICK=1 takes a tenth, FRIST_SEED
// replays from one seed on.
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "rules/analyse/compare.hpp"
#include "rules/calendar/zone.hpp"
#include "tests/property/oracle.hpp"
#include "tests/property/random_edit.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tier.hpp"

using namespace frist;
using analyse::Leaning;

namespace {

constexpr int kEntriesOfPair = 12, kDaysOfPair = 4;

std::uint64_t edited_pairs() { return test::tiered<std::uint64_t>(2'000, 20'000, 1'000'000); }
std::uint64_t first_pair() {
  const char* seed = std::getenv("FRIST_SEED");
  return seed ? std::strtoull(seed, nullptr, 10) : 1;
}

// Where all changes together lead; nothing where nothing differs.
std::optional<Leaning> leaning_of(const std::vector<analyse::RuleChange>& changes) {
  std::optional<Leaning> most;
  for (const analyse::RuleChange& c : changes) most = std::max(most.value_or(Leaning::Words), c.leaning);
  return most;
}

// Other than reviews and restrictions that a duty brings about.
bool begins_an_act(const model::RuleSet& old_rules, const oracle::Verdict& was, const model::RuleSet& new_rules,
                   const oracle::Verdict& is) {
  const auto name = [](const model::RuleSet& rules, const auto& act) {
    return rules.retention[act.first].heading.name +
           std::to_string(static_cast<int>(rules.retention[act.first].effects[act.second].kind));
  };
  return std::any_of(is.acts.begin(), is.acts.end(), [&](const auto& act) {
    return std::none_of(was.acts.begin(), was.acts.end(),
                        [&](const auto& o) { return name(old_rules, o) == name(new_rules, act); });
  });
}

struct Leanings {
  std::uint64_t pairs = 0, keeping = 0, words = 0;  // changed pairs, and those of which so much is said
  std::uint64_t later = 0;                          // entries that a keeping change really keeps longer
  std::uint64_t broken = 0;
  std::string first;
};

using Says = std::optional<Leaning> (*)(const std::vector<analyse::RuleChange>&);

void check_pair(std::uint64_t seed, int edits, Says says, Leanings& count) {
  const property::Edited pair = property::random_edit(seed, edits);
  const auto changes = analyse::compare(*pair.old_rules, *pair.new_rules);
  const auto leaning = says(changes);
  if (!leaning) return;
  ++count.pairs;
  if (*leaning == Leaning::MayErase) return;
  ++(*leaning == Leaning::Keeps ? count.keeping : count.words);
  property::Random random(seed + 99);
  for (int e = 0; e < kEntriesOfPair; ++e) {
    const model::Entry entry = property::random_entry(*pair.old_rules, random);
    for (int d = 0; d < kDaysOfPair; ++d) {
      const calendar::Day day = property::random_day(random);
      const auto at = [&](const model::RuleSet& rules) {
        return model::AsOf{day, calendar::Zone::find(rules.zone)->start_of_day(day).value_or(0)};
      };
      const auto was = oracle::verdict(*pair.old_rules, entry, at(*pair.old_rules));
      const auto is = oracle::verdict(*pair.new_rules, entry, at(*pair.new_rules));
      count.later += is.due > was.due;
      const bool earlier = is.due < was.due || (is.erase_due && !was.erase_due) ||
                           begins_an_act(*pair.old_rules, was, *pair.new_rules, is);
      const bool other = is.due != was.due || is.acts.size() != was.acts.size() || is.restricted != was.restricted;
      if (!earlier && !(other && *leaning == Leaning::Words)) continue;
      if (count.broken++ > 0) continue;
      std::string said;
      for (const auto& c : changes)
        said +=
            fmt::format("{} {}: {}: {} -> {} [{}]\n", c.kind, c.name, c.what, c.before, c.after, name_of(c.leaning));
      count.first =
          fmt::format("seed {} with {} edits, entry {} on {}: due {} -> {}, acts {} -> {}\n{}{}\n---\n{}", seed, edits,
                      e, calendar::to_iso(day), calendar::to_iso(was.due), calendar::to_iso(is.due), was.acts.size(),
                      is.acts.size(), said, pair.before, pair.after);
    }
  }
}

Leanings check_pairs(std::uint64_t from, std::uint64_t pairs, Says says) {
  Leanings count;
  for (std::uint64_t seed = from; seed < from + pairs && count.broken < 20; ++seed)
    check_pair(seed, 1 + static_cast<int>(seed % 3), says, count);
  return count;
}

}  // namespace

TEST_CASE("a change that is said to keep makes nothing due, and nothing earlier; one of words changes nothing") {
  const Leanings count = check_pairs(first_pair(), edited_pairs(), leaning_of);
  INFO(count.first);
  CHECK(count.broken == 0);
  WARN(fmt::format("{} changed policies, of which {} surely keep ({} verdicts with a later day) and {} change words",
                   count.pairs, count.keeping, count.later, count.words));
  if (std::getenv("FRIST_SEED")) return;
  CHECK(count.keeping > edited_pairs() / 20);
  CHECK(count.words > edited_pairs() / 40);
  CHECK(count.later > edited_pairs());
}

TEST_CASE("a planted bug is found: every change is said to keep") {
  const auto careless = [](const std::vector<analyse::RuleChange>& changes) {
    return changes.empty() ? std::nullopt : std::optional(Leaning::Keeps);
  };
  CHECK(check_pairs(1, 200, careless).broken > 0);
}

TEST_CASE("a planted bug is found: a keeping change is said to be one of words") {
  const auto careless = [](const std::vector<analyse::RuleChange>& changes) {
    const auto most = leaning_of(changes);
    return most == Leaning::Keeps ? std::optional(Leaning::Words) : most;
  };
  CHECK(check_pairs(1, 300, careless).broken > 0);
}
