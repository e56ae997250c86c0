// SPDX-License-Identifier: Apache-2.0
// Actions and what they are done to, as permissions and examples name them. Part of this room only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rules/bind/context.hpp"

namespace frist::bind {

std::optional<model::Action> action_named(std::string_view word);

/// An Object node: `anything`, a record, bands or a category of prohibited data. Reports names of none of them.
std::optional<model::Object> bind_object(Context& context, const Node& object);

/// The fields of a Showing node; names of prohibited data are left to the caller.
std::vector<model::FieldId> bind_showing(Context& context, const Node& showing, const model::Object& object);

}  // namespace frist::bind
