// SPDX-License-Identifier: Apache-2.0
#include "engine/store/work_lock.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

// The holder before us may have removed the file between our open and our lock; then another one is the right one.
bool is_at(const std::string& path, int file) {
  struct stat ours {
  }, there{};
  return fstat(file, &ours) == 0 && stat(path.c_str(), &there) == 0 && ours.st_ino == there.st_ino &&
         ours.st_dev == there.st_dev;
}

}  // namespace

text::Result<WorkLock> WorkLock::take(const std::string& database) {
  const std::string path = database + "-frist";
  for (;;) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) return Error{ErrorKind::Io, fmt::format("cannot make `{}`: {}", path, std::strerror(errno))};
    WorkLock lock("", file);
    if (flock(file, LOCK_EX | LOCK_NB) != 0)
      return Error{ErrorKind::Busy,
                   fmt::format("another frist is at work on `{}` (a night, attach or detach); try again "
                               "when it has ended",
                               database)};
    if (!is_at(path, file)) continue;
    lock.path_ = path;
    return lock;
  }
}

WorkLock::WorkLock(WorkLock&& other) noexcept
    : path_(std::exchange(other.path_, {})), file_(std::exchange(other.file_, -1)) {}

WorkLock::~WorkLock() {
  if (!path_.empty()) unlink(path_.c_str());
  if (file_ >= 0) close(file_);
}

}  // namespace frist::store
