// SPDX-License-Identifier: Apache-2.0
// The body of a plan as canonical JSON (docs/formats.md, frist/plan/1). Its SHA-256 is what people sign.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"
#include "engine/codec/audit_body.hpp"

namespace frist::codec {

// What a change of policy means for the entries, as `frist diff` counts it.
struct ComparedEntries {
  std::string record, old_rule, new_rule, change;
  std::int64_t n = 0;
};
struct ComparedActs {
  std::string record, act, what, rule, change;
  std::int64_t n = 0;
};
struct BodyComparison {
  std::string former;        // hash of the policy of the nights before
  std::string not_compared;  // why there are no numbers; empty: there are
  std::int64_t looked_at = 0, without_key = 0;
  std::vector<ComparedEntries> counts;
  std::vector<ComparedActs> acts;
};

struct PlanBody {
  std::int64_t number = 0;
  std::string policy, name, version;  // hash; the policy's name and version
  calendar::Day as_of = 0;
  std::int64_t made_at = 0;
  bool policy_changed = false;
  std::int64_t entries = 0;
  std::string chain;  // 64 hex digits over the entries, in the order of kinds and keys
  std::vector<BodyCount> counts;
  std::vector<std::string> brake;        // sentences
  std::vector<BodyCount> last_night;     // what the latest night that ended did
  std::optional<BodyComparison> change;  // of a changed policy; not in plans that older versions made
};

std::string text_of(const PlanBody& body);
// Error (Data) where the text is no such body.
text::Result<PlanBody> plan_body(std::string_view text);

}  // namespace frist::codec
