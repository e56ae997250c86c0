// SPDX-License-Identifier: Apache-2.0
// Random policies as text, over one fixed set of records, for comparing the evaluator with the oracle. Every clause of
// retention and every kind of expression can come up. The texts always bind. Deterministic for a seed.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "rules/model/rule_set.hpp"

namespace frist::property {

using Random = std::mt19937_64;

// Below n, evenly enough for tests. Requires: n > 0.
inline std::uint64_t below(Random& random, std::uint64_t n) { return random() % n; }
// True once in n times.
inline bool one_in(Random& random, std::uint64_t n) { return below(random, n) == 0; }

std::string random_policy(std::uint64_t seed);
// As random_policy(), of many rules that erase, with few starts and periods that often end on one day.
std::string crowded_policy(std::uint64_t seed);

// A random entry of the record `thing` of such a policy: values known, none, unknown and unreadable; children, others
// of the same subject, links, and engine facts.
model::Entry random_entry(const model::RuleSet& rules, Random& random);

// Whether something of the entry is unknown or cannot be read, and the same entry with a value at random in each such
// place.
bool has_unknowns(const model::Entry& entry);
model::Entry without_unknowns(const model::RuleSet& rules, model::Entry entry, Random& random);

// A day on which something interesting may happen: month ends, leap days, or any day of 2015 to 2031.
calendar::Day random_day(Random& random);

}  // namespace frist::property
