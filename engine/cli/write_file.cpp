// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/write_file.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace frist::cli {
namespace fs = std::filesystem;

text::Status write_file(const fs::path& file, std::string_view text) {
  std::error_code failed;
  const fs::path canonical = fs::canonical(file, failed);
  const bool is_new = static_cast<bool>(failed);
  const fs::path target = is_new ? file : canonical;
  const fs::path beside = target.string() + ".frist-new";
  errno = 0;
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  failed = out ? std::error_code() : std::error_code(errno != 0 ? errno : EIO, std::generic_category());
  if (!failed && !is_new) fs::permissions(beside, fs::status(target).permissions(), failed);
  if (!failed) fs::rename(beside, target, failed);
  if (!failed) return {};
  std::error_code ignored;
  fs::remove(beside, ignored);
  return text::Error{text::ErrorKind::Io, fmt::format("cannot write `{}`: {}", file.string(), failed.message())};
}

}  // namespace frist::cli
