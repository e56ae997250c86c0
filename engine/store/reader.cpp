// SPDX-License-Identifier: Apache-2.0
#include "engine/store/reader.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/store/dependencies.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/row_sink.hpp"
#include "engine/store/space_columns.hpp"
#include "engine/store/space_reader.hpp"

namespace frist::store {

using program::Space;

struct BatchReader::Parts {
  Parts(Connection& c, const program::Program& p)
      : connection(c), program(p), bad(p.inputs.size()), columns(p, 0, 0, bad) {}

  Status open();
  Status open_spaces();
  Status open_statements(const std::string& hint);
  std::string leads() const;
  void begin(EntryBatch& batch);
  static bool take(void* raw, sqlite3_value** values);
  Result<std::size_t> finish(bool dense, EntryBatch& batch);
  void cut(std::size_t entries, EntryBatch& batch);

  Connection& connection;
  const program::Program& program;
  std::vector<std::uint64_t> bad;
  SpaceColumns columns;                              // of the entries themselves
  std::vector<std::unique_ptr<SpaceReader>> spaces;  // by space; null for the entries
  std::vector<KeyColumn> lead_values;                // by space: the subject or link of each entry
  std::vector<std::uint32_t> lead_spaces;            // spaces that need one
  std::optional<FactReader> facts;
  Statement first, next, one, skip_first, skip_next;

  // While rows come in.
  EntryBatch* target = nullptr;
  std::uint32_t limit = 0;
};

Status BatchReader::Parts::open() {
  const auto& record = program.rules->records[program.record];
  auto table = table_of(connection, record);
  if (!table) return table.error();
  auto hint = in_order_of(table.value(), record.key);
  if (!hint) return hint.error();
  if (!table.value().is_unique(record.key))
    return text::Error{text::ErrorKind::Data, fmt::format("nothing keeps the key `{}` of `{}` unique; attach says how",
                                                          record.key, table.value().name)};
  if (auto good = open_spaces(); !good) return good;
  auto fact_reader = FactReader::open(connection, program);
  if (!fact_reader) return fact_reader.error();
  facts.emplace(std::move(fact_reader).value());
  return open_statements(hint.value());
}

Status BatchReader::Parts::open_spaces() {
  spaces.resize(program.spaces.size());
  lead_values.resize(program.spaces.size());
  for (std::uint32_t i = 1; i < program.spaces.size(); ++i) {
    const auto kind = program.spaces[i].kind;
    FRIST_CHECK(kind != Space::Kind::Entries);
    auto made = kind == Space::Kind::List          ? make_children_reader(connection, program, i, bad)
                : kind == Space::Kind::SameSubject ? make_subject_reader(connection, program, i, bad)
                                                   : make_link_reader(connection, program, i, bad);
    if (!made) return made.error();
    spaces[i] = std::move(made).value();
    if (kind != Space::Kind::List) lead_spaces.push_back(i);
  }
  return {};
}

// The columns that lead to other rows: the entry's subject, its links.
std::string BatchReader::Parts::leads() const {
  const auto& record = program.rules->records[program.record];
  std::string list;
  for (const auto space : lead_spaces) {
    const auto& s = program.spaces[space];
    const auto column =
        s.kind == Space::Kind::Link ? record.fields[s.link].column : subject_column(*program.rules, program.record);
    list += column.empty() ? ", NULL" : fmt::format(", t.{}", sql_name(column));
  }
  return list;
}

Status BatchReader::Parts::open_statements(const std::string& hint) {
  const auto& record = program.rules->records[program.record];
  const auto key = "t." + sql_name(record.key);
  columns = SpaceColumns(program, 0, 1 + static_cast<int>(lead_spaces.size()), bad);
  if (1 + static_cast<int>(lead_spaces.size()) + columns.arguments() > kMaxSinkColumns)
    return text::Error{text::ErrorKind::Policy,
                       fmt::format("the rules of `{}` read more than {} columns", record.name, kMaxSinkColumns)};
  const auto sql = fmt::format("SELECT frist_sink({}{}{}) FROM {} AS t {} WHERE {}", key, leads(),
                               columns.selected("t"), sql_name(record.table), hint, key);
  for (auto& [statement, text] : {std::pair<Statement*, std::string>{&first, sql + " IS NOT NULL"},
                                  {&next, sql + " > ?1"},
                                  {&one, sql + " = ?1"}}) {
    auto made = connection.prepare(text);
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  const auto steps = fmt::format("SELECT {0} FROM {1} AS t {2} WHERE {0}", key, sql_name(record.table), hint);
  for (auto& [statement, text] :
       {std::pair<Statement*, std::string>{&skip_first, steps + " IS NOT NULL"}, {&skip_next, steps + " > ?1"}}) {
    auto made = connection.prepare(fmt::format("{} ORDER BY {} LIMIT 1 OFFSET ?2", text, key));
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  return {};
}

void BatchReader::Parts::begin(EntryBatch& batch) {
  batch.keys.clear();
  batch.gone.clear();
  batch.asked.clear();
  batch.facts.spaces.resize(program.spaces.size());
  batch.facts.columns.resize(program.inputs.size());
  columns.clear(batch.facts.columns);
  for (auto& lead : lead_values) lead.clear();
  target = &batch;
}

bool BatchReader::Parts::take(void* raw, sqlite3_value** values) {
  auto& self = *static_cast<Parts*>(raw);
  add_key(self.target->keys, values[0]);
  for (std::size_t i = 0; i < self.lead_spaces.size(); ++i)
    add_key(self.lead_values[self.lead_spaces[i]], values[1 + i]);
  self.columns.append(values, self.target->facts.columns);
  return self.target->keys.size() < self.limit;
}

// Fills what hangs on the entries; returns how many of them are complete.
Result<std::size_t> BatchReader::Parts::finish(bool dense, EntryBatch& batch) {
  std::size_t complete = batch.keys.size();
  for (std::size_t i = 1; i < spaces.size(); ++i) {
    auto filled = spaces[i]->fill({&batch.keys, &lead_values[i], dense}, batch.facts);
    if (!filled) return filled.error();
    complete = std::min(complete, filled.value());
  }
  if (auto good = facts->fill(batch.keys, dense, batch.facts); !good) return good.error();
  cut(complete, batch);
  return complete;
}

void BatchReader::Parts::cut(std::size_t entries, EntryBatch& batch) {
  auto& own = batch.facts.spaces[0];
  own.rows = static_cast<std::uint32_t>(entries);
  own.offsets.clear();
  own.unknown.clear();
  for (std::size_t i = 1; i < spaces.size(); ++i) spaces[i]->cut(entries, batch.facts);
  if (entries == batch.keys.size()) return;
  batch.keys.resize(entries);
  columns.cut(batch.facts.columns, entries);
  facts->cut(entries, batch.facts);
}

BatchReader::BatchReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
BatchReader::BatchReader(BatchReader&&) noexcept = default;
BatchReader& BatchReader::operator=(BatchReader&&) noexcept = default;
BatchReader::~BatchReader() = default;

Result<BatchReader> BatchReader::open(Connection& connection, const program::Program& program) {
  auto parts = std::make_unique<Parts>(connection, program);
  if (auto good = parts->open(); !good) return good.error();
  return BatchReader(std::move(parts));
}

Result<bool> BatchReader::scan(const Key& after, std::uint32_t limit, EntryBatch& batch) {
  FRIST_CHECK(limit > 0);
  auto& parts = *parts_;
  parts.begin(batch);
  parts.limit = limit;
  auto& statement = after.empty() ? parts.first : parts.next;
  if (!after.empty()) statement.bind(1, after);
  if (auto done = parts.connection.sink().run(statement, {&Parts::take, &parts}); !done) return done.error();
  auto complete = parts.finish(true, batch);
  if (!complete) return complete.error();
  return complete.value() > 0;
}

Result<Key> BatchReader::skip(const Key& after, std::uint32_t count) {
  FRIST_CHECK(count > 0);
  auto& statement = after.empty() ? parts_->skip_first : parts_->skip_next;
  if (!after.empty()) statement.bind(1, after);
  auto row = statement.bind(2, count - 1).step();
  if (!row) return row.error();
  const Key key = row.value() ? statement.key(0) : Key();
  statement.reset();
  return key;
}

Result<std::size_t> BatchReader::read(std::span<const Key> keys, EntryBatch& batch) {
  auto& parts = *parts_;
  parts.begin(batch);
  parts.limit = static_cast<std::uint32_t>(-1);
  std::vector<std::size_t> found_at, gone_at;  // in `keys`
  for (std::size_t i = 0; i < keys.size(); ++i) {
    parts.one.bind(1, keys[i]);
    const auto before = batch.keys.size();
    if (auto done = parts.connection.sink().run(parts.one, {&Parts::take, &parts}); !done) return done.error();
    (batch.keys.size() > before ? found_at : gone_at).push_back(i);
    FRIST_CHECK(batch.keys.size() <= before + 1);  // the key is unique, open() has seen to it
  }
  auto complete = parts.finish(false, batch);
  if (!complete) return complete.error();
  const std::size_t consumed = complete.value() < found_at.size() ? found_at[complete.value()] : keys.size();
  for (const std::size_t i : gone_at)
    if (i < consumed) batch.gone.push_back(keys[i]);
  for (std::size_t row = 0; row < batch.keys.size(); ++row)
    batch.asked.push_back(static_cast<std::uint32_t>(found_at[row]));
  return consumed;
}

const std::vector<std::uint64_t>& BatchReader::not_readable() const { return parts_->bad; }

}  // namespace frist::store
