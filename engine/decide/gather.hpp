// SPDX-License-Identifier: Apache-2.0
// Single entries as columns, in the shape that a program asks for. Pure; the batch keeps its memory from call to call.
#pragma once

#include <span>

#include "engine/decide/batch.hpp"
#include "rules/model/facts.hpp"

namespace frist::decide {

/// Fills `batch` with the entries, in order. What an entry lacks (a field, a list, a linked row) is unknown there;
/// values that are not readable are unknown, as is money of another currency than its field declares. The records of
/// the same subject are Entry::others and, unless a rule says `other`, the entry itself as their first.
void gather(const program::Program& program, std::span<const model::Entry> entries, Batch& batch);

/// One entry many times (for trying different assumptions).
void gather_copies(const program::Program& program, const model::Entry& entry, std::uint32_t copies, Batch& batch);

}  // namespace frist::decide
