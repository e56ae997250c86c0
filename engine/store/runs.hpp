// SPDX-License-Identifier: Apache-2.0
// The nights: which policy, as of which day, how far, and what was counted. Functions over a borrowed connection;
// writing needs a transaction of the caller's, so that counts and deeds stand or fall together.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

struct Run {
  std::int64_t id = 0;
  std::string policy;  // hash
  calendar::Day as_of = 0;
  std::int64_t started = 0;  // epoch seconds
  std::optional<std::int64_t> finished;
  std::string state;  // "running", "done", or as the caller names it
};

struct RunCount {
  std::string record, rule, what;
  std::int64_t n = 0;
  bool operator==(const RunCount&) const = default;
};

/// Starts a run in state "running"; returns its number, from 1.
Result<std::int64_t> start_run(Connection& connection, const std::string& policy, calendar::Day as_of,
                               std::int64_t started);
Status finish_run(Connection& connection, std::int64_t run, const std::string& state, std::int64_t finished);
/// Adds to a count of a run.
Status count(Connection& connection, std::int64_t run, const RunCount& more);

/// A night found nothing to do at this time, and is no run of its own.
Status note_idle_night(Connection& connection, std::int64_t at);
/// When a night was last at work or found nothing to do, epoch seconds; nothing where there was none.
Result<std::optional<std::int64_t>> last_night_at(Connection& connection);

/// Latest first.
Result<std::vector<Run>> runs(Connection& connection, std::uint32_t limit);
/// Those that came to their end, latest first.
Result<std::vector<Run>> done_runs(Connection& connection, std::uint32_t limit);
/// The run that was begun and not finished; the night goes on with it.
Result<std::optional<Run>> unfinished_run(Connection& connection);
/// The latest run that did more than keep and ask; nothing where there was none.
Result<std::optional<Run>> last_run_that_acted(Connection& connection);
Result<std::vector<RunCount>> counts_of(Connection& connection, std::int64_t run);

}  // namespace frist::store
