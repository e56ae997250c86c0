// SPDX-License-Identifier: Apache-2.0
// What the command tells the shell: one table for all commands (docs/commands.md shows it to users).
#pragma once

#include "dsl/text/result.hpp"

namespace frist::cli {

enum class ExitCode : int {
  Done = 0,      // done, or nothing to do
  Findings = 1,  // findings, failed examples, or work for a person
  Usage = 2,     // the command line is wrong
  Policy = 3,    // the policy does not check
  Data = 4,      // the data or the database is not as it must be
  Refused = 5,   // refused for safety
  OurBug = 70,   // an error of the program itself
  // With --detailed-exit only:
  Reviews = 10,  // everything erased that was due; reviews wait for a person
  Busy = 14,     // another program holds the database
  Io = 15,       // the disk or the file system failed
};

// What an error of the world means for the shell; `detailed` tells Busy and Io apart from Data.
constexpr ExitCode exit_code_of(text::ErrorKind kind, bool detailed) {
  switch (kind) {
    case text::ErrorKind::Usage:
      return ExitCode::Usage;
    case text::ErrorKind::Policy:
      return ExitCode::Policy;
    case text::ErrorKind::Data:
      return ExitCode::Data;
    case text::ErrorKind::Refused:
      return ExitCode::Refused;
    case text::ErrorKind::Busy:
      return detailed ? ExitCode::Busy : ExitCode::Data;
    case text::ErrorKind::Io:
      return detailed ? ExitCode::Io : ExitCode::Data;
    case text::ErrorKind::Internal:
      return ExitCode::OurBug;
  }
  return ExitCode::OurBug;
}

}  // namespace frist::cli
