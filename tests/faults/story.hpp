// SPDX-License-Identifier: Apache-2.0
// What the harnesses disturb: a club's database in which people place holds and ask for erasure, and nights erase,
// anonymise, restrict and put entries up for review. With it what must be true of the database whenever it is opened.
// The files lie on the disk of sim_vfs.hpp; beside it a folder of the system is used, for the lock that a night takes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "tests/faults/sim_vfs.hpp"

namespace frist::faults {

// Faults of the product's that a harness must find.
enum class Planted {
  Nothing,
  SynchronousOff,     // no write is ever made sure
  SynchronousNormal,  // a commit is not made sure, only what is copied back
  RowsFirst,          // rows go in one transaction, the log is written in another
  LogFirst,           // the other way round
};

class Story {
 public:
  static constexpr int kDeeds = 6;

  explicit Story(Planted planted = Planted::Nothing);
  ~Story();
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  // The database with its policy attached and nothing done.
  const Files& beginning() const { return beginning_; }
  const std::string& path() const { return path_; }

  struct Told {
    int acknowledged = 0;                   // how many of the deeds ended well, in their order
    std::vector<std::int64_t> after_steps;  // steps of the disk when each had
    std::optional<text::Error> error;       // of the one that did not
  };
  // All the deeds from the start, on what put_disk() has put there; stops at the first that fails.
  Told tell() const;
  // Opens what is there as a program does that comes afterwards, looks for what must not be, and does the deeds that
  // are still to be done.
  struct Findings {
    std::string wrong;     // in words; empty where nothing is
    int done = 0;          // how many of the deeds were in it
    std::string contents;  // at the end; empty where something is wrong
  };
  Findings examine() const;
  // What two databases must have in common that have seen the same deeds: no salts, times and numbers of runs.
  std::string contents() const;

 private:
  text::Result<service::OpenDatabase> open() const;
  text::Status deed(service::OpenDatabase& database, int which) const;
  text::Status night(service::OpenDatabase& database, const std::string& day) const;
  text::Status planted_night(service::OpenDatabase& database, const std::string& day) const;

  Planted planted_;
  std::string folder_, path_;
  Files beginning_;
};

}  // namespace frist::faults
