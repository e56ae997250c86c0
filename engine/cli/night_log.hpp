// SPDX-License-Identifier: Apache-2.0
// What a night tells a log collector: one JSON object on each line of standard error. Names of records and rules,
// counts and times; never a key, a value of a field, or a message that may quote one.
#pragma once

#include "engine/cli/command.hpp"
#include "engine/run/night.hpp"

namespace frist::cli {

class NightLog {
 public:
  // Says nothing unless `--log json` was given.
  NightLog(const Console& console, const Arguments& arguments) : console_(console), on_(arguments.has("--log")) {}
  bool on() const { return on_; }

  void start(const run::NightOptions& options, const std::string& policy_hash) const;
  void end(const run::NightReport& report, bool dry_run, std::int64_t seconds, ExitCode exit) const;
  // As fail() does; where the log is on, the message in words goes to standard output instead of standard error.
  ExitCode fail(const text::Error& error, const Arguments& arguments) const;

 private:
  const Console& console_;
  bool on_;
};

}  // namespace frist::cli
