// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <unordered_map>

#include "engine/store/dependencies.hpp"
#include "engine/store/hanging_rows.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

// Children may have no key of their own; then no row is ever the entry itself.
std::string key_of(const model::Record& record, const std::string& alias) {
  return record.key.empty() ? "NULL" : fmt::format("{}.{}", alias, sql_name(record.key));
}

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    return std::hash<std::int64_t>()(key.number) ^ std::hash<std::string>()(key.bytes) ^
           static_cast<std::size_t>(key.kind);
  }
};

// Entries of one subject stand close together or not at all; each subject of a batch is looked up once.
class SubjectReader final : public HangingRows {
 public:
  using HangingRows::HangingRows;

  Status open(const program::Program& program) {
    const auto& rules = *program.rules;
    const auto& space = program.spaces[space_];
    const auto chain = up_to_root(rules, space.record);
    holds_self_ = space.record == program.record;
    leaves_self_out_ = space.excluding_self && holds_self_;
    own_rows_.resize(program.inputs.size());
    auto sql = fmt::format("SELECT frist_sink({}{}) FROM {} AS r0", key_of(rules.records[space.record], "r0"),
                           columns_.selected("r0"), sql_name(rules.records[space.record].table));
    for (std::size_t i = 1; i < chain.size(); ++i)
      sql += fmt::format(" JOIN {} AS r{} ON r{}.{} = r{}.{}", sql_name(rules.records[chain[i]].table), i, i,
                         sql_name(rules.records[chain[i]].key), i - 1,
                         sql_name(rules.records[chain[i - 1]].parent_column));
    sql += fmt::format(" WHERE r{}.{} = ?1", chain.size() - 1, sql_name(subject_column(rules, space.record)));
    return prepare(one_, sql);
  }

  Result<std::size_t> fill(const EntryLeads& entries, decide::Batch& batch) override {
    auto& rows = begin(batch, entries.keys->size());
    groups_.clear();
    own_keys_.clear();
    columns_.clear(own_rows_);
    for (std::size_t entry = 0; entry < entries.keys->size(); ++entry) {
      if (is_nobody(*entries.lead, entry)) {
        rows.unknown[entry] = 1;
      } else {
        auto group = group_of(entries.lead->at(entry));
        if (!group) return group.error();
        append_group(*group.value(), *entries.keys, entry, rows, batch);
      }
      if (!close_entry(rows)) return entry + 1;
    }
    return entries.keys->size();
  }

 private:
  struct Group {
    std::size_t begin = 0, end = 0;
  };

  // An empty text stands for nobody, not for one person with many entries.
  static bool is_nobody(const KeyColumn& subjects, std::size_t row) {
    const auto kind = subjects.kind(row);
    return kind == Key::Kind::Nothing || (kind == Key::Kind::Text && subjects.bytes(row).empty());
  }

  Result<const Group*> group_of(Key subject) {
    const auto [found, is_new] = groups_.try_emplace(std::move(subject));
    if (!is_new) return &found->second;
    one_.bind(1, found->first);
    found->second.begin = own_keys_.size();
    const auto take = [](void* raw, sqlite3_value** values) {
      auto& self = *static_cast<SubjectReader*>(raw);
      add_key(self.own_keys_, values[0]);
      self.columns_.append(values, self.own_rows_);
      return true;
    };
    if (auto done = connection_.sink().run(one_, {take, this}); !done) return done.error();
    found->second.end = own_keys_.size();
    return &found->second;
  }

  // The entry itself, where it belongs to the space, is the first of its rows.
  void append_group(const Group& group, const KeyColumn& keys, std::size_t entry, decide::SpaceRows& rows,
                    decide::Batch& batch) {
    const auto append = [&](std::size_t begin, std::size_t end) {
      columns_.copy(own_rows_, begin, end, batch.columns);
      rows.rows += static_cast<std::uint32_t>(end - begin);
    };
    std::size_t self = group.end;
    for (std::size_t row = group.begin; holds_self_ && row < group.end && self == group.end; ++row)
      if (own_keys_.compare(row, keys.kind(entry), number(keys, entry), bytes(keys, entry)) == 0) self = row;
    if (self == group.end) return append(group.begin, group.end);
    if (!leaves_self_out_) append(self, self + 1);
    append(group.begin, self);
    append(self + 1, group.end);
  }

  static std::int64_t number(const KeyColumn& keys, std::size_t row) {
    return keys.kind(row) == Key::Kind::Integer ? keys.number(row) : 0;
  }
  static std::string_view bytes(const KeyColumn& keys, std::size_t row) {
    const auto kind = keys.kind(row);
    return kind == Key::Kind::Text || kind == Key::Kind::Blob ? keys.bytes(row) : std::string_view();
  }

  Statement one_;
  bool holds_self_ = false;       // the space is over the entries' own record
  bool leaves_self_out_ = false;  // and does not count the entry at hand
  std::unordered_map<Key, Group, KeyHash> groups_;
  KeyColumn own_keys_;
  std::vector<decide::Column> own_rows_;
};

}  // namespace

Result<std::unique_ptr<SpaceReader>> make_subject_reader(Connection& connection, const program::Program& program,
                                                         std::uint32_t space, std::vector<std::uint64_t>& bad) {
  return make_reader<SubjectReader>(connection, program, space, bad);
}

}  // namespace frist::store
