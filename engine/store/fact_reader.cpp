// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>

#include "engine/store/kinds.hpp"
#include "engine/store/row_sink.hpp"
#include "engine/store/space_columns.hpp"
#include "engine/store/space_reader.hpp"

namespace frist::store {
namespace {

// Table, value and condition of each fact. Nearly every table is empty for nearly every entry.
struct FactTable {
  const char* table;
  const char* value;
  const char* where;
};

FactTable table_of_fact(model::Fact fact) {
  switch (fact) {
    case model::Fact::OnHold:
      return {"frist_hold INDEXED BY frist_hold_entry", "1", "lifted_at IS NULL"};
    case model::Fact::ErasureRequestedOn:
      return {"frist_request", "requested_on", "1"};
    case model::Fact::RestrictedOn:
      return {"frist_restriction", "since", "1"};
    case model::Fact::LastReviewedOn:
      break;
  }
  return {"frist_review", "done_on", "done_on IS NOT NULL"};
}

bool ascending(const KeyColumn& keys) {
  for (std::size_t row = 1; row < keys.size(); ++row)
    if (keys.at(row - 1) >= keys.at(row)) return false;
  return true;
}

// Several rows of one entry (reviews done) leave the latest day.
void put(decide::Column& column, bool is_hold, std::size_t row, sqlite3_value* value) {
  if (is_hold)
    column.truths[row] = decide::kYes;
  else
    column.days[row] = std::max(column.days[row], static_cast<std::int32_t>(sqlite3_value_int64(value)));
}

}  // namespace

Result<FactReader> FactReader::open(Connection& connection, const program::Program& program) {
  FactReader reader;
  auto kind = find_kind(connection, program.rules->records[program.record].name);
  if (!kind) return kind.error();
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    if (!program.inputs[i].is_fact) continue;
    Source source;
    source.input = i;
    source.is_hold = program.inputs[i].fact == model::Fact::OnHold;
    const auto fact = table_of_fact(program.inputs[i].fact);
    const auto from = fmt::format("FROM {} WHERE kind = {} AND {}", fact.table, kind.value().value_or(0), fact.where);
    const auto rows = fmt::format("SELECT frist_sink(entry, {}) {} AND entry", fact.value, from);
    for (auto& [statement, sql] :
         {std::pair<Statement*, std::string>{&source.any, "SELECT EXISTS (SELECT 1 " + from + ")"},
          {&source.range, rows + " >= ?1 AND entry <= ?2"},
          {&source.one, rows + " = ?1"}}) {
      if (!kind.value()) continue;  // never attached: there are no facts of ours
      auto made = connection.prepare(sql);
      if (!made) return made.error();
      *statement = std::move(made).value();
    }
    reader.sources_.push_back(std::move(source));
  }
  reader.connection_ = &connection;
  return reader;
}

Status FactReader::fill(const KeyColumn& keys, bool dense, decide::Batch& batch) {
  for (auto& source : sources_)
    if (auto good = fill(source, keys, dense, batch.columns[source.input]); !good) return good;
  return {};
}

Status FactReader::fill(Source& source, const KeyColumn& keys, bool dense, decide::Column& column) {
  if (source.is_hold)
    column.truths.assign(keys.size(), decide::kNo);
  else
    column.days.assign(keys.size(), calendar::kNone);
  if (keys.empty() || !source.any.handle()) return {};
  auto any = source.any.step();
  if (!any) return any.error();
  const bool none = source.any.integer(0) == 0;
  source.any.reset();
  if (none) return {};
  return dense && ascending(keys) ? fill_merged(source, keys, column) : fill_each(source, keys, column);
}

namespace {

struct At {
  const KeyColumn& keys;
  decide::Column& column;
  bool is_hold = false;
  std::size_t row = 0;
};

}  // namespace

// Facts and entries both ascend.
Status FactReader::fill_merged(Source& source, const KeyColumn& keys, decide::Column& column) {
  At at{keys, column, source.is_hold};
  const auto take = [](void* raw, sqlite3_value** values) {
    auto& self = *static_cast<At*>(raw);
    while (self.row < self.keys.size() && compare_key(self.keys, self.row, values[0]) < 0) ++self.row;
    if (self.row < self.keys.size() && compare_key(self.keys, self.row, values[0]) == 0)
      put(self.column, self.is_hold, self.row, values[1]);
    return self.row < self.keys.size();
  };
  source.range.bind(1, keys.at(0)).bind(2, keys.at(keys.size() - 1));
  auto done = connection_->sink().run(source.range, {take, &at});
  return done ? Status() : Status(done.error());
}

Status FactReader::fill_each(Source& source, const KeyColumn& keys, decide::Column& column) {
  At at{keys, column, source.is_hold};
  const auto take = [](void* raw, sqlite3_value** values) {
    auto& self = *static_cast<At*>(raw);
    put(self.column, self.is_hold, self.row, values[1]);
    return true;
  };
  for (; at.row < keys.size(); ++at.row) {
    source.one.bind(1, keys.at(at.row));
    if (auto done = connection_->sink().run(source.one, {take, &at}); !done) return done.error();
  }
  return {};
}

void FactReader::cut(std::size_t entries, decide::Batch& batch) const {
  for (const auto& source : sources_) {
    auto& column = batch.columns[source.input];
    if (source.is_hold)
      column.truths.resize(entries);
    else
      column.days.resize(entries);
  }
}

}  // namespace frist::store
