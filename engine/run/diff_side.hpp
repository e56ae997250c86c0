// SPDX-License-Identifier: Apache-2.0
// One kind of entry as one of two policies decides it. For the comparison of policies only; borrows the connection.
#pragma once

#include <memory>
#include <optional>

#include "engine/decide/machine.hpp"
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

  // Of a row of the batch.
  Said said_of(std::size_t row) const;

 private:
  SideKind(const DiffSide& side, model::RecordId record);
  void decide() { machine_.run(*program_, batch_.facts, side_.as_of, verdicts_); }
  std::string rule_name(std::uint16_t rule) const;
  SaidActs acts_of(std::size_t row) const;

  const DiffSide& side_;
  const model::Record* record_;
  std::shared_ptr<const program::Program> program_;
  std::optional<store::BatchReader> reader_;
  store::EntryBatch batch_;
  decide::Machine machine_;
  decide::Verdicts verdicts_;
};

}  // namespace frist::run
