// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "engine/pack/pack.hpp"
#include "engine/pack/pack_chunks.hpp"
#include "engine/store/column_names.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/schedule.hpp"

namespace frist::pack {
namespace {

using store::Key;
using text::Result;
using text::Status;

constexpr std::uint64_t kMostChanged = 8;  // one in so many entries; reading by key costs more than reading in order

Status damaged(const store::Connection& connection) {
  return text::Error{text::ErrorKind::Data, fmt::format("the packed columns of `{0}` are damaged; `frist pack --drop "
                                                        "--db {0}` takes them away",
                                                        connection.path())};
}

// The place of each name among those that are there; nothing where one is not.
std::optional<std::vector<std::size_t>> places_of(const std::vector<std::string>& names,
                                                  const std::vector<std::string>& there) {
  std::vector<std::size_t> places;
  for (const std::string& name : names) {
    const auto found = std::find(there.begin(), there.end(), name);
    if (found == there.end()) return std::nullopt;
    places.push_back(static_cast<std::size_t>(found - there.begin()));
  }
  return places;
}

template <class T>
void keep(std::vector<T>& column, const std::vector<bool>& stays) {
  if (column.empty()) return;
  std::size_t to = 0;
  for (std::size_t row = 0; row < stays.size(); ++row)
    if (stays[row]) column[to++] = column[row];
  column.resize(to);
}

void keep(decide::Column& column, const std::vector<bool>& stays) {
  keep(column.truths, stays);
  keep(column.days, stays);
  keep(column.numbers, stays);
  keep(column.currencies, stays);
}

// What hangs on the entries that stay, and which of its rows those are.
std::vector<bool> keep(decide::SpaceRows& hanging, const std::vector<bool>& stays) {
  std::vector<bool> rows;
  std::vector<std::uint32_t> offsets{0};
  for (std::size_t entry = 0; entry < stays.size(); ++entry) {
    const std::uint32_t n = hanging.offsets[entry + 1] - hanging.offsets[entry];
    rows.insert(rows.end(), n, stays[entry]);
    if (stays[entry]) offsets.push_back(offsets.back() + n);
  }
  hanging.offsets = std::move(offsets);
  hanging.rows = hanging.offsets.back();
  keep(hanging.unknown, stays);
  return rows;
}

void keep(store::KeyColumn& keys, const std::vector<bool>& stays) {
  store::KeyColumn kept;
  for (std::size_t row = 0; row < stays.size(); ++row)
    if (stays[row]) kept.add(keys.at(row));
  keys = std::move(kept);
}

}  // namespace

Result<std::optional<PackScan>> PackScan::open(Pack& pack, store::Connection& connection,
                                               const program::Program& program) {
  using Nothing = std::optional<PackScan>;
  const std::vector<std::string> spaces = store::space_names(program), inputs = store::input_names(program);
  for (const codec::PackKind& kind : pack.directory_.kinds) {
    if (kind.spaces.empty() || kind.spaces[0] != spaces[0]) continue;
    const auto space_of = places_of(spaces, kind.spaces), column_of = places_of(inputs, kind.columns);
    const auto number = store::find_kind(connection, program.rules->records[program.record].name);
    if (!number) return number.error();
    if (!space_of || !column_of || !number.value()) return Nothing();
    PackScan scan(pack, connection, kind, program);
    scan.space_of_ = *space_of;
    scan.column_of_ = *column_of;
    scan.not_readable_.resize(program.inputs.size());
    auto schedule = store::Schedule::open(connection, *number.value());
    if (!schedule) return schedule.error();
    auto changed = schedule.value().changed_or_gone(kind.rows / kMostChanged + 1);
    if (!changed) return changed.error();
    if (!changed.value()) return Nothing();
    scan.changed_ = std::move(*changed.value());
    std::sort(scan.changed_.begin(), scan.changed_.end());
    scan.changed_.erase(std::unique(scan.changed_.begin(), scan.changed_.end()), scan.changed_.end());
    return Nothing(std::move(scan));
  }
  return Nothing();
}

Result<bool> PackScan::next(store::EntryBatch& batch) {
  while (at_ < kind_->blocks.size()) {
    const codec::PackBlock& block = kind_->blocks[at_++];
    if (auto read = read_block(block, batch); !read) return read.error();
    const std::vector<bool> stays = unchanged(batch.keys);
    if (!stays.empty()) leave(stays, batch);
    for (std::size_t i = 0; i < not_readable_.size(); ++i) not_readable_[i] += block.not_readable[column_of_[i]];
    if (!batch.keys.empty()) return true;
  }
  return false;
}

// By row; nothing where no entry changed. Keys that are numbers ascend.
std::vector<bool> PackScan::unchanged(const store::KeyColumn& keys) const {
  std::vector<bool> stays;
  if (changed_.empty() || keys.empty()) return stays;
  const auto leave_out = [&](std::size_t row) {
    if (stays.empty()) stays.assign(keys.size(), true);
    stays[row] = false;
  };
  const Key first = keys.at(0), last = keys.at(keys.size() - 1);
  const bool numbers = keys.all_numbers() && first <= last;
  if (!numbers) {
    for (std::size_t row = 0; row < keys.size(); ++row)
      if (std::binary_search(changed_.begin(), changed_.end(), keys.at(row))) leave_out(row);
    return stays;
  }
  std::size_t row = 0;
  for (auto key = std::lower_bound(changed_.begin(), changed_.end(), first); key != changed_.end() && *key <= last;
       ++key) {
    while (row < keys.size() && keys.number(row) < key->number) ++row;
    if (row < keys.size() && keys.number(row) == key->number) leave_out(row);
  }
  return stays;
}

void PackScan::leave_other_spellings(std::span<const Key> asked, store::EntryBatch& batch) const {
  std::vector<bool> stays(batch.keys.size());
  for (std::size_t row = 0; row < stays.size(); ++row) stays[row] = asked[batch.asked[row]] == batch.keys.at(row);
  if (std::find(stays.begin(), stays.end(), false) == stays.end()) return;
  leave(stays, batch);
  keep(batch.asked, stays);
}

void PackScan::leave(const std::vector<bool>& stays, store::EntryBatch& batch) const {
  keep(batch.keys, stays);
  batch.facts.spaces[0].rows = static_cast<std::uint32_t>(batch.keys.size());
  std::vector<std::vector<bool>> rows{stays};
  for (std::size_t s = 1; s < batch.facts.spaces.size(); ++s) rows.push_back(keep(batch.facts.spaces[s], stays));
  for (std::size_t i = 0; i < batch.facts.columns.size(); ++i)
    keep(batch.facts.columns[i], rows[program_->inputs[i].space]);
}

Status PackScan::read_block(const codec::PackBlock& block, store::EntryBatch& batch) {
  const auto chunk = [&](const codec::PackPlace& place) { return pack_->file_.read(place, chunk_); };
  batch.gone.clear();
  batch.asked.clear();
  batch.facts.spaces.resize(program_->spaces.size());
  batch.facts.columns.resize(program_->inputs.size());
  if (auto read = chunk(block.keys); !read) return read;
  if (!read_chunk(chunk_, block.rows, batch.keys)) return damaged(*connection_);
  batch.facts.spaces[0] = {static_cast<std::uint32_t>(block.rows), {}, {}};
  for (std::size_t s = 1; s < program_->spaces.size(); ++s) {
    if (auto read = chunk(block.hanging[space_of_[s]]); !read) return read;
    if (!read_chunk(chunk_, block.rows, batch.facts.spaces[s])) return damaged(*connection_);
  }
  for (std::size_t i = 0; i < program_->inputs.size(); ++i) {
    if (auto read = chunk(block.columns[column_of_[i]]); !read) return read;
    const program::Input& input = program_->inputs[i];
    if (!read_chunk(chunk_, input, batch.facts.spaces[input.space].rows, batch.facts.columns[i]))
      return damaged(*connection_);
  }
  return {};
}

}  // namespace frist::pack
