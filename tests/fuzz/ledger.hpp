// SPDX-License-Identifier: Apache-2.0
// A policy with a field of every type and way of storing, for targets that read facts.
#pragma once

#include "engine/service/load_policy.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::fuzz {

/// Its first record is `loan`, with the part `reminder`. Loaded once.
const service::LoadedPolicy& ledger();
const calendar::Zone& ledger_zone();

}  // namespace frist::fuzz
