// SPDX-License-Identifier: Apache-2.0
// Lines that did not fit, in a file of the same form with their reasons. It is opened before anything is loaded, so
// that an import never says of lines that they are kept where they are not. Owns the file until keep().
#pragma once

#include <fstream>
#include <string>

#include "dsl/text/result.hpp"

namespace frist::service {

class RejectFile {
 public:
  explicit RejectFile(std::string path) : path_(std::move(path)) {}
  RejectFile(const RejectFile&) = delete;
  RejectFile& operator=(const RejectFile&) = delete;
  ~RejectFile();  // takes away what it made, unless it is kept

  // Error (Io): nothing can be written there. What stands there stays until the first line is added.
  text::Status open();
  // `header` goes before the first line. Error (Io).
  text::Status add(const std::string& header, const std::string& line);
  // Writes out everything. Error (Io).
  text::Status close();
  void keep() { kept_ = begun_; }

  const std::string& path() const { return path_; }

 private:
  text::Error cannot_write() const;
  std::string path_;
  std::ofstream out_;
  bool existed_ = true, begun_ = false, kept_ = false;
};

}  // namespace frist::service
