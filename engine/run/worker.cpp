// SPDX-License-Identifier: Apache-2.0
#include "engine/run/worker.hpp"

#include <system_error>
#include <utility>

namespace frist::run {

Worker::~Worker() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    leaving_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Worker::start(std::function<void()> task) {
  wait();
  if (!thread_.joinable()) {
    try {
      thread_ = std::thread([this] { go_on(); });
    } catch (const std::system_error&) {
      return task();
    }
  }
  {
    const std::lock_guard lock(mutex_);
    task_ = std::move(task);
  }
  changed_.notify_all();
}

void Worker::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !task_; });
  if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

void Worker::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !task_; });
  thrown_ = nullptr;
}

void Worker::go_on() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return task_ || leaving_; });
    if (!task_) return;
    lock.unlock();
    std::exception_ptr thrown;
    try {
      task_();
    } catch (...) {
      thrown = std::current_exception();
    }
    lock.lock();
    thrown_ = thrown;
    task_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace frist::run
