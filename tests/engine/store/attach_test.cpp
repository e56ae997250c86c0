// SPDX-License-Identifier: Apache-2.0
#include "engine/store/attach.hpp"

#include "engine/store/kinds.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/progress.hpp"
#include "engine/store/quote.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

using Catch::Matchers::Contains;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto place = text.find(from);
  REQUIRE(place != std::string::npos);
  return text.replace(place, from.size(), to);
}

AttachReport attach_to(TestDatabase& database, const std::string& tables, const Bureau& bureau = Bureau()) {
  database.run(tables);
  return need(attach(database.connection, bureau.rules(), Bureau::policy()));
}

const Finding* find(const AttachReport& report, FindingKind kind) {
  for (const auto& finding : report.mapping.findings)
    if (finding.kind == kind) return &finding;
  return nullptr;
}

// The finding that these tables must lead to; with an error nothing may have changed.
Finding expect(const std::string& tables, FindingKind kind, Severity severity, const Bureau& bureau = Bureau()) {
  TestDatabase database;
  const auto report = attach_to(database, tables, bureau);
  const auto* finding = find(report, kind);
  if (!finding) {
    for (const auto& other : report.mapping.findings) UNSCOPED_INFO(other.message);
    FAIL("no such finding");
  }
  CHECK(finding->severity == severity);
  CHECK(report.attached == (severity != Severity::Error));
  if (severity == Severity::Error)
    CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frist%'") == 0);
  return *finding;
}

const std::string kTables = kBureauTables;

}  // namespace

TEST_CASE("tables that fit are attached, watched, and have to be decided") {
  Bureau bureau;
  TestDatabase database;
  const auto report = attach_to(database, kTables, bureau);
  CHECK(report.attached);
  CHECK(report.decide_again);
  for (const auto& finding : report.mapping.findings) CHECK(finding.severity == Severity::Note);
  CHECK(need(is_watched(database.connection, bureau.rules())));
  need(require_attached(database.connection));
  const auto policy = need(attached_policy(database.connection));
  REQUIRE(policy);
  CHECK(policy->hash == "hash");
  CHECK(policy->version == "1");
  REQUIRE(policy->files.size() == 1);
  CHECK(policy->files[0].text == "policy bureau");
  // Children are no entries.
  CHECK(need(find_kind(database.connection, "claim")));
  CHECK_FALSE(need(find_kind(database.connection, "reminder")));
  for (const auto* kind : {"claim", "address", "contract"}) {
    const auto progress = need(progress_of(database.connection, *need(find_kind(database.connection, kind))));
    REQUIRE(progress);
    CHECK(progress->policy == "hash");
    CHECK(progress->last.empty());
  }
}

TEST_CASE("attaching the policy again brings back a kept text that was damaged") {
  Bureau bureau;
  TestDatabase database;
  attach_to(database, kTables, bureau);
  const auto kept = need(attached_policy(database.connection))->files;
  database.run("UPDATE frist_policy_file SET text = 'damaged'");
  CHECK(need(attached_policy(database.connection))->files != kept);
  need(attach(database.connection, bureau.rules(), Bureau::policy()));
  CHECK(need(attached_policy(database.connection))->files == kept);
}

TEST_CASE("attaching the same policy again keeps what was decided, another one does not") {
  Bureau bureau;
  TestDatabase database;
  attach_to(database, kTables, bureau);
  const auto kind = *need(find_kind(database.connection, "claim"));
  database.run("DELETE FROM frist_progress");
  database.run("INSERT INTO frist_due VALUES (" + std::to_string(kind) + ", 1, 20000)");
  CHECK_FALSE(need(attach(database.connection, bureau.rules(), Bureau::policy())).decide_again);
  CHECK(database.number("SELECT count(*) FROM frist_progress") == 0);

  CHECK(need(attach(database.connection, bureau.rules(), Bureau::policy("other"))).decide_again);
  CHECK(*need(find_kind(database.connection, "claim")) == kind);
  CHECK(database.number("SELECT count(*) FROM frist_due") == 1);
  CHECK(database.number("SELECT count(*) FROM frist_progress WHERE policy = 'other'") == 3);
  CHECK(need(policy_by_hash(database.connection, "hash")));
  CHECK(need(attached_policy(database.connection))->hash == "other");
}

TEST_CASE("a trigger or an index that was taken away is noticed, and attaching again heals it") {
  Bureau bureau;
  TestDatabase database;
  attach_to(database, kTables, bureau);
  database.run("DELETE FROM frist_progress");
  OtherProgram other(database.path());
  REQUIRE(other.run("DROP TRIGGER frist_claim_after_insert_1") == SQLITE_OK);
  CHECK_FALSE(need(is_watched(database.connection, bureau.rules())));
  CHECK(need(attach(database.connection, bureau.rules(), Bureau::policy())).decide_again);
  CHECK(need(is_watched(database.connection, bureau.rules())));
  // A new way to push rows out needs another trigger.
  REQUIRE(other.run("CREATE UNIQUE INDEX new_way ON claims(debtor, settled_on)") == SQLITE_OK);
  CHECK_FALSE(need(is_watched(database.connection, bureau.rules())));
  CHECK(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
  CHECK(need(is_watched(database.connection, bureau.rules())));
  REQUIRE(other.run("DROP INDEX frist_addresses_person") == SQLITE_OK);
  CHECK_FALSE(need(is_watched(database.connection, bureau.rules())));
}

TEST_CASE("a missing table or column says what was meant") {
  auto finding = expect(replaced(kTables, "TABLE claims(", "TABLE claim("), FindingKind::TableMissing, Severity::Error);
  CHECK(finding.table == "claims");
  CHECK_THAT(finding.help, Contains("`claim`"));
  finding = expect(replaced(kTables, "settled_on DATE", "setled_on DATE"), FindingKind::ColumnMissing, Severity::Error);
  CHECK(finding.column == "settled_on");
  CHECK_THAT(finding.message, Contains("the field `settled_on`"));
  CHECK_THAT(finding.help, Contains("`setled_on`"));
  finding = expect(replaced(kTables, "reminder_id INTEGER", "reminders_id INTEGER"), FindingKind::ColumnMissing,
                   Severity::Error);
  CHECK_THAT(finding.message, Contains("the parent of `receipt`"));
}

TEST_CASE("views and virtual tables cannot be watched") {
  auto finding =
      expect(replaced(kTables,
                      "CREATE TABLE addresses(id INTEGER PRIMARY KEY, person TEXT, moved_on DATE, street TEXT UNIQUE)",
                      "CREATE VIEW addresses AS SELECT 1 AS id, '' AS person, '' AS moved_on, '' AS street"),
             FindingKind::NotATable, Severity::Error);
  CHECK_THAT(finding.message, Contains("is a view"));
}

TEST_CASE("two records in one table and names of ours are refused") {
  Bureau twice;
  twice.model.rules.records[twice.address].table = "CLAIMS";
  expect(kTables, FindingKind::TableTwice, Severity::Error, twice);
  Bureau reserved;
  reserved.model.rules.records[reserved.address].table = "Frist_addresses";
  expect(kTables, FindingKind::NameReserved, Severity::Error, reserved);
}

TEST_CASE("a column that changes values on their way in cannot hold the field") {
  const auto with = [](model::Base base, model::Stored stored, const std::string& declared) {
    Bureau bureau;
    auto& field = bureau.model.rules.records[bureau.claim].fields[2];
    field.type = test::type_of(base);
    field.stored = stored;
    TestDatabase database;
    const auto report = attach_to(database, replaced(kTables, "code TEXT", "code " + declared), bureau);
    const auto* real = find(report, FindingKind::MoneyAsReal);
    if (real) return std::string("no money");
    const auto* finding = find(report, FindingKind::ColumnType);
    return !finding                               ? std::string("fits")
           : finding->severity == Severity::Error ? std::string("refused")
                                                  : std::string("doubtful");
  };
  using model::Base;
  using model::Stored;
  CHECK(with(Base::Money, Stored::Plain, "REAL") == "no money");
  CHECK(with(Base::Money, Stored::Plain, "DECIMAL(10,2)") == "no money");
  CHECK(with(Base::Money, Stored::Plain, "TEXT") == "fits");
  CHECK(with(Base::Money, Stored::Cents, "INTEGER") == "fits");
  CHECK(with(Base::Money, Stored::Cents, "REAL") == "no money");
  CHECK(with(Base::Money, Stored::Cents, "TEXT") == "refused");
  CHECK(with(Base::Decimal, Stored::Plain, "DOUBLE PRECISION") == "refused");
  CHECK(with(Base::Number, Stored::Plain, "REAL") == "refused");
  CHECK(with(Base::YesNo, Stored::Plain, "BOOLEAN") == "fits");
  CHECK(with(Base::Date, Stored::Plain, "DATE") == "fits");
  CHECK(with(Base::Date, Stored::Days, "TEXT") == "refused");
  CHECK(with(Base::Moment, Stored::Seconds, "INTEGER") == "fits");
  CHECK(with(Base::Text, Stored::Plain, "INTEGER") == "doubtful");
  CHECK(with(Base::Text, Stored::Plain, "VARCHAR(40)") == "fits");
}

TEST_CASE("a key must identify one row") {
  const auto without = replaced(kTables, "claims(id INTEGER PRIMARY KEY", "claims(id INTEGER");
  auto finding = expect(without, FindingKind::KeyNotUnique, Severity::Error);
  CHECK(finding.count == 0);
  CHECK_THAT(finding.help, Contains("CREATE UNIQUE INDEX"));
  finding = expect(without + "INSERT INTO claims(id) VALUES (1), (1), (2), (3), (3)", FindingKind::KeyNotUnique,
                   Severity::Error);
  CHECK(finding.count == 2);
  const auto text_key = replaced(replaced(kTables, "claims(id INTEGER PRIMARY KEY", "claims(id TEXT PRIMARY KEY"),
                                 "claim_id INTEGER", "claim_id TEXT");
  finding = expect(text_key + "INSERT INTO claims(id) VALUES (NULL), ('a'), (NULL)", FindingKind::KeyMissing,
                   Severity::Error);
  CHECK(finding.count == 2);
  CHECK(finding.of == 3);
  expect(replaced(text_key, "claims(id TEXT", "claims(id REAL"), FindingKind::KeyType, Severity::Error);
  finding = expect(replaced(replaced(text_key, "claims(id TEXT", "claims(id"), "claim_id TEXT", "claim_id") +
                       "INSERT INTO claims(id) VALUES (1.5)",
                   FindingKind::KeyType, Severity::Error);
  CHECK(finding.count == 1);
}

TEST_CASE("columns that point to each other must keep equal values equal") {
  expect(replaced(kTables, "claim_id INTEGER", "claim_id TEXT"), FindingKind::TypesDiffer, Severity::Error);
  expect(replaced(kTables, "person TEXT", "person TEXT COLLATE NOCASE"), FindingKind::TypesDiffer, Severity::Error);
  expect(replaced(kTables, "contract INTEGER", "contract TEXT"), FindingKind::TypesDiffer, Severity::Error);
}

TEST_CASE("rows that nobody declared and that point to entries are refused, with what to declare") {
  auto finding = expect(kTables +
                            "CREATE TABLE notes(id INTEGER PRIMARY KEY, claim INTEGER REFERENCES claims(id)); "
                            "INSERT INTO claims(id) VALUES (1); INSERT INTO notes(claim) VALUES (1), (1), (NULL)",
                        FindingKind::UndeclaredRows, Severity::Error);
  CHECK(finding.table == "notes");
  CHECK(finding.column == "claim");
  CHECK(finding.count == 2);
  CHECK_THAT(finding.help, Contains("in table \"notes\"") && Contains("parent \"claim\""));
  // A cascade would erase them unseen; SET NULL lets them stay.
  expect(kTables + "CREATE TABLE notes(claim INTEGER REFERENCES claims ON DELETE CASCADE)", FindingKind::UndeclaredRows,
         Severity::Error);
  expect(kTables + "CREATE TABLE notes(claim INTEGER REFERENCES claims ON DELETE SET NULL)",
         FindingKind::UndeclaredRows, Severity::Warning);
}

TEST_CASE("declared rows that would be in the way of an erasure, or go with it undecided, are told") {
  expect(replaced(kTables, "contract INTEGER", "contract INTEGER REFERENCES contracts(id)"),
         FindingKind::ErasureBlocked, Severity::Warning);
  expect(replaced(kTables, "contract INTEGER", "contract INTEGER REFERENCES contracts(id) ON DELETE SET NULL"),
         FindingKind::ErasureBlocked, Severity::Note);
  expect(replaced(kTables, "contract INTEGER", "contract INTEGER REFERENCES contracts(id) ON DELETE CASCADE"),
         FindingKind::ErasureSpreads, Severity::Error);
}

TEST_CASE("triggers of the user's that delete rows when one is erased are named, others not") {
  TestDatabase database;
  database.run(kBureauTables);
  database.run("CREATE TABLE notes(claim INTEGER, text TEXT)");
  database.run(
      "CREATE TRIGGER \"tidy up\" AFTER\n  DELETE  ON claims BEGIN DELETE FROM notes WHERE claim = OLD.id; END");
  database.run("CREATE TRIGGER told AFTER UPDATE ON claims BEGIN DELETE FROM notes; END");
  database.run(
      "CREATE TRIGGER refuses BEFORE DELETE ON claims WHEN OLD.id = 0 BEGIN SELECT RAISE(ABORT, 'not this one'); END");
  database.run("CREATE TRIGGER elsewhere AFTER DELETE ON notes BEGIN SELECT 1; END");
  Bureau bureau;
  const auto report = need(check_mapping(database.connection, bureau.rules()));
  CHECK(report.ok());
  std::vector<std::string> named;
  for (const Finding& f : report.findings)
    if (f.kind == FindingKind::ErasureSpreads) named.push_back(f.table + ": " + f.message);
  REQUIRE(named.size() == 1);
  CHECK_THAT(named[0], Contains("claims: the trigger `tidy up` deletes rows"));
}

TEST_CASE("children that belong to nobody are counted") {
  const auto finding = expect(kTables +
                                  "INSERT INTO claims(id) VALUES (1); "
                                  "INSERT INTO reminders(claim_id) VALUES (1), (2), (NULL)",
                              FindingKind::PointsNowhere, Severity::Warning);
  CHECK(finding.count == 2);
}

TEST_CASE("missing and unreadable values are counted for every field") {
  Bureau bureau;
  bureau.model.rules.records[bureau.claim].fields[2].absent = model::Absent::Required;
  TestDatabase database;
  const auto report = attach_to(database,
                                kTables +
                                    "INSERT INTO claims(id, settled_on, code) VALUES (1, '2024-02-30', 'a'), "
                                    "(2, NULL, NULL), (3, '30.01.2024', 'b'), (4, '2024-01-30', NULL)",
                                bureau);
  CHECK(report.attached);
  const auto* missing = find(report, FindingKind::NotRecorded);
  REQUIRE(missing);
  CHECK(missing->count == 2);
  CHECK(missing->of == 4);
  const auto* bad = find(report, FindingKind::NotReadable);
  REQUIRE(bad);
  CHECK(bad->column == "settled_on");
  CHECK(bad->count == 2);
  CHECK_THAT(bad->message, Contains("the first one with the key `1`"));
  CHECK_THAT(bad->message, !Contains("02-30"));  // the value itself may be personal
  for (const auto& count : report.mapping.fields)
    if (count.field == "settled_on") {
      CHECK(count.rows == 4);
      CHECK(count.missing == 1);
      CHECK(count.not_readable == 2);
    }
}

TEST_CASE("a field that is to be anonymised must be one that can be empty") {
  Bureau bureau;
  auto& effect = bureau.model.effect(0, test::EffectKind::Anonymise, test::kNoId, {});
  effect.fields = {0, 2};
  const auto finding = expect(replaced(kTables, "code TEXT", "code TEXT NOT NULL"), FindingKind::CannotAnonymise,
                              Severity::Error, bureau);
  CHECK(finding.column == "code");
  CHECK_THAT(finding.message, Contains("declared NOT NULL"));
}

TEST_CASE("texts that only the user's program can compare are refused") {
  TestDatabase database;
  OtherProgram other(database.path());
  sqlite3* raw = nullptr;
  REQUIRE(sqlite3_open(database.path().c_str(), &raw) == SQLITE_OK);
  sqlite3_create_collation(raw, "swedish", SQLITE_UTF8, nullptr,
                           [](void*, int, const void*, int, const void*) { return 0; });
  const auto tables = replaced(kTables, "code TEXT UNIQUE", "code TEXT COLLATE swedish UNIQUE");
  REQUIRE(sqlite3_exec(raw, tables.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(raw);
  Bureau bureau;
  const auto report = need(attach(database.connection, bureau.rules(), Bureau::policy()));
  REQUIRE(find(report, FindingKind::CollationUnknown));
  CHECK_FALSE(report.attached);
}

TEST_CASE("indexes are added where rows are looked up, and only there") {
  TestDatabase database;
  Bureau bureau;
  const auto report = attach_to(database, kTables + "CREATE INDEX own ON claims(debtor)", bureau);
  std::set<std::string> added;
  for (const auto& finding : report.mapping.findings)
    if (finding.kind == FindingKind::IndexAdded) added.insert(finding.table + "." + finding.column);
  // reminders.claim_id has the user's UNIQUE(claim_id, nr), claims.debtor the user's index.
  CHECK(added == std::set<std::string>{"addresses.person", "claims.contract", "receipts.reminder_id"});
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN "
                        "('frist_addresses_person', 'frist_claims_contract', 'frist_receipts_reminder_id')") == 3);
}

TEST_CASE("a database that is being written to is not attached, and is as it was") {
  TestDatabase database;
  database.run(kTables);
  OtherProgram other(database.path());
  REQUIRE(other.run("BEGIN IMMEDIATE") == SQLITE_OK);
  Bureau bureau;
  CHECK(attach(database.connection, bureau.rules(), Bureau::policy()).error().kind == text::ErrorKind::Busy);
  REQUIRE(other.run("COMMIT") == SQLITE_OK);
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frist%'") == 0);
}

TEST_CASE("a database without room for our tables is as it was") {
  TestDatabase database;
  database.run(kTables);
  database.run("PRAGMA max_page_count = 20");
  Bureau bureau;
  const auto full = attach(database.connection, bureau.rules(), Bureau::policy());
  REQUIRE_FALSE(full);
  CHECK_THAT(full.error().message, Contains("no room left"));
  CHECK(database.number("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'frist%'") == 0);
}

}  // namespace frist::store
