// SPDX-License-Identifier: Apache-2.0
#include "engine/store/progress.hpp"

namespace frist::store {

Result<std::optional<Progress>> progress_of(Connection& connection, std::int64_t kind) {
  auto statement = connection.cached("SELECT policy, last, done FROM frist_progress WHERE kind = ?1");
  if (!statement) return statement.error();
  auto row = statement.value()->bind(1, kind).step();
  if (!row) return row.error();
  std::optional<Progress> progress;
  if (row.value())
    progress =
        Progress{std::string(statement.value()->text(0)), statement.value()->key(1), statement.value()->integer(2)};
  statement.value()->reset();
  return progress;
}

Status set_progress(Connection& connection, std::int64_t kind, const Progress& progress) {
  auto statement = connection.cached(
      "INSERT INTO frist_progress(kind, policy, last, done) VALUES (?1, ?2, ?3, ?4) "
      "ON CONFLICT(kind) DO UPDATE SET policy = excluded.policy, last = excluded.last, done = excluded.done");
  if (!statement) return statement.error();
  return statement.value()
      ->bind(1, kind)
      .bind_text(2, progress.policy)
      .bind(3, progress.last)
      .bind(4, progress.done)
      .run();
}

Status finish_progress(Connection& connection, std::int64_t kind, const std::string& policy) {
  auto statement = connection.cached("DELETE FROM frist_progress WHERE kind = ?1 AND policy = ?2");
  if (!statement) return statement.error();
  return statement.value()->bind(1, kind).bind_text(2, policy).run();
}

}  // namespace frist::store
