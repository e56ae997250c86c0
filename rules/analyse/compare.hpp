// SPDX-License-Identifier: Apache-2.0
// What differs between two policies, declaration by declaration. What a definition, a field or a convention means
// stands in each rule that names it, so that a change there shows at every rule it reaches. Pure function; borrows
// both.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/model/rule_set.hpp"

namespace frist::analyse {

/// Where one change by itself leads. A policy's approval takes any change that takes something for a widening one; this
/// is for people who read.
enum class Leaning : std::uint8_t {
  Words,     // erases nothing more and nothing less: titles, citations, permissions, deadlines ...
  Keeps,     // surely keeps as long or longer, which may want a reason in law
  MayErase,  // may make more data due, or earlier; said wherever the others are not certain
};
const char* name_of(Leaning leaning);  // "words", "keeps", "may erase"

/// One difference. `what`: "added", "removed", or the part that changed ("title", "effects", "when", "in force",
/// "meaning" ...).
struct RuleChange {
  std::string kind, name;  // "retention", "former of card"; with its days where there are several versions of it
  std::string what;
  std::string before, after;  // as written, or as `frist dump` shows it; empty where there is nothing
  Leaning leaning = Leaning::MayErase;
};

/// Differences of meaning, in the order of the old policy; what is new comes last. Empty: both mean the same, titles,
/// notes and citations included. Versions of one declaration are paired by the days on which they are the law.
std::vector<RuleChange> compare(const model::RuleSet& before, const model::RuleSet& after);

}  // namespace frist::analyse
