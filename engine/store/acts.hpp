// SPDX-License-Identifier: Apache-2.0
// What a verdict does to the data: erasing an entry with everything that hangs on it, anonymising fields, and the note
// of milder acts and reviews. All inside a transaction of the caller's, together with the audit entry. Prepared once
// for a kind of entry; borrows the connection and the rule set.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/store/due_entry.hpp"
#include "engine/store/sqlite.hpp"
#include "engine/store/taken_along.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::store {

/// How many rows of a table an act removed or emptied.
struct TableCount {
  std::string table;
  std::int64_t rows = 0;
};

/// A milder act that was done to an entry, so that no night does it again.
struct DoneAct {
  std::string act;  // what was done, as the caller names it: "restrict", "anonymise name, address"
  std::string rule;
  calendar::Day since = 0;
  std::int64_t run = 0;
  bool operator==(const DoneAct&) const = default;
};

class Acts {
 public:
  static Result<Acts> open(Connection& connection, const model::RuleSet& rules, model::RecordId record,
                           std::int64_t kind);

  /// Erases the row, its children at all levels, and with the triggers of attaching what our own tables hold of the
  /// entry except the log. Deepest children come first in the result, the entry's own table last. Error (Data) where
  /// there is no such row, or rows of other tables still point to it; then nothing was removed and the transaction goes
  /// on. Foreign keys are looked at when everything is removed, so that children may point to one another.
  Result<std::vector<TableCount>> erase(const Key& entry);

  /// Around many erasures of one transaction, which come cheaper so. Between the two, what our own tables hold of the
  /// erased entries may still be there. Where the first was called, the second must be before the transaction ends,
  /// unless it is undone.
  Status begin_many();
  /// Whether the facts of other entries of any kind may change when a row of this kind goes or is changed.
  bool touches_others() const { return touches_others_; }
  Status finish_many();
  /// Whether erase_together() may be used: one row goes for each entry, nothing of others changes by it.
  bool together() const { return !halfway_ && !touches_others_; }
  /// Erases entries that are all there, each once, in few statements; between begin_many() and finish_many(). After an
  /// error the transaction must be undone: how many of them are gone nobody knows.
  Status erase_together(std::span<const DueEntry> entries);

  /// Empties fields. False: they were empty already. Error where the table forbids it.
  Result<bool> anonymise(const Key& entry, const std::vector<model::FieldId>& fields);
  /// Whether any of the fields is not empty.
  Result<bool> is_filled(const Key& entry, const std::vector<model::FieldId>& fields);

  Status note_act(const Key& entry, const DoneAct& act);
  Result<std::vector<DoneAct>> acts_done(const Key& entry);
  /// From now on the entry is restricted (restricted_on); the first day stays.
  Status restrict(const Key& entry, calendar::Day since, const std::string& rule);
  Status lift_restriction(const Key& entry);

 private:
  Acts(Connection& connection, const model::Record& record) : connection_(&connection), record_(&record) {}
  std::string filled(const std::vector<model::FieldId>& fields) const;
  Status look_at_foreign_keys_later();
  Result<bool> can_fail_halfway() const;
  Result<std::vector<TableCount>> erase_or_undo(const Key& entry);
  Result<std::vector<TableCount>> erase_rows(const Key& entry);
  Status prepare_erase(const model::RuleSet& rules, model::RecordId record, std::int64_t kind);

  struct Erase {
    std::string table;
    Statement statement;
  };
  Connection* connection_;
  const model::Record* record_;
  std::int64_t kind_ = 0;
  static constexpr std::size_t kErasedTogether = 32;
  std::vector<Erase> erase_;
  Statement erase_together_;
  Statement drop_holds_;
  bool halfway_ = true;  // an erasure may fail after it has removed something
  bool many_ = false, touches_others_ = true;
  TakenAlong taken_along_;
};

}  // namespace frist::store
