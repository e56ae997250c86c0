// SPDX-License-Identifier: Apache-2.0
// Rows leave SQLite through an aggregate function: `SELECT frist_sink(a, b) FROM t` hands every row to a receiver
// inside one step, which costs about two thirds of a step for each row. For this room only.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/store/sqlite.hpp"

struct sqlite3_value;

namespace frist::store {

/// How many values a row may have; SQLite's own limit for the arguments of a function.
inline constexpr int kMaxSinkColumns = 120;

/// Takes rows; the values live during the call only. A plain function pointer and not a virtual call, so that one
/// receiver can switch between shapes.
struct RowReceiver {
  /// False: no more rows are wanted.
  using Take = bool (*)(void* self, sqlite3_value** values);
  Take take = nullptr;
  void* self = nullptr;
};

class RowSink {
 public:
  /// Makes `frist_sink` known to a connection. The sink must live as long as the connection.
  Status attach(sqlite3* database);

  /// Runs a statement of the form `SELECT frist_sink(...) FROM ...` with its parameters bound. Returns whether it came
  /// to its end (false: the receiver wanted no more). std::bad_alloc of a receiver comes through. Not reentrant: a
  /// receiver runs no other sink statement.
  Result<bool> run(Statement& statement, RowReceiver receiver);

 private:
  friend struct SinkCallbacks;
  RowReceiver receiver_;
  bool stopped_ = false;
  bool without_memory_ = false;
  bool running_ = false;
};

}  // namespace frist::store
