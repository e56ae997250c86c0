// SPDX-License-Identifier: Apache-2.0
#include "engine/store/runs.hpp"

#include <fmt/core.h>

namespace frist::store {

Result<std::int64_t> start_run(Connection& connection, const std::string& policy, calendar::Day as_of,
                               std::int64_t started) {
  auto statement = connection.cached(
      "INSERT INTO frist_run(id, policy, as_of, started, state) "
      "VALUES ((SELECT coalesce(max(id), 0) + 1 FROM frist_run), ?1, ?2, ?3, 'running') RETURNING id");
  if (!statement) return statement.error();
  auto& insert = statement.value()->bind_text(1, policy).bind(2, as_of).bind(3, started);
  auto row = insert.step();
  if (!row) return row.error();
  const auto id = insert.integer(0);
  if (auto done = insert.run(); !done) return done.error();
  return id;
}

Status finish_run(Connection& connection, std::int64_t run, const std::string& state, std::int64_t finished) {
  auto statement = connection.cached("UPDATE frist_run SET state = ?2, finished = ?3 WHERE id = ?1");
  if (!statement) return statement.error();
  return statement.value()->bind(1, run).bind_text(2, state).bind(3, finished).run();
}

Status count(Connection& connection, std::int64_t run, const RunCount& more) {
  auto statement = connection.cached(
      "INSERT INTO frist_run_count(run, record, rule, what, n) VALUES (?1, ?2, ?3, ?4, ?5) "
      "ON CONFLICT DO UPDATE SET n = n + excluded.n");
  if (!statement) return statement.error();
  auto& insert = statement.value()->bind(1, run).bind_text(2, more.record).bind_text(3, more.rule);
  return insert.bind_text(4, more.what).bind(5, more.n).run();
}

Status note_idle_night(Connection& connection, std::int64_t at) {
  auto statement = connection.cached(
      "INSERT INTO frist_meta(key, value) VALUES ('idle_night', ?1) ON CONFLICT DO UPDATE SET value = excluded.value");
  if (!statement) return statement.error();
  return statement.value()->bind(1, at).run();
}

Result<std::optional<std::int64_t>> last_night_at(Connection& connection) {
  return connection.integer(
      "SELECT max(at) FROM (SELECT max(started, coalesce(finished, 0)) AS at FROM frist_run "
      "UNION ALL SELECT value FROM frist_meta WHERE key = 'idle_night')");
}

namespace {

Result<std::vector<Run>> read_runs(Statement& rows) {
  std::vector<Run> runs;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return runs;
    Run run{rows.integer(0),
            std::string(rows.text(1)),
            static_cast<calendar::Day>(rows.integer(2)),
            rows.integer(3),
            {},
            std::string(rows.text(5))};
    if (!rows.is_null(4)) run.finished = rows.integer(4);
    runs.push_back(std::move(run));
  }
}

constexpr const char* kSelectRuns = "SELECT id, policy, as_of, started, finished, state FROM frist_run";

}  // namespace

Result<std::vector<Run>> runs(Connection& connection, std::uint32_t limit) {
  auto statement = connection.cached(fmt::format("{} ORDER BY id DESC LIMIT ?1", kSelectRuns));
  if (!statement) return statement.error();
  return read_runs(statement.value()->bind(1, limit));
}

Result<std::vector<Run>> done_runs(Connection& connection, std::uint32_t limit) {
  auto statement = connection.cached(fmt::format("{} WHERE state = 'done' ORDER BY id DESC LIMIT ?1", kSelectRuns));
  if (!statement) return statement.error();
  return read_runs(statement.value()->bind(1, limit));
}

Result<std::optional<Run>> unfinished_run(Connection& connection) {
  auto statement = connection.cached(fmt::format("{} WHERE finished IS NULL ORDER BY id DESC LIMIT 1", kSelectRuns));
  if (!statement) return statement.error();
  auto found = read_runs(*statement.value());
  if (!found) return found.error();
  if (found.value().empty()) return std::optional<Run>();
  return std::optional(std::move(found.value()[0]));
}

Result<std::optional<Run>> last_run_that_acted(Connection& connection) {
  auto statement = connection.cached(
      fmt::format("{} AS r WHERE EXISTS (SELECT 1 FROM frist_run_count AS c WHERE c.run = r.id AND c.what NOT IN "
                  "('kept', 'failed', 'left', 'reviewed')) ORDER BY id DESC LIMIT 1",
                  kSelectRuns));
  if (!statement) return statement.error();
  auto found = read_runs(*statement.value());
  if (!found) return found.error();
  if (found.value().empty()) return std::optional<Run>();
  return std::optional(std::move(found.value()[0]));
}

Result<std::vector<RunCount>> counts_of(Connection& connection, std::int64_t run) {
  auto statement =
      connection.cached("SELECT record, rule, what, n FROM frist_run_count WHERE run = ?1 ORDER BY record, rule, what");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, run);
  std::vector<RunCount> counts;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return counts;
    counts.push_back(
        {std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)), rows.integer(3)});
  }
}

}  // namespace frist::store
