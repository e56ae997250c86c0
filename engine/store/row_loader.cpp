// SPDX-License-Identifier: Apache-2.0
#include "engine/store/row_loader.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/store/dependencies.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/row_sink.hpp"
#include "engine/store/space_columns.hpp"

namespace frist::store {
namespace {

constexpr int kMaxLevels = 64;

// Columns of all fields of a record, for the sink: the key first.
struct RowShape {
  std::vector<FieldPlan> plans;
  std::vector<int> arguments, currencies;
  std::string selected;
};

RowShape shape_of(const model::RuleSet& rules, const model::Record& record, const calendar::Zone* zone) {
  RowShape shape;
  shape.selected = record.key.empty() ? "NULL" : "r0." + sql_name(record.key);
  int next = 1;
  const auto ask_for = [&](const std::string& column) {
    shape.selected += fmt::format(", r0.{}", sql_name(column));
    return next++;
  };
  for (const auto& field : record.fields) {
    shape.plans.push_back(plan_of(rules, field, zone));
    shape.arguments.push_back(ask_for(field.column));
    shape.currencies.push_back(field.currency_column.empty() ? -1 : ask_for(field.currency_column));
  }
  return shape;
}

struct Taker {
  const RowShape& shape;
  model::RecordId record;
  std::vector<LoadedRow> rows;

  static bool take(void* raw, sqlite3_value** values) {
    auto& self = *static_cast<Taker*>(raw);
    KeyColumn key;
    add_key(key, values[0]);
    LoadedRow loaded{key.at(0), {}};
    loaded.row.record = self.record;
    loaded.row.key = to_text(loaded.key);
    for (std::size_t i = 0; i < self.shape.plans.size(); ++i) {
      auto* currency = self.shape.currencies[i] < 0 ? nullptr : values[self.shape.currencies[i]];
      loaded.row.fields.push_back(decode_value(self.shape.plans[i], values[self.shape.arguments[i]], currency));
    }
    self.rows.push_back(std::move(loaded));
    return true;
  }
};

}  // namespace

RowLoader::RowLoader(Connection& connection, const model::RuleSet& rules)
    : connection_(connection), rules_(rules), zone_(calendar::Zone::find(rules.zone)) {}

Result<std::vector<LoadedRow>> RowLoader::where(model::RecordId record, const std::string& column, const Key& value) {
  const auto from =
      fmt::format("FROM {} AS r0 WHERE r0.{} = ?1", sql_name(rules_.records[record].table), sql_name(column));
  return load(record, from, value, 0);
}

Result<std::vector<LoadedRow>> RowLoader::of_subject(model::RecordId record, const Key& subject) {
  const auto chain = up_to_root(rules_, record);
  auto from = fmt::format("FROM {} AS r0", sql_name(rules_.records[record].table));
  for (std::size_t i = 1; i < chain.size(); ++i)
    from += fmt::format(" JOIN {} AS r{} ON r{}.{} = r{}.{}", sql_name(rules_.records[chain[i]].table), i, i,
                        sql_name(rules_.records[chain[i]].key), i - 1,
                        sql_name(rules_.records[chain[i - 1]].parent_column));
  from += fmt::format(" WHERE r{}.{} = ?1", chain.size() - 1, sql_name(subject_column(rules_, record)));
  return load(record, from, subject, 0);
}

Result<std::vector<LoadedRow>> RowLoader::load(model::RecordId record, const std::string& from, const Key& value,
                                               int depth) {
  const auto shape = shape_of(rules_, rules_.records[record], zone_ ? &*zone_ : nullptr);
  auto statement = connection_.cached(fmt::format("SELECT frist_sink({}) {}", shape.selected, from));
  if (!statement) return statement.error();
  statement.value()->bind(1, value);
  Taker taker{shape, record, {}};
  if (auto done = connection_.sink().run(*statement.value(), {&Taker::take, &taker}); !done) return done.error();
  std::stable_sort(taker.rows.begin(), taker.rows.end(),
                   [](const LoadedRow& a, const LoadedRow& b) { return a.key < b.key; });
  for (auto& row : taker.rows)
    if (auto good = load_children(record, row, depth); !good) return good.error();
  return std::move(taker.rows);
}

Status RowLoader::load_children(model::RecordId record, LoadedRow& parent, int depth) {
  for (const auto& list : rules_.records[record].lists) {
    const auto& child = rules_.records[list.record];
    if (child.table.empty() || depth >= kMaxLevels) {
      parent.row.lists.emplace_back();  // nobody knows
      continue;
    }
    const auto from =
        fmt::format("FROM {} AS r0 WHERE r0.{} = ?1", sql_name(child.table), sql_name(child.parent_column));
    auto loaded = load(list.record, from, parent.key, depth + 1);
    if (!loaded) return loaded.error();
    auto& rows = parent.row.lists.emplace_back(std::in_place);
    for (auto& row : loaded.value()) rows->push_back(std::move(row.row));
  }
  return {};
}

}  // namespace frist::store
