// SPDX-License-Identifier: Apache-2.0
// Who works on a database: a night, attaching and detaching exclude one another for as long as they take, over all
// their transactions. A lock of the operating system on a small file beside the database, gone with its process however
// that ends. Other programs and questions are not kept out.
#pragma once

#include <string>

#include "dsl/text/result.hpp"

namespace frist::store {

class WorkLock {
 public:
  /// `database` is its path; the file is called the same with `-frist` behind it. Errors: Busy where another holds it,
  /// Io where the file cannot be made.
  static text::Result<WorkLock> take(const std::string& database);
  WorkLock(WorkLock&& other) noexcept;
  WorkLock& operator=(WorkLock&& other) = delete;
  ~WorkLock();

 private:
  WorkLock(std::string path, int file) : path_(std::move(path)), file_(file) {}
  std::string path_;
  int file_ = -1;
};

}  // namespace frist::store
