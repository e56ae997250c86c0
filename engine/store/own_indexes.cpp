// SPDX-License-Identifier: Apache-2.0
#include "engine/store/own_indexes.hpp"

#include <fmt/core.h>

#include "engine/store/quote.hpp"

namespace frist::store {

std::string index_name(const model::RuleSet& rules, const NeededIndex& index) {
  return fmt::format("frist_{}_{}", rules.records[index.record].table, index.column);
}

Status add_missing_indexes(Connection& connection, const model::RuleSet& rules) {
  const auto tables = read_tables(connection, rules);
  if (!tables) return tables.error();
  for (const NeededIndex& index : missing_indexes(rules, tables.value())) {
    const auto sql = fmt::format("CREATE INDEX IF NOT EXISTS {} ON {}({})", sql_name(index_name(rules, index)),
                                 sql_name(rules.records[index.record].table), sql_name(index.column));
    if (auto done = connection.execute(sql); !done) return done;
  }
  return {};
}

}  // namespace frist::store
