// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/schedule.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/changed_facts.hpp"

namespace frist::store {
namespace {

// The same records in tables of other kinds. Every table has some value besides the key that only one row may have.
struct Variant {
  const char* name;
  const char* tables;
};

const Variant kVariants[] = {
    {"plain", kBureauTables},
    {"text keys without rowid", R"sql(
CREATE TABLE contracts(id TEXT PRIMARY KEY, number TEXT UNIQUE, ended_on TEXT) WITHOUT ROWID;
CREATE TABLE claims(id TEXT PRIMARY KEY, debtor TEXT, settled_on TEXT, code TEXT, contract TEXT,
  UNIQUE(debtor, code)) WITHOUT ROWID;
CREATE TABLE reminders(id TEXT NOT NULL, claim_id TEXT, sent_on TEXT, nr INTEGER, PRIMARY KEY(claim_id, nr), UNIQUE(id))
  WITHOUT ROWID;
CREATE TABLE receipts(id TEXT PRIMARY KEY, reminder_id TEXT UNIQUE, got_on TEXT) WITHOUT ROWID;
CREATE TABLE addresses(id TEXT PRIMARY KEY, person TEXT UNIQUE, moved_on TEXT, street TEXT) WITHOUT ROWID;
)sql"},
    {"letter case aside, defaults, partial and expression indexes", R"sql(
CREATE TABLE contracts(id TEXT PRIMARY KEY, number TEXT NOT NULL DEFAULT '1' UNIQUE, ended_on TEXT);
CREATE TABLE claims(id TEXT PRIMARY KEY COLLATE NOCASE, debtor TEXT, settled_on TEXT, code TEXT, contract TEXT,
  twice TEXT AS (code || code) UNIQUE);
CREATE UNIQUE INDEX "one open ""claim""" ON claims(debtor) WHERE settled_on IS NULL /* open */ AND "code" <> '2' -- end
;
CREATE TABLE reminders(id TEXT UNIQUE, claim_id TEXT COLLATE NOCASE, sent_on TEXT, nr TEXT);
CREATE UNIQUE INDEX first_letter ON reminders(substr("nr", 1, 1) COLLATE NOCASE DESC, claim_id);
CREATE TABLE receipts(id TEXT, reminder_id TEXT, got_on TEXT NOT NULL DEFAULT '2' UNIQUE ON CONFLICT REPLACE);
CREATE TABLE addresses(id TEXT PRIMARY KEY ON CONFLICT REPLACE, person TEXT, moved_on TEXT, street TEXT UNIQUE);
)sql"},
    {"only a hidden rowid pushes out", R"sql(
CREATE TABLE contracts(id TEXT UNIQUE, number TEXT, ended_on TEXT);
CREATE TABLE claims(id TEXT UNIQUE, debtor TEXT, settled_on TEXT, code TEXT, contract TEXT);
CREATE TABLE reminders(id TEXT UNIQUE, claim_id TEXT, sent_on TEXT, nr INTEGER, rowid TEXT);
CREATE TABLE receipts(id INTEGER, reminder_id TEXT, got_on TEXT);
CREATE TABLE addresses(id TEXT UNIQUE, person TEXT, moved_on TEXT, street TEXT);
)sql"},
    {"foreign keys that act", R"sql(
CREATE TABLE contracts(id INTEGER PRIMARY KEY, number TEXT UNIQUE, ended_on TEXT);
CREATE TABLE claims(id INTEGER PRIMARY KEY, debtor TEXT, settled_on TEXT, code TEXT UNIQUE,
  contract INTEGER REFERENCES contracts(id) ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE reminders(id INTEGER PRIMARY KEY, claim_id INTEGER REFERENCES claims ON DELETE CASCADE ON UPDATE CASCADE,
  sent_on TEXT, nr INTEGER, UNIQUE(claim_id, nr));
CREATE TABLE receipts(id INTEGER PRIMARY KEY, reminder_id INTEGER REFERENCES reminders(id) ON DELETE CASCADE, got_on TEXT);
CREATE TABLE addresses(id INTEGER PRIMARY KEY, person TEXT, moved_on TEXT, street TEXT UNIQUE);
)sql"},
};

struct Table {
  const char* name;
  std::vector<const char*> columns;
};
const Table kTables[] = {{"claims", {"id", "debtor", "settled_on", "code", "contract"}},
                         {"reminders", {"id", "claim_id", "sent_on", "nr"}},
                         {"receipts", {"id", "reminder_id", "got_on"}},
                         {"addresses", {"id", "person", "moved_on", "street"}},
                         {"contracts", {"id", "number", "ended_on"}}};

// Random statements over few values, so that rows meet and push each other out all the time.
class Statements {
 public:
  explicit Statements(std::uint64_t seed, bool with_rowid) : random_(seed), with_rowid_(with_rowid) {}

  std::string next() {
    const auto& table = kTables[below(5)];
    switch (below(8)) {
      case 0:
        return "DELETE FROM " + std::string(table.name) + where(table);
      case 1:
      case 2:
        return "UPDATE " + conflict() + table.name + " SET " + assignments(table) + where(table);
      case 3:
        return upsert(table);
      case 4: {
        const auto insert = "INSERT " + into(table, conflict()) + " SELECT ";
        return insert + shuffled(table) + " FROM " + table.name + where(table);
      }
      default: {
        const auto insert = "INSERT " + into(table, conflict());
        return insert + " VALUES (" + values(table) + ")" + more(table);
      }
    }
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

  std::string conflict() {
    return pick<std::string>(
        {"", "OR REPLACE ", "OR REPLACE ", "OR REPLACE ", "OR IGNORE ", "OR FAIL ", "OR ABORT ", "OR ROLLBACK "});
  }
  std::string value() {
    return pick<std::string>({"NULL", "'1'", "'2'", "'3'", "'4'", "'a'", "'A'", "'2024-01-02'", "1", "2"});
  }
  std::string key_value() {
    return pick<std::string>({"'1'", "'2'", "'3'", "'4'", "'5'", "'6'", "NULL", "'a'", "'A'"});
  }
  std::string value_of(const std::string& column) {
    const bool key = column == "id" || column == "claim_id" || column == "reminder_id" || column == "contract";
    return key ? key_value() : value();
  }
  bool rowid_too(const Table& table) { return with_rowid_ && std::string(table.name) != "reminders" && below(2) == 0; }
  std::string into(const Table& table, const std::string& clause) {
    std::string list;
    for (const auto* column : table.columns) list += (list.empty() ? "" : ", ") + std::string(column);
    rowid_ = rowid_too(table);
    if (rowid_) list += ", oid";
    return clause + "INTO " + table.name + "(" + list + ")";
  }
  std::string values(const Table& table) {
    std::string list;
    for (const auto* column : table.columns) list += (list.empty() ? "" : ", ") + value_of(column);
    if (rowid_) list += ", " + std::to_string(1 + below(6));
    return list;
  }
  std::string more(const Table& table) { return below(3) == 0 ? ", (" + values(table) + ")" : ""; }
  // Rows of the table itself with some columns replaced.
  std::string shuffled(const Table& table) {
    std::string list;
    for (const auto* column : table.columns)
      list += (list.empty() ? "" : ", ") + (below(2) == 0 ? std::string(column) : value_of(column));
    if (rowid_) list += ", " + std::to_string(1 + below(6));
    return list;
  }
  std::string assignments(const Table& table) {
    const std::string column = table.columns[below(table.columns.size())];
    std::string list = column + " = " + value_of(column);
    if (below(3) == 0) {
      const std::string second = table.columns[below(table.columns.size())];
      if (second != column) list += ", " + second + " = " + value_of(second);
    }
    if (rowid_too(table)) list += ", oid = " + std::to_string(1 + below(6));
    return list;
  }
  std::string where(const Table& table) {
    if (below(6) == 0) return " WHERE 1";
    const std::string column = table.columns[below(table.columns.size())];
    return " WHERE " + column + " = " + value_of(column);
  }
  std::string upsert(const Table& table) {
    const auto insert = "INSERT " + into(table, conflict());
    const auto rows = " VALUES (" + values(table) + ")" + more(table);
    return insert + rows +
           (below(4) == 0 ? " ON CONFLICT DO NOTHING" : " ON CONFLICT DO UPDATE SET " + assignments(table));
  }

  std::mt19937_64 random_;
  bool with_rowid_;
  bool rowid_ = false;
};

struct Outcome {
  int statements = 0, failed = 0, changes = 0, missed = 0, marks = 0;
  std::string first_missed;
};

// Between two statements all entries are decided, or only some of them.
void decide(OtherProgram& program, int step) {
  program.run(step % 4 == 0 ? "DELETE FROM frist_changed WHERE unicode(entry) % 2 = 0" : "DELETE FROM frist_changed");
}

using Schedules = std::map<model::RecordId, Schedule>;

Schedules schedules_of(Connection& connection, const model::RuleSet& rules, const std::vector<model::RecordId>& kinds) {
  Schedules schedules;
  for (const auto id : kinds)
    schedules.emplace(id,
                      need(Schedule::open(connection, need(find_kind(connection, rules.records[id].name)).value())));
  return schedules;
}

// Every entry is scheduled, so that what a removed one leaves behind shows.
template <class Facts>
void schedule_all(Schedules& schedules, const Facts& facts) {
  for (const auto& [key, unused] : facts) need(schedules.at(key.first).set_next(key.second, 20000));
}

// An entry that is gone needs no mark where it is noted as gone.
template <class Facts, class EntryKey>
bool is_forgotten(Connection& connection, const model::RuleSet& rules, const Facts& after, const EntryKey& key) {
  if (after.count(key) > 0) return false;
  auto gone = need(connection.prepare("SELECT 1 FROM frist_gone WHERE kind = ?1 AND entry = ?2"));
  const auto kind = need(find_kind(connection, rules.records[key.first].name)).value();
  return need(gone.bind(1, kind).bind(2, key.second).step());
}

enum class Planted { Nothing, NoBeforeTriggers, NewRowsForgotten };

// The newest number is moved on, but what lies before it is not noted.
void forget_new_rows(TestDatabase& database, Schedules& schedules) {
  database.run("CREATE TEMP TABLE noted AS SELECT kind, entry FROM frist_changed");
  for (auto& [unused, schedule] : schedules) need(schedule.note_new());
  database.run(
      "DELETE FROM frist_changed WHERE (kind, entry) NOT IN (SELECT kind, entry FROM noted); DROP TABLE noted");
}

Outcome run_statements(const Variant& variant, std::uint64_t seed, int count, Planted planted = Planted::Nothing) {
  Bureau bureau;
  TestDatabase database;
  database.run(variant.tables);
  const auto report = need(attach(database.connection, bureau.rules(), Bureau::policy()));
  for (const auto& finding : report.mapping.findings)
    if (finding.severity == Severity::Error) FAIL(variant.name << ": " << finding.message);
  if (planted == Planted::NoBeforeTriggers) {
    auto names =
        need(database.connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE "
                                         "'frist%before%' AND tbl_name NOT LIKE 'frist%'"));
    std::vector<std::string> before;
    while (need(names.step())) before.emplace_back(names.text(0));
    for (const auto& name : before) database.run("DROP TRIGGER " + sql_name(name));
  }
  OtherProgram program(database.path());
  Statements statements(seed, std::string(variant.name).find("hidden rowid") != std::string::npos);
  Outcome outcome;
  const std::vector<model::RecordId> kinds = {bureau.claim, bureau.address, bureau.contract};
  auto schedules = schedules_of(database.connection, bureau.rules(), kinds);
  auto before = all_facts(database.connection, bureau.rules(), kinds, bureau.claim);
  for (int step = 0; step < count; ++step) {
    for (auto& [unused, schedule] : schedules)
      if (step % 3 > 0) need(schedule.note_new());
    decide(program, step);
    schedule_all(schedules, before);
    program.run(step % 3 == 0 ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
    program.run(step % 5 == 0 ? "PRAGMA recursive_triggers = ON" : "PRAGMA recursive_triggers = OFF");
    const auto sql = statements.next();
    const int code = program.run(sql);
    outcome.failed += code != SQLITE_OK;
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_CONSTRAINT && code != SQLITE_MISMATCH)
      FAIL(variant.name << ": " << sql << ": " << program.message);
    if (planted == Planted::NewRowsForgotten) forget_new_rows(database, schedules);
    auto after = all_facts(database.connection, bureau.rules(), kinds, bureau.claim);
    const auto marks = marked(database.connection, bureau.rules());
    for (const auto& key : changed(before, after)) {
      ++outcome.changes;
      if (marks.count(key) > 0 || is_forgotten(database.connection, bureau.rules(), after, key)) continue;
      if (outcome.missed++ == 0)
        outcome.first_missed = sql + " changed " + bureau.rules().records[key.first].name + "/" + to_text(key.second) +
                               " without a mark; before:\n" + before[key] + "\nafter:\n" + after[key];
    }
    outcome.marks += static_cast<int>(marks.size());
    ++outcome.statements;
    before = std::move(after);
  }
  return outcome;
}

}  // namespace

TEST_CASE("whatever statement changes the facts of an entry, the entry is marked") {
  for (const auto& variant : kVariants) {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const auto outcome = run_statements(variant, seed, 400);
      INFO(variant.name << ", seed " << seed << ": " << outcome.first_missed);
      CHECK(outcome.missed == 0);
      // The test means something: many statements did something, and marks are not simply everywhere.
      CHECK(outcome.changes > 100);
      CHECK(outcome.failed < outcome.statements * 3 / 4);
    }
  }
}

TEST_CASE("without the triggers before a statement, rows that are pushed out go unseen (planted bug)") {
  for (const auto& variant : kVariants) {
    int missed = 0;
    for (std::uint64_t seed = 1; seed <= 4 && missed == 0; ++seed)
      missed = run_statements(variant, seed, 400, Planted::NoBeforeTriggers).missed;
    INFO(variant.name);
    CHECK(missed > 0);
  }
}

TEST_CASE("new rows that are taken for known go unseen (planted bug)") {
  int missed = 0;
  for (const auto& variant : kVariants)
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
      missed += run_statements(variant, seed, 400, Planted::NewRowsForgotten).missed;
  CHECK(missed > 0);
}

namespace {

// One claim, seen by another of the same debtor; each statement changes or removes claim 1.
struct Case {
  const char* name;
  const char* sql;
};
const Case kCases[] = {
    {"insert pushes out by key", "INSERT {} INTO claims(id, debtor, code) VALUES (1, 'x', 'other')"},
    {"insert pushes out by another unique value", "INSERT {} INTO claims(id, debtor, code) VALUES (9, 'x', 'one')"},
    {"update pushes out by key", "UPDATE {} claims SET id = 1 WHERE id = 3"},
    {"update pushes out by another unique value", "UPDATE {} claims SET code = 'one' WHERE id = 3"},
    {"update without a conflict", "UPDATE {} claims SET settled_on = '2024-05-06' WHERE id = 1"},
    {"upsert",
     "INSERT {} INTO claims(id, debtor) VALUES (1, 'x') ON CONFLICT(id) DO UPDATE SET debtor = excluded.debtor"},
    {"upsert by another unique value",
     "INSERT {} INTO claims(id, debtor, code) VALUES (9, 'x', 'one') ON CONFLICT(code) DO UPDATE SET debtor = 'x'"},
    {"delete", "DELETE FROM claims WHERE id = 1"},
    {"key change", "UPDATE {} claims SET id = 77 WHERE id = 1"},
    {"subject change", "UPDATE {} claims SET debtor = 'y' WHERE id = 1"},
};

}  // namespace

TEST_CASE("every conflict clause marks the entry itself and the entries that read it") {
  for (const auto* clause : {"", "OR REPLACE", "OR IGNORE", "OR FAIL", "OR ABORT", "OR ROLLBACK"})
    for (const auto& one : kCases) {
      Bureau bureau;
      TestDatabase database;
      database.run(kBureauTables);
      database.run("INSERT INTO claims(id, debtor, code) VALUES (1, 'd', 'one'), (2, 'd', 'two'), (3, 'e', 'three')");
      REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
      OtherProgram program(database.path());
      const auto before = all_facts(database.connection, bureau.rules(), {bureau.claim}, bureau.claim);
      auto schedules = schedules_of(database.connection, bureau.rules(), {bureau.claim});
      schedule_all(schedules, before);
      std::string sql = one.sql;
      if (const auto place = sql.find("{}"); place != std::string::npos) sql.replace(place, 2, clause);
      program.run(sql);
      const auto after = all_facts(database.connection, bureau.rules(), {bureau.claim}, bureau.claim);
      const auto marks = marked(database.connection, bureau.rules());
      INFO(one.name << ": " << sql << " (" << program.message << ")");
      for (const auto& key : changed(before, after))
        CHECK((marks.count(key) == 1 || is_forgotten(database.connection, bureau.rules(), after, key)));
      const bool did_something = program.message.empty() && before != after;
      if (std::string(clause) == "OR REPLACE") CHECK(did_something);
      if (did_something) CHECK(marks.count({bureau.claim, Key(2)}) == 1);
      // FAIL keeps what was done before the row that failed, and so what the trigger before that row has marked.
      if (!program.message.empty() && std::string(clause) != "OR FAIL") CHECK(marks.empty());
    }
}

TEST_CASE("a program with triggers of its own is watched too") {
  Bureau bureau;
  TestDatabase database;
  database.run(kBureauTables);
  database.run(
      "CREATE TRIGGER own AFTER INSERT ON contracts BEGIN "
      "INSERT OR REPLACE INTO claims(id, debtor, code) VALUES (NEW.id + 100, 'd', 'one'); END");
  database.run("INSERT INTO claims(id, debtor, code) VALUES (1, 'd', 'one')");
  REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
  OtherProgram program(database.path());
  REQUIRE(program.run("INSERT INTO contracts(id) VALUES (5)") == SQLITE_OK);
  const auto marks = marked(database.connection, bureau.rules());
  CHECK(marks.count({bureau.claim, Key(1)}) == 1);
  CHECK(marks.count({bureau.claim, Key(105)}) == 1);
}

}  // namespace frist::store
