// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/files.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <string_view>
#include <system_error>

namespace frist::text {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Error cannot_read(const std::string& path, std::string_view reason) {
  return Error{ErrorKind::Io, fmt::format("cannot read `{}`: {}", path, reason)};
}

std::string reason_of(int code) {
  if (code == ENOENT || code == ENOTDIR) return "not found";
  if (code == EISDIR) return "it is a folder";
  if (code == EACCES || code == EPERM) return "no permission";
  return std::generic_category().message(code);
}

Error too_large(const std::string& path, std::size_t max_bytes) {
  return cannot_read(path, fmt::format("larger than the limit of {} bytes", max_bytes));
}

// At most `max_bytes` + 1 bytes, so that one too many can be seen.
Result<std::string> read_up_to(std::FILE* file, const std::string& path, std::size_t max_bytes) {
  std::string text;
  [[gnu::uninitialized]] char block[16 * 1024];  // which fread fills
  while (text.size() <= max_bytes) {
    const std::size_t wanted = std::min(sizeof block, max_bytes - text.size() + 1);
    const std::size_t got = std::fread(block, 1, wanted, file);
    text.append(block, got);
    if (got == wanted) continue;
    if (std::ferror(file) != 0) return cannot_read(path, reason_of(errno));
    break;
  }
  return text;
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  std::error_code failure;
  const std::filesystem::file_status status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found) return cannot_read(path, "not found");
  if (status.type() == std::filesystem::file_type::none) return cannot_read(path, reason_of(failure.value()));
  if (std::filesystem::is_directory(status)) return cannot_read(path, "it is a folder");

  const File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return cannot_read(path, reason_of(errno));
  max_bytes = std::min(max_bytes, std::numeric_limits<std::size_t>::max() - 1);
  auto text = read_up_to(file.get(), path, max_bytes);
  if (!text.ok()) return text;
  if (text.value().size() > max_bytes) return too_large(path, max_bytes);
  if (text.value().starts_with("\xEF\xBB\xBF")) text.value().erase(0, 3);
  return text;
}

Status sync_folder(const std::string& folder) {
  const int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = file >= 0 && ::fsync(file) == 0;
  const int why = errno;
  if (file >= 0) ::close(file);
  if (done) return {};
  return Error{ErrorKind::Io, fmt::format("cannot bring the folder `{}` to the disk: {}", folder, reason_of(why))};
}

}  // namespace frist::text
