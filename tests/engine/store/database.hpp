// SPDX-License-Identifier: Apache-2.0
// A database file in a folder of its own that goes with the test, and results that must be good.
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/store/audit_store.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/sqlite.hpp"
#include "tests/support/catch.hpp"

namespace frist::store {

/// The value of a result, which must be there; else the test fails with its sentence.
template <class T>
T need(text::Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}
inline void need(const Status& status) {
  if (!status) FAIL(status.error().message);
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "frist_store_XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(file(name), std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_;
};

/// A new, empty database and our connection to it.
class TestDatabase {
 public:
  TestDatabase() : connection(need(Connection::open(path(), {OpenOptions::Mode::Create, 100}))) {}
  std::string path() const { return folder.file("records.db"); }
  void run(const std::string& sql) { need(connection.execute(sql)); }
  std::int64_t number(const std::string& sql) { return need(connection.integer(sql)).value_or(-1); }
  std::string text(const std::string& sql) { return need(connection.text(sql)).value_or("NULL"); }

  TemporaryFolder folder;
  Connection connection;
};

/// Our tables, as they are today.
inline void migrate_all(Connection& connection) {
  auto transaction = need(Transaction::begin_write(connection));
  need(migrate(connection));
  need(transaction.commit());
}

/// One entry of the log, for AuditStore::append.
inline std::vector<AuditEntry> log_entry(const std::string& leaf, const std::string& body, AuditEntry::About about) {
  return {{leaf, "hash", "salt", body, std::move(about), {}}};
}

/// The user's own program: a plain connection with SQLite's usual settings.
class OtherProgram {
 public:
  explicit OtherProgram(const std::string& path) {
    REQUIRE(sqlite3_open(path.c_str(), &database_) == SQLITE_OK);
    sqlite3_extended_result_codes(database_, 1);
    REQUIRE(run("PRAGMA synchronous = OFF") == SQLITE_OK);  // tests need no durability
  }
  ~OtherProgram() { sqlite3_close(database_); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  /// SQLite's result code.
  int run(const std::string& sql) {
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr);
    message = code == SQLITE_OK ? "" : sqlite3_errmsg(database_);
    return code;
  }
  std::string message;

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace frist::store
