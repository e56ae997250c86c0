// SPDX-License-Identifier: Apache-2.0
#include "engine/service/durable_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

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
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
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

}  // namespace frist::service
