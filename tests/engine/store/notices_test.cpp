// SPDX-License-Identifier: Apache-2.0
// The outbox is filled in the transaction that erases or restricts, whoever does it, and once for each recipient.
#include "engine/store/notices.hpp"

#include "engine/store/acts.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

struct DisclosedBureau {
  Bureau bureau;
  TestDatabase database;
  std::int64_t kind = 0;

  DisclosedBureau() {
    database.run(kBureauTables);
    database.run("CREATE UNIQUE INDEX claims_code ON claims(code)");
    database.run("INSERT INTO claims(id, debtor, code) VALUES (1, 'd', 'x'), (2, 'd', 'y'), (3, 'd', 'z')");
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    kind = need(find_kind(database.connection, "claim")).value();
    write([&] {
      CHECK(need(note_disclosure(database.connection, {kind, Key(1), "court", "C1", 19000})));
      CHECK(need(note_disclosure(database.connection, {kind, Key(1), "bureau", "B1", 19000})));
      CHECK(need(note_disclosure(database.connection, {kind, Key(2), "court", "C2", 19000})));
    });
  }
  template <class Work>
  void write(Work work) {
    auto transaction = need(Transaction::begin_write(database.connection));
    work();
    need(transaction.commit());
  }
  Acts acts() { return need(Acts::open(database.connection, bureau.rules(), bureau.claim, kind)); }
  // "recipient/reference/what", by number.
  std::string outbox() {
    return database.text(
        "SELECT coalesce(group_concat(recipient || '/' || reference || '/' || what, ' '), '') FROM (SELECT * FROM "
        "frist_notice ORDER BY number)");
  }
};

}  // namespace

TEST_CASE("erasing tells every recipient, and nobody where it is undone or nothing was disclosed") {
  DisclosedBureau b;
  {
    auto transaction = need(Transaction::begin_write(b.database.connection));
    auto acts = b.acts();
    need(acts.erase(Key(1)));
    CHECK_FALSE(b.outbox().empty());
  }
  CHECK(b.outbox().empty());
  CHECK(need(disclosures(b.database.connection, nullptr)).size() == 3);
  b.write([&] {
    auto acts = b.acts();
    need(acts.erase(Key(3)));
    need(acts.erase(Key(1)));
  });
  CHECK(b.outbox() == "bureau/B1/erased court/C1/erased");
  CHECK(b.database.number("SELECT count(DISTINCT id) FROM frist_notice WHERE length(id) = 32") == 2);
  CHECK(need(disclosures(b.database.connection, nullptr)).size() == 1);
  // Another entry under the same key was disclosed to nobody.
  b.database.run("INSERT INTO claims(id, debtor, code) VALUES (1, 'e', 'x'); DELETE FROM claims WHERE id = 1");
  CHECK(need(notices(b.database.connection, false)).size() == 2);
}

TEST_CASE("erasing many at once tells the recipients of each") {
  DisclosedBureau b;
  const auto moved = need(find_kind(b.database.connection, "address")).value();
  b.database.run("INSERT INTO addresses(id, person, street) VALUES (1, 'd', 's'), (2, 'd', 't'), (3, 'd', 'u')");
  b.write([&] {
    for (const std::int64_t id : {1, 3})
      CHECK(need(note_disclosure(b.database.connection, {moved, Key(id), "court", "A" + std::to_string(id), 19000})));
  });
  b.write([&] {
    auto acts = need(Acts::open(b.database.connection, b.bureau.rules(), b.bureau.address, moved));
    need(acts.begin_many());
    for (const std::int64_t id : {1, 2, 3}) need(acts.erase(Key(id)));
    need(acts.finish_many());
  });
  CHECK(b.outbox() == "court/A1/erased court/A3/erased");
  CHECK(need(disclosures(b.database.connection, nullptr)).size() == 3);
}

TEST_CASE("restricting and anonymising tell the recipients once, and the entry goes on being disclosed") {
  DisclosedBureau b;
  b.write([&] {
    auto acts = b.acts();
    for (int night = 1; night <= 2; ++night) {
      need(acts.restrict(Key(2), 20000, "old"));
      need(acts.note_act(Key(2), {"restrict", "old", 20000, night}));
      need(acts.note_act(Key(2), {"anonymise code", "old", 20000, night}));
    }
    need(acts.restrict(Key(3), 20000, "old"));
  });
  CHECK(b.outbox() == "court/C2/restricted court/C2/anonymised");
  b.write([&] { CHECK(need(make_notices(b.database.connection, b.kind, Key(1), "rectified")) == 2); });
  b.write([&] { CHECK(need(make_notices(b.database.connection, b.kind, Key(3), "rectified")) == 0); });
  CHECK(need(disclosures(b.database.connection, nullptr)).size() == 3);
}

TEST_CASE("what another program deletes or pushes out is told, and what it renames is not") {
  for (const char* recursive : {"OFF", "ON"}) {
    INFO(recursive);
    DisclosedBureau b;
    OtherProgram other(b.database.path());
    REQUIRE(other.run(std::string("PRAGMA recursive_triggers = ") + recursive) == SQLITE_OK);
    REQUIRE(other.run("UPDATE claims SET id = 20 WHERE id = 2") == SQLITE_OK);
    CHECK(b.outbox().empty());
    // By the unique code, the row of claim 20 is in the way.
    REQUIRE(other.run("INSERT OR IGNORE INTO claims(id, debtor, code) VALUES (30, 'f', 'y')") == SQLITE_OK);
    CHECK(b.outbox().empty());
    REQUIRE(other.run("INSERT OR REPLACE INTO claims(id, debtor, code) VALUES (30, 'f', 'y')") == SQLITE_OK);
    CHECK(b.outbox() == "court/C2/erased");
    REQUIRE(other.run("DELETE FROM claims WHERE id = 1") == SQLITE_OK);
    CHECK(b.outbox() == "court/C2/erased bureau/B1/erased court/C1/erased");
    CHECK(b.database.number("SELECT count(*) FROM frist_disclosure") == 0);
    CHECK(other.run("INSERT INTO frist_disclosure VALUES (99, 1, 'court', 'C', 19000)") == SQLITE_CONSTRAINT_TRIGGER);
  }
}

TEST_CASE("a notice that was acknowledged knows neither entry nor reference, and keeps its number") {
  DisclosedBureau b;
  b.database.run("DELETE FROM claims WHERE id = 2");
  b.write([&] { need(acknowledge_notice(b.database.connection, 1, 1'800'000'000, "office")); });
  CHECK(need(notices(b.database.connection, false)).empty());
  const auto notice = need(notice_by_number(b.database.connection, 1)).value();
  CHECK(notice.entry.empty());
  CHECK(notice.reference.empty());
  CHECK(notice.recipient == "court");
  b.database.run("DELETE FROM claims WHERE id = 1");
  CHECK(need(notices(b.database.connection, false)).at(0).number == 2);
}

TEST_CASE("a disclosure to the same recipient under the same reference keeps the later day") {
  DisclosedBureau b;
  b.write([&] {
    CHECK_FALSE(need(note_disclosure(b.database.connection, {b.kind, Key(2), "court", "C2", 19005})));
    CHECK_FALSE(need(note_disclosure(b.database.connection, {b.kind, Key(2), "court", "C2", 18000})));
  });
  const Disclosure of{b.kind, Key(2), {}, {}, 0};
  CHECK(need(disclosures(b.database.connection, &of)).at(0).disclosed_on == 19005);
  b.write([&] { CHECK(need(remove_disclosures(b.database.connection, {b.kind, Key(2), "court", {}, 0})) == 1); });
  b.database.run("DELETE FROM claims WHERE id = 2");
  CHECK(b.outbox().empty());
}

}  // namespace frist::store
