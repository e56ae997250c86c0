// SPDX-License-Identifier: Apache-2.0
// Random policies with random entries and days, for laws that every explanation must keep.
#pragma once

#include <fmt/core.h>

#include "engine/decide/gather.hpp"
#include "engine/decide/timeline.hpp"
#include "engine/explain/explain.hpp"
#include "rules/program/compile.hpp"
#include "tests/property/random_policy.hpp"
#include "tests/rules/bind/bound.hpp"
#include "tests/support/catch.hpp"

namespace frist::testing {

// Visits `policies` random policies with `entries` entries each: visit(program, entry, as_of).
template <class Visit>
void each_random_entry(std::uint64_t policies, std::uint64_t entries, Visit visit) {
  std::uint64_t sound = 0;
  // A random policy may be one that the binder refuses; those say nothing here.
  for (std::uint64_t seed = 1; sound < policies; ++seed) {
    REQUIRE(seed < 4 * policies);
    const Bound bound(property::random_policy(seed));
    if (!bound.rules) continue;
    ++sound;
    INFO("policy " << seed);
    const auto record = bound.rules->find_record("thing");
    REQUIRE(record);
    const auto program = program::compile(bound.rules, *record, program::Purpose::Answers);
    property::Random random(seed);
    for (std::uint64_t k = 0; k < entries; ++k) {
      const model::Entry entry = property::random_entry(*bound.rules, random);
      const model::AsOf as_of = decide::start_of(*program, property::random_day(random));
      INFO("entry " << k << " as of " << calendar::to_iso(as_of.day));
      visit(*program, entry, as_of);
    }
  }
}

inline decide::Verdict verdict_of(const program::Program& program, const model::Entry& entry,
                                  const model::AsOf& as_of) {
  decide::Batch batch;
  decide::Machine machine;
  decide::Verdicts verdicts;
  decide::gather(program, {&entry, 1}, batch);
  machine.run(program, batch, as_of, verdicts);
  return decide::verdict_of(verdicts, 0);
}

}  // namespace frist::testing
