// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/score.hpp"

#include "engine/explain/explain.hpp"
#include "engine/explain/versions.hpp"

namespace frist::explain {
namespace {

using model::kNoId;

bool in_force(const model::Heading& heading, Day day) {
  return heading.force.from <= day && day <= heading.force.through;
}

std::uint32_t version_of(const model::RuleSet& rules, std::string_view name, Day as_of) {
  Versions versions;
  for (std::uint32_t k = 0; k < rules.bands.size(); ++k) {
    const model::Heading& heading = rules.bands[k].heading;
    if (heading.name == name)
      versions.add(k, heading.reading.chosen, in_force(heading, as_of) ? Truth::Yes : Truth::No);
  }
  return versions.best();
}

void add_readings(const model::RuleSet& rules, Score& s) {
  for (std::uint32_t k = 0; k < rules.bands.size(); ++k) {
    const model::Heading& heading = rules.bands[k].heading;
    if (heading.name != rules.bands[s.bands].heading.name || k == s.bands || heading.reading.chosen ||
        !in_force(heading, s.as_of))
      continue;
    const decide::ScoreAnswer answer = decide::read_score(rules.bands[k], s.value);
    Score::Other other;
    other.reading.choice = heading.reading.choice;
    other.reading.reading = heading.reading.reading;
    other.reading.rule = k;
    other.refused = answer.kind == decide::ScoreAnswer::Kind::Refused;
    other.band = answer.band;
    other.reading.same = other.refused == s.refused && other.band == s.band;
    s.readings.push_back(other);
  }
}

}  // namespace

std::optional<Score> explain_score(const model::RuleSet& rules, std::string_view name, const model::Value& value,
                                   Day as_of) {
  Score s;
  s.bands = version_of(rules, name, as_of);
  if (s.bands == kNoId) return std::nullopt;
  const model::Bands& bands = rules.bands[s.bands];
  s.chosen = bands.heading.reading.chosen;
  s.value = value;
  s.as_of = as_of;
  s.in_force = in_force(bands.heading, as_of) ? Truth::Yes : Truth::No;
  const decide::ScoreAnswer answer = decide::read_score(bands, value);
  s.refused = answer.kind == decide::ScoreAnswer::Kind::Refused;
  s.band = answer.band;
  const decide::Recalculation recalculation = decide::recalculation(bands, as_of);
  s.last = recalculation.last;
  s.next = recalculation.next;
  add_readings(rules, s);
  return s;
}

}  // namespace frist::explain
