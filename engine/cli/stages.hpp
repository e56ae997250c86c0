// SPDX-License-Identifier: Apache-2.0
// Progress of work that goes through several stages, as long runs tell it. Not thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/cli/progress.hpp"

namespace frist::cli {

class Stages {
 public:
  Stages(const Console& console, bool quiet) : console_(console), quiet_(quiet) {}

  // What run::NightOptions::progress and its likes take; lives no longer than this.
  std::function<void(const char*, std::uint64_t, std::uint64_t)> teller() {
    return [this](const char* what, std::uint64_t done, std::uint64_t total) {
      if (stage_ != what) {
        stage_ = what;
        progress_.reset();
        progress_ = std::make_unique<Progress>(console_, stage_, total, quiet_);
      }
      progress_->at(done, total);
    };
  }
  // Before anything else is printed.
  void end() { progress_.reset(); }

 private:
  const Console& console_;
  bool quiet_;
  std::string stage_;
  std::unique_ptr<Progress> progress_;
};

}  // namespace frist::cli
