// SPDX-License-Identifier: Apache-2.0
// The facts that decided one entry of a batch as canonical JSON, for its audit body: what codec::text_of_entry() says
// of entry_of_batch(), in the same bytes. Where a program reads nothing but fields of the entries and engine facts, the
// names, their order and what no column fills are the same for all rows and are laid out once. Immutable; any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/decide/batch.hpp"

namespace frist::run {

class FactsText {
 public:
  explicit FactsText(std::shared_ptr<const program::Program> program);

  /// Of the kind of entry that the program is for.
  const model::Record& record() const { return program_->rules->records[program_->record]; }
  /// Appends the object for row `row`; `batch` has the program's columns. `zone` is the policy's, for moments.
  void append(const decide::Batch& batch, std::uint32_t row, const calendar::Zone& zone, std::string& out) const;

 private:
  struct Member {
    std::string name;
    std::string start;  // the name as JSON and a colon; behind it the value, where all rows have the same
    const program::Input* input = nullptr;
    const model::Field* field = nullptr;  // null: an engine fact
  };
  void add(const std::string& name, const char* value);
  void add_fields();
  void add_engine_facts();
  bool append_value(const Member& member, const decide::Column& column, std::uint32_t row, const calendar::Zone& zone,
                    std::string& out) const;

  std::shared_ptr<const program::Program> program_;
  std::vector<Member> members_;
  bool laid_out_ = false;  // otherwise every row is written by way of its entry
};

}  // namespace frist::run
