// SPDX-License-Identifier: Apache-2.0
// Progress of long work on stderr: a bar with rate and time left where a person looks at a terminal, a plain line now
// and then elsewhere. Nothing is shown for work that is done within a second.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "engine/cli/console.hpp"

namespace frist::cli {

class Progress {
 public:
  // `what` is a verb phrase such as "deciding"; `total` 0 where it is not known.
  Progress(const Console& console, std::string what, std::uint64_t total, bool quiet = false);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void at(std::uint64_t done, std::uint64_t total);

 private:
  using Clock = std::chrono::steady_clock;
  std::string line(double seconds) const;
  void draw();

  const Console& console_;
  std::string what_;
  std::uint64_t done_ = 0, total_;
  bool quiet_, drawn_ = false;
  Clock::time_point start_ = Clock::now(), last_ = start_;
};

}  // namespace frist::cli
