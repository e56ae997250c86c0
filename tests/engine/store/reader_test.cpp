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
#include "tests/engine/store/all_types.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

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

TEST_CASE("what is written for an entry names one, or is refused; bytes are written as answers write them") {
  TestDatabase database;
  database.run("CREATE TABLE odd(id PRIMARY KEY); INSERT INTO odd VALUES (7), ('7'), (8), (x'ABCD')");
  model::Record odd;
  odd.name = "member";
  odd.table = "odd";
  odd.key = "id";
  const auto both = find_key(database.connection, odd, "7");
  REQUIRE_FALSE(both);
  CHECK(both.error().kind == text::ErrorKind::Data);
  CHECK_THAT(both.error().message, Catch::Matchers::Contains("names two entries"));
  CHECK(need(find_key(database.connection, odd, "8")) == Key(8));
  const auto bytes = need(find_key(database.connection, odd, "x'ABCD'"));
  REQUIRE(bytes);
  CHECK(bytes->kind == Key::Kind::Blob);
  CHECK(bytes->bytes == "\xAB\xCD");
  CHECK(need(find_key(database.connection, odd, to_text(*bytes))) == bytes);
  for (const char* other : {"x'ABCE'", "x'ABC'", "x'AB", "x''", "x'ABXY'"})
    CHECK_FALSE(need(find_key(database.connection, odd, other)));
}

TEST_CASE("rows without a key that can name them are counted, however the column is declared") {
  struct Column {
    const char* declared;
    std::int64_t without;
  };
  const auto column = GENERATE(Column{"id PRIMARY KEY", 3}, Column{"id INT UNIQUE", 3}, Column{"id TEXT UNIQUE", 1},
                               Column{"id INTEGER PRIMARY KEY", 0});
  TestDatabase database;
  database.run(std::string("CREATE TABLE odd(") + column.declared + ")");
  database.run("INSERT INTO odd VALUES (NULL), (7)");
  if (column.without > 0) database.run("INSERT INTO odd VALUES (7.5), (1e300)");
  model::Record odd;
  odd.table = "odd";
  odd.key = "id";
  INFO(column.declared);
  CHECK(need(count_without_key(database.connection, odd)) == column.without);
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
  database.run("UPDATE claims SET debtor = ''; INSERT INTO claims(id, debtor) VALUES (3, '')");
  CHECK_FALSE(
      need(load_entry(database.connection, bureau.rules(), bureau.claim, Key(1)))->others);  // nor of an empty one
  CHECK_FALSE(need(load_entry(database.connection, bureau.rules(), bureau.claim, Key(2))));
}

}  // namespace frist::store
