// SPDX-License-Identifier: Apache-2.0
#include "engine/store/kinds.hpp"

#include <fmt/core.h>

#include "engine/store/migrations.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/table_info.hpp"
#include "rules/model/value_text.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

Result<std::optional<std::int64_t>> find_kind(Connection& connection, const std::string& record) {
  auto version = schema_version(connection);
  if (!version) return version.error();
  if (version.value() == 0) return std::optional<std::int64_t>();
  auto statement = connection.cached("SELECT kind FROM frist_kind WHERE record = ?1");
  if (!statement) return statement.error();
  auto row = statement.value()->bind_text(1, record).step();
  if (!row) return row.error();
  std::optional<std::int64_t> kind;
  if (row.value()) kind = statement.value()->integer(0);
  statement.value()->reset();
  return kind;
}

namespace {

// What the text may be as a key. The number comes second: a column of texts compares a bound number as text anyway.
std::vector<Key> readings_of(const std::string& text) {
  std::vector<Key> keys = {Key::text(text)};
  if (const auto number = model::integer_of_text(text); number && fmt::format("{}", *number) == text)
    keys.emplace_back(*number);
  if (const auto bytes = bytes_of_text(text)) keys.push_back(Key::blob(*bytes));
  return keys;
}

}  // namespace

Result<std::string> record_of(Connection& connection, std::int64_t kind) {
  auto record = connection.text(fmt::format("SELECT record FROM frist_kind WHERE kind = {}", kind));
  if (!record) return record.error();
  return record.value().value_or("");
}

Result<std::optional<Key>> find_key(Connection& connection, const model::Record& record, const std::string& text) {
  auto statement = connection.prepare(
      fmt::format("SELECT {0} FROM {1} WHERE {0} = ?1", sql_name(record.key), sql_name(record.table)));
  if (!statement) return statement.error();
  std::optional<Key> found;
  for (const auto& key : readings_of(text)) {
    statement.value().reset();
    auto row = statement.value().bind(1, key).step();
    if (!row) return row.error();
    if (!row.value()) continue;
    const Key stored = statement.value().key(0);
    if (found && *found != stored)
      return Error{ErrorKind::Data,
                   fmt::format("`{0}` of `{1}` holds this both as a number and as a text, so that `{2}/{0}` names two "
                               "entries; make the keys of `{1}` different",
                               text, record.table, record.name)};
    found = stored;
  }
  return found;
}

Status each_key(Connection& connection, const model::Record& record, const std::function<Status(const Key&)>& take) {
  auto rows = connection.prepare(fmt::format("SELECT {} FROM {}", sql_name(record.key), sql_name(record.table)));
  if (!rows) return rows.error();
  for (;;) {
    const auto more = rows.value().step();
    if (!more) return more.error();
    if (!more.value()) return {};
    if (auto taken = take(rows.value().key(0)); !taken) return taken;
  }
}

Result<std::int64_t> count_without_key(Connection& connection, const model::Record& record) {
  const auto table = table_info(connection, record.table);
  if (!table) return table.error();
  const ColumnInfo* column = table.value() ? table.value()->find(record.key) : nullptr;
  if (!column || table.value()->is_rowid(record.key)) return std::int64_t{0};
  const auto key = sql_name(record.key);
  const bool any_type = column->affinity != Affinity::Text;
  const auto count =
      connection.integer(fmt::format("SELECT count(*) FROM {} WHERE {} IS NULL{}", sql_name(record.table), key,
                                     any_type ? fmt::format(" OR typeof({}) = 'real'", key) : ""));
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::vector<Key>> known_keys(Connection& connection, std::int64_t kind, const std::string& text) {
  auto statement = connection.cached(
      "SELECT EXISTS (SELECT 1 FROM frist_audit_ref WHERE kind = ?1 AND entry = ?2) OR "
      "EXISTS (SELECT 1 FROM frist_hold WHERE kind = ?1 AND entry = ?2)");
  if (!statement) return statement.error();
  std::vector<Key> known;
  for (const auto& key : readings_of(text)) {
    auto row = statement.value()->bind(1, kind).bind(2, key).step();
    if (!row) return row.error();
    if (statement.value()->integer(0) != 0) known.push_back(key);
    statement.value()->reset();
  }
  return known;
}

Result<std::int64_t> count_rows(Connection& connection, const model::Record& record) {
  const auto rows = connection.integer("SELECT count(*) FROM " + sql_name(record.table));
  if (!rows) return rows.error();
  return rows.value().value_or(0);
}

Result<std::int64_t> count_rows(Connection& connection, const model::Record& record, std::int64_t limit) {
  const auto rows = connection.integer(
      fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT {})", sql_name(record.table), limit));
  if (!rows) return rows.error();
  return rows.value().value_or(0);
}

}  // namespace frist::store
