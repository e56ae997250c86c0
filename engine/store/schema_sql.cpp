// SPDX-License-Identifier: Apache-2.0
#include "engine/store/schema_sql.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <vector>

#include "engine/store/dependencies.hpp"
#include "engine/store/identity.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using model::Base;
using model::kNoId;
using model::RecordId;
using model::Stored;

namespace {

class SchemaWriter {
 public:
  SchemaWriter(const model::RuleSet& rules, SchemaOptions options) : rules_(rules), options_(options) {}

  std::string write() {
    std::vector<RecordId> order;
    for (RecordId record = 0; record < rules_.records.size(); ++record)
      if (!rules_.records[record].table.empty()) order.push_back(record);
    std::stable_sort(order.begin(), order.end(), [&](RecordId a, RecordId b) {
      return up_to_root(rules_, a).size() < up_to_root(rules_, b).size();
    });
    std::vector<std::vector<IdentityColumn>> sealed;
    for (const auto record : order) {
      sealed_ = options_.plain_identity ? std::vector<IdentityColumn>() : identity_columns_of(rules_, record);
      write_table(record);
      sealed.push_back(sealed_);
    }
    return sql_ + identity_sql(sealed);
  }

 private:
  void write_table(RecordId id) {
    const auto& record = rules_.records[id];
    lines_.clear();
    columns_.clear();
    if (!record.key.empty()) column(record.key, key_type(id) + " NOT NULL PRIMARY KEY");
    if (record.is_child())
      column(record.parent_column, fmt::format("{} NOT NULL{}", key_type(record.parent), reference(record.parent, "")));
    for (const auto& field : record.fields) {
      column(field.column, is_sealed(field.column) ? sealed_type(field.column) : type_of(field));
      if (!field.currency_column.empty())
        column(field.currency_column, fmt::format("TEXT CHECK (length({}) = 3)", sql_name(field.currency_column)));
    }
    sql_ += fmt::format("CREATE TABLE {} (\n", sql_name(record.table));
    for (std::size_t i = 0; i < lines_.size(); ++i)
      sql_ += fmt::format("  {}{}\n", lines_[i], i + 1 < lines_.size() ? "," : "");
    sql_ += options_.strict ? ") STRICT;\n" : ");\n";
    write_indexes(id);
    sql_ += "\n";
  }

  bool is_sealed(const std::string& column) const {
    return std::any_of(sealed_.begin(), sealed_.end(), [&](const auto& c) { return same_name(c.column, column); });
  }

  // Nothing that could be read gets in, whoever writes it.
  static std::string sealed_type(const std::string& column) {
    return fmt::format(
        "BLOB CHECK (typeof({0}) = 'null' OR typeof({0}) = 'blob' AND substr({0}, 1, 1) = x'01' AND "
        "length({0}) > {1})",
        sql_name(column), keys::kSealedExtra);
  }

  void column(const std::string& name, const std::string& type) {
    if (columns_.insert(lower_ascii(name)).second) lines_.push_back(fmt::format("{} {}", sql_name(name), type));
  }

  void write_indexes(RecordId id) {
    const auto& record = rules_.records[id];
    std::set<std::string> wanted;
    if (record.is_child()) wanted.insert(record.parent_column);
    if (record.subject != kNoId) wanted.insert(record.fields[record.subject].column);
    for (const auto& field : record.fields)
      if (field.link_to != kNoId) wanted.insert(field.column);
    wanted.erase(record.key);
    for (const auto& name : wanted)
      sql_ += fmt::format("CREATE INDEX {} ON {}({});\n", sql_name(record.table + "_" + name), sql_name(record.table),
                          sql_name(name));
  }

  // A key that is also a field has the field's type; else keys are numbers or texts, as asked for.
  std::string key_type(RecordId id) const {
    const auto& record = rules_.records[id];
    for (const auto& field : record.fields)
      if (same_name(field.column, record.key)) return field.type.base == Base::Number ? "INTEGER" : "TEXT";
    return options_.text_keys ? "TEXT" : "INTEGER";
  }

  std::string reference(RecordId target, const std::string& on_delete) const {
    const auto& record = rules_.records[target];
    if (record.table.empty() || record.key.empty()) return "";
    return fmt::format(" REFERENCES {}({}){}", sql_name(record.table), sql_name(record.key), on_delete);
  }

  std::string type_of(const model::Field& field) const {
    const auto name = sql_name(field.column);
    const bool plain = field.stored == Stored::Plain || field.stored == Stored::Decimal;
    switch (field.type.base) {
      case Base::YesNo:
        return fmt::format("INTEGER CHECK ({} IN (0, 1))", name);
      case Base::Number:
        return "INTEGER";
      case Base::Decimal:
        return "TEXT";
      case Base::Money:
        return field.stored == Stored::Cents ? "INTEGER" : "TEXT";
      case Base::Symbol:
        return fmt::format("TEXT CHECK ({} IN ({}))", name, symbols(field.type.symbols));
      // The modifier makes SQLite normalise a day that does not exist, so that it differs.
      case Base::Date:
        return plain ? fmt::format("TEXT CHECK ({0} IS date({0}, '+0 days'))", name) : "INTEGER";
      case Base::Moment:
        return plain ? "TEXT" : "INTEGER";
      case Base::Link:
        if (field.link_to != kNoId) return key_type(field.link_to) + reference(field.link_to, " ON DELETE SET NULL");
        return "TEXT";
      case Base::Text:
        break;
    }
    return "TEXT";
  }

  std::string symbols(std::uint32_t set) const {
    std::string list;
    for (const auto& symbol : rules_.symbol_sets[set])
      list += fmt::format("{}{}", list.empty() ? "" : ", ", sql_text(symbol.stored));
    return list;
  }

  const model::RuleSet& rules_;
  SchemaOptions options_;
  std::string sql_;
  std::vector<std::string> lines_;
  std::set<std::string> columns_;
  std::vector<IdentityColumn> sealed_;  // of the table at hand
};

}  // namespace

std::string schema_sql(const model::RuleSet& rules, SchemaOptions options) {
  return SchemaWriter(rules, options).write();
}

}  // namespace frist::store
