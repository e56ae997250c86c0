// SPDX-License-Identifier: Apache-2.0
#include "engine/service/policy_comparison.hpp"

#include "engine/service/as_of.hpp"

namespace frist::service {
namespace {

// Both by the new policy's day: a night would be by the new one. Each begins it in its own zone.
text::Status set_days(run::DiffSide& before, run::DiffSide& after, const std::optional<std::string>& written) {
  const auto day = as_of(written, *after.rules);
  if (!day) return day.error();
  const auto same_day = as_of(calendar::to_iso(day.value().day), *before.rules);
  if (!same_day) return same_day.error();
  after.as_of = day.value();
  before.as_of = before.rules->zone == after.rules->zone ? day.value() : same_day.value();
  return {};
}

}  // namespace

text::Result<PolicyComparison> compare_policies(ComparedPolicy before, ComparedPolicy after,
                                                store::Connection* connection, const std::optional<std::string>& as_of,
                                                const run::DiffOptions& options) {
  PolicyComparison comparison{before, after, analyse::compare(*before.rules, *after.rules), {}};
  if (!connection) return comparison;
  run::DiffSide old_side{before.rules, before.hash, {}}, new_side{after.rules, after.hash, {}};
  if (auto set = set_days(old_side, new_side, as_of); !set) return set.error();
  auto entries = run::diff_entries(*connection, old_side, new_side, options);
  if (!entries) return entries.error();
  comparison.entries = std::move(entries).value();
  return comparison;
}

}  // namespace frist::service
