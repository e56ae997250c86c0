// SPDX-License-Identifier: Apache-2.0
// CREATE TABLE statements for the records of a rule set, for somebody who has no tables yet. Pure functions.
#pragma once

#include <string>

#include "rules/model/rule_set.hpp"

namespace frist::store {

struct SchemaOptions {
  bool text_keys = false;       // keys are texts; else whole numbers
  bool strict = true;           // STRICT tables: SQLite 3.37 or newer in every program that opens the file
  bool plain_identity = false;  // identity fields are not sealed
};

/// One script: tables, parents before children, with what keeps wrong values out, and indexes on parents, subjects and
/// links. Records without a table are left out. Every field but the key may be empty, because facts may be missing and
/// fields may be anonymised.
/// Columns of identity fields by which no row is found hold sealed values only (identity.hpp).
std::string schema_sql(const model::RuleSet& rules, SchemaOptions options = {});

}  // namespace frist::store
