// SPDX-License-Identifier: Apache-2.0
#include "engine/store/compared_indexes.hpp"

#include <fmt/core.h>

#include "engine/store/mapping_check.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

Status add_indexes_to_compare(Connection& connection, const model::RuleSet& rules) {
  const auto tables = read_tables(connection, rules);
  if (!tables) return tables.error();
  for (const NeededIndex& index : missing_indexes(rules, tables.value())) {
    const std::string& table = rules.records[index.record].table;
    const auto sql =
        fmt::format("CREATE INDEX IF NOT EXISTS {} ON {}({})",
                    sql_name(fmt::format("frist_{}_{}", table, index.column)), sql_name(table), sql_name(index.column));
    if (auto done = connection.execute(sql); !done) return done;
  }
  return {};
}

}  // namespace frist::store
