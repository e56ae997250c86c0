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

/// One value of a batch: of an input, in a row of the input's space.
struct Cell {
  std::uint32_t input = 0, row = 0;
  std::int64_t value = 0;  // as its storage has it
  std::uint32_t currency = 0;
};
/// As it stands in a batch, and what a value would be there.
Cell cell_of(const Batch& batch, const program::Program& program, std::size_t input, std::size_t row);
Cell cell_of(const model::Value& value, const program::Program& program, std::size_t input, std::size_t row);
/// Writes it. Precondition: the batch has that row.
void put(const Cell& cell, const program::Program& program, Batch& batch);

}  // namespace frist::decide
