// SPDX-License-Identifier: Apache-2.0
#include "engine/store/space_reader.hpp"

#include <fmt/core.h>

#include "engine/store/hanging_rows.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

Result<TableInfo> table_of(Connection& connection, const model::Record& record) {
  auto table = table_info(connection, record.table);
  if (!table) return table.error();
  if (table.value()) return std::move(*table.value());
  return Error{ErrorKind::Data, fmt::format("the table `{}` of `{}` is not in the database `{}`", record.table,
                                            record.name, connection.path())};
}

Result<std::string> in_order_of(const TableInfo& table, const std::string& column) {
  if (table.is_rowid(column)) return "NOT INDEXED";
  if (const auto* index = table.index_on(column)) return fmt::format("INDEXED BY {}", sql_name(index->name));
  return Error{ErrorKind::Data, fmt::format("the column `{}` of `{}` has no index any more; attach the policy again",
                                            column, table.name)};
}

namespace {

class ChildrenReader final : public HangingRows {
 public:
  using HangingRows::HangingRows;

  Status open(const program::Program& program) {
    const auto& rules = *program.rules;
    const auto& record = rules.records[program.spaces[space_].record];
    const auto& entry = rules.records[program.record];
    auto table = table_of(connection_, record);
    if (!table) return table.error();
    auto parents = table_of(connection_, entry);
    if (!parents) return parents.error();
    auto hint = in_order_of(table.value(), record.parent_column);
    if (!hint) return hint.error();
    // Rows and entries can be merged where both come in the order of bytes; texts of UTF-16 do not.
    auto encoding = connection_.text("PRAGMA encoding");
    if (!encoding) return encoding.error();
    const auto* own = table.value().find(record.parent_column);
    const auto* key = parents.value().find(entry.key);
    merge_ = encoding.value() == "UTF-8" && own && key && same_name(own->collation, "BINARY") &&
             same_name(key->collation, "BINARY");
    const auto parent = "t." + sql_name(record.parent_column);
    const auto from = fmt::format("SELECT frist_sink({}{}) FROM {} AS t {} WHERE {}", parent, columns_.selected("t"),
                                  sql_name(record.table), hint.value(), parent);
    if (auto good = prepare(range_, from + " >= ?1 AND " + parent + " <= ?2"); !good) return good;
    return prepare(one_, from + " = ?1");
  }

  Result<std::size_t> fill(const EntryLeads& entries, decide::Batch& batch) override {
    if (entries.keys->empty()) return std::size_t{0};
    return entries.dense && merge_ ? fill_merged(*entries.keys, batch) : fill_each(*entries.keys, batch);
  }

 private:
  Result<std::size_t> fill_each(const KeyColumn& keys, decide::Batch& batch) {
    auto& rows = begin(batch, keys.size());
    for (std::size_t entry = 0; entry < keys.size(); ++entry) {
      one_.bind(1, keys.at(entry));
      if (auto good = append_rows(one_, rows, batch); !good) return good.error();
      if (!close_entry(rows)) return entry + 1;
    }
    return keys.size();
  }

  // Both sides ascend: every row belongs to the entry at hand, to a later one, or to none.
  struct Merge {
    ChildrenReader& reader;
    const KeyColumn& keys;
    decide::SpaceRows& rows;
    decide::Batch& batch;
    std::size_t entry = 0;
    bool full = false;

    static bool take(void* raw, sqlite3_value** values) {
      auto& self = *static_cast<Merge*>(raw);
      while (self.entry < self.keys.size() && compare_key(self.keys, self.entry, values[0]) < 0) {
        ++self.entry;
        if (!close_entry(self.rows)) return !(self.full = true);
      }
      if (self.entry == self.keys.size()) return false;
      if (compare_key(self.keys, self.entry, values[0]) > 0) return true;  // its parent is gone
      self.reader.columns_.append(values, self.batch.columns);
      ++self.rows.rows;
      return true;
    }
  };

  Result<std::size_t> fill_merged(const KeyColumn& keys, decide::Batch& batch) {
    Merge merge{*this, keys, begin(batch, keys.size()), batch};
    range_.bind(1, keys.at(0)).bind(2, keys.at(keys.size() - 1));
    if (auto done = connection_.sink().run(range_, {&Merge::take, &merge}); !done) return done.error();
    if (merge.full) return merge.entry;
    while (merge.rows.offsets.size() <= keys.size()) merge.rows.offsets.push_back(merge.rows.rows);
    return keys.size();
  }

  Statement range_, one_;
  bool merge_ = false;
};

class LinkReader final : public HangingRows {
 public:
  using HangingRows::HangingRows;

  Status open(const program::Program& program) {
    const auto& record = program.rules->records[program.spaces[space_].record];
    return prepare(one_, fmt::format("SELECT frist_sink(t.{0}{1}) FROM {2} AS t WHERE t.{0} = ?1", sql_name(record.key),
                                     columns_.selected("t"), sql_name(record.table)));
  }

  Result<std::size_t> fill(const EntryLeads& entries, decide::Batch& batch) override {
    auto& rows = begin(batch, entries.keys->size());
    for (std::size_t entry = 0; entry < entries.keys->size(); ++entry) {
      if (entries.lead->kind(entry) != Key::Kind::Nothing) {
        one_.bind(1, entries.lead->at(entry));
        if (auto good = append_rows(one_, rows, batch); !good) return good.error();
      }
      if (!close_entry(rows)) return entry + 1;
    }
    return entries.keys->size();
  }

 private:
  Statement one_;
};

}  // namespace

Result<std::unique_ptr<SpaceReader>> make_children_reader(Connection& connection, const program::Program& program,
                                                          std::uint32_t space, std::vector<std::uint64_t>& bad) {
  return make_reader<ChildrenReader>(connection, program, space, bad);
}

Result<std::unique_ptr<SpaceReader>> make_link_reader(Connection& connection, const program::Program& program,
                                                      std::uint32_t space, std::vector<std::uint64_t>& bad) {
  return make_reader<LinkReader>(connection, program, space, bad);
}

}  // namespace frist::store
