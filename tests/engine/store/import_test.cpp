// SPDX-License-Identifier: Apache-2.0
#include "engine/store/import_rows.hpp"

#include "engine/store/attach.hpp"
#include "engine/store/schema_sql.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

using Catch::Matchers::Contains;
using model::Base;
using model::Stored;

namespace {

using Row = std::vector<std::optional<std::string>>;

// A record with a field of every type.
struct Ledger {
  Bureau base;
  model::RecordId ledger;

  Ledger() {
    auto& set = base.model.rules;
    set.symbol_sets.push_back({{"judgment", "J", {}}, {"enforcement_order", "E", {}}});
    ledger = base.table("ledger", "ledger", "id");
    const auto add = [&](const std::string& name, model::Type type, Stored stored = Stored::Plain) {
      set.records[ledger].fields[base.column(ledger, name, type)].stored = stored;
    };
    set.records[ledger].subject = base.column(ledger, "person", test::type_of(Base::Text));
    add("day", test::type_of(Base::Date));
    add("days", test::type_of(Base::Date), Stored::Days);
    add("at", test::type_of(Base::Moment), Stored::Seconds);
    add("agreed", test::type_of(Base::YesNo));
    add("count", test::type_of(Base::Number));
    auto percent = test::type_of(Base::Decimal);
    percent.percent = true;
    add("share", percent);
    add("amount", test::money_of(""));
    set.records[ledger].fields.back().currency_column = "amount_currency";
    add("fee", test::money_of("EUR"), Stored::Cents);
    auto symbol = test::type_of(Base::Symbol);
    symbol.symbols = 0;
    add("title", symbol);
    const auto link = base.column(ledger, "claim", test::type_of(Base::Link));
    set.records[ledger].fields[link].link_to = base.claim;
  }
};

}  // namespace

TEST_CASE("the tables of a rule set can be made, attached, and keep wrong values out") {
  for (const bool strict : {true, false})
    for (const bool text_keys : {true, false}) {
      Ledger ledger;
      TestDatabase database;
      database.run(schema_sql(ledger.base.rules(), {text_keys, strict}));
      const auto report = need(attach(database.connection, ledger.base.rules(), Bureau::policy()));
      for (const auto& finding : report.mapping.findings) UNSCOPED_INFO(finding.message);
      CHECK(report.attached);
      CHECK(database.connection.execute("INSERT INTO ledger(id, day) VALUES (1, '2024-02-29')"));
      for (const auto* wrong : {"day) VALUES (5, '2023-02-29'", "day) VALUES (5, '29.02.2024'", "agreed) VALUES (5, 2",
                                "title) VALUES (5, 'X'", "amount_currency) VALUES (5, 'EURO'"})
        CHECK_FALSE(database.connection.execute("INSERT INTO ledger(id, " + std::string(wrong) + ")"));
    }
}

TEST_CASE("the tables read as a person would write them") {
  Bureau bureau;
  const auto sql = schema_sql(bureau.rules());
  CHECK_THAT(sql, Contains("CREATE TABLE \"reminders\" (\n"
                           "  \"id\" INTEGER NOT NULL PRIMARY KEY,\n"
                           "  \"claim_id\" INTEGER NOT NULL REFERENCES \"claims\"(\"id\"),\n"
                           "  \"sent_on\" TEXT CHECK (\"sent_on\" IS date(\"sent_on\", '+0 days'))\n"
                           ") STRICT;\n"
                           "CREATE INDEX \"reminders_claim_id\" ON \"reminders\"(\"claim_id\");\n"));
  CHECK(sql.find("\"claims\" (") < sql.find("\"reminders\" ("));
  CHECK(sql.find("\"reminders\" (") < sql.find("\"receipts\" ("));
}

TEST_CASE("texts become the values that the fields store") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  database.run("INSERT INTO claims(id) VALUES (4)");
  auto importer = need(RowImporter::open(
      database.connection, ledger.base.rules(), ledger.ledger,
      {"id", "person", "day", "days", "at", "agreed", "count", "share", "amount", "fee", "title", "claim"}));
  const Row row = {"1",  "anna",    "2024-02-29", "1970-01-11", "2024-06-01T12:00", "Yes",
                   "-7", "97.50 %", "300 EUR",    "12.5",       "judgment",         "4"};
  CHECK(need(importer.insert(row)).empty());
  CHECK(database.text(
            "SELECT id || '|' || person || '|' || day || '|' || days || '|' || at || '|' || agreed || '|' || count "
            "|| '|' || share || '|' || amount || '|' || amount_currency || '|' || fee || '|' || title || '|' || "
            "claim FROM ledger") == "1|anna|2024-02-29|10|1717236000|1|-7|97.5|300.00|EUR|1250|J|4");
  const Row empty = {"2", "", std::nullopt, "", "", "", "", "", "", "", "", ""};
  CHECK(need(importer.insert(empty)).empty());
  CHECK(database.text("SELECT quote(person) || quote(day) || quote(days) || quote(amount) FROM ledger WHERE id = 2") ==
        "''NULLNULLNULL");
}

TEST_CASE("a row that does not fit tells everything that is wrong with it, and the next one goes in") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  auto importer = need(RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger,
                                         {"id", "day", "agreed", "count", "share", "fee", "title"}));
  const auto problems = need(importer.insert(Row{"1", "2023-02-29", "perhaps", "many", "1,5", "12.505", "judgement"}));
  REQUIRE(problems.size() == 6);
  CHECK(problems[0].name == "day");
  CHECK(problems[0].message == "`2023-02-29` is not a date (YYYY-MM-DD)");
  CHECK(problems[5].message == "`judgement` is not one of judgment, enforcement_order; did you mean `judgment`?");
  CHECK(need(importer.insert(Row{"1", "2023-02-28", "no", "1", "1.5", "12.50", "E"})).empty());
  const auto twice = need(importer.insert(Row{"1", {}, {}, {}, {}, {}, {}}));
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].message == "there is already a ledger with the key `1`");
  CHECK_THAT(need(importer.insert(Row{"x", {}, {}, {}, {}, {}, {}}))[0].message, Contains("must be a whole number"));
  CHECK_THAT(need(importer.insert(Row{"5"}))[0].message, Contains("1 values where 7 are named"));
  CHECK_THAT(need(importer.insert(Row{"5", {}, {}, {}, {}, "3 SEK", {}}))[0].message,
             Contains("currency of the field"));
  CHECK(database.number("SELECT count(*) FROM ledger") == 1);
}

TEST_CASE("no key is made up for a row that has none") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  auto importer = need(RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, {"id", "day"}));
  for (const auto& key : {std::optional<std::string>(), std::optional<std::string>("")}) {
    const auto problems = need(importer.insert(Row{key, "2023-02-28"}));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message == "the key `id` is missing");
  }
  CHECK(database.number("SELECT count(*) FROM ledger") == 0);
  CHECK(RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, {"day"}));
  TestDatabase texts;
  texts.run(schema_sql(ledger.base.rules(), {.text_keys = true}));
  const auto without = RowImporter::open(texts.connection, ledger.base.rules(), ledger.ledger, {"day"}).error();
  CHECK(without.message == "no column is named for the key `id` of `ledger`");
}

TEST_CASE("a key that SQLite would round is refused, and so is a text with a zero byte") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules(), {}));
  auto importer = need(RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, {"id", "person"}));
  const auto problem = [&](const Row& row) {
    const auto problems = need(importer.insert(row));
    return problems.empty() ? std::string() : problems.front().name + ": " + problems.front().message;
  };
  CHECK(problem({"9007199254740993.0", "m"}) == "id: must be a whole number, written as one");
  CHECK(problem({"9.007199254740993e15", "m"}) == "id: must be a whole number, written as one");
  CHECK(problem({"9007199254740993", "m"}).empty());
  CHECK(problem({"4", std::string("a\0b", 3)}) == "person: holds a zero byte");
  CHECK(database.number("SELECT sum(id) FROM ledger") == 9007199254740993);
}

TEST_CASE("numbers that are too large are told from texts that are no numbers") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  auto importer = need(
      RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, {"id", "count", "share", "amount"}));
  const std::string huge = "99999999999999999999";
  const auto problems = need(importer.insert(Row{"1", huge, huge + " %", huge + " EUR"}));
  REQUIRE(problems.size() == 3);
  for (const auto& problem : problems) CHECK_THAT(problem.message, Contains("is too large"));
}

TEST_CASE("a currency beside the amount must be one, and the one that the amount names") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  auto importer = need(
      RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, {"id", "amount_currency", "amount"}));
  CHECK(need(importer.insert(Row{"1", "SEK", "5"})).empty());
  CHECK(need(importer.insert(Row{"2", "SEK", "SEK 5"})).empty());
  CHECK_THAT(need(importer.insert(Row{"3", "SEK", "5 EUR"}))[0].message, Contains("the amount says EUR"));
  CHECK_THAT(need(importer.insert(Row{"4", "kr", "5"}))[0].message, Contains("is not a currency"));
  CHECK(database.text("SELECT group_concat(amount || amount_currency) FROM ledger") == "5.00SEK,5.00SEK");
}

TEST_CASE("names that the record does not have are told before the first row") {
  Ledger ledger;
  TestDatabase database;
  database.run(schema_sql(ledger.base.rules()));
  const auto open = [&](const std::vector<std::string>& names) {
    return RowImporter::open(database.connection, ledger.base.rules(), ledger.ledger, names).error().message;
  };
  CHECK(open({"id", "amuont"}) == "`ledger` has no field `amuont`; did you mean `amount`?");
  CHECK_THAT(open({"day", "day"}), Contains("given twice"));
  database.run("DROP TABLE ledger");
  CHECK_THAT(open({"id"}), Contains("the table `ledger` of `ledger` is not in the database"));
}

TEST_CASE("children are imported by their parent's column, and rows without a parent are refused by the table") {
  Bureau bureau;
  TestDatabase database;
  database.run(schema_sql(bureau.rules()));
  database.run("INSERT INTO claims(id) VALUES (1)");
  auto importer =
      need(RowImporter::open(database.connection, bureau.rules(), bureau.reminder, {"id", "claim_id", "sent_on"}));
  CHECK(need(importer.insert(Row{"1", "1", "2024-01-01"})).empty());
  const auto hanging = need(importer.insert(Row{"2", "9", "2024-01-01"}));
  REQUIRE(hanging.size() == 1);
  CHECK(hanging[0].name == "claim_id");
  CHECK(hanging[0].message == "there is no claim `9`");
  CHECK(need(importer.insert(Row{"2", {}, {}}))[0].message == "the parent `claim_id` is missing");
  CHECK(database.number("SELECT count(*) FROM reminders") == 1);
}

}  // namespace frist::store
