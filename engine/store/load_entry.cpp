// SPDX-License-Identifier: Apache-2.0
#include "engine/store/load_entry.hpp"

#include <fmt/core.h>

#include "engine/store/dependencies.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/row_loader.hpp"

namespace frist::store {

using model::kNoId;

namespace {

model::Value day_value(std::optional<std::int64_t> day) {
  if (!day) return {model::Value::State::None, 0, {}, {}};
  return {model::Value::State::Known, *day, {}, {}};
}

// The value of one column of one row of the user's, as it is stored.
Result<Key> stored_value(Connection& connection, const model::Record& record, const std::string& column,
                         const Key& key) {
  auto statement = connection.cached(
      fmt::format("SELECT {} FROM {} WHERE {} = ?1", sql_name(column), sql_name(record.table), sql_name(record.key)));
  if (!statement) return statement.error();
  auto row = statement.value()->bind(1, key).step();
  if (!row) return row.error();
  Key value = row.value() ? statement.value()->key(0) : Key();
  statement.value()->reset();
  return value;
}

Status load_others(Connection& connection, const model::RuleSet& rules, model::RecordId record, const Key& key,
                   model::Entry& entry) {
  const auto column = subject_column(rules, record);
  entry.others.reset();
  if (column.empty()) return {};
  auto subject = stored_value(connection, rules.records[record], column, key);
  if (!subject) return subject.error();
  // An empty text stands for nobody, as where many are read.
  if (subject.value().empty() || subject.value() == Key::text("")) return {};
  entry.others.emplace();
  RowLoader loader(connection, rules);
  for (model::RecordId other = 0; other < rules.records.size(); ++other) {
    if (rules.records[other].table.empty() || subject_column(rules, other).empty()) continue;
    auto rows = loader.of_subject(other, subject.value());
    if (!rows) return rows.error();
    for (auto& row : rows.value())
      if (other != record || row.key != key) entry.others->push_back(std::move(row.row));
  }
  return {};
}

Status load_links(Connection& connection, const model::RuleSet& rules, model::RecordId record, const Key& key,
                  model::Entry& entry) {
  const auto& fields = rules.records[record].fields;
  entry.linked.resize(fields.size());
  RowLoader loader(connection, rules);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].link_to == kNoId || rules.records[fields[i].link_to].table.empty()) continue;
    auto target = stored_value(connection, rules.records[record], fields[i].column, key);
    if (!target) return target.error();
    if (target.value().empty()) continue;
    auto rows = loader.where(fields[i].link_to, rules.records[fields[i].link_to].key, target.value());
    if (!rows) return rows.error();
    if (!rows.value().empty()) entry.linked[i] = std::move(rows.value().front().row);
  }
  return {};
}

}  // namespace

Result<model::EngineFacts> load_facts(Connection& connection, const std::string& record, const Key& key) {
  model::EngineFacts facts;
  auto kind = find_kind(connection, record);
  if (!kind) return kind.error();
  if (!kind.value()) return facts;
  auto statement = connection.cached(
      "SELECT EXISTS (SELECT 1 FROM frist_hold WHERE kind = ?1 AND entry = ?2 AND lifted_at IS NULL), "
      "(SELECT requested_on FROM frist_request WHERE kind = ?1 AND entry = ?2), "
      "(SELECT since FROM frist_restriction WHERE kind = ?1 AND entry = ?2), "
      "(SELECT max(done_on) FROM frist_review WHERE kind = ?1 AND entry = ?2)");
  if (!statement) return statement.error();
  auto& row = *statement.value();
  auto found = row.bind(1, *kind.value()).bind(2, key).step();
  if (!found) return found.error();
  const auto day = [&](int column) {
    return day_value(row.is_null(column) ? std::nullopt : std::optional(row.integer(column)));
  };
  facts.on_hold.number = row.integer(0);
  facts.erasure_requested_on = day(1);
  facts.restricted_on = day(2);
  facts.last_reviewed_on = day(3);
  row.reset();
  return facts;
}

Result<std::optional<model::Entry>> load_entry(Connection& connection, const model::RuleSet& rules,
                                               model::RecordId record, const Key& key) {
  auto rows = RowLoader(connection, rules).where(record, rules.records[record].key, key);
  if (!rows) return rows.error();
  if (rows.value().empty()) return std::optional<model::Entry>();
  model::Entry entry;
  const Key stored = rows.value().front().key;
  entry.row = std::move(rows.value().front().row);
  auto facts = load_facts(connection, rules.records[record].name, stored);
  if (!facts) return facts.error();
  entry.engine = facts.value();
  if (auto good = load_others(connection, rules, record, stored, entry); !good) return good.error();
  if (auto good = load_links(connection, rules, record, stored, entry); !good) return good.error();
  return std::optional(std::move(entry));
}

}  // namespace frist::store
