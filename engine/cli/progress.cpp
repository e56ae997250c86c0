// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/progress.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace frist::cli {
namespace {

constexpr double kFirstDraw = 1.0;  // seconds before anything is shown
constexpr double kTerminalInterval = 0.1;
constexpr double kLineInterval = 10.0;  // in a log file

std::string time_left(double seconds) {
  const auto s = static_cast<long>(seconds + 0.5);
  if (s < 60) return fmt::format("{} s left", s);
  if (s < 3600) return fmt::format("{}:{:02} min left", s / 60, s % 60);
  return fmt::format("{}:{:02} h left", s / 3600, s / 60 % 60);
}

std::string bar(double share, int width) {
  const int full = std::clamp(static_cast<int>(share * width), 0, width);
  std::string out = "[";
  for (int i = 0; i < width; ++i) out += i < full ? '#' : '.';
  return out + "]";
}

}  // namespace

Progress::Progress(const Console& console, std::string what, std::uint64_t total, bool quiet)
    : console_(console), what_(std::move(what)), total_(total), quiet_(quiet) {}

Progress::~Progress() {
  if (drawn_ && console_.terminal()) console_.message("\r\x1b[K");
}

void Progress::at(std::uint64_t done, std::uint64_t total) {
  done_ = done;
  total_ = total;
  const auto now = Clock::now();
  const double since_last = std::chrono::duration<double>(now - last_).count();
  const double needed = drawn_ ? (console_.terminal() ? kTerminalInterval : kLineInterval) : kFirstDraw;
  if (quiet_ || since_last < needed) return;
  last_ = now;
  draw();
}

std::string Progress::line(double seconds) const {
  const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
  std::string text = fmt::format("{} {:L}", what_, done_);
  if (total_ > 0) {
    const double share = static_cast<double>(done_) / static_cast<double>(total_);
    if (console_.terminal())
      text = fmt::format("{} {} ", what_, bar(share, std::clamp(console_.width() - 60, 10, 40)));
    else
      text += ' ';
    text += fmt::format("{:3.0f} % of {}", share * 100, total_);
    if (rate > 0 && total_ >= done_)
      text += fmt::format(", {:.0f}/s, {}", rate, time_left(static_cast<double>(total_ - done_) / rate));
  } else {
    text += fmt::format(", {:.0f}/s", rate);
  }
  return text;
}

void Progress::draw() {
  const std::string text = line(std::chrono::duration<double>(last_ - start_).count());
  console_.message(console_.terminal() ? "\r\x1b[K" + text : text + "\n");
  drawn_ = true;
}

}  // namespace frist::cli
