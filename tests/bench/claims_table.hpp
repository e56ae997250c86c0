// SPDX-License-Identifier: Apache-2.0
// The claims of claims.hpp as a table in SQLite, filled at random, always the same. For the benchmark of the store,
// which ends where something fails.
#pragma once

#include <fmt/core.h>

#include <cstdlib>
#include <memory>
#include <random>

#include "engine/store/sqlite.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::bench {

template <class T>
T good(text::Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  return std::move(result).value();
}
inline void good(const text::Status& status) {
  if (status) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::exit(1);
}

// The rules over the table `claims` with the key `id`; dates are texts, or numbers of days.
std::shared_ptr<const model::RuleSet> claims_rules(bool iso);

// Makes the table, with `rows` rows: ten columns that rules read, and six beside them.
void make_claims(store::Connection& connection, std::int64_t rows, bool iso);

inline constexpr const char* kInsertClaim =
    "INSERT INTO claims VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
void bind_claim(store::Statement& insert, std::int64_t id, bool iso, std::mt19937_64& random);

}  // namespace frist::bench
