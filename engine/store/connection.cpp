// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sqlite3.h>

#include <filesystem>
#include <unordered_map>

#include "engine/store/checksums.hpp"
#include "engine/store/row_sink.hpp"
#include "engine/store/sqlite.hpp"
#include "engine/store/sqlite_error.hpp"
#include "engine/store/wiping_vfs.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

struct Connection::Guard {
  bool may_drop_audit = false;

  // The log of what was erased only ever grows: triggers say so to everybody, this says so to our own statements, also
  // where somebody dropped the triggers.
  static int authorize(void* self, int action, const char* table, const char*, const char*, const char*) {
    const bool changes = action == SQLITE_DELETE || action == SQLITE_UPDATE || action == SQLITE_DROP_TABLE;
    const std::string_view name = changes && table ? table : "";
    if (name != "frist_audit_leaf" && name != "frist_audit_frame") return SQLITE_OK;
    return static_cast<Guard*>(self)->may_drop_audit ? SQLITE_OK : SQLITE_DENY;
  }
};

struct Connection::Cache {
  std::unordered_map<std::string, std::unique_ptr<Statement>> statements;
};

void Connection::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Connection::Connection(sqlite3* database, std::string path)
    : path_(std::move(path)),
      sink_(std::make_unique<RowSink>()),
      checksums_(std::make_unique<Checksums>()),
      guard_(std::make_unique<Guard>()),
      database_(database),
      cache_(std::make_unique<Cache>()) {}

Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection& Connection::operator=(Connection&& other) noexcept {
  // Statements go before their database, which goes before what its callbacks point to.
  cache_ = std::move(other.cache_);
  database_ = std::move(other.database_);
  guard_ = std::move(other.guard_);
  sink_ = std::move(other.sink_);
  checksums_ = std::move(other.checksums_);
  path_ = std::move(other.path_);
  return *this;
}

namespace {

// Nobody here asks how much memory SQLite holds, and counting it takes a lock for every allocation. Before the first
// connection; where another part of the program has one already, it stays as it is.
void configure_library() {
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
}

}  // namespace

Result<Connection> Connection::open(const std::string& path, OpenOptions options) {
  configure_library();
  if (path.empty() || path.find('\0') != std::string::npos)
    return Error{ErrorKind::Usage, "the database needs the path of a file"};
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= options.mode == OpenOptions::Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.mode == OpenOptions::Mode::Create) flags |= SQLITE_OPEN_CREATE;
  // A path that looks like a URI or a special name is still only a path.
  const std::string plain = path[0] == '/' ? path : "./" + path;
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(plain.c_str(), &database, flags, wiping_vfs());
  Connection connection(database, path);
  if (code != SQLITE_OK) return describe(code, path, database ? sqlite3_errmsg(database) : "out of memory");
  if (auto ready = connection.configure(options); !ready) return ready.error();
  connection.follow_links();
  return connection;
}

// Files beside the database, the lock and the packed columns, are found by its path. One database has one of each,
// whatever link somebody came by; SQLite's own files lie beside the file itself, too.
void Connection::follow_links() {
  std::error_code error;
  const char* file = sqlite3_db_filename(handle(), "main");
  if (file && *file && std::filesystem::is_symlink(path_, error)) path_ = file;
}

Status Connection::assert_pragma(std::string_view name, std::string_view value, std::string_view expected) {
  if (!value.empty())
    if (auto set = execute(fmt::format("PRAGMA {}={}", name, value)); !set) return set;
  auto found = text(fmt::format("PRAGMA {}", name));
  if (!found) return found.error();
  const std::string is = found.value().value_or("nothing");
  if (is == expected) return {};
  return Error{ErrorKind::Refused,
               fmt::format("the database `{}` keeps {} at `{}` where `{}` is needed", path_, name, is, expected)};
}

Status Connection::configure(const OpenOptions& options) {
  sqlite3* database = handle();
  sqlite3_busy_timeout(database, options.busy_milliseconds);
  for (const auto& [what, on] :
       {std::pair{SQLITE_DBCONFIG_DEFENSIVE, 1}, std::pair{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        std::pair{SQLITE_DBCONFIG_ENABLE_TRIGGER, 1}, std::pair{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        std::pair{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}}) {
    int is = -1;
    sqlite3_db_config(database, what, on, &is);
    if (is != on) return Error{ErrorKind::Refused, "this build of SQLite cannot be made safe enough"};
  }
  // The first look at the file: this is where a file that is no database, or is damaged, shows.
  if (auto tables = integer("SELECT count(*) FROM sqlite_schema"); !tables) return tables.error();
  const bool writes = options.mode != OpenOptions::Mode::ReadOnly;
  if (writes)
    if (auto wal = assert_pragma("journal_mode", "WAL", "wal"); !wal) return wal;
  for (const auto& [name, value, expected] :
       {std::tuple{"synchronous", "FULL", "2"}, std::tuple{"secure_delete", "ON", "1"},
        std::tuple{"foreign_keys", "", "1"}, std::tuple{"trusted_schema", "", "0"},
        std::tuple{"temp_store", "MEMORY", "2"}, std::tuple{"cell_size_check", "ON", "1"},
        std::tuple{"query_only", writes ? "OFF" : "ON", writes ? "0" : "1"}})
    if (auto good = assert_pragma(name, value, expected); !good) return good;
  const auto cache = fmt::format("{}", -options.cache_kibibytes);
  if (auto good = assert_pragma("cache_size", cache, cache); !good) return good;
  sqlite3_set_authorizer(database, &Guard::authorize, guard_.get());
  if (auto attached = checksums_->attach(database); !attached) return attached;
  return sink_->attach(database);
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return latest_error(handle(), code);
  FRIST_CHECK(statement != nullptr);
  return Statement(statement);
}

Result<Statement*> Connection::cached(std::string_view sql) {
  auto& slot = cache_->statements[std::string(sql)];
  if (!slot) {
    auto made = prepare(sql);
    if (!made) return made.error();
    slot = std::make_unique<Statement>(std::move(made).value());
  }
  slot->reset();
  return slot.get();
}

Status Connection::execute(std::string_view sql) {
  const int code = sqlite3_exec(handle(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Status() : Status(latest_error(handle(), code));
}

Result<std::optional<std::int64_t>> Connection::integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  auto row = statement.value().step();
  if (!row) return row.error();
  if (!row.value() || statement.value().is_null(0)) return std::optional<std::int64_t>();
  return std::optional(statement.value().integer(0));
}

Result<std::optional<std::string>> Connection::text(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  auto row = statement.value().step();
  if (!row) return row.error();
  if (!row.value() || statement.value().is_null(0)) return std::optional<std::string>();
  const std::string_view value = statement.value().text(0);
  // A number is written out as text, which takes memory.
  if (!value.data() && sqlite3_errcode(handle()) == SQLITE_NOMEM) return latest_error(handle(), SQLITE_NOMEM);
  return std::optional(std::string(value));
}

std::int64_t Connection::changes() const { return sqlite3_changes64(handle()); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

Status Connection::set_autocheckpoint(int pages) {
  return assert_pragma("wal_autocheckpoint", fmt::format("{}", pages), fmt::format("{}", pages));
}

Result<bool> Connection::checkpoint() {
  auto blocked = integer("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!blocked) return blocked.error();
  return blocked.value().value_or(1) == 0;
}

void Connection::allow_dropping_audit(bool allow) { guard_->may_drop_audit = allow; }

}  // namespace frist::store
