// SPDX-License-Identifier: Apache-2.0
// The register keeps what people are owed an answer to, whoever writes requests and erases entries.
#include "engine/store/request_register.hpp"

#include "engine/store/holds.hpp"
#include "engine/store/migrations.hpp"
#include "tests/engine/store/attached_bureau.hpp"

namespace frist::store {
namespace {

struct RegisterOfBureau : AttachedBureau {
  void ask(std::int64_t claim, calendar::Day day) {
    write([&] { CHECK(need(request_erasure(database.connection, kind, Key(claim), day, "desk"))); });
  }
  void answer(std::int64_t number) {
    auto request = need(registered_request(database.connection, number)).value();
    request.answered_on = 20001;
    request.outcome = "granted";
    write([&] { need(note_answer(database.connection, request)); });
  }
  void erase(std::int64_t claim) {
    write([&] {
      auto acts = need(Acts::open(database.connection, bureau.rules(), bureau.claim, kind));
      need(acts.erase(Key(claim)));
    });
  }
  // "number/entry/gone/answered", by number.
  std::string all() {
    return database.text(
        "SELECT coalesce(group_concat(number || '/' || entry || '/' || gone || '/' || (answered_on IS NOT NULL), ' '), "
        "'') FROM (SELECT * FROM frist_request_register ORDER BY number)");
  }
};

}  // namespace

TEST_CASE("a request has a number of its own, and stays until it was answered and its entry is gone") {
  RegisterOfBureau r;
  r.ask(1, 20000);
  r.ask(2, 19999);
  CHECK(r.all() == "1/1/0/0 2/2/0/0");
  r.answer(2);
  CHECK(r.all() == "1/1/0/0 2/2/0/1");
  CHECK(need(registered_requests(r.database.connection, false)).size() == 1);
  CHECK(need(registered_requests(r.database.connection, true)).size() == 2);
  r.erase(1);
  r.erase(2);
  CHECK(r.all() == "1/1/1/0");
  CHECK(need(registered_request_on(r.database.connection, r.kind, Key(1)))->gone);
  r.answer(1);
  CHECK(r.all().empty());
  r.ask(3, 20002);
  CHECK(r.all() == "3/3/0/0");
}

TEST_CASE("another entry under the key of one that is gone has a request of its own") {
  RegisterOfBureau r;
  r.ask(1, 20000);
  r.erase(1);
  r.database.run("INSERT INTO claims(id, debtor) VALUES (1, 'f')");
  r.ask(1, 20010);
  CHECK(r.all() == "1/1/1/0 2/1/0/0");
  CHECK(need(registered_request_on(r.database.connection, r.kind, Key(1)))->number == 2);
  const auto second = need(registered_request(r.database.connection, 2)).value();
  r.write([&] { need(withdraw_request(r.database.connection, second)); });
  CHECK(r.all() == "1/1/1/0");
  CHECK_FALSE(need(request_on(r.database.connection, r.kind, Key(1))));
  const auto first = need(registered_request(r.database.connection, 1)).value();
  r.write([&] { need(withdraw_request(r.database.connection, first)); });
  CHECK(r.all().empty());
}

TEST_CASE("a request that another program writes is in the register, and follows its entry's key") {
  RegisterOfBureau r;
  OtherProgram other(r.database.path());
  const std::string row = "INTO frist_request(kind, entry, requested_on, received_by) VALUES (1, 1, 20000, 'form')";
  REQUIRE(other.run("UPDATE frist_kind SET kind = kind WHERE 0; INSERT " + row) == SQLITE_OK);
  CHECK(r.all() == "1/1/0/0");
  for (const char* recursive : {"OFF", "ON"}) {
    INFO(recursive);
    REQUIRE(other.run(std::string("PRAGMA recursive_triggers = ") + recursive) == SQLITE_OK);
    REQUIRE(other.run("INSERT OR IGNORE " + row) == SQLITE_OK);
    CHECK(r.database.number("SELECT count(*) FROM frist_request_register WHERE gone = 0") == 1);
    REQUIRE(other.run("INSERT OR REPLACE " + row) == SQLITE_OK);
    CHECK(r.database.number("SELECT count(*) FROM frist_request_register WHERE gone = 0") == 1);
  }
  REQUIRE(other.run("DELETE FROM frist_request_register WHERE gone = 1") == SQLITE_OK);
  REQUIRE(other.run("UPDATE claims SET id = 77 WHERE id = 1") == SQLITE_OK);
  CHECK(need(registered_request_on(r.database.connection, r.kind, Key(77))));
  REQUIRE(other.run("UPDATE frist_request SET requested_on = 19000") == SQLITE_OK);
  CHECK(need(registered_request_on(r.database.connection, r.kind, Key(77)))->received_on == 19000);
  REQUIRE(other.run("DELETE FROM claims WHERE id = 77") == SQLITE_OK);
  CHECK(need(registered_request_on(r.database.connection, r.kind, Key(77)))->gone);
}

TEST_CASE("requests of the sixth version come into the register by day, with numbers of their own") {
  TestDatabase database;
  const auto migrate_to_newest = [&] {
    auto transaction = need(Transaction::begin_write(database.connection));
    need(migrate(database.connection));
    need(transaction.commit());
  };
  migrate_to_newest();
  database.run(
      "INSERT INTO frist_kind VALUES (1, 'claim', 'claims', 'id');"
      "DROP TRIGGER frist_request_insert_registered; DROP TRIGGER frist_request_update_registered;"
      "DROP TRIGGER frist_request_delete_registered; DROP TABLE frist_request_register;"
      "DELETE FROM frist_meta WHERE key = 'last_request'; UPDATE frist_meta SET value = 6 WHERE key = 'schema';"
      "INSERT INTO frist_request VALUES (1, 'a', 20000, 'desk'), (1, 'b', 19000, 'form')");
  migrate_to_newest();
  CHECK(database.text("SELECT group_concat(number || entry || received_on || received_by) FROM (SELECT * FROM "
                      "frist_request_register ORDER BY number)") == "1b19000form,2a20000desk");
  database.run("INSERT INTO frist_request VALUES (1, 'c', 20001, 'desk')");
  CHECK(database.number("SELECT number FROM frist_request_register WHERE entry = 'c'") == 3);
}

}  // namespace frist::store
