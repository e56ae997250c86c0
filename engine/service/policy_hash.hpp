// SPDX-License-Identifier: Apache-2.0
// The name of a policy's meaning: SHA-256 of its canonical dump, 64 hex digits. Comments, layout and examples do not
// change it.
#pragma once

#include <string>

#include "rules/model/rule_set.hpp"

namespace frist::service {

std::string policy_hash(const model::RuleSet& rules);

}  // namespace frist::service
