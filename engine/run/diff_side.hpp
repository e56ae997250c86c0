// SPDX-License-Identifier: Apache-2.0
// One kind of entry as one of two policies decides it. For the comparison of policies only; borrows the connection.
#pragma once

#include <memory>
#include <optional>

#include "engine/decide/machine.hpp"
#include "engine/pack/pack.hpp"
#include "engine/run/entry_change.hpp"
#include "engine/run/policy_diff.hpp"
#include "engine/store/reader.hpp"

namespace frist::run {

class SideKind {
 public:
  // Errors: as of BatchReader::open().
  static text::Result<std::unique_ptr<SideKind>> open(store::Connection& connection, const DiffSide& side,
                                                      model::RecordId record);

  const model::Record& record() const { return *record_; }
  const store::EntryBatch& batch() const { return batch_; }

  // As of BatchReader; what is read is decided.
  text::Result<bool> scan(const store::Key& after, std::uint32_t limit);
  text::Result<std::size_t> read(std::span<const store::Key> keys);

  // False: the pack does not have what the rules read. Borrows it.
  text::Result<bool> use_pack(pack::Pack& pack);
  // As of PackScan; what is read is decided. Require use_pack().
  text::Result<bool> next_packed();
  // As read(), of keys of changed().
  text::Result<std::size_t> read_changed(std::span<const store::Key> keys);
  std::span<const store::Key> changed() const { return packed_->changed(); }
  std::uint64_t packed_entries() const { return packed_->entries(); }

  // Whether nothing is due of a row of the batch but perhaps its erasure.
  bool plain(std::size_t row) const {
    return !(verdicts_.acts[row] || verdicts_.restricted[row] || verdicts_.review_due[row]);
  }
  // Whether two sides erase a row from the same day on.
  bool same_end(std::size_t row, const SideKind& other, std::size_t other_row) const {
    return verdicts_.erase_due[row] == other.verdicts_.erase_due[other_row] &&
           verdicts_.due[row] == other.verdicts_.due[other_row];
  }
  std::uint16_t rule(std::size_t row) const { return verdicts_.rule[row]; }
  std::string rule_name(std::uint16_t rule) const;

  // Of a row of the batch.
  Said said_of(std::size_t row) const;

 private:
  SideKind(store::Connection& connection, const DiffSide& side, model::RecordId record);
  void decide() { machine_.run(*program_, batch_.facts, side_.as_of, verdicts_); }
  SaidActs acts_of(std::size_t row) const;

  const DiffSide& side_;
  const model::Record* record_;
  std::shared_ptr<const program::Program> program_;
  store::Connection& connection_;
  std::optional<store::BatchReader> reader_;
  std::optional<pack::PackScan> packed_;
  store::EntryBatch batch_;
  decide::Machine machine_;
  decide::Verdicts verdicts_;
};

}  // namespace frist::run
