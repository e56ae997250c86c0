// SPDX-License-Identifier: Apache-2.0
#include "engine/store/sqlite_error.hpp"

#include <fmt/core.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

namespace frist::store {

using text::Error;
using text::ErrorKind;

text::Error cannot_open(const std::string& path, const std::string& detail) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (status.type() == std::filesystem::file_type::not_found)
    return {ErrorKind::Data, fmt::format("there is no database `{}`", path)};
  if (status.type() == std::filesystem::file_type::directory)
    return {ErrorKind::Data, fmt::format("`{}` is a folder, not a database", path)};
  if (failure || ::access(path.c_str(), R_OK) != 0)
    return {ErrorKind::Io, fmt::format("no permission to read the database `{}`", path)};
  if (::access(path.c_str(), W_OK) != 0)
    return {ErrorKind::Io, fmt::format("no permission to write the database `{}`", path)};
  return {ErrorKind::Io, fmt::format("the database `{}` cannot be opened: {}; SQLite must be able to write files "
                                     "beside it",
                                     path, detail)};
}

namespace {

Error read_only(int code, const std::string& path) {
  switch (code) {
    case SQLITE_READONLY_DIRECTORY:
      return {ErrorKind::Io, fmt::format("no permission to write files beside the database `{}`", path)};
    case SQLITE_READONLY_DBMOVED:
      return {ErrorKind::Io, fmt::format("the database `{}` was moved or removed while it was open", path)};
    default:
      return {ErrorKind::Io, fmt::format("the database `{}` can only be read; writing needs permission for the file, "
                                         "its folder and its disk",
                                         path)};
  }
}

Error constraint(int code, const std::string& detail) {
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    return {ErrorKind::Data, "a row would be left that points to one that is not there (FOREIGN KEY)"};
  return {ErrorKind::Data, fmt::format("the database refuses it: {}", detail)};
}

}  // namespace

text::Error describe(int code, const std::string& path, const std::string& detail) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
      return {ErrorKind::Busy, fmt::format("another program is writing to the database `{}`", path)};
    case SQLITE_LOCKED:
      return {ErrorKind::Busy, fmt::format("a table of the database `{}` is in use by this program", path)};
    case SQLITE_CORRUPT:
      return {ErrorKind::Data, fmt::format("the database `{}` is damaged ({}); nothing more is done with it, use a "
                                           "backup",
                                           path, detail)};
    case SQLITE_NOTADB:
      return {ErrorKind::Data, fmt::format("`{}` is no SQLite database, or it is encrypted", path)};
    case SQLITE_FULL:
      return {ErrorKind::Io, fmt::format("no room left for the database `{}`: the disk is full, or the database has "
                                         "reached the size it may have",
                                         path)};
    case SQLITE_READONLY:
      return read_only(code, path);
    case SQLITE_CANTOPEN:
      return cannot_open(path, detail);
    case SQLITE_PERM:
      return {ErrorKind::Io, fmt::format("no permission to open the database `{}`", path)};
    case SQLITE_AUTH:
      return {ErrorKind::Refused, fmt::format("not allowed in the database `{}`: {}", path, detail)};
    case SQLITE_CONSTRAINT:
      return constraint(code, detail);
    case SQLITE_NOMEM:
      return {ErrorKind::Io, "out of memory"};
    case SQLITE_IOERR:
      return {ErrorKind::Io, fmt::format("the disk fails at the database `{}`: {}", path, detail)};
    case SQLITE_TOOBIG:
      return {ErrorKind::Data, "a value is larger than SQLite can hold"};
    case SQLITE_PROTOCOL:
      return {ErrorKind::Busy, fmt::format("the database `{}` is opened and closed too often at once", path)};
    default:
      return {ErrorKind::Data, fmt::format("the database `{}` does not fit: {}", path, detail)};
  }
}

text::Error latest_error(sqlite3* database, int code) {
  const int extended = sqlite3_extended_errcode(database);
  // Where the latest code belongs to the same failure it says more than the plain one.
  const int full = (extended & 0xff) == (code & 0xff) ? extended : code;
  const char* name = sqlite3_db_filename(database, "main");
  // Some ways of running out of room come as a failing disk.
  const int system = sqlite3_system_errno(database);
  if ((full & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT || system == EFBIG))
    return describe(SQLITE_FULL, name ? name : "", "");
  return describe(full, name ? name : "", sqlite3_errmsg(database));
}

}  // namespace frist::store
