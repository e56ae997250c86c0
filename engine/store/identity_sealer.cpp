// SPDX-License-Identifier: Apache-2.0
#include "engine/store/identity_sealer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "engine/store/quote.hpp"

namespace frist::store {

Result<IdentitySealer> IdentitySealer::open(Connection& connection, std::string path, std::int64_t now) {
  IdentitySealer sealer(connection, std::move(path), now);
  auto columns = identity_columns(connection);
  if (!columns) return columns.error();
  sealer.columns_ = std::move(columns).value();
  return sealer;
}

// Where no import was ever committed the file may be there all the same: one that was cut off has made it.
Status IdentitySealer::open_file() {
  auto state = key_state(*connection_);
  if (!state) return state.error();
  state_ = state.value();
  std::error_code unknown;
  const bool there = state_.made || std::filesystem::exists(path_, unknown);
  auto file = there ? open_keys(*connection_, path_, keys::KeyFile::Use::Write)
                    : keys::KeyFile::create(path_, state_.file, now_);
  if (!file) return file.error();
  file_ = std::move(file).value();
  state_.made = true;
  state_.next = std::max(state_.next, file_->last() + 1);
  return {};
}

Status IdentitySealer::seal_row(std::int64_t rowid, const std::vector<Value>& values) {
  FRIST_CHECK(connection_->in_transaction());
  if (!file_)
    if (auto opened = open_file(); !opened) return opened;
  const std::string table = values.at(0).column.table;
  auto row = connection_->cached(
      fmt::format("SELECT {} FROM {} WHERE rowid = ?1", sql_name(values[0].column.key_column), sql_name(table)));
  if (!row) return row.error();
  auto there = row.value()->bind(1, rowid).step();
  if (!there) return there.error();
  FRIST_CHECK(there.value());
  const std::string key = sealed_bytes(row.value()->key(0));
  row.value()->reset();
  std::map<std::int64_t, std::pair<std::uint64_t, keys::DataKey>> drawn;  // by share
  std::string set;
  for (const Value& value : values)
    set += fmt::format("{}{} = ?", set.empty() ? "" : ", ", sql_name(value.column.column));
  auto store = connection_->cached(fmt::format("UPDATE {} SET {} WHERE rowid = ?", sql_name(table), set));
  if (!store) return store.error();
  int parameter = 0;
  for (const Value& value : values) {
    auto found = drawn.find(value.column.share);
    if (found == drawn.end()) {
      const auto made = file_->add(state_.next);
      if (!made) return made.error();
      found = drawn.emplace(value.column.share, std::pair(state_.next++, made.value())).first;
    }
    const keys::Place place{value.column.table, value.column.column, key};
    store.value()->bind_blob(
        ++parameter, keys::seal_field(found->second.second, found->second.first, place, sealed_bytes(value.value)));
  }
  return store.value()->bind(++parameter, rowid).run();
}

Status IdentitySealer::finish() {
  if (!file_) return {};
  if (auto synced = file_->sync(); !synced) return synced;
  return set_key_state(*connection_, state_);
}

}  // namespace frist::store
