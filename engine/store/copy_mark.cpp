// SPDX-License-Identifier: Apache-2.0
#include "engine/store/copy_mark.hpp"

#include <fmt/core.h>

#include "engine/store/migrations.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

Result<bool> has_meta(Connection& connection) {
  const auto tables = connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'frist_meta'");
  if (!tables) return tables.error();
  return tables.value().value_or(0) > 0;
}

Status set_meta(Connection& connection, const char* key, std::string_view value) {
  auto insert = connection.cached("INSERT OR REPLACE INTO frist_meta(key, value) VALUES (?1, ?2)");
  if (!insert) return insert.error();
  return insert.value()->bind_text(1, key).bind_text(2, value).run();
}

Result<std::string> meta_text(Connection& connection, const char* key) {
  auto value = connection.text(fmt::format("SELECT value FROM frist_meta WHERE key = '{}'", key));
  if (!value) return value.error();
  return value.value().value_or("");
}

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

Result<std::optional<CopyMark>> mark_called(Connection& connection, const char* name) {
  const auto there = has_meta(connection);
  if (!there) return there.error();
  if (!there.value()) return std::optional<CopyMark>();
  const auto value = [name](const char* what) {
    return fmt::format("(SELECT value FROM frist_meta WHERE key = '{}_{}')", name, what);
  };
  auto rows = connection.prepare(fmt::format("SELECT {0}, {1}, {2}, {3} WHERE {0} IS NOT NULL", value("id"),
                                             value("day"), value("size"), value("root")));
  if (!rows) return rows.error();
  Statement& row = rows.value();
  const auto found = row.step();
  if (!found) return found.error();
  if (!found.value()) return std::optional<CopyMark>();
  return std::optional(CopyMark{std::string(row.text(0)), static_cast<calendar::Day>(row.integer(1)), row.integer(2),
                                bytes_of_text(fmt::format("x'{}'", row.text(3))).value_or("")});
}

}  // namespace

Result<std::optional<CopyMark>> copy_mark(Connection& connection) { return mark_called(connection, "copy"); }
Result<std::optional<CopyMark>> made_of(Connection& connection) { return mark_called(connection, "restored"); }

Status mark_as_copy(Connection& connection, const CopyMark& mark) {
  FRIST_CHECK(connection.in_transaction());
  for (const auto& [key, value] : {std::pair{"copy_id", mark.id},
                                   {"copy_day", fmt::format("{}", mark.day)},
                                   {"copy_size", fmt::format("{}", mark.size)},
                                   {"copy_root", hex_of(mark.root)}})
    if (auto set = set_meta(connection, key, value); !set) return set;
  return {};
}

Status unmark_as_copy(Connection& connection) {
  return connection.execute(
      "DELETE FROM frist_meta WHERE key IN ('restored_id', 'restored_day', 'restored_size', 'restored_root');"
      "UPDATE frist_meta SET key = 'restored' || substr(key, 5) WHERE key IN ('copy_id', 'copy_day', 'copy_size', "
      "'copy_root')");
}

Status require_no_copy(Connection& connection) {
  const auto mark = copy_mark(connection);
  if (!mark) return mark.error();
  if (!mark.value()) return {};
  return text::Error{
      text::ErrorKind::Refused,
      fmt::format("the database `{0}` is a copy of {1}, and what was erased since may be in it. `frist restore --from "
                  "{0} --db FILE` makes a database of it; where it stands in its place already, `frist restore --db "
                  "{0}`",
                  connection.path(), calendar::to_iso(mark.value()->day))};
}

Result<std::optional<HeadPlace>> head_place(Connection& connection) {
  const auto there = has_meta(connection);
  if (!there) return there.error();
  if (!there.value()) return std::optional<HeadPlace>();
  auto path = meta_text(connection, "head_path");
  if (!path) return path.error();
  auto id = meta_text(connection, "head_id");
  if (!id) return id.error();
  if (id.value().empty()) return std::optional<HeadPlace>();
  return std::optional(HeadPlace{std::move(path).value(), std::move(id).value()});
}

Status set_head_place(Connection& connection, const HeadPlace& place) {
  if (auto set = set_meta(connection, "head_path", place.path); !set) return set;
  return set_meta(connection, "head_id", place.id);
}

}  // namespace frist::store
