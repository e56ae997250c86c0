// SPDX-License-Identifier: Apache-2.0
#include "engine/store/bulk_insert.hpp"

#include <fmt/core.h>

namespace frist::store {

Result<BulkInsert> BulkInsert::open(Connection& connection, std::string_view table, std::int64_t kind) {
  BulkInsert insert;
  const auto row = fmt::format("({}, ?, ?)", kind);
  std::string rows = row;
  for (std::size_t i = 1; i < kRowsAtOnce; ++i) rows += ", " + row;
  for (auto& [statement, values] :
       {std::pair<Statement*, const std::string&>{&insert.one_, row}, {&insert.many_, rows}}) {
    auto made = connection.prepare(fmt::format("INSERT OR IGNORE INTO {}(kind, entry, next) VALUES {}", table, values));
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  return insert;
}

Status BulkInsert::add(const Key& entry, calendar::Day next) {
  waiting_.emplace_back(entry, next);
  if (waiting_.size() < kRowsAtOnce) return {};
  int parameter = 0;
  for (const auto& [key, day] : waiting_) {
    many_.bind(++parameter, key);
    many_.bind(++parameter, day);
  }
  waiting_.clear();
  return many_.run();
}

Status BulkInsert::finish() {
  Status done;
  for (const auto& [key, day] : waiting_)
    if (done) done = one_.bind(1, key).bind(2, day).run();
  waiting_.clear();
  return done;
}

}  // namespace frist::store
