// SPDX-License-Identifier: Apache-2.0
// The same entries by two ways: as columns straight from the tables, and one by one as model entries that are gathered.
#include "engine/store/reader.hpp"

#include <algorithm>
#include <random>

#include "engine/decide/gather.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/load_entry.hpp"
#include "engine/store/quote.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

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
      database.run("INSERT OR IGNORE INTO frist_hold VALUES (NULL, " + entry + ", 1, 'r', 'p', 1, NULL, " +
                   (below(2) ? "NULL" : "5") + ")");
      database.run("INSERT OR IGNORE INTO frist_request VALUES (" + kind + ", " + key(text_keys, 150) +
                   ", 19000, 'p')");
      database.run("INSERT OR IGNORE INTO frist_restriction VALUES (" + kind + ", " + key(text_keys, 150) +
                   ", 19001, 'r')");
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

std::string cell(const decide::Column& column, const program::Input& input, std::size_t row) {
  std::string text;
  switch (input.storage) {
    case program::Storage::Truth:
      text = std::to_string(column.truths.at(row));
      break;
    case program::Storage::Day:
      text = std::to_string(column.days.at(row));
      break;
    case program::Storage::Number:
      text = std::to_string(column.numbers.at(row));
      break;
  }
  if (input.with_currency) text += "/" + std::to_string(column.currencies.at(row));
  return text;
}

// Everything about entry `entry` of a batch; rows of other spaces in no order.
std::string shown(const program::Program& program, const decide::Batch& batch, std::size_t entry) {
  std::string text;
  for (std::size_t space = 0; space < program.spaces.size(); ++space) {
    const auto& rows = batch.spaces[space];
    std::vector<std::string> lines;
    const std::size_t begin = space == 0 ? entry : rows.offsets.at(entry);
    const std::size_t end = space == 0 ? entry + 1 : rows.offsets.at(entry + 1);
    for (std::size_t row = begin; row < end; ++row) {
      std::string line;
      for (std::size_t i = 0; i < program.inputs.size(); ++i)
        if (program.inputs[i].space == space)
          line += std::to_string(i) + "=" + cell(batch.columns[i], program.inputs[i], row) + " ";
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    text += "space " + std::to_string(space) + (space > 0 && rows.unknown.at(entry) ? " unknown\n" : "\n");
    for (const auto& line : lines) text += "  " + line + "\n";
  }
  return text;
}

struct Expected {
  std::vector<Key> keys;
  std::vector<std::string> facts;
};

Expected expected(TestDatabase& database, const AllTypes& types, const program::Program& program) {
  Expected result;
  auto rows = need(database.connection.prepare("SELECT id FROM claims ORDER BY id"));
  while (need(rows.step())) result.keys.push_back(rows.key(0));
  for (const auto& key : result.keys) {
    const auto entry = need(load_entry(database.connection, *types.rules, types.base.claim, key));
    REQUIRE(entry);
    decide::Batch batch;
    decide::gather(program, {&*entry, 1}, batch);
    result.facts.push_back(shown(program, batch, 0));
  }
  return result;
}

}  // namespace

TEST_CASE("scans and look-ups give the facts that single entries have") {
  for (const std::string id_type : {"INTEGER", "TEXT", "TEXT COLLATE NOCASE"})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const AllTypes types(id_type);
      TestDatabase database;
      database.run(types.tables());
      const auto report = need(attach(database.connection, *types.rules, Bureau::policy()));
      for (const auto& finding : report.mapping.findings) INFO(finding.message);
      REQUIRE(report.attached);
      RandomRows random(seed);
      random.fill(database, id_type != "INTEGER");
      const auto program = types.program();
      const auto want = expected(database, types, program);
      REQUIRE(want.keys.size() > 30);
      auto reader = need(BatchReader::open(database.connection, program));
      EntryBatch batch;
      INFO(id_type << ", seed " << seed);

      for (const std::uint32_t limit : {1u, 7u, 1000u}) {
        std::size_t at = 0;
        Key after;
        while (need(reader.scan(after, limit, batch))) {
          REQUIRE(batch.keys.size() == batch.facts.size());
          REQUIRE(batch.facts.size() <= limit);
          for (std::size_t i = 0; i < batch.facts.size(); ++i, ++at) {
            REQUIRE(at < want.keys.size());
            CHECK(batch.keys.at(i) == want.keys[at]);
            CHECK(shown(program, batch.facts, i) == want.facts[at]);
          }
          after = batch.keys.at(batch.keys.size() - 1);
        }
        CHECK(at == want.keys.size());
      }

      std::vector<Key> some;
      std::vector<std::size_t> places;
      for (std::size_t i = 0; i < want.keys.size(); i += 1 + random.below(3)) {
        some.push_back(want.keys[i]);
        places.push_back(i);
        if (random.below(4) == 0) some.push_back(Key::text("nobody" + std::to_string(i)));
      }
      CHECK(need(reader.read(some, batch)) == some.size());
      REQUIRE(batch.facts.size() == places.size());
      CHECK(batch.gone.size() == some.size() - places.size());
      for (std::size_t i = 0; i < places.size(); ++i) {
        CHECK(batch.keys.at(i) == want.keys[places[i]]);
        CHECK(shown(program, batch.facts, i) == want.facts[places[i]]);
      }
    }
}

TEST_CASE("values that are not readable are counted by input") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  database.run("INSERT INTO claims(id, settled_on) VALUES (1, 'x'), (2, '2024-01-01'), (3, NULL), (4, '2024-13-01')");
  need(attach(database.connection, bureau.rules(), Bureau::policy()));
  program::Program program;
  program.rules = bureau.model.done();
  program.record = bureau.claim;
  program.spaces = {{program::Space::Kind::Entries, bureau.claim}};
  program::Input input;
  input.field = 1;
  input.storage = program::Storage::Day;
  program.inputs = {input};
  auto reader = need(BatchReader::open(database.connection, program));
  EntryBatch batch;
  REQUIRE(need(reader.scan({}, 100, batch)));
  CHECK(batch.facts.columns[0].days ==
        std::vector<std::int32_t>{calendar::kUnknown, 19723, calendar::kNone, calendar::kUnknown});
  CHECK(reader.not_readable() == std::vector<std::uint64_t>{2});
}

TEST_CASE("entries with very many rows come in smaller batches, none is lost") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  database.run("INSERT INTO claims(id, debtor) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
  database.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 270010) "
      "INSERT INTO reminders(claim_id, nr) SELECT CASE WHEN i <= 270000 THEN 2 ELSE 3 END, i FROM n");
  need(attach(database.connection, bureau.rules(), Bureau::policy()));
  program::Program program;
  program.rules = bureau.model.done();
  program.record = bureau.claim;
  program.spaces = {{program::Space::Kind::Entries, bureau.claim}, {program::Space::Kind::List, bureau.reminder, 0}};
  auto reader = need(BatchReader::open(database.connection, program));
  EntryBatch batch;
  Key after;
  std::vector<std::uint32_t> sizes, rows;
  while (need(reader.scan(after, 100, batch))) {
    sizes.push_back(batch.facts.size());
    rows.push_back(batch.facts.spaces[1].rows);
    after = batch.keys.at(batch.keys.size() - 1);
  }
  CHECK(sizes == std::vector<std::uint32_t>{2, 2});
  CHECK(rows == std::vector<std::uint32_t>{270'000, 10});
  const std::vector<Key> keys = {Key(9), Key(1), Key(2), Key(3), Key(8), Key(4)};
  CHECK(need(reader.read(keys, batch)) == 3);
  CHECK(batch.facts.size() == 2);
  CHECK(batch.gone == std::vector<Key>{Key(9)});
}

TEST_CASE("a table that is gone is told when the reader is made") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  need(attach(database.connection, bureau.rules(), Bureau::policy()));
  program::Program program;
  program.rules = bureau.model.done();
  program.record = bureau.claim;
  program.spaces = {{program::Space::Kind::Entries, bureau.claim}};
  OtherProgram other(database.path());
  REQUIRE(other.run("DROP TABLE claims") == SQLITE_OK);
  const auto reader = BatchReader::open(database.connection, program);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().kind == text::ErrorKind::Data);
  CHECK_THAT(reader.error().message, Catch::Matchers::Contains("the table `claims` of `claim` is not in the database"));
}

TEST_CASE("an entry is found by what people write, a number or a text") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  database.run(
      "INSERT INTO claims(id) VALUES (12); CREATE TABLE odd(id PRIMARY KEY); INSERT INTO odd VALUES (7), ('8'), ('x "
      "y')");
  model::Record odd;
  odd.table = "odd";
  odd.key = "id";
  CHECK(need(find_key(database.connection, bureau.rules().records[bureau.claim], "12")) == Key(12));
  CHECK_FALSE(need(find_key(database.connection, bureau.rules().records[bureau.claim], "13")));
  CHECK(need(find_key(database.connection, odd, "7")) == Key(7));
  CHECK(need(find_key(database.connection, odd, "8")) == Key::text("8"));
  CHECK(need(find_key(database.connection, odd, "x y")) == Key::text("x y"));
  CHECK_FALSE(need(find_key(database.connection, odd, "07")));
}

TEST_CASE("a loaded entry shows what was stored where it is not readable") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  database.run("INSERT INTO claims(id, settled_on) VALUES (1, '30.02.2024')");
  const auto entry = need(load_entry(database.connection, bureau.rules(), bureau.claim, Key(1)));
  REQUIRE(entry);
  CHECK(entry->row.fields[1].state == model::Value::State::NotReadable);
  CHECK(entry->row.fields[1].text == "30.02.2024");
  CHECK_FALSE(entry->others);  // no debtor: nobody knows the other claims
  CHECK_FALSE(need(load_entry(database.connection, bureau.rules(), bureau.claim, Key(2))));
}

}  // namespace frist::store
