// SPDX-License-Identifier: Apache-2.0
// The facts that the engine keeps of each entry, by the names that policies use. Part of this room only.
#pragma once

#include <optional>
#include <string_view>

#include "rules/model/expr.hpp"

namespace frist::bind {

/// In the order of model::Fact.
inline constexpr std::string_view kFactNames[] = {"on_hold", "erasure_requested_on", "restricted_on",
                                                  "last_reviewed_on"};

std::optional<model::Fact> fact_named(std::string_view name);

}  // namespace frist::bind
