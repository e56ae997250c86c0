// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include "engine/store/sqlite.hpp"
#include "engine/store/sqlite_error.hpp"

namespace frist::store {

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

// Too large or out of memory is the world's failure and is told by the next step; everything else is a wrong call.
void Statement::note_bind(int code) {
  if (code == SQLITE_OK) return;
  FRIST_CHECK(code == SQLITE_TOOBIG || code == SQLITE_NOMEM);
  bind_failure_ = code;
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  note_bind(sqlite3_bind_int64(handle(), parameter, value));
  return *this;
}

Statement& Statement::bind_text(int parameter, std::string_view value) {
  note_bind(sqlite3_bind_text64(handle(), parameter, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                                SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view value) {
  note_bind(sqlite3_bind_blob64(handle(), parameter, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::lend_blob(int parameter, std::string_view value) {
  note_bind(sqlite3_bind_blob64(handle(), parameter, value.data() ? value.data() : "", value.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  note_bind(sqlite3_bind_null(handle(), parameter));
  return *this;
}

Statement& Statement::bind(int parameter, const Key& value) {
  switch (value.kind) {
    case Key::Kind::Nothing:
      return bind_null(parameter);
    case Key::Kind::Integer:
      return bind(parameter, value.number);
    case Key::Kind::Text:
      return bind_text(parameter, value.bytes);
    case Key::Kind::Blob:
      return bind_blob(parameter, value.bytes);
  }
  return *this;
}

Result<bool> Statement::step() {
  if (bind_failure_ != SQLITE_OK) return latest_error(sqlite3_db_handle(handle()), bind_failure_);
  const int code = sqlite3_step(handle());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(handle());
    return false;
  }
  auto error = latest_error(sqlite3_db_handle(handle()), code);
  sqlite3_reset(handle());
  return error;
}

Status Statement::run() {
  for (;;) {
    auto more = step();
    if (!more) return more.error();
    if (!more.value()) return {};
  }
}

void Statement::reset() { sqlite3_reset(handle()); }

bool Statement::is_null(int column) const { return sqlite3_column_type(handle(), column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle(), column); }

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(handle(), column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(handle(), column)))
              : std::string_view();
}

std::string_view Statement::blob(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(handle(), column));
  return data ? std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(handle(), column)))
              : std::string_view();
}

Key Statement::key(int column) const {
  switch (sqlite3_column_type(handle(), column)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return Key(integer(column));
    case SQLITE_BLOB:
      return Key::blob(blob(column));
    default:
      return Key::text(text(column));
  }
}

}  // namespace frist::store
