// SPDX-License-Identifier: Apache-2.0
#include "engine/service/copy_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "dsl/text/files.hpp"
#include "engine/service/durable_file.hpp"

namespace frist::service {

using text::Error;
using text::ErrorKind;
using text::Status;

namespace fs = std::filesystem;

std::string copy_in_work(const std::string& path) { return path + ".frist-new"; }

Status remove_copy_in_work(const std::string& path) {
  for (const char* suffix : {"-wal", "-journal", "-shm", ""})
    if (auto gone = remove_overwritten(copy_in_work(path) + suffix); !gone) return gone;
  return {};
}

Status move_into_place(const std::string& path) {
  const std::string beside = copy_in_work(path);
  int failed = ::renameat2(AT_FDCWD, beside.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0 ? 0 : errno;
  std::error_code ignored;
  if ((failed == EINVAL || failed == ENOSYS) && !fs::exists(path, ignored))  // a file system that cannot promise it
    failed = ::rename(beside.c_str(), path.c_str()) == 0 ? 0 : errno;
  if (failed == 0) return text::sync_folder(fs::path(path).parent_path().string());
  return Error{failed == EEXIST ? ErrorKind::Usage : ErrorKind::Io,
               fmt::format("cannot make `{}`: {}", path, std::generic_category().message(failed))};
}

text::Result<audit::Digest> digest_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{ErrorKind::Usage, fmt::format("cannot read `{}`", path)};
  std::string block(1u << 20, '\0');
  audit::Hasher hasher;
  const audit::Digest digest = hasher.sha256([&]() -> std::string_view {
    file.read(block.data(), static_cast<std::streamsize>(block.size()));
    return {block.data(), static_cast<std::size_t>(file.gcount())};
  });
  if (file.bad()) return Error{ErrorKind::Io, fmt::format("cannot read `{}`", path)};
  return digest;
}

}  // namespace frist::service
