// SPDX-License-Identifier: Apache-2.0
#include "engine/run/entry_change.hpp"

namespace frist::run {
namespace {

void add_missing(const SaidActs& acts, const SaidActs& others, bool begins, std::vector<ActChange>& changes) {
  for (const auto& [act, said] : acts)
    if (!others.contains(act)) changes.push_back({act, said, begins});
}

}  // namespace

const char* name_of(EntryChange change) {
  static constexpr const char* kNames[kEntryChanges] = {"now",   "no longer", "new end",    "earlier",
                                                        "never", "later",     "other rule", "same"};
  return kNames[static_cast<std::size_t>(change)];
}

EntryChange change_of(const Said& was, const Said& is) {
  if (is.due != was.due) return is.due ? EntryChange::Now : EntryChange::NoLonger;
  if (was.gone_from == is.gone_from) return was.rule == is.rule ? EntryChange::Same : EntryChange::OtherRule;
  if (was.gone_from == calendar::kNever) return EntryChange::NewEnd;
  if (is.gone_from == calendar::kNever) return EntryChange::Never;
  return is.gone_from < was.gone_from ? EntryChange::Earlier : EntryChange::Later;
}

std::vector<ActChange> act_changes(const Said& was, const Said& is) {
  std::vector<ActChange> changes;
  add_missing(was.acts, is.acts, false, changes);
  add_missing(is.acts, was.acts, true, changes);
  return changes;
}

}  // namespace frist::run
