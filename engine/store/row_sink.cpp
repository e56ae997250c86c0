// SPDX-License-Identifier: Apache-2.0
#include "engine/store/row_sink.hpp"

#include <sqlite3.h>

#include <new>

#include "engine/store/sqlite_error.hpp"

namespace frist::store {

// Called by SQLite, which knows no exceptions: that a receiver had no memory is told when SQLite has returned.
struct SinkCallbacks {
  static void step(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    auto* sink = static_cast<RowSink*>(sqlite3_user_data(context));
    try {
      if (sink->receiver_.take(sink->receiver_.self, values)) return;
    } catch (const std::bad_alloc&) {
      sink->without_memory_ = true;
      return sqlite3_result_error_nomem(context);
    }
    sink->stopped_ = true;
    // The only way to end an aggregate early. A plain error ends the statement and leaves the transaction alone.
    sqlite3_result_error(context, "enough rows", -1);
  }
  static void finish(sqlite3_context* context) noexcept { sqlite3_result_null(context); }
};

Status RowSink::attach(sqlite3* database) {
  const int code = sqlite3_create_function_v2(database, "frist_sink", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, this,
                                              nullptr, &SinkCallbacks::step, &SinkCallbacks::finish, nullptr);
  return code == SQLITE_OK ? Status() : Status(latest_error(database, code));
}

Result<bool> RowSink::run(Statement& statement, RowReceiver receiver) {
  FRIST_CHECK(!running_);
  receiver_ = receiver;
  stopped_ = false;
  without_memory_ = false;
  running_ = true;
  auto row = statement.step();
  statement.reset();
  running_ = false;
  if (without_memory_) throw std::bad_alloc();
  if (stopped_) return false;
  if (!row) return row.error();
  return true;
}

}  // namespace frist::store
