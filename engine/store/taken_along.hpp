// SPDX-License-Identifier: Apache-2.0
// What our own tables hold of the entries that a night erases. A trigger on the user's table takes it along wherever an
// entry is deleted; a night erases many, and then it is quicker to see once that there is nothing to take along. For
// tables only where one row goes at a time: no other trigger and no foreign key lets it delete others with it.
// Borrows the connection.
#pragma once

#include <array>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::store {

/// Our tables with one row or several for an entry, which go with it; frist_hold has its own ways.
inline constexpr std::array kAboutEntries = {"frist_request", "frist_restriction", "frist_review", "frist_act"};

class TakenAlong {
 public:
  TakenAlong() = default;
  static Result<TakenAlong> open(Connection& connection, std::int64_t kind);

  /// From now on the trigger leaves it to finish(), in this transaction and for this kind.
  Status begin();
  /// An entry whose row was deleted since begin().
  void add(const Key& entry) { erased_.push_back(entry); }
  /// Notes them as gone and takes along what is kept of them, holds too. Before the transaction ends.
  Status finish();

 private:
  struct About {
    Statement any;
    std::string forget;  // SQL; seldom needed, and its triggers take long to compile
    std::string tell;    // of disclosures: a notice to each recipient
  };
  Status note_gone();
  Status forget_in(About& about, const Key& first, const Key& last);

  static constexpr std::size_t kGoneAtOnce = 32;
  Connection* connection_ = nullptr;
  Statement begin_, end_, gone_, many_gone_;
  std::vector<About> about_;
  std::vector<Key> erased_;
};

}  // namespace frist::store
