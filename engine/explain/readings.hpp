// SPDX-License-Identifier: Apache-2.0
// What the readings that were not chosen would say: the policy compiled with the other reading, asked the same
// question. Part of this room only.
#pragma once

#include "engine/explain/explanation.hpp"
#include "engine/explain/run.hpp"

namespace frist::explain {

/// Each other reading of every choice that has rules for the record.
std::vector<OtherReading> other_readings(const Run& run, const Verdict& verdict);

}  // namespace frist::explain
