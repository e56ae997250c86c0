// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <map>

#include "engine/service/policy_comparison.hpp"

namespace frist::service {

std::string part_words(const analyse::RuleChange& change) {
  static const std::map<std::string, const char*> kParts = {{"added", "is new"},
                                                            {"removed", "is gone"},
                                                            {"effects", "what it does"},
                                                            {"when", "its condition"},
                                                            {"in force", "the days on which it is the law"},
                                                            {"instead of", "what it replaces"},
                                                            {"reading", "the reading of a doubtful text"},
                                                            {"meaning", "its meaning, by what it refers to"},
                                                            {"cites", "what it cites"}};
  const auto found = kParts.find(change.what);
  return found == kParts.end() ? change.what : found->second;
}

const char* leaning_words(analyse::Leaning leaning) {
  if (leaning == analyse::Leaning::MayErase) return "may erase more, or earlier";
  return leaning == analyse::Leaning::Keeps ? "keeps as long or longer" : "";
}

const char* change_words(run::EntryChange change) {
  static constexpr const char* kWords[run::kEntryChanges] = {
      "would be erased at once, and would not be by the old policy",
      "would be erased at once by the old policy, and stay by the new one",
      "had no day on which they are erased, and get one",
      "are erased from an earlier day",
      "had a day on which they are erased, and have none any more",
      "are erased from a later day",
      "come to the same by another rule",
      "come to the same"};
  return kWords[static_cast<std::size_t>(change)];
}

std::string policy_words(const ComparedPolicy& policy) {
  return fmt::format("{} version {} ({})", policy.rules->name, policy.rules->version, policy.hash.substr(0, 16));
}

}  // namespace frist::service
