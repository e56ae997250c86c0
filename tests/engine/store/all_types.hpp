// SPDX-License-Identifier: Apache-2.0
// Records with a field of every type and way of storing, their tables, a program that reads all of it, and rows at
// random, some of them not readable.
#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/decide/gather.hpp"
#include "engine/store/quote.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

using model::Base;
using model::Stored;

// Records with a field of every type and way of storing; the same fields in all of them.
struct AllTypes {
  Bureau base;
  std::shared_ptr<const model::RuleSet> rules;

  explicit AllTypes(const std::string& id_type) : id_type_(id_type) {
    auto& set = base.model.rules;
    set.symbol_sets.push_back({{"judgment", "J", {}}, {"deed", "7", {}}, {"empty", "", {}}});
    for (const auto record : {base.claim, base.reminder, base.address, base.contract}) add_fields(record);
    rules = base.model.done();
  }

  std::string tables() const {
    const auto more = all_columns();
    const auto id = id_type_ + " PRIMARY KEY";
    const bool without_rowid = id_type_ == "TEXT COLLATE NOCASE";
    return "CREATE TABLE contracts(id " + id + ", number TEXT, ended_on DATE" + more + ");" +
           "CREATE TABLE claims(id " + id + ", debtor TEXT, settled_on DATE, code TEXT, contract " + id_type_ + more +
           ")" + (without_rowid ? "WITHOUT ROWID" : "") + ";" +
           "CREATE TABLE reminders(id INTEGER PRIMARY KEY, claim_id " + id_type_ + ", sent_on DATE" + more + ");" +
           "CREATE TABLE receipts(id INTEGER PRIMARY KEY, reminder_id INTEGER, got_on DATE);" +
           "CREATE TABLE addresses(id INTEGER PRIMARY KEY, person TEXT, moved_on DATE, street TEXT" + more + ");";
  }

  // A program that reads every field of every way to other rows, and every fact of ours.
  program::Program program() const {
    program::Program p;
    p.rules = rules;
    p.record = base.claim;
    p.zone = calendar::Zone::find(rules->zone);
    using Kind = program::Space::Kind;
    p.spaces = {{Kind::Entries, base.claim},       {Kind::List, base.reminder, 0},     {Kind::SameSubject, base.claim},
                {Kind::SameSubject, base.address}, {Kind::SameSubject, base.reminder}, {Kind::Link, base.contract},
                {Kind::SameSubject, base.claim}};
    p.spaces[2].excluding_self = true;
    p.spaces[5].link = 3;
    for (std::uint32_t space = 0; space < p.spaces.size(); ++space) add_inputs(p, space);
    for (const auto fact : {model::Fact::OnHold, model::Fact::ErasureRequestedOn, model::Fact::RestrictedOn,
                            model::Fact::LastReviewedOn}) {
      program::Input input;
      input.is_fact = true;
      input.fact = fact;
      input.storage = fact == model::Fact::OnHold ? program::Storage::Truth : program::Storage::Day;
      p.inputs.push_back(input);
    }
    return p;
  }

 private:
  static std::string all_columns() {
    return ", f_day, f_days INTEGER, f_seconds INTEGER, f_moment TEXT, f_epoch, f_yes, f_number, f_decimal TEXT, "
           "f_euro TEXT, f_cents INTEGER, f_any TEXT, f_currency TEXT, f_symbol, f_text TEXT";
  }

  void add_fields(model::RecordId record) {
    using model::Absent;
    base.column(record, "f_day", test::type_of(Base::Date), Absent::Required);
    stored(record, base.column(record, "f_days", test::type_of(Base::Date), Absent::None), Stored::Days);
    stored(record, base.column(record, "f_seconds", test::type_of(Base::Date)), Stored::Seconds);
    base.column(record, "f_moment", test::type_of(Base::Moment), Absent::None);
    stored(record, base.column(record, "f_epoch", test::type_of(Base::Moment)), Stored::Seconds);
    base.column(record, "f_yes", test::type_of(Base::YesNo), Absent::No);
    base.column(record, "f_number", test::type_of(Base::Number), Absent::None);
    base.column(record, "f_decimal", test::type_of(Base::Decimal));
    base.column(record, "f_euro", test::money_of("EUR"));
    stored(record, base.column(record, "f_cents", test::money_of("SEK")), Stored::Cents);
    auto& any = base.model.rules.records[record].fields[base.column(record, "f_any", test::money_of(""))];
    any.currency_column = "f_currency";
    auto symbol = test::type_of(Base::Symbol);
    symbol.symbols = 0;
    base.column(record, "f_symbol", symbol, Absent::None);
    base.column(record, "f_text", test::type_of(Base::Text), Absent::None);
  }

  void stored(model::RecordId record, model::FieldId field, Stored how) {
    base.model.rules.records[record].fields[field].stored = how;
  }

  void add_inputs(program::Program& p, std::uint32_t space) const {
    const auto& fields = rules->records[p.spaces[space].record].fields;
    for (model::FieldId field = 0; field < fields.size(); ++field) {
      program::Input input;
      input.space = space;
      input.field = field;
      input.storage = program::storage_of(fields[field].type);
      input.with_currency =
          fields[field].type.base == Base::Money && fields[field].type.currency == model::kAnyCurrency;
      const bool text = fields[field].type.base == Base::Text || fields[field].type.base == Base::Link;
      if (text) input.literals = {"abc", "1", ""};
      p.inputs.push_back(input);
    }
  }

  std::string id_type_;
};

class RandomRows {
 public:
  explicit RandomRows(std::uint64_t seed) : random_(seed) {}

  void fill(TestDatabase& database, bool text_keys) {
    for (int i = 0; i < 12; ++i) insert(database, "contracts", "id", key(text_keys, 20));
    for (int i = 0; i < 60; ++i)
      insert(database, "claims", "id, debtor, contract",
             key(text_keys, 150) + ", " + subject() + ", " + key(text_keys, 20));
    for (int i = 0; i < 120; ++i) insert(database, "reminders", "claim_id", key(text_keys, 150));
    for (int i = 0; i < 20; ++i) insert(database, "addresses", "person", subject());
    const auto kind = std::to_string(*need(find_kind(database.connection, "claim")));
    for (int i = 0; i < 25; ++i) {
      const auto entry = kind + ", " + key(text_keys, 150);
      database.run(
          "INSERT OR IGNORE INTO frist_hold(id, kind, entry, since, reason, placed_by, placed_at, lifted_by, "
          "lifted_at) VALUES (NULL, " +
          entry + ", 1, 'r', 'p', 1, NULL, " + (below(2) ? "NULL" : "5") + ")");
      database.run("INSERT OR IGNORE INTO frist_request VALUES (" + kind + ", " + key(text_keys, 150) +
                   ", 19000, 'p')");
      database.run("INSERT OR IGNORE INTO frist_restriction(kind, entry, since, rule) VALUES (" + kind + ", " +
                   key(text_keys, 150) + ", 19001, 'r')");
      database.run("INSERT OR IGNORE INTO frist_review VALUES (" + kind + ", " + key(text_keys, 150) + ", " +
                   std::to_string(below(9)) + ", 'r', 1, " + (below(2) ? "NULL" : std::to_string(19000 + below(99))) +
                   ", NULL, NULL)");
    }
  }

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

 private:
  std::string pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

  std::string key(bool text, std::size_t range) {
    const auto number = std::to_string(1 + below(range));
    if (!text) return number;
    return sql_text((below(2) ? "k" : "K") + number);
  }
  std::string subject() { return pick({"'anna'", "'bo'", "'cilla'", "'Bo'", "NULL", "'d'''", "'e'", "'f'"}); }

  // Anything may stand in any column.
  std::string anything() {
    return pick({"NULL",
                 "NULL",
                 "'2024-02-29'",
                 "'2023-02-29'",
                 "'0001-01-01'",
                 "'9999-12-31'",
                 "'2024-03-31T01:30:00Z'",
                 "'2024-03-31T23:30:00Z'",
                 "'2024-03-31 02:30'",
                 "'2024-10-27T02:30'",
                 "'2024-06-01T12:00'",
                 "'2024-06-01T12:00:59+02:00'",
                 "19800",
                 "1711929600",
                 "-1",
                 "0",
                 "1",
                 "2",
                 "7",
                 "'J'",
                 "'7'",
                 "'yes'",
                 "'NO'",
                 "'true'",
                 "'12.50'",
                 "'-0.1'",
                 "'12.505'",
                 "'300 EUR'",
                 "'SEK 12'",
                 "'1e3'",
                 "1.5",
                 "2.0",
                 "x'31'",
                 "''",
                 "'abc'",
                 "' 1'",
                 "'EUR'",
                 "'SEK'",
                 "'eur'",
                 "9223372036854775807",
                 "-9223372036854775808",
                 "-9223372036854775807",
                 "CAST(x'FFFE' AS TEXT)",
                 "'92233720368547758.08'"});
  }

  void insert(TestDatabase& database, const std::string& table, const std::string& columns, const std::string& values) {
    static const char* const kFields =
        ", f_day, f_days, f_seconds, f_moment, f_epoch, f_yes, f_number, f_decimal, "
        "f_euro, f_cents, f_any, f_currency, f_symbol, f_text";
    std::string list = columns, row = values;
    list += kFields;
    for (int i = 0; i < 14; ++i) row += ", " + (i == 11 && below(2) ? std::string("'EUR'") : anything());
    if (table == "claims") {
      list += ", settled_on, code";
      row += ", " + anything() + ", " + anything();
    }
    if (table == "reminders") {
      list += ", sent_on";
      row += ", " + anything();
    }
    database.run("INSERT OR IGNORE INTO " + table + "(" + list + ") VALUES (" + row + ")");
  }

  std::mt19937_64 random_;
};

}  // namespace frist::store
