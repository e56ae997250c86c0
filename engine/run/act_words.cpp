// SPDX-License-Identifier: Apache-2.0
#include "engine/run/act_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace frist::run {

std::string entry_name(const model::Record& record, const store::Key& key) {
  return record.name + "/" + store::to_text(key);
}

bool was_done(const std::vector<store::DoneAct>& done, const std::string& act, const std::string& rule) {
  return std::any_of(done.begin(), done.end(), [&](const store::DoneAct& d) { return d.act == act && d.rule == rule; });
}

const char* word_of(model::EffectKind kind) {
  switch (kind) {
    case model::EffectKind::Anonymise:
      return "anonymised";
    case model::EffectKind::Restrict:
      return "restricted";
    case model::EffectKind::Suppress:
      return "suppressed";
    case model::EffectKind::Archive:
      return "archived";
    case model::EffectKind::Transfer:
      return "transferred";
    default:
      return "";
  }
}

std::string act_words(const model::RuleSet& rules, const model::Record& record, const model::Effect& effect) {
  std::vector<std::string> names;
  for (model::FieldId f : effect.fields) names.push_back(record.fields[f].name);
  for (model::PartyId p : effect.parties) names.push_back(rules.parties[p].heading.name);
  switch (effect.kind) {
    case model::EffectKind::Anonymise:
      return fmt::format("anonymise {}", fmt::join(names, ", "));
    case model::EffectKind::Restrict:
      return "restrict";
    case model::EffectKind::Suppress:
      return fmt::format("suppress towards {}", fmt::join(names, ", "));
    case model::EffectKind::Archive:
      return "archive";
    case model::EffectKind::Transfer:
      return names.empty() ? "transfer" : fmt::format("transfer to {}", fmt::join(names, ", "));
    default:
      return "";
  }
}

}  // namespace frist::run
