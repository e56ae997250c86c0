// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/story.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "dsl/text/render_text.hpp"
#include "engine/run/night.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/holds.hpp"
#include "engine/service/requests.hpp"
#include "engine/store/checksums.hpp"
#include "rules/calendar/zone.hpp"
#include "tests/support/catch.hpp"

namespace frist::faults {

using service::OpenDatabase;
using text::Result;
using text::Status;

namespace {

constexpr const char* kPolicy = R"(policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record card "Card" in table "cards" key "id"
  subject  member
  field    member     text identity
  field    remark     text absent means none
  field    joined_on  date
  field    left_on    date absent means none
  list     loans of loan

record loan "Loan" in table "loans" key "id" parent "card"
  field    made_on  date

record visit "Visit" in table "visits" key "id"
  field    came_on  date

retention former "Former members" of card
  restrict   after 1 year from left_on
  anonymise  remark after 18 months from left_on
  erase      after 2 years from left_on

retention asked "Members that ask for it" of card
  erase   on request

retention member "Members" of card
  when    left_on is none
  review  every 3 years from joined_on

retention visits "Visits" of visit
  erase   after 1 year from came_on
)";

// 40 cards, of which half were given back in the course of two years; some have loans. 12 visits.
constexpr const char* kTables = R"(
CREATE TABLE cards(id INTEGER PRIMARY KEY, member TEXT, remark TEXT, joined_on TEXT, left_on TEXT);
CREATE TABLE loans(id INTEGER PRIMARY KEY, card INTEGER NOT NULL REFERENCES cards(id), made_on TEXT);
CREATE INDEX loans_card ON loans(card);
CREATE TABLE visits(id INTEGER PRIMARY KEY, came_on TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  INSERT INTO cards SELECT i, 'member ' || (i % 30), 'a remark about ' || i, date('2019-01-01', i || ' days'),
    CASE WHEN i % 2 THEN date('2020-05-01', i || ' days', (i % 20) || ' months') END FROM n;
INSERT INTO loans SELECT c.id * 10 + k.i, c.id, '2020-01-01' FROM cards AS c, (SELECT 1 AS i UNION SELECT 2) AS k
  WHERE c.id % 3 = 0;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12)
  INSERT INTO visits SELECT i, date('2021-05-01', (i * 20) || ' days') FROM n;
)";

constexpr int kFirstNight = 2, kSecondNight = 5;  // among the deeds

Status outcome(const auto& result) { return result ? Status() : Status(result.error()); }

std::string rows_of(store::Connection& connection, const char* sql) {
  auto statement = connection.prepare(sql);
  REQUIRE(statement);
  std::string text;
  for (;;) {
    const auto row = statement.value().step();
    if (!row) return row.error().message;
    if (!row.value()) return text;
    text += std::string(statement.value().text(0)) + "\n";
  }
}

// Which entries there ever were and are, what the log tells of them, and which are on hold by a person; for this
// connection alone.
constexpr const char* kLook = R"(
CREATE TEMP TABLE born AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
  SELECT kind, i AS entry, record || '/' || i AS name FROM n, frist_kind WHERE record = 'card' OR i <= 12;
CREATE TEMP TABLE there AS SELECT 'card/' || id AS name FROM cards UNION ALL SELECT 'visit/' || id FROM visits;
CREATE TEMP TABLE told AS SELECT seq, substr(CAST(leaf AS TEXT), 11, instr(CAST(leaf AS TEXT), char(10)) - 11) AS leaf,
  json_extract(CAST(body AS TEXT), '$.entry') AS name, json_extract(CAST(body AS TEXT), '$.action') AS action
  FROM frist_audit_log WHERE body IS NOT NULL;
CREATE TEMP TABLE logged AS SELECT * FROM born JOIN told USING (name) JOIN frist_audit_ref USING (kind, entry, seq);
CREATE TEMP TABLE erased AS SELECT name FROM logged WHERE leaf = 'erase' AND action = 'erase';
CREATE TEMP TABLE standing AS SELECT name FROM born JOIN frist_hold USING (kind, entry) WHERE lifted_at IS NULL;
)";
constexpr const char* kLookNoMore =
    "DROP TABLE temp.born; DROP TABLE temp.there; DROP TABLE temp.told; DROP TABLE temp.logged; "
    "DROP TABLE temp.erased; DROP TABLE temp.standing;";

struct Law {
  const char* broken;  // said where the count is not 0
  const char* count;
};
constexpr Law kLaws[] = {
    {"rows went without a leaf", "born WHERE name NOT IN (SELECT name FROM there UNION ALL SELECT name FROM erased)"},
    {"leaves tell of rows that are there", "erased WHERE name IN (SELECT name FROM there)"},
    {"an entry was erased twice", "(SELECT 1 FROM erased GROUP BY name HAVING count(*) > 1)"},
    {"leaves have no body, or bodies no leaf",
     "frist_audit_leaf FULL JOIN frist_audit_body AS b USING (seq) WHERE leaf IS NULL OR body IS NULL"},
    {"the log has a hole", "(SELECT count(*) AS n, max(seq) AS last FROM frist_audit_leaf) WHERE n <> last + 1"},
    {"a leaf about an entry cannot be found by its entry",
     "told WHERE name IS NOT NULL AND seq NOT IN (SELECT seq FROM frist_audit_ref)"},
    {"loans without their card", "loans WHERE card NOT IN (SELECT id FROM cards)"},
    {"loans gone and their card not",
     "cards WHERE id % 3 = 0 AND (SELECT count(*) FROM loans WHERE card = cards.id) <> 2"},
    {"a remark went without a leaf, or a leaf without its remark",
     "cards WHERE (remark IS NULL) <> (('card/' || id) IN (SELECT name FROM logged WHERE action = 'anonymise "
     "remark'))"},
    {"restrictions and their leaves differ",
     "born JOIN there USING (name) WHERE (name IN (SELECT name FROM born JOIN frist_restriction USING (kind, entry))) "
     "<> (name IN (SELECT name FROM logged WHERE action = 'restrict'))"},
    {"reviews and their leaves differ",
     "born JOIN there USING (name) WHERE (SELECT count(*) FROM frist_review AS r WHERE r.kind = born.kind AND r.entry "
     "= born.entry) <> (SELECT count(*) FROM logged AS l WHERE l.name = born.name AND l.action = 'review')"},
    {"holds and their leaves differ",
     "born JOIN there USING (name) WHERE (SELECT count(*) FROM standing AS s WHERE s.name = born.name) <> (SELECT "
     "coalesce(sum(CASE action WHEN 'hold' THEN 1 WHEN 'lift hold' THEN -1 ELSE 0 END), 0) FROM logged AS l WHERE "
     "l.name = born.name)"},
    {"requests and their leaves differ",
     "born JOIN there USING (name) WHERE (name IN (SELECT name FROM born JOIN frist_request USING (kind, entry))) <> "
     "(name IN (SELECT name FROM logged WHERE action = 'request erasure'))"},
    {"holds of entries that are gone", "standing WHERE name NOT IN (SELECT name FROM there)"},
    // While all entries are decided, the schedule by day is away.
    {"the schedule by entry says more than the one by day",
     "(SELECT kind, entry, next FROM frist_due WHERE NOT EXISTS (SELECT 1 FROM frist_gone AS g WHERE g.kind = "
     "frist_due.kind AND g.entry = frist_due.entry) AND NOT EXISTS (SELECT 1 FROM frist_meta WHERE key = 'days_away') "
     "EXCEPT SELECT kind, entry, next FROM frist_day)"},
    {"the schedule by day says more than the one by entry",
     "(SELECT kind, entry, next FROM frist_day EXCEPT SELECT kind, entry, next FROM frist_due)"},
};

// Whether each deed is in the database.
constexpr const char* kDone[] = {
    "logged WHERE name = 'card/3' AND action = 'hold'",
    "logged WHERE name = 'card/20' AND action = 'request erasure'",
    "frist_run WHERE state = 'done' AND as_of = CAST(julianday('2022-06-01') - julianday('1970-01-01') AS INTEGER)",
    "logged WHERE name = 'card/23' AND action = 'hold'",
    "logged WHERE name = 'card/3' AND action = 'lift hold'",
    "frist_run WHERE state = 'done' AND as_of = CAST(julianday('2022-09-01') - julianday('1970-01-01') AS INTEGER)"};
static_assert(std::size(kDone) == Story::kDeeds);

// What is wrong, in words. `done`: how many of the deeds are there.
std::string broken_laws(store::Connection& connection, int& done) {
  const auto sound = connection.text("PRAGMA integrity_check");
  if (!sound) return sound.error().message;
  if (sound.value() != "ok") return "integrity_check: " + sound.value().value_or("nothing");
  if (auto looked = connection.execute(kLook); !looked) return looked.error().message;
  std::string wrong;
  for (const Law& law : kLaws) {
    const auto count = connection.integer(std::string("SELECT count(*) FROM ") + law.count);
    if (!count) return count.error().message;
    if (count.value() != 0) wrong += fmt::format("{} ({}); ", law.broken, count.value().value_or(-1));
  }
  for (const auto& sound : {store::require_sound_rows(connection, store::CheckedTables::All),
                            store::require_sound_days(connection, calendar::kNever)})
    if (!sound) wrong += sound.error().message + "; ";
  for (done = 0; done < Story::kDeeds; ++done) {
    const auto there = connection.integer(std::string("SELECT count(*) FROM ") + kDone[done]);
    if (!there) return there.error().message;
    if (there.value() == 0) break;
  }
  if (auto over = connection.execute(kLookNoMore); !over) return over.error().message;
  return wrong;
}

std::string rows_and_log(store::Connection& connection) {
  std::string text;
  for (const char* sql : {
           "SELECT printf('card %d %s %s %s', id, member, remark, left_on) FROM cards ORDER BY id",
           "SELECT printf('loan %d %d', id, card) FROM loans ORDER BY id",
           "SELECT printf('visit %d %s', id, came_on) FROM visits ORDER BY id",
           "SELECT printf('due %d/%d %d', kind, entry, next) FROM frist_day ORDER BY kind, entry",
           "SELECT key FROM frist_meta WHERE key = 'days_away'",
           "SELECT printf('hold %d/%d %s %s', kind, entry, reason, lifted_by) FROM frist_hold ORDER BY kind, entry",
           "SELECT printf('request %d/%d %s', kind, entry, received_by) FROM frist_request ORDER BY kind, entry",
           "SELECT printf('restricted %d/%d %d %s', kind, entry, since, rule) FROM frist_restriction ORDER BY 1",
           "SELECT printf('review %d/%d %d %s', kind, entry, due_on, rule) FROM frist_review ORDER BY 1",
           "SELECT printf('act %d/%d %s %s %d', kind, entry, act, rule, since) FROM frist_act ORDER BY 1",
           // What people lay down is of the day on which it happens to be.
           "SELECT printf('told %s %s %s %s', entry, action, rule, iif(rule = '', '', day)) FROM (SELECT "
           "json_extract(text, '$.entry') AS entry, json_extract(text, '$.action') AS action, "
           "coalesce(json_extract(text, '$.rule'), '') AS rule, json_extract(text, '$.on') AS day FROM (SELECT "
           "CAST(body AS TEXT) AS text FROM frist_audit_log)) WHERE entry IS NOT NULL ORDER BY 1",
       })
    text += rows_of(connection, sql);
  return text;
}

}  // namespace

Story::Story(Planted planted) : planted_(Planted::Nothing) {
  std::string name = std::filesystem::temp_directory_path() / "frist-faults-XXXXXX";
  REQUIRE(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  path_ = folder_ + "/club.db";
  std::ofstream{path_};  // the system's folder shows a file as well, where the product looks why none can be opened
  put_disk({});
  {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::Create;
    auto connection = store::Connection::open(path_, options);
    REQUIRE(connection);
    REQUIRE(connection.value().execute(kTables));
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    const service::PolicyTexts texts{"club.frist", {{"club.frist", kPolicy}}};
    const auto policy = service::load_policy(texts, sources, sink);
    INFO(text::render_all(sink, *sources));
    REQUIRE(policy);
    const auto report = service::attach_to(connection.value(), *policy);
    REQUIRE(report);
    REQUIRE(report.value().attached);
  }
  beginning_ = disk().now();
  planted_ = planted;
}

Story::~Story() { std::filesystem::remove_all(folder_); }

Result<OpenDatabase> Story::open() const {
  auto database = service::open_attached(path_, store::OpenOptions::Mode::ReadWrite);
  if (!database) return database;
  const char* pragma = planted_ == Planted::SynchronousOff      ? "PRAGMA synchronous=OFF"
                       : planted_ == Planted::SynchronousNormal ? "PRAGMA synchronous=NORMAL"
                                                                : nullptr;
  if (pragma)
    if (auto set = database.value().connection.execute(pragma); !set) return set.error();
  return database;
}

Status Story::night(OpenDatabase& database, const std::string& day) const {
  if (planted_ == Planted::RowsFirst || planted_ == Planted::LogFirst) return planted_night(database, day);
  run::NightOptions options;
  options.as_of.day = calendar::parse_day(day).value();
  options.as_of.instant = calendar::Zone::find("Europe/Berlin")->start_of_day(options.as_of.day).value();
  options.now = service::now();
  options.batch = 6;  // several transactions in a night
  options.threads = 1;
  return outcome(run::run_night(database.connection, database.policy->rules, database.policy_hash, options));
}

// Erases visits as a night of this kind would that does not do the two things together.
Status Story::planted_night(OpenDatabase& database, const std::string& day) const {
  const std::string due = fmt::format("(SELECT min(id) FROM visits WHERE date(came_on, '1 year') < '{}')", day);
  for (;;) {
    const auto id = database.connection.integer("SELECT " + due);
    if (!id) return id.error();
    if (!id.value())
      return database.connection.execute(
          fmt::format("INSERT INTO frist_run(policy, as_of, started, finished, state) VALUES ('', {}, 0, 0, 'done')",
                      calendar::parse_day(day).value()));
    const auto row = fmt::format("DELETE FROM visits WHERE id = {}", *id.value());
    const auto seq = "(SELECT coalesce(max(seq), -1) + 1 FROM frist_audit_leaf)";
    const auto log = fmt::format(
        "BEGIN; INSERT INTO frist_audit_body VALUES ({0}, x'00', '{{\"entry\":\"visit/{1}\",\"action\":\"erase\"}}'); "
        "INSERT INTO frist_audit_ref VALUES ((SELECT kind FROM frist_kind WHERE record = 'visit'), {1}, {0}); "
        "INSERT INTO frist_audit_leaf VALUES ({0}, 'retlog/v1 erase' || char(10), x'00'); COMMIT",
        seq, *id.value());
    const bool rows_first = planted_ == Planted::RowsFirst;
    for (const std::string& sql : {rows_first ? row : log, rows_first ? log : row})
      if (auto done = database.connection.execute(sql); !done) return done;
  }
}

Status Story::deed(OpenDatabase& database, int which) const {
  switch (which) {
    case 0:
      return outcome(service::place_hold(database, {"card/3", "a lawsuit", "legal office", "", "", "", ""}));
    case 1:
      return outcome(service::file_request(database, {"card/20", "front desk", "by letter", "2022-05-20"}));
    case kFirstNight:
      return night(database, "2022-06-01");
    case 3:
      return outcome(service::place_hold(database, {"card/23", "an audit", "legal office", "", "", "", ""}));
    case 4: {
      const auto holds = service::list_holds(database, {});
      if (!holds) return holds.error();
      for (const auto& hold : holds.value())
        if (hold.entry == "card/3")
          return outcome(service::lift_hold(database, hold.hold.id, "legal office", "it was settled"));
      return text::Error{text::ErrorKind::Internal, "the hold of card/3 is not there"};
    }
    case kSecondNight:
      return night(database, "2022-09-01");
    default:
      FAIL("there is no such deed");
      return {};
  }
}

Story::Told Story::tell() const {
  Told told;
  // Two programs, one after the other.
  for (const auto& [first, last] : {std::pair(0, kFirstNight), std::pair(kFirstNight + 1, kSecondNight)}) {
    auto database = open();
    if (!database) {
      told.error = database.error();
      return told;
    }
    for (int which = first; which <= last; ++which) {
      if (auto done = deed(database.value(), which); !done) {
        told.error = done.error();
        return told;
      }
      ++told.acknowledged;
      told.after_steps.push_back(steps_done());
    }
  }
  return told;
}

Story::Findings Story::examine() const {
  Findings findings;
  auto database = open();
  if (!database) {
    findings.wrong = database.error().message;
    return findings;
  }
  auto& connection = database.value().connection;
  findings.wrong = broken_laws(connection, findings.done);
  if (!findings.wrong.empty()) return findings;
  for (int which = findings.done; which < kDeeds; ++which)
    if (auto now = deed(database.value(), which); !now) {
      findings.wrong = fmt::format("deed {} cannot be done now: {}", which, now.error().message);
      return findings;
    }
  int done = 0;
  findings.wrong = broken_laws(connection, done);
  if (findings.wrong.empty()) findings.contents = rows_and_log(connection);
  return findings;
}

std::string Story::contents() const {
  auto database = open();
  REQUIRE(database);
  return rows_and_log(database.value().connection);
}

}  // namespace frist::faults
