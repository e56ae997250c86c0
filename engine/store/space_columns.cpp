// SPDX-License-Identifier: Apache-2.0
#include "engine/store/space_columns.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>

#include "engine/store/quote.hpp"

namespace frist::store {

SpaceColumns::SpaceColumns(const program::Program& program, std::uint32_t space, int first_argument,
                           std::vector<std::uint64_t>& bad)
    : bad_(&bad) {
  const auto& record = program.rules->records[program.spaces[space].record];
  const auto* zone = program.zone ? &*program.zone : nullptr;
  const auto ask_for = [&](const std::string& name) {
    names_.push_back(name);
    return first_argument + static_cast<int>(names_.size()) - 1;
  };
  for (std::size_t i = 0; i < program.inputs.size(); ++i) {
    const auto& input = program.inputs[i];
    if (input.space != space || input.is_fact) continue;
    const auto& field = record.fields[input.field];
    Column column;
    column.input = i;
    column.plan = plan_of(*program.rules, field, zone);
    column.plan.set_literals(input.literals);
    column.append = append_for(column.plan, input);
    column.argument = ask_for(field.column);
    if (column.plan.has_currency_column) column.currency = ask_for(field.currency_column);
    columns_.push_back(std::move(column));
  }
}

std::string SpaceColumns::selected(const std::string& alias) const {
  std::string list;
  for (const auto& name : names_) list += fmt::format(", {}.{}", alias, sql_name(name));
  return list;
}

void SpaceColumns::append(sqlite3_value** values, std::vector<decide::Column>& columns) {
  for (const auto& column : columns_) {
    auto* currency = column.currency < 0 ? nullptr : values[column.currency];
    if (column.append(column.plan, values[column.argument], currency, columns[column.input])) continue;
    ++(*bad_)[column.input];
    not_readable_.emplace_back(rows_, column.input);
  }
  ++rows_;
}

namespace {

template <class T>
void copy_part(const std::vector<T>& from, std::size_t begin, std::size_t end, std::vector<T>& to) {
  if (from.empty()) return;
  to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
            from.begin() + static_cast<std::ptrdiff_t>(end));
}

template <class T>
void shorten(std::vector<T>& column, std::size_t rows) {
  if (column.size() > rows) column.resize(rows);
}

}  // namespace

void SpaceColumns::copy(const std::vector<decide::Column>& from, std::size_t begin, std::size_t end,
                        std::vector<decide::Column>& to) const {
  for (const auto& column : columns_) {
    const auto& source = from[column.input];
    auto& target = to[column.input];
    copy_part(source.truths, begin, end, target.truths);
    copy_part(source.days, begin, end, target.days);
    copy_part(source.numbers, begin, end, target.numbers);
    copy_part(source.currencies, begin, end, target.currencies);
  }
}

void SpaceColumns::resize(std::vector<decide::Column>& columns, std::size_t rows) const {
  for (const auto& column : columns_) {
    auto& target = columns[column.input];
    shorten(target.truths, rows);
    shorten(target.days, rows);
    shorten(target.numbers, rows);
    shorten(target.currencies, rows);
  }
}

void SpaceColumns::cut(std::vector<decide::Column>& columns, std::size_t rows) {
  resize(columns, rows);
  for (; !not_readable_.empty() && not_readable_.back().first >= rows; not_readable_.pop_back())
    --(*bad_)[not_readable_.back().second];
  rows_ = std::min(rows_, rows);
}

void SpaceColumns::clear(std::vector<decide::Column>& columns) {
  not_readable_.clear();
  rows_ = 0;
  resize(columns, 0);
}

void add_key(KeyColumn& keys, sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
      return keys.add_nothing();
    case SQLITE_INTEGER:
      return keys.add(sqlite3_value_int64(value));
    case SQLITE_BLOB:
      return keys.add_blob(text_of(value));
    default:
      return keys.add_text(text_of(value));
  }
}

std::strong_ordering compare_key(const KeyColumn& keys, std::size_t row, sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
      return keys.compare(row, Key::Kind::Nothing, 0, {});
    case SQLITE_INTEGER:
      return keys.compare(row, Key::Kind::Integer, sqlite3_value_int64(value), {});
    case SQLITE_BLOB:
      return keys.compare(row, Key::Kind::Blob, 0, text_of(value));
    default:
      return keys.compare(row, Key::Kind::Text, 0, text_of(value));
  }
}

}  // namespace frist::store
