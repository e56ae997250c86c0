// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_listing.hpp"

#include <map>

#include "engine/run/act_words.hpp"
#include "engine/store/kinds.hpp"

namespace frist::run {
namespace {

constexpr std::uint32_t kEntriesListedAtOnce = 4096;  // held in memory

text::Result<std::map<std::int64_t, const model::Record*>> records_by_kind(store::Connection& connection,
                                                                           const model::RuleSet& rules) {
  std::map<std::int64_t, const model::Record*> records;
  for (const model::Record& record : rules.records) {
    const auto kind = store::find_kind(connection, record.name);
    if (!kind) return kind.error();
    if (kind.value()) records[*kind.value()] = &record;
  }
  return records;
}

}  // namespace

text::Status list_plan(store::Connection& connection, const model::RuleSet& rules, std::int64_t plan,
                       const std::function<bool(const ListedEntry&)>& take) {
  const auto records = records_by_kind(connection, rules);
  if (!records) return records.error();
  for (store::PlanEntry at;;) {
    const auto entries = store::plan_entries(connection, plan, at, kEntriesListedAtOnce);
    if (!entries) return entries.error();
    if (entries.value().empty()) return {};
    for (const store::PlanEntry& e : entries.value()) {
      const auto record = records.value().find(e.kind);
      const std::string name =
          record == records.value().end() ? store::to_text(e.entry) : entry_name(*record->second, e.entry);
      if (!take({name, e.due, e.action, e.rule})) return {};
    }
    at = entries.value().back();
  }
}

}  // namespace frist::run
