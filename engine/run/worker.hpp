// SPDX-License-Identifier: Apache-2.0
// A second thread for work that would keep the first one waiting: one task at a time, and whoever gives it takes the
// outcome before the next. What a task throws, wait() throws. The thread lasts as long as this, because starting one
// for each task costs as much as small tasks do. Both calls come from one thread. What a task uses must outlive wait().
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace frist::run {

class Worker {
 public:
  Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();

  // Where the machine gives no further thread, the task is done at once by the one that asks.
  void start(std::function<void()> task);
  // Until the task is done; at once where there is none.
  void wait();
  // The same for whoever leaves: what the task threw is let go.
  void finish();

 private:
  void go_on();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> task_;  // empty: none, or done
  std::exception_ptr thrown_;
  bool leaving_ = false;
  std::thread thread_;
};

}  // namespace frist::run
