// SPDX-License-Identifier: Apache-2.0
#include "engine/service/policy_hash.hpp"

#include "engine/audit/hash.hpp"
#include "rules/model/dump.hpp"

namespace frist::service {

std::string policy_hash(const model::RuleSet& rules) {
  audit::Hasher hasher;
  return audit::to_hex(hasher.sha256(model::dump(rules)));
}

}  // namespace frist::service
