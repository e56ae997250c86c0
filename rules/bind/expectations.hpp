// SPDX-License-Identifier: Apache-2.0
// What an example expects. Part of this room only.
#pragma once

#include "rules/bind/context.hpp"

namespace frist::bind {

/// One expectation about the example's facts; nothing after a report.
std::optional<model::Expectation> bind_expectation(Context& context, const Node& node, const model::Example& example);

}  // namespace frist::bind
