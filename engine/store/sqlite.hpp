// SPDX-License-Identifier: Apache-2.0
// A database file, statements and transactions as values that clean up after themselves. A Connection owns its handle;
// Statements, Transactions, readers and the like borrow it: it must outlive them, and stay where it is meanwhile. One
// thread at a time uses a connection and all that hangs on it. Every failure of the world is a Result; a wrong index or
// a missing bind is our bug and ends the program.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/text/result.hpp"
#include "engine/store/key.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace frist::store {

using text::Result;
using text::Status;

class RowSink;
class Checksums;

class Statement {
 public:
  Statement() = default;

  /// Parameters count from 1 and keep their value over reset(). Texts and bytes are copied.
  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, const Key& value);
  Statement& bind_text(int parameter, std::string_view value);
  Statement& bind_blob(int parameter, std::string_view value);
  /// The same without a copy: `value` must live until the statement has run, and be bound anew before it runs again.
  Statement& lend_blob(int parameter, std::string_view value);
  Statement& bind_null(int parameter);

  /// True: there is a row to look at. False: done, and the statement can run again.
  Result<bool> step();
  /// Runs to the end and forgets rows.
  Status run();
  void reset();

  /// Columns of the row at hand count from 0; views live until the next step().
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  /// Nothing for NULL; a REAL is given as text, because no number is ever rounded.
  Key key(int column) const;

  sqlite3_stmt* handle() const { return statement_.get(); }

 private:
  friend class Connection;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void note_bind(int code);

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_failure_ = 0;
};

struct OpenOptions {
  enum class Mode : std::uint8_t { ReadWrite, ReadOnly, Create };
  Mode mode = Mode::ReadWrite;
  int busy_milliseconds = 5000;  ///< how long to wait for other writers
  int cache_kibibytes = 4096;    ///< pages held in memory; a transaction that changes more writes some of them twice
};

class Connection {
 public:
  /// Opens a file and asserts, each by reading it back: WAL, synchronous=FULL, secure_delete=ON, foreign keys enforced,
  /// temporary data in memory only, functions in the schema not trusted, defensive mode. Logs and journals are
  /// overwritten before the disk lets go of them (wiping_vfs.hpp). Read-only connections keep the journal mode they
  /// find. Errors: missing, no database, damaged, locked, no permission.
  static Result<Connection> open(const std::string& path, OpenOptions options = {});

  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// One statement. Its SQL is ours; names of the user's in it go through sql_name().
  Result<Statement> prepare(std::string_view sql);
  /// The same, kept for the next time the same SQL is asked for. Reset and ready to bind. Lives as the connection does.
  Result<Statement*> cached(std::string_view sql);
  /// One or several statements whose rows nobody wants.
  Status execute(std::string_view sql);
  /// The first column of the first row; nothing where there is no row or it is NULL.
  Result<std::optional<std::int64_t>> integer(std::string_view sql);
  Result<std::optional<std::string>> text(std::string_view sql);

  /// Rows that the latest INSERT, UPDATE or DELETE changed, without what triggers did.
  std::int64_t changes() const;
  bool in_transaction() const;

  /// How many pages the write-ahead log may hold before a commit writes them back; 0: only checkpoint() does.
  Status set_autocheckpoint(int pages);
  /// Writes the write-ahead log back and cuts it to nothing. False: a reader was in the way, so that old pages (erased
  /// values among them) are still in the log; try again later.
  Result<bool> checkpoint();

  /// As it was opened; of the file itself where that was a link to it.
  const std::string& path() const { return path_; }
  sqlite3* handle() const { return database_.get(); }
  /// Where rows go that leave through an aggregate function instead of step(); see row_sink.hpp.
  RowSink& sink() const { return *sink_; }
  /// The checksums of our tables; see checksums.hpp.
  Checksums& checksums() const { return *checksums_; }
  /// Lets this connection drop the log of what was erased; only detach() asks for it.
  void allow_dropping_audit(bool allow);

 private:
  struct Guard;
  struct Cache;
  struct Close {
    void operator()(sqlite3* database) const;
  };
  Connection(sqlite3* database, std::string path);
  Status configure(const OpenOptions& options);
  void follow_links();
  Status assert_pragma(std::string_view name, std::string_view value, std::string_view expected);

  std::string path_;
  std::unique_ptr<RowSink> sink_;
  std::unique_ptr<Checksums> checksums_;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<sqlite3, Close> database_;
  std::unique_ptr<Cache> cache_;
};

/// All or nothing. Rolls back unless commit() succeeded.
class Transaction {
 public:
  /// Takes the write lock at once, so that no later statement finds another writer.
  static Result<Transaction> begin_write(Connection& connection);
  /// One unchanging view for several reads; takes no lock.
  static Result<Transaction> begin_read(Connection& connection);

  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// One that writes brings the checksums up to date (checksums.hpp). After an error nothing has changed and the
  /// transaction is over.
  Status commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  static Result<Transaction> begin(Connection& connection, std::string_view sql);
  Connection* connection_;
  bool writes_ = false;
};

}  // namespace frist::store
