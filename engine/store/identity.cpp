// SPDX-License-Identifier: Apache-2.0
#include "engine/store/identity.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/store/quote.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

Result<bool> has_marks(Connection& connection) {
  auto statement = connection.cached("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1");
  if (!statement) return statement.error();
  auto there = statement.value()->bind_text(1, "frist_identity_pending").step();
  statement.value()->reset();
  return there;
}

Result<std::vector<std::uint64_t>> numbers_of(Connection& connection, const std::string& sql) {
  auto rows = connection.prepare(sql);
  if (!rows) return rows.error();
  std::vector<std::uint64_t> numbers;
  for (;;) {
    const auto more = rows.value().step();
    if (!more) return more.error();
    if (!more.value()) return numbers;
    const std::string_view bytes = rows.value().blob(0);
    if (bytes.size() == 8) numbers.push_back(keys::from_big_endian(bytes));
  }
}

}  // namespace

Result<std::vector<IdentityColumn>> identity_columns(Connection& connection) {
  std::vector<IdentityColumn> columns;
  const auto marked = has_marks(connection);
  if (!marked) return marked.error();
  if (!marked.value()) return columns;
  auto rows =
      connection.prepare("SELECT table_name, column_name, key_column, share FROM frist_identity_column ORDER BY rowid");
  if (!rows) return rows.error();
  Statement& row = rows.value();
  for (;;) {
    const auto more = row.step();
    if (!more) return more.error();
    if (!more.value()) return columns;
    columns.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)});
  }
}

std::vector<IdentityColumn> of_table(const std::vector<IdentityColumn>& columns, std::string_view table) {
  std::vector<IdentityColumn> found;
  for (const IdentityColumn& column : columns)
    if (same_name(column.table, table)) found.push_back(column);
  return found;
}

std::string key_path(const Connection& connection, const std::string& given) {
  return given.empty() ? connection.path() + "-frist-keys" : given;
}

Result<KeyState> key_state(Connection& connection) {
  KeyState state;
  auto row = connection.prepare("SELECT file, made, next FROM frist_identity_file");
  if (!row) return row.error();
  const auto there = row.value().step();
  if (!there) return there.error();
  if (!there.value() || row.value().blob(0).size() != 16)
    return Error{ErrorKind::Data, fmt::format("the database `{}` does not name its key file", connection.path())};
  state.file = row.value().blob(0);
  state.made = row.value().integer(1) != 0;
  state.next = static_cast<std::uint64_t>(row.value().integer(2));
  return state;
}

Status set_key_state(Connection& connection, const KeyState& state) {
  return connection.execute(
      fmt::format("UPDATE frist_identity_file SET made = {}, next = {}", state.made ? 1 : 0, state.next));
}

Result<keys::KeyFile> open_keys(Connection& connection, const std::string& path, keys::KeyFile::Use use) {
  const auto state = key_state(connection);
  if (!state) return state.error();
  auto file = keys::KeyFile::open(path, use);
  if (!file) return file;
  if (file.value().id() == state.value().file) return file;
  return Error{ErrorKind::Refused, fmt::format("the key file `{}` belongs to another database", path)};
}

Result<bool> any_pending_keys(Connection& connection) {
  const auto marked = has_marks(connection);
  if (!marked || !marked.value()) return marked;
  const auto any = connection.integer("SELECT EXISTS (SELECT 1 FROM frist_identity_pending)");
  if (!any) return any.error();
  return any.value().value_or(0) != 0;
}

Result<std::vector<std::uint64_t>> pending_keys(Connection& connection) {
  const auto marked = has_marks(connection);
  if (!marked) return marked.error();
  if (!marked.value()) return std::vector<std::uint64_t>();
  return numbers_of(connection, "SELECT key FROM frist_identity_pending ORDER BY key");
}

Status forget_pending_keys(Connection& connection, std::span<const std::uint64_t> numbers) {
  auto forget = connection.prepare("DELETE FROM frist_identity_pending WHERE key = ?1");
  if (!forget) return forget.error();
  for (const std::uint64_t number : numbers)
    if (auto done = forget.value().bind_blob(1, keys::big_endian(number)).run(); !done) return done;
  return {};
}

Result<std::vector<std::uint64_t>> keys_in_use(Connection& connection) {
  const auto columns = identity_columns(connection);
  if (!columns) return columns.error();
  std::vector<std::uint64_t> all;
  for (const IdentityColumn& column : columns.value()) {
    auto part = numbers_of(connection, fmt::format("SELECT substr({0}, 2, 8) FROM {1} WHERE {0} IS NOT NULL",
                                                   sql_name(column.column), sql_name(column.table)));
    if (!part) return part.error();
    all.insert(all.end(), part.value().begin(), part.value().end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string sealed_bytes(const Key& value) {
  switch (value.kind) {
    case Key::Kind::Integer:
      return "i" + keys::big_endian(static_cast<std::uint64_t>(value.number));
    case Key::Kind::Text:
      return "t" + value.bytes;
    case Key::Kind::Blob:
      return "b" + value.bytes;
    case Key::Kind::Nothing:
      break;
  }
  return "n";
}

std::optional<Key> value_of_bytes(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  const std::string_view rest = bytes.substr(1);
  if (bytes[0] == 't') return Key::text(rest);
  if (bytes[0] == 'b') return Key::blob(rest);
  if (bytes[0] == 'i' && rest.size() == 8) return Key(static_cast<std::int64_t>(keys::from_big_endian(rest)));
  return bytes == "n" ? std::optional(Key()) : std::nullopt;
}

}  // namespace frist::store
