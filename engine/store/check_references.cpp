// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <cctype>

#include "engine/store/attach.hpp"
#include "engine/store/mapping_check.hpp"
#include "engine/store/quote.hpp"

namespace frist::store {

using model::kNoId;
using model::RecordId;

namespace {

RecordId record_in(const model::RuleSet& rules, const std::string& table) {
  for (RecordId record = 0; record < rules.records.size(); ++record)
    if (same_name(rules.records[record].table, table)) return record;
  return kNoId;
}

// Children and links of the policy's own are meant to point there.
bool is_declared(const model::RuleSet& rules, const ForeignKey& key, RecordId from, RecordId target) {
  if (from == kNoId || key.from.size() != 1) return false;
  const auto& record = rules.records[from];
  return record.parent == target && same_name(record.parent_column, key.from[0]);
}

class ReferenceCheck {
 public:
  explicit ReferenceCheck(MappingCheck& check) : check_(check), rules_(check.rules) {}

  Status run() {
    check_types();
    auto keys = foreign_keys(check_.connection);
    if (!keys) return keys.error();
    for (const auto& key : keys.value())
      if (const auto target = record_in(rules_, key.to_table); target != kNoId)
        if (auto done = check_foreign_key(key, target); !done) return done;
    if (auto named = name_triggers(); !named) return named;
    for (RecordId record = 0; record < rules_.records.size(); ++record)
      if (rules_.records[record].is_child() && check_.tables[record])
        if (auto done = count_orphans(record); !done) return done;
    return {};
  }

 private:
  // Columns that are compared must keep equal values equal: '12' is not 12, and 'a' is 'A' for one of them only.
  void check_types() {
    for (RecordId id = 0; id < rules_.records.size(); ++id) {
      const auto& record = rules_.records[id];
      if (record.is_child()) compare(id, record.parent_column, record.parent, rules_.records[record.parent].key);
      for (const auto& field : record.fields)
        if (field.link_to != kNoId) compare(id, field.column, field.link_to, rules_.records[field.link_to].key);
    }
    const auto reads = reads_of_rules(rules_);
    for (RecordId id = 0; id < rules_.records.size(); ++id)
      for (const auto other : reads[id].same_subject)
        compare(id, subject_column(rules_, id), up_to_root(rules_, other).back(), subject_column(rules_, other));
  }

  enum class Class : std::uint8_t { Text, Number, Raw };
  static Class class_of(Affinity affinity) {
    if (affinity == Affinity::Text) return Class::Text;
    return affinity == Affinity::Blob ? Class::Raw : Class::Number;
  }

  void compare(RecordId a, const std::string& a_name, RecordId b, const std::string& b_name) {
    const auto* a_column = check_.tables[a] ? check_.tables[a]->find(a_name) : nullptr;
    const auto* b_column = check_.tables[b] ? check_.tables[b]->find(b_name) : nullptr;
    if (!a_column || !b_column) return;
    const bool same_class = class_of(a_column->affinity) == class_of(b_column->affinity);
    if (same_class && same_name(a_column->collation, b_column->collation)) return;
    const auto shown = [&](const ColumnInfo& column) {
      const auto type = column.declared.empty() ? std::string("without a type") : column.declared;
      return same_class ? fmt::format("{} COLLATE {}", type, column.collation) : type;
    };
    check_.add(
        FindingKind::TypesDiffer, Severity::Error, a, a_name,
        fmt::format("`{}` of `{}` is declared {}, `{}` of `{}` {}: values that should meet may not", a_name,
                    rules_.records[a].table, shown(*a_column), b_name, rules_.records[b].table, shown(*b_column)),
        "declare both columns alike");
  }

  Status check_foreign_key(const ForeignKey& key, RecordId target) {
    const auto from = record_in(rules_, key.from_table);
    if (is_declared(rules_, key, from, target)) return {};
    std::string present;
    for (const auto& column : key.from)
      present += fmt::format("{}{} IS NOT NULL", present.empty() ? "" : " AND ", sql_name(column));
    auto rows =
        check_.connection.integer(fmt::format("SELECT count(*) FROM {} WHERE {}", sql_name(key.from_table), present));
    if (!rows) return rows.error();
    auto& finding = from == kNoId ? undeclared(key, target) : declared_elsewhere(key, from, target);
    finding.table = key.from_table;
    finding.column = key.from[0];
    finding.count = rows.value().value_or(0);
    return {};
  }

  static bool lets_go(const ForeignKey& key) { return key.on_delete == "SET NULL" || key.on_delete == "SET DEFAULT"; }

  Finding& undeclared(const ForeignKey& key, RecordId target) {
    const auto& record = rules_.records[target];
    const auto help = fmt::format(
        "declare them: `record NAME in table \"{}\" key \"...\" parent \"{}\"`, and `list NAMES of NAME` in `{}`",
        key.from_table, key.from[0], record.name);
    return check_.add(
        FindingKind::UndeclaredRows, lets_go(key) ? Severity::Warning : Severity::Error, target, "",
        fmt::format("rows of `{}` point to `{}` by `{}`, but no record declares them; when a row of `{}` is "
                    "erased {}",
                    key.from_table, record.table, key.from[0], record.table,
                    lets_go(key)                 ? "they stay without it"
                    : key.on_delete == "CASCADE" ? "the database would erase them unseen"
                                                 : "they would be in the way"),
        help);
  }

  Finding& declared_elsewhere(const ForeignKey& key, RecordId from, RecordId target) {
    const auto& record = rules_.records[target];
    const auto& other = rules_.records[from];
    if (key.on_delete == "CASCADE")
      return check_.add(
          FindingKind::ErasureSpreads, Severity::Error, target, "",
          fmt::format("when a row of `{}` is erased the database erases the rows of `{}` that point to it "
                      "(ON DELETE CASCADE), whatever the rules of `{}` say",
                      record.table, other.table, other.name),
          fmt::format("declare `{}` as a list of `{}`, or take the cascade away", other.name, record.name));
    if (lets_go(key))
      return check_.add(
          FindingKind::ErasureBlocked, Severity::Note, target, "",
          fmt::format("rows of `{}` that point to an erased row of `{}` stay without it", other.table, record.table));
    return check_.add(
        FindingKind::ErasureBlocked, Severity::Warning, target, "",
        fmt::format("a row of `{}` cannot be erased while rows of `{}` point to it by `{}`", record.table, other.table,
                    key.from[0]),
        fmt::format("see to it that `{}` goes first, or declare the foreign key ON DELETE SET NULL", other.name));
  }

  // What the user's own triggers do when a row is erased no rule has decided.
  Status name_triggers() {
    auto triggers = check_.connection.prepare(
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'frist\\_%' ESCAPE "
        "'\\' "
        "ORDER BY name");
    if (!triggers) return triggers.error();
    for (;;) {
      const auto row = triggers.value().step();
      if (!row) return row.error();
      if (!row.value()) return {};
      const std::string name(triggers.value().text(0)), table(triggers.value().text(1));
      const auto record = record_in(rules_, table);
      if (record == kNoId || !deletes_on_delete(triggers.value().text(2))) continue;
      check_
          .add(FindingKind::ErasureSpreads, Severity::Warning, record, "",
               fmt::format(
                   "the trigger `{}` deletes rows whenever one of `{}` is erased; which they are no rule decides", name,
                   table),
               "see to it that it deletes no entries of the policy; one that would take along an entry that is on hold "
               "keeps the erasure from happening")
          .table = table;
    }
  }

  // "create trigger tidy after delete on members begin delete from ...". What it makes other triggers do is not seen.
  static bool deletes_on_delete(std::string_view sql) {
    std::string words;
    for (const char c : lower_ascii(sql))
      if (const bool space = std::isspace(static_cast<unsigned char>(c)) != 0; !space || !words.ends_with(' '))
        words += space ? ' ' : c;
    const auto begin = words.find(" begin ");
    if (words.find(" delete on ") >= begin || begin == std::string::npos) return false;
    return words.find(" delete from ", begin) != std::string::npos ||
           words.find(" replace ", begin) != std::string::npos;
  }

  Status count_orphans(RecordId id) {
    const auto& record = rules_.records[id];
    const auto& parent = rules_.records[record.parent];
    if (!check_.tables[record.parent]) return {};
    const auto sql = fmt::format(
        "SELECT count(*) FROM {0} AS c WHERE c.{1} IS NULL OR NOT EXISTS (SELECT 1 FROM {2} AS p WHERE p.{3} = c.{1})",
        sql_name(record.table), sql_name(record.parent_column), sql_name(parent.table), sql_name(parent.key));
    auto count = check_.connection.integer(sql);
    if (!count) return count.error();
    if (count.value().value_or(0) == 0) return {};
    auto& finding = check_.add(FindingKind::PointsNowhere, Severity::Warning, id, record.parent_column,
                               fmt::format("{} rows of `{}` belong to no row of `{}`: no rule ever erases them",
                                           *count.value(), record.table, parent.table),
                               "look where they come from and remove them");
    finding.count = *count.value();
    return {};
  }

  MappingCheck& check_;
  const model::RuleSet& rules_;
};

}  // namespace

Result<std::optional<std::string>> table_that_goes_along(Connection& connection, const model::RuleSet& rules) {
  const auto keys = foreign_keys(connection);
  if (!keys) return keys.error();
  for (const ForeignKey& key : keys.value()) {
    const auto target = record_in(rules, key.to_table);
    if (target != kNoId && key.on_delete == "CASCADE" &&
        !is_declared(rules, key, record_in(rules, key.from_table), target))
      return std::optional(key.from_table);
  }
  return std::optional<std::string>();
}

Status check_references(MappingCheck& check) { return ReferenceCheck(check).run(); }

}  // namespace frist::store
