// SPDX-License-Identifier: Apache-2.0
#include "engine/store/sqlite.hpp"

#include <unistd.h>

#include "tests/engine/store/database.hpp"

namespace frist::store {

using Catch::Matchers::Contains;
using text::ErrorKind;

TEST_CASE("a database that is not there, or is none, is told in a sentence") {
  TemporaryFolder folder;
  const auto missing = Connection::open(folder.file("none.db"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == ErrorKind::Data);
  CHECK_THAT(missing.error().message, Contains("there is no database `"));

  const auto directory = Connection::open(folder.file("."));
  REQUIRE_FALSE(directory);
  CHECK_THAT(directory.error().message, Contains("is a folder"));

  folder.write("letter.txt", std::string(5000, 'x'));
  const auto letter = Connection::open(folder.file("letter.txt"));
  REQUIRE_FALSE(letter);
  CHECK(letter.error().kind == ErrorKind::Data);
  CHECK_THAT(letter.error().message, Contains("is no SQLite database"));

  CHECK_FALSE(Connection::open(""));
  // A name that SQLite would take for a URI or for a database in memory is a file's name and nothing else.
  CHECK_THAT(Connection::open("file:x?mode=memory").error().message, Contains("there is no database"));
  CHECK_THAT(Connection::open(":memory:").error().message, Contains("there is no database"));
}

TEST_CASE("a file without permission is told as such") {
  if (::geteuid() == 0) return;  // root may do everything
  TemporaryFolder folder;
  { need(Connection::open(folder.file("a.db"), {OpenOptions::Mode::Create})); }
  std::filesystem::permissions(folder.file("a.db"), std::filesystem::perms::none);
  const auto closed = Connection::open(folder.file("a.db"));
  REQUIRE_FALSE(closed);
  CHECK_THAT(closed.error().message, Contains("no permission to read"));
}

TEST_CASE("a damaged database is told as such") {
  TestDatabase database;
  database.run("CREATE TABLE t(a TEXT); CREATE INDEX i ON t(a)");
  database.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
      "INSERT INTO t SELECT 'some text that fills pages ' || i FROM n");
  REQUIRE(need(database.connection.checkpoint()));
  std::string bytes(std::filesystem::file_size(database.path()), '\0');
  std::ifstream(database.path(), std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  for (std::size_t i = 8192; i < bytes.size(); i += 64) bytes[i] = static_cast<char>(~bytes[i]);
  database.folder.write("damaged.db", bytes);
  auto damaged = Connection::open(database.folder.file("damaged.db"));
  const auto failure = damaged ? damaged.value().integer("SELECT sum(length(a)) FROM t").error() : damaged.error();
  CHECK(failure.kind == ErrorKind::Data);
  CHECK_THAT(failure.message, Contains("is damaged"));
}

TEST_CASE("what every open asserts is so, whatever the file was left with") {
  TemporaryFolder folder;
  {
    OtherProgram other(folder.file("a.db"));
    REQUIRE(other.run("PRAGMA journal_mode = DELETE; CREATE TABLE t(a)") == SQLITE_OK);
  }
  auto connection = need(Connection::open(folder.file("a.db")));
  CHECK(need(connection.text("PRAGMA journal_mode")) == "wal");
  CHECK(need(connection.integer("PRAGMA synchronous")) == 2);
  CHECK(need(connection.integer("PRAGMA secure_delete")) == 1);
  CHECK(need(connection.integer("PRAGMA foreign_keys")) == 1);
  CHECK(need(connection.integer("PRAGMA trusted_schema")) == 0);
  CHECK(need(connection.integer("PRAGMA temp_store")) == 2);
  // Defensive: nobody edits the schema by hand.
  CHECK_FALSE(connection.execute("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x'"));
}

TEST_CASE("a reader changes nothing") {
  TestDatabase database;
  database.run("CREATE TABLE t(a)");
  auto reader = need(Connection::open(database.path(), {OpenOptions::Mode::ReadOnly}));
  const auto written = reader.execute("INSERT INTO t VALUES (1)");
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == ErrorKind::Io);
  CHECK_THAT(written.error().message, Contains("can only be read"));
  CHECK(need(reader.integer("SELECT count(*) FROM t")) == 0);
}

TEST_CASE("a database that another program writes to is busy, and free again afterwards") {
  TestDatabase database;
  database.run("CREATE TABLE t(a)");
  OtherProgram other(database.path());
  REQUIRE(other.run("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)") == SQLITE_OK);
  const auto busy = Transaction::begin_write(database.connection);
  REQUIRE_FALSE(busy);
  CHECK(busy.error().kind == ErrorKind::Busy);
  CHECK_THAT(busy.error().message, Contains("another program is writing"));
  // Reading goes on beside it.
  CHECK(database.number("SELECT count(*) FROM t") == 0);
  REQUIRE(other.run("COMMIT") == SQLITE_OK);
  auto free = need(Transaction::begin_write(database.connection));
  need(free.commit());
  CHECK(database.number("SELECT count(*) FROM t") == 1);
}

TEST_CASE("a transaction that is not committed has never been") {
  TestDatabase database;
  database.run("CREATE TABLE t(a)");
  {
    auto transaction = need(Transaction::begin_write(database.connection));
    database.run("INSERT INTO t VALUES (1)");
  }
  CHECK(database.number("SELECT count(*) FROM t") == 0);
  CHECK_FALSE(database.connection.in_transaction());
}

TEST_CASE("one reading transaction sees one state") {
  TestDatabase database;
  database.run("CREATE TABLE t(a)");
  OtherProgram other(database.path());
  auto view = need(Transaction::begin_read(database.connection));
  REQUIRE(other.run("INSERT INTO t VALUES (1)") == SQLITE_OK);
  CHECK(database.number("SELECT count(*) FROM t") == 0);
  need(view.commit());
  CHECK(database.number("SELECT count(*) FROM t") == 1);
}

TEST_CASE("where no room is left the transaction is undone and says so") {
  TestDatabase database;
  database.run("CREATE TABLE t(a); INSERT INTO t VALUES ('before'); PRAGMA max_page_count = 10");
  auto transaction = need(Transaction::begin_write(database.connection));
  Status filled;
  for (int i = 0; i < 100 && filled; ++i) filled = database.connection.execute("INSERT INTO t VALUES (zeroblob(2000))");
  REQUIRE_FALSE(filled);
  CHECK(filled.error().kind == ErrorKind::Io);
  CHECK_THAT(filled.error().message, Contains("no room left"));
  static_cast<void>(transaction.commit());
  CHECK(database.number("SELECT count(*) FROM t WHERE a = 'before'") == 1);
  CHECK_FALSE(database.connection.in_transaction());
}

TEST_CASE("the write-ahead log is cut to nothing unless a reader is in the way") {
  TestDatabase database;
  database.run("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  OtherProgram other(database.path());
  REQUIRE(other.run("BEGIN; SELECT * FROM t") == SQLITE_OK);
  database.run("DELETE FROM t");
  CHECK_FALSE(need(database.connection.checkpoint()));
  REQUIRE(other.run("COMMIT") == SQLITE_OK);
  CHECK(need(database.connection.checkpoint()));
  CHECK(std::filesystem::file_size(database.path() + "-wal") == 0);
}

TEST_CASE("keys keep their type through a statement and order as SQLite orders them") {
  TestDatabase database;
  database.run("CREATE TABLE t(k)");
  const std::vector<Key> keys = {
      Key(-5), Key(12), Key::text(""), Key::text("12"), Key::text("a\xC3\xA4"), Key::blob(std::string("\x00\xFF", 2))};
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  auto insert = need(database.connection.prepare("INSERT INTO t VALUES (?1)"));
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) need(insert.bind(1, *key).run());
  auto rows = need(database.connection.prepare("SELECT k FROM t ORDER BY k"));
  KeyColumn column;
  for (const auto& key : keys) {
    REQUIRE(need(rows.step()));
    CHECK(rows.key(0) == key);
    column.add(rows.key(0));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    CHECK(column.at(i) == keys[i]);
    for (std::size_t j = 0; j < keys.size(); ++j)
      CHECK(column.compare(i, keys[j].kind, keys[j].number, keys[j].bytes) == (keys[i] <=> keys[j]));
  }
  CHECK(to_text(keys[1]) == "12");
  CHECK(to_text(keys[5]) == "x'00FF'");
}

}  // namespace frist::store
