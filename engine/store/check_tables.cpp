// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <map>

#include "dsl/text/suggest.hpp"
#include "engine/store/mapping_check.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using model::Base;
using model::RecordId;
using model::Stored;

namespace {

class TableCheck {
 public:
  explicit TableCheck(MappingCheck& check) : check_(check), rules_(check.rules) {}

  Status run() {
    auto names = user_tables(check_.connection);
    if (!names) return names.error();
    for (RecordId record = 0; record < rules_.records.size(); ++record)
      if (!rules_.records[record].table.empty()) check_record(record, names.value());
    check_anonymised();
    return {};
  }

 private:
  void check_record(RecordId id, const std::vector<std::string>& tables) {
    const auto& record = rules_.records[id];
    if (lower_ascii(record.table.substr(0, 6)) == "frist_")
      error(FindingKind::NameReserved, id, "",
            fmt::format("the table `{}` has a name that is kept for this program", record.table), "rename the table");
    const auto [other, is_new] = by_table_.try_emplace(lower_ascii(record.table), id);
    if (!is_new)
      error(FindingKind::TableTwice, id, "",
            fmt::format("`{}` and `{}` are declared in the same table `{}`", rules_.records[other->second].name,
                        record.name, record.table),
            "declare one record for each table");
    const auto& table = check_.tables[id];
    if (!table) {
      error(FindingKind::TableMissing, id, "",
            fmt::format("there is no table `{}` for `{}`", record.table, record.name),
            text::did_you_mean(record.table, tables));
    } else if (table->kind != TableInfo::Kind::Table) {
      error(FindingKind::NotATable, id, "",
            fmt::format("`{}` is a {} and not a table", record.table,
                        table->kind == TableInfo::Kind::View ? "view" : "virtual table"),
            "declare the table that holds the rows");
    } else {
      check_columns(id, *table);
      check_collations(id, *table);
    }
  }

  // Returns null, with a finding, where the column is not there.
  const ColumnInfo* need(RecordId id, const TableInfo& table, const std::string& column, const std::string& what) {
    if (const auto* found = table.find(column)) return found;
    std::vector<std::string> names;
    for (const auto& candidate : table.columns) names.push_back(candidate.name);
    error(FindingKind::ColumnMissing, id, column,
          fmt::format("the table `{}` has no column `{}` for {}", table.name, column, what),
          text::did_you_mean(column, names));
    return nullptr;
  }

  void check_columns(RecordId id, const TableInfo& table) {
    const auto& record = rules_.records[id];
    check_key(id, table);
    if (record.is_child()) need(id, table, record.parent_column, "the parent of `" + record.name + "`");
    for (const auto& field : record.fields) {
      if (const auto* column = need(id, table, field.column, "the field `" + field.name + "`"))
        check_type(id, field, *column);
      if (!field.currency_column.empty())
        need(id, table, field.currency_column, "the currency of `" + field.name + "`");
    }
  }

  void check_key(RecordId id, const TableInfo& table) {
    const auto& record = rules_.records[id];
    if (record.key.empty()) {
      // Children are found by their parent; a key they need only where rows hang on them.
      if (!record.is_child() || !record.lists.empty())
        error(FindingKind::KeyMissing, id, "", fmt::format("`{}` has no key", record.name),
              "say which column identifies a row: `key \"id\"`");
      return;
    }
    const auto* key = need(id, table, record.key, "the key of `" + record.name + "`");
    if (!key || (record.is_child() && record.lists.empty())) return;
    if (key->affinity == Affinity::Real)
      error(FindingKind::KeyType, id, record.key,
            fmt::format("the key `{}` of `{}` is declared {}: fractions identify nothing", record.key, table.name,
                        key->declared),
            "declare the column INTEGER or TEXT");
    if (!table.is_unique(record.key)) count_duplicates(id, table);
  }

  void count_duplicates(RecordId id, const TableInfo& table) {
    const auto key = sql_name(rules_.records[id].key);
    auto found = check_.connection.integer(
        fmt::format("SELECT count(*) FROM (SELECT 1 FROM {0} WHERE {1} IS NOT NULL GROUP BY {1} HAVING count(*) > 1)",
                    sql_name(table.name), key));
    const auto count = found ? found.value().value_or(0) : 0;
    auto& finding =
        check_.add(FindingKind::KeyNotUnique, Severity::Error, id, rules_.records[id].key,
                   fmt::format("nothing keeps the key `{}` of `{}` unique", rules_.records[id].key, table.name),
                   fmt::format("CREATE UNIQUE INDEX {} ON {}({})", sql_name(table.name + "_" + rules_.records[id].key),
                               sql_name(table.name), key));
    finding.count = count;
    if (count > 0) finding.message += fmt::format(", and {} values stand in several rows", count);
  }

  // A column whose affinity changes values on their way in cannot hold what the field says. (DATE, DATETIME and BOOLEAN
  // are NUMERIC to SQLite and leave texts alone; DECIMAL is NUMERIC too and turns '12.50' into a floating-point
  // number.)
  void check_type(RecordId id, const model::Field& field, const ColumnInfo& column) {
    if (check_.is_sealed(id, column.name)) return;  // bytes, whatever the field is
    const auto affinity = column.affinity;
    const bool numbers =
        field.stored == Stored::Days || field.stored == Stored::Seconds || field.stored == Stored::Cents;
    const bool exact = field.type.base == Base::Money || field.type.base == Base::Decimal;
    std::string why, help;
    if (exact && !numbers && (affinity == Affinity::Real || affinity == Affinity::Numeric)) {
      why = "keeps fractions as floating-point numbers, and nothing is ever rounded";
      help = field.type.base == Base::Money
                 ? "store whole cents in an INTEGER column (`stored as cents`), or decimals in a TEXT column"
                 : "store decimals in a TEXT column";
    } else if (affinity == Affinity::Real && field.type.base != Base::Date && field.type.base != Base::Moment) {
      why = "keeps numbers as floating-point numbers";
      help = "declare the column INTEGER or TEXT";
    } else if (numbers && (affinity == Affinity::Real || affinity == Affinity::Text)) {
      why = affinity == Affinity::Real ? "keeps numbers as floating-point numbers" : "keeps numbers as text";
      help = "declare the column INTEGER, or leave out how the field is stored";
    }
    const bool floating = affinity == Affinity::Real || affinity == Affinity::Numeric;
    const auto kind = field.type.base == Base::Money && floating ? FindingKind::MoneyAsReal : FindingKind::ColumnType;
    if (!why.empty())
      error(kind, id, column.name,
            fmt::format("the column `{}` of `{}` is declared {}: it {}, so it cannot hold `{}`", column.name,
                        rules_.records[id].table, column.declared, why, field.name),
            help);
    else if (field.type.base == Base::Text && affinity != Affinity::Text && affinity != Affinity::Blob)
      check_.add(
          FindingKind::ColumnType, Severity::Warning, id, column.name,
          fmt::format("the column `{}` of `{}` is declared {}: texts that look like numbers are changed on their "
                      "way in ('007' becomes 7)",
                      column.name, rules_.records[id].table, column.declared),
          "declare the column TEXT");
  }

  void check_collations(RecordId id, const TableInfo& table) {
    const auto look = [&](const std::string& collation, const std::string& where) {
      // SQLite lists what a schema names as if it were there; only using it tells.
      if (check_.connection.prepare(fmt::format("SELECT 'a' = 'b' COLLATE {}", sql_name(collation)))) return;
      error(FindingKind::CollationUnknown, id, where,
            fmt::format("`{}` of `{}` is compared by the collation `{}`, which only your own program knows", where,
                        table.name, collation),
            "use BINARY, NOCASE or RTRIM");
    };
    for (const auto& column : table.columns) look(column.collation, column.name);
    for (const auto& index : table.indexes)
      for (const auto& part : index.parts) {
        const auto* column = table.find(part.column);
        if (!column || !same_name(column->collation, part.collation)) look(part.collation, index.name);
      }
  }

  void check_anonymised() {
    for (const auto& rule : rules_.retention)
      for (const auto& effect : rule.effects)
        for (const auto field : effect.fields) check_anonymised(rule, field);
  }

  void check_anonymised(const model::RetentionRule& rule, model::FieldId id) {
    const auto& record = rules_.records[rule.record];
    const auto& table = check_.tables[rule.record];
    const auto* column = table ? table->find(record.fields[id].column) : nullptr;
    if (!column) return;
    const bool is_key = same_name(column->name, record.key);
    if (!is_key && !column->not_null && !column->generated) return;
    error(FindingKind::CannotAnonymise, rule.record, column->name,
          fmt::format("the rule `{}` anonymises `{}`, but the column `{}` of `{}` cannot be empty: it is {}",
                      rule.heading.name, record.fields[id].name, column->name, table->name,
                      is_key              ? "the key"
                      : column->generated ? "computed from other columns"
                                          : "declared NOT NULL"),
          is_key || column->generated ? "anonymise other fields, or erase the entry"
                                      : "allow the column to be empty, or erase the entry");
  }

  void error(FindingKind kind, RecordId id, std::string column, std::string message, std::string help) {
    check_.add(kind, Severity::Error, id, std::move(column), std::move(message), std::move(help));
  }

  MappingCheck& check_;
  const model::RuleSet& rules_;
  std::map<std::string, RecordId> by_table_;
};

}  // namespace

Status check_tables(MappingCheck& check) { return TableCheck(check).run(); }

}  // namespace frist::store
