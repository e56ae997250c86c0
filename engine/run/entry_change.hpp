// SPDX-License-Identifier: Apache-2.0
// What one entry comes to by one policy on one day, and how two policies differ about it. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "rules/calendar/day.hpp"

namespace frist::run {

// What becomes of the erasure of an entry. The first that fits counts.
enum class EntryChange : std::uint8_t {
  Now,        // is erased at once by the new policy, and would not be by the old one
  NoLonger,   // would be erased at once by the old policy, and is not by the new one
  NewEnd,     // had no day of erasure, and has one
  Earlier,    // is gone from an earlier day; also of entries that both erase at once
  Never,      // had a day of erasure, and has none
  Later,      // is gone from a later day; also of entries that both erase at once
  OtherRule,  // the same day, or none, by another rule
  Same
};
inline constexpr std::size_t kEntryChanges = 8;
const char* name_of(EntryChange change);  // "now", "no longer", "new end" ...

// What is done to an entry but erasing it, as a night would: by its words ("anonymise name", "review").
struct SaidAct {
  const char* what = "";  // as a night counts it: "anonymised", "reviewed" ...
  std::string rule;
};
using SaidActs = std::map<std::string, SaidAct>;
inline constexpr const char* kReviewAct = "review";

// What a policy says of an entry; nothing (no day, no rule, no act) where it has no rules for such entries.
struct Said {
  bool due = false;  // to be erased at once
  calendar::Day gone_from = calendar::kNever;
  std::string rule;
  SaidActs acts;  // due now
};

EntryChange change_of(const Said& was, const Said& is);

// An act that only one of the policies does now.
struct ActChange {
  std::string act;
  SaidAct said;
  bool begins = true;  // only the new policy does it
};
std::vector<ActChange> act_changes(const Said& was, const Said& is);

}  // namespace frist::run
