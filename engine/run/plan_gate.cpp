// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_gate.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace frist::run {

std::string PlanDigest::of(const codec::EntryBody& body) {
  return std::string(audit::bytes_of(hasher_.hmac(salt_, codec::text_of(body, *rules_, zone_))));
}

text::Status PlanGate::begin_transaction() {
  const auto version = connection_.integer("PRAGMA data_version");
  if (!version) return version.error();
  if (version.value() != data_version_) checked_.clear();
  data_version_ = version.value().value_or(-1);
  return {};
}

text::Status PlanGate::require_unchanged(const PlanBlock& block) {
  if (checked_.contains(&block)) return {};
  const auto same = is_unchanged(connection_, plan_, block);
  if (!same) return same.error();
  if (!same.value())
    return text::Error{text::ErrorKind::Refused,
                       fmt::format("plan {} was changed while it was being applied; what was done before stays, "
                                   "`frist withdraw {}` gives the rest up",
                                   plan_, plan_)};
  checked_.insert(&block);
  return {};
}

text::Result<bool> PlanGate::allows(std::int64_t kind, const store::Key& key, const codec::EntryBody& body) {
  const auto ends_before = [](const PlanBlock& block, const std::pair<std::int64_t, store::Key>& at) {
    return std::pair(block.last.kind, block.last.entry) < at;
  };
  const auto block = std::lower_bound(blocks_.begin(), blocks_.end(), std::pair(kind, key), ends_before);
  if (block == blocks_.end()) return false;
  if (auto same = require_unchanged(*block); !same) return same.error();
  const auto planned = store::plan_entry(connection_, plan_, kind, key);
  if (!planned) return planned.error();
  return planned.value() && planned.value()->action == body.action && planned.value()->digest == digest_.of(body);
}

}  // namespace frist::run
