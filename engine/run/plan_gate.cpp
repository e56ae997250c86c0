// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_gate.hpp"

namespace frist::run {

std::string PlanDigest::of(const codec::EntryBody& body) {
  return std::string(audit::bytes_of(hasher_.hmac(salt_, codec::text_of(body, *rules_, zone_))));
}

text::Result<bool> PlanGate::allows(std::int64_t kind, const store::Key& key, const codec::EntryBody& body) {
  const auto planned = store::plan_entry(connection_, plan_, kind, key);
  if (!planned) return planned.error();
  return planned.value() && planned.value()->action == body.action && planned.value()->digest == digest_.of(body);
}

}  // namespace frist::run
