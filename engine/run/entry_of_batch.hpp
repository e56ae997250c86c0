// SPDX-License-Identifier: Apache-2.0
// One row of a batch back as a single entry: the facts that decided it, as its audit body keeps them. Fields that the
// program does not read are unknown there, identity fields among them. Pure.
#pragma once

#include "engine/decide/batch.hpp"
#include "rules/model/facts.hpp"

namespace frist::run {

/// One value of it: row `row` of the column that `input` fills. `field` is the input's, null for engine facts.
model::Value value_of(const program::Input& input, const model::Field* field, const decide::Column& column,
                      std::uint32_t row);

model::Entry entry_of_batch(const program::Program& program, const decide::Batch& batch, std::uint32_t row);

}  // namespace frist::run
