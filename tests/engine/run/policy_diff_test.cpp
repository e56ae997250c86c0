// SPDX-License-Identifier: Apache-2.0
// What two policies come to for the entries of a database, against the oracle: random policies, edited versions of
// them, random entries and days. FRIST_QUICK=1 takes a tenth, FRIST_SEED replays from one seed on.
#include "engine/run/policy_diff.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "tests/engine/run/naive_diff.hpp"
#include "tests/engine/run/random_things.hpp"
#include "tests/property/random_edit.hpp"

namespace frist::run {
namespace {

constexpr int kThings = 24;
constexpr std::uint64_t kPairsOfDatabase = 30;

std::uint64_t diff_pairs() { return std::getenv("FRIST_QUICK") ? 150 : 1500; }
std::uint64_t first_diff_seed() {
  const char* seed = std::getenv("FRIST_SEED");
  return seed ? std::strtoull(seed, nullptr, 10) : 1;
}

DiffSide side_of(std::shared_ptr<const model::RuleSet> rules, calendar::Day day) {
  const auto zone = calendar::Zone::find(rules->zone);
  return {std::move(rules), "hash", {day, zone->start_of_day(day).value_or(0)}};
}

using Comparer = PolicyDiff (*)(store::Connection&, const DiffSide&, const DiffSide&, const DiffOptions&);

PolicyDiff as_built(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                    const DiffOptions& options) {
  auto diff = diff_entries(connection, before, after, options);
  INFO((diff ? std::string() : diff.error().message));
  REQUIRE(diff);
  return std::move(diff).value();
}

NaiveDiff numbers_of(const PolicyDiff& diff) {
  NaiveDiff numbers;
  numbers.looked_at = static_cast<std::int64_t>(diff.looked_at);
  for (const DiffCount& c : diff.counts) numbers.counts[{c.record, c.old_rule, c.new_rule, name_of(c.change)}] += c.n;
  for (const ActCount& a : diff.acts)
    numbers.acts[{a.record, a.act, a.what, a.rule, a.begins ? "now" : "no longer"}] += a.n;
  return numbers;
}

std::string number_words(const NaiveDiff& diff) {
  std::string text = fmt::format("{} entries\n", diff.looked_at);
  for (const auto& [c, n] : diff.counts)
    text += fmt::format("  {} {} -> {} {}: {}\n", std::get<0>(c), std::get<1>(c), std::get<2>(c), std::get<3>(c), n);
  for (const auto& [a, n] : diff.acts)
    text += fmt::format("  {} {} {} {} {}: {}\n", std::get<0>(a), std::get<1>(a), std::get<2>(a), std::get<3>(a),
                        std::get<4>(a), n);
  return text;
}

// As many of each change as there are, up to the limit, each with what the oracle says of it.
std::string wrong_sample(const PolicyDiff& diff, const NaiveDiff& naive, std::uint32_t limit) {
  std::map<std::pair<std::string, std::string>, std::int64_t> left;
  for (const auto& [c, n] : naive.counts)
    if (std::get<3>(c) != "same") left[{std::get<0>(c), std::get<3>(c)}] += n;
  for (auto& [change, n] : left) n = std::min<std::int64_t>(n, limit);
  for (const DiffSample& s : diff.samples) {
    --left[{s.entry.substr(0, s.entry.find('/')), name_of(s.change)}];
    const auto entry = naive.entries.find(s.entry);
    if (entry == naive.entries.end() ||
        entry->second != std::tuple(name_of(s.change), s.old_gone_from, s.new_gone_from))
      return s.entry;
  }
  for (const auto& [change, n] : left)
    if (n != 0) return change.first + " " + change.second;
  return "";
}

struct DiffTrial {
  std::uint64_t pairs = 0, wrong = 0;
  std::map<std::string, std::int64_t> changes;
  std::string first;
};

// A rule for a kind that perhaps only one of the policies has rules for.
std::shared_ptr<const model::RuleSet> with_more(const std::string& text,
                                                const std::shared_ptr<const model::RuleSet>& rules,
                                                property::Random& random) {
  if (property::one_in(random, 2)) return rules;
  const std::string rule =
      fmt::format("\nretention sightings of other_thing\n  when strong\n  erase after {} years from seen_on\n",
                  1 + property::below(random, 3));
  auto more = property::bound_or_null(text + rule);
  REQUIRE(more);
  return more;
}

void try_pair(RandomThings& things, std::uint64_t seed, Comparer compare, NaiveChange change, DiffTrial& trial) {
  property::Random random(seed + 17);
  const property::Edited pair = property::random_edit(seed, static_cast<int>(seed % 4));
  const calendar::Day day = property::random_day(random);
  const DiffSide before = side_of(with_more(pair.before, pair.old_rules, random), day),
                 after = side_of(with_more(pair.after, pair.new_rules, random), day);
  DiffOptions options;
  options.samples = static_cast<std::uint32_t>(property::below(random, 4));
  const NaiveDiff naive = NaiveComparer(things.connection(), before, after, change).diff();
  const PolicyDiff diff = compare(things.connection(), before, after, options);
  const NaiveDiff got = numbers_of(diff);
  ++trial.pairs;
  for (const auto& [c, n] : naive.counts) trial.changes[std::get<3>(c)] += n;
  const std::string sample = wrong_sample(diff, naive, options.samples);
  if (got.counts == naive.counts && got.acts == naive.acts && got.looked_at == naive.looked_at && sample.empty())
    return;
  if (trial.wrong++ == 0)
    trial.first =
        fmt::format("seed {} on {}, sample `{}`\ncompared: {}oracle: {}\n{}\n---\n{}", seed, calendar::to_iso(day),
                    sample, number_words(got), number_words(naive), pair.before, pair.after);
}

DiffTrial try_pairs(std::uint64_t from, std::uint64_t pairs, Comparer compare = as_built,
                    NaiveChange change = naive_change) {
  const InMemory folder;
  DiffTrial trial;
  for (std::uint64_t seed = from; seed < from + pairs && trial.wrong < 20;) {
    RandomThings things(seed, kThings);
    for (std::uint64_t i = 0; i < kPairsOfDatabase && seed < from + pairs; ++i, ++seed)
      try_pair(things, seed, compare, change, trial);
  }
  return trial;
}

}  // namespace

TEST_CASE("what two policies come to is what the oracle says of each entry by both") {
  const DiffTrial trial = try_pairs(first_diff_seed(), diff_pairs());
  INFO(trial.first);
  CHECK(trial.wrong == 0);
  std::string seen;
  for (const auto& [change, n] : trial.changes) seen += fmt::format(" {} {},", n, change);
  WARN(fmt::format("{} pairs of policies:{}", trial.pairs, seen));
  if (!std::getenv("FRIST_SEED")) CHECK(trial.changes.size() == kEntryChanges);  // each came up
}

TEST_CASE("a planted bug is found: a comparer that leaves out the last entry of a batch") {
  const auto careless = [](store::Connection& connection, const DiffSide& before, const DiffSide& after,
                           const DiffOptions& options) {
    auto undone = store::Transaction::begin_write(connection);
    REQUIRE(undone);
    REQUIRE(connection.execute("DELETE FROM things WHERE id = (SELECT max(id) FROM things)"));
    return as_built(connection, before, after, options);
  };
  CHECK(try_pairs(1, 20, careless).wrong > 0);
}

TEST_CASE("a planted bug is found: the policies are mistaken for one another") {
  const auto careless = [](store::Connection& connection, const DiffSide& before, const DiffSide& after,
                           const DiffOptions& options) { return as_built(connection, after, before, options); };
  CHECK(try_pairs(1, 20, careless).wrong > 0);
}

TEST_CASE("a planted bug is found: an entry that both policies erase at once counts as the same") {
  const auto careless = [](const NaiveSaid& was, const NaiveSaid& is) -> std::string {
    return was.due && is.due ? "same" : naive_change(was, is);
  };
  CHECK(try_pairs(1, 100, as_built, careless).wrong > 0);
}

TEST_CASE("a planted bug is found: an end that is gone counts as a later one") {
  const auto careless = [](const NaiveSaid& was, const NaiveSaid& is) -> std::string {
    const std::string change = naive_change(was, is);
    return change == "never" ? "later" : change;
  };
  CHECK(try_pairs(1, 100, as_built, careless).wrong > 0);
}

TEST_CASE("more entries than are read together are all compared, none twice") {
  const InMemory folder;
  RandomThings things(5, 16'500);  // a batch is 16384
  DiffTrial trial;
  try_pair(things, 3, as_built, naive_change, trial);
  INFO(trial.first);
  CHECK(trial.wrong == 0);
}

}  // namespace frist::run
