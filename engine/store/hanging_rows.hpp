// SPDX-License-Identifier: Apache-2.0
// What all spaces that hang on entries share: rows that are appended entry by entry. For this room only.
#pragma once

#include "engine/store/row_sink.hpp"
#include "engine/store/space_columns.hpp"
#include "engine/store/space_reader.hpp"

namespace frist::store {

class HangingRows : public SpaceReader {
 public:
  HangingRows(Connection& connection, const program::Program& program, std::uint32_t space, int first_argument,
              std::vector<std::uint64_t>& bad)
      : connection_(connection), space_(space), columns_(program, space, first_argument, bad) {}

  void cut(std::size_t entries, decide::Batch& batch) override {
    auto& rows = batch.spaces[space_];
    rows.offsets.resize(entries + 1);  // a reader that stopped early has closed just these
    rows.unknown.resize(entries);
    rows.rows = rows.offsets.back();
    columns_.resize(batch.columns, rows.rows);
  }

 protected:
  decide::SpaceRows& begin(decide::Batch& batch, std::size_t entries) {
    auto& rows = batch.spaces[space_];
    rows.rows = 0;
    rows.offsets.assign(1, 0);
    rows.unknown.assign(entries, 0);
    columns_.clear(batch.columns);
    return rows;
  }

  // Closes the entry at hand. False: enough rows, the batch ends here.
  static bool close_entry(decide::SpaceRows& rows) {
    rows.offsets.push_back(rows.rows);
    return rows.rows < kMostSpaceRows;
  }

  Status prepare(Statement& statement, const std::string& sql) {
    auto made = connection_.prepare(sql);
    if (!made) return made.error();
    statement = std::move(made).value();
    return {};
  }

  // One statement for each entry; its rows are appended.
  Status append_rows(Statement& statement, decide::SpaceRows& rows, decide::Batch& batch) {
    struct Self {
      HangingRows& reader;
      decide::SpaceRows& rows;
      decide::Batch& batch;
    } self{*this, rows, batch};
    const auto take = [](void* raw, sqlite3_value** values) {
      auto& at = *static_cast<Self*>(raw);
      at.reader.columns_.append(values, at.batch.columns);
      ++at.rows.rows;
      return true;
    };
    auto done = connection_.sink().run(statement, {take, &self});
    return done ? Status() : Status(done.error());
  }

  Connection& connection_;
  std::uint32_t space_;
  SpaceColumns columns_;
};

template <class Reader>
Result<std::unique_ptr<SpaceReader>> make_reader(Connection& connection, const program::Program& program,
                                                 std::uint32_t space, std::vector<std::uint64_t>& bad) {
  auto reader = std::make_unique<Reader>(connection, program, space, 1, bad);
  if (auto good = reader->open(program); !good) return good.error();
  return std::unique_ptr<SpaceReader>(std::move(reader));
}

}  // namespace frist::store
