// SPDX-License-Identifier: Apache-2.0
#include "engine/service/reject_file.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace frist::service {
namespace fs = std::filesystem;

text::Error RejectFile::cannot_write() const {
  return {text::ErrorKind::Io, fmt::format("cannot write rejected lines to `{}`: {}; nothing was loaded", path_,
                                           std::strerror(errno != 0 ? errno : EIO))};
}

text::Status RejectFile::open() {
  std::error_code failed;
  existed_ = fs::exists(path_, failed);
  errno = 0;
  out_.open(path_, std::ios::binary | std::ios::app);
  if (!out_) return cannot_write();
  return {};
}

text::Status RejectFile::add(const std::string& header, const std::string& line) {
  errno = 0;
  if (!begun_) {
    std::error_code failed;
    if (fs::is_regular_file(path_, failed)) {
      out_.close();
      out_.open(path_, std::ios::binary | std::ios::trunc);
    }
    out_ << header;
    begun_ = true;
  }
  out_ << line;
  if (!out_) return cannot_write();
  return {};
}

text::Status RejectFile::close() {
  errno = 0;
  out_.close();
  if (!out_) return cannot_write();
  return {};
}

RejectFile::~RejectFile() {
  if (out_.is_open()) out_.close();
  std::error_code failed;
  if (!existed_ && !kept_) fs::remove(path_, failed);
}

}  // namespace frist::service
