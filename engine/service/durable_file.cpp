// SPDX-License-Identifier: Apache-2.0
#include "engine/service/durable_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "dsl/text/files.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;

text::Error not_written(const fs::path& path, int why) {
  return {text::ErrorKind::Io,
          fmt::format("cannot write `{}`: {}", path.string(), std::generic_category().message(why))};
}

// 0, or the errno of what failed.
int write_bytes(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_all(int file, std::string_view bytes) {
  if (const int failed = write_bytes(file, bytes); failed != 0) return failed;
  return ::fsync(file) == 0 ? 0 : errno;
}

// Writes, closes, and takes the file away again where that failed.
text::Status fill(int file, const fs::path& path, std::string_view bytes) {
  int failed = write_all(file, bytes);
  if (::close(file) != 0 && failed == 0) failed = errno;
  if (failed == 0) return {};
  ::unlink(path.c_str());
  return not_written(path, failed);
}

}  // namespace

text::Status write_secret(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST)
    return text::Error{text::ErrorKind::Usage, fmt::format("`{}` is there already; a key is never written over", path)};
  if (file < 0) return not_written(path, errno);
  return fill(file, path, text);
}

text::Status write_durably(const fs::path& path, std::string_view bytes) {
  std::error_code failed;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
  if (failed) return not_written(path, failed.value());
  const fs::path beside = path.string() + ".frist-new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return not_written(path, errno);
  if (auto done = fill(file, beside, bytes); !done) return done;
  if (::rename(beside.c_str(), path.c_str()) == 0) return text::sync_folder(path.parent_path().string());
  const int why = errno;
  ::unlink(beside.c_str());
  return not_written(path, why);
}

namespace {

class OpenFile {
 public:
  explicit OpenFile(int file) : file_(file) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  int get() const { return file_; }

 private:
  int file_;
};

constexpr std::size_t kBlockBytes = 1u << 20;

}  // namespace

text::Status copy_durably(const std::string& from, const std::string& to) {
  const OpenFile source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (source.get() < 0)
    return text::Error{text::ErrorKind::Usage,
                       fmt::format("cannot read `{}`: {}", from, std::generic_category().message(errno))};
  const int target = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (target < 0 && errno == EEXIST)
    return text::Error{text::ErrorKind::Usage, fmt::format("`{}` is there already", to)};
  if (target < 0) return not_written(to, errno);
  std::string block(kBlockBytes, '\0');
  int failed = 0;
  for (;;) {
    const ssize_t got = ::read(source.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) failed = errno;
    if (got <= 0) break;
    failed = write_bytes(target, std::string_view(block).substr(0, static_cast<std::size_t>(got)));
    if (failed != 0) break;
  }
  if (failed == 0 && ::fsync(target) != 0) failed = errno;
  if (::close(target) != 0 && failed == 0) failed = errno;
  if (failed == 0) return {};
  static_cast<void>(remove_overwritten(to));
  return not_written(to, failed);
}

text::Status sync_file(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) return not_written(path, errno);
  return {};
}

text::Status remove_overwritten(const std::string& path) {
  const OpenFile file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return errno == ENOENT ? text::Status() : text::Status(not_written(path, errno));
  const off_t size = ::lseek(file.get(), 0, SEEK_END);
  if (size < 0 || ::lseek(file.get(), 0, SEEK_SET) != 0) return not_written(path, errno);
  const std::string zeros(kBlockBytes, '\0');
  for (off_t at = 0; at < size;) {
    const auto next = std::min<off_t>(size - at, static_cast<off_t>(zeros.size()));
    if (const int failed = write_bytes(file.get(), std::string_view(zeros).substr(0, static_cast<std::size_t>(next)));
        failed != 0)
      return not_written(path, failed);
    at += next;
  }
  if (::fsync(file.get()) != 0) return not_written(path, errno);
  if (::unlink(path.c_str()) == 0) return {};
  return not_written(path, errno);
}

}  // namespace frist::service
