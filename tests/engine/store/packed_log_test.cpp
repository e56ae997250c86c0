// SPDX-License-Identifier: Apache-2.0
// What leaves and bodies have in common is kept once, and every text comes back byte for byte.
#include "engine/store/packed_log.hpp"

#include <fmt/core.h>

#include <random>

#include "engine/store/audit_store.hpp"
#include "engine/store/migrations.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

class RandomLog {
 public:
  // Mostly as a night writes them; some that are no leaf, or one of another number.
  AuditEntry entry(std::int64_t seq) {
    const std::string digest(64, "0123456789abcdef"[below(16)]);
    AuditEntry e{
        fmt::format("retlog/v1 {}\nseq {}\ntime 2026-04-0{}T02:00:00Z\nbody {}\n", below(2) ? "erase" : "act",
                    seq + (below(9) == 0), below(3), digest),
        bytes(32),
        bytes(32),
        fmt::format(R"({{"as_of":"2026-04-0{}","entry":"{}","rule":"{}"}})", below(3), bytes(below(30)), below(3)),
        {1, Key(seq)},
        {}};
    if (below(9) == 0) e.leaf = bytes(below(400));
    if (below(9) == 0) e.leaf[below(e.leaf.size() + 1) % std::max<std::size_t>(e.leaf.size(), 1)] = 'A';
    if (below(9) == 0) e.body = bytes(1 + below(60));
    if (below(4) != 0) e.shared = {1 + below(e.body.size()), 0};
    if (below(4) != 0) e.parts = parts_of_leaf(e.leaf, seq);
    if (e.shared.before > 0) e.shared.behind = below(e.body.size() - e.shared.before + 1);
    return e;
  }
  std::size_t below(std::size_t n) { return random_() % n; }

 private:
  // Any, but the one that a frame's name begins with comes first in none.
  std::string bytes(std::size_t n) {
    std::string text(n, 'x');
    for (std::size_t i = 1; i < n; ++i) text[i] = static_cast<char>(random_());
    return text;
  }
  std::mt19937 random_{7};
};

}  // namespace

TEST_CASE("leaves and bodies come back as they were written, whatever of them is shared") {
  TestDatabase database;
  migrate_all(database.connection);
  auto log = need(AuditStore::open(database.connection));
  RandomLog random;
  std::vector<AuditEntry> all;
  while (all.size() < 3000) {
    std::vector<AuditEntry> entries;
    for (std::size_t n = 1 + random.below(60); n > 0; --n)
      entries.push_back(random.entry(static_cast<std::int64_t>(all.size() + entries.size())));
    auto write = need(Transaction::begin_write(database.connection));
    need(log.append(static_cast<std::int64_t>(all.size()), entries));
    if (random.below(4) == 0) continue;  // rolled back, and the frames that were new with it
    need(write.commit());
    all.insert(all.end(), entries.begin(), entries.end());
  }
  std::size_t different = 0, at = 0;
  need(log.each([&](const AuditRow& row) -> Status {
    const AuditEntry& e = all[at++];
    different += row.leaf != e.leaf || row.hash != e.hash || row.salt != e.salt || row.body != e.body;
    return {};
  }));
  CHECK(at == all.size());
  CHECK(different == 0);
  for (const std::size_t i : {0u, 17u, 2999u}) {
    const auto seq = static_cast<std::int64_t>(i);
    CHECK(need(log.leaf(seq)).value().leaf == all[i].leaf);
    CHECK(need(log.leaves(seq, 1)).at(0).hash == all[i].hash);
    CHECK(need(log.body(seq)).value().body == all[i].body);
  }
  CHECK(database.number(
            "SELECT count(*) FROM frist_audit_leaf WHERE substr(leaf, 1, 1) = x'00' AND length(leaf) = 37") > 1000);
}

TEST_CASE("a night's entries share a frame for the leaves and one for each rule and day") {
  TestDatabase database;
  migrate_all(database.connection);
  auto write = need(Transaction::begin_write(database.connection));
  auto log = need(AuditStore::open(database.connection));
  for (std::int64_t first = 0; first < 500; first += 100) {
    std::vector<AuditEntry> entries;
    for (std::int64_t seq = first; seq < first + 100; ++seq)
      entries.push_back({fmt::format("retlog/v1 erase\nseq {}\nbody {:064x}\n", seq, seq),
                         "hash",
                         "salt",
                         fmt::format("before {} behind {}", seq, seq % 5),
                         {1, Key(seq)},
                         {7, 9}});
    for (AuditEntry& e : entries) e.parts = parts_of_leaf(e.leaf, first + (&e - entries.data()));
    need(log.append(first, entries));
  }
  CHECK(database.number("SELECT count(*) FROM frist_audit_frame") == 6);
  CHECK(database.number("SELECT sum(length(leaf)) FROM frist_audit_leaf") == 500 * 37);
  CHECK(database.text("SELECT CAST(leaf AS TEXT) FROM frist_audit_log WHERE seq = 499") ==
        fmt::format("retlog/v1 erase\nseq 499\nbody {:064x}\n", 499));
  CHECK(database.text("SELECT CAST(body AS TEXT) FROM frist_audit_log WHERE seq = 499") == "before 499 behind 4");
  need(log.erase_body(1, Key(std::int64_t{499}), 499));
  CHECK(database.number("SELECT count(*) FROM frist_audit_log WHERE seq = 499 AND body IS NULL") == 1);
  need(write.commit());

  OtherProgram other(database.path());
  CHECK(other.run("UPDATE frist_audit_frame SET behind = x''") == SQLITE_CONSTRAINT_TRIGGER);
  CHECK(other.run("DELETE FROM frist_audit_frame") == SQLITE_CONSTRAINT_TRIGGER);
  REQUIRE(other.run("DROP TRIGGER frist_audit_frame_delete; DROP TRIGGER frist_audit_frame_update") == SQLITE_OK);
  CHECK(database.connection.execute("DELETE FROM frist_audit_frame").error().kind == text::ErrorKind::Refused);
  CHECK(database.connection.execute("UPDATE frist_audit_frame SET behind = x''").error().kind ==
        text::ErrorKind::Refused);
}

TEST_CASE("only what is written as a leaf of this number is taken apart") {
  const std::string good = "retlog/v1 erase\nseq 12\nbody " + std::string(64, 'a') + "\n";
  const auto parts = parts_of_leaf(good, 12);
  REQUIRE(parts);
  CHECK(good.substr(0, parts->before_end) == "retlog/v1 erase\nseq ");
  CHECK(good.substr(parts->behind_begin, parts->behind_end - parts->behind_begin) == "\nbody ");
  CHECK(std::string(parts->commitment.begin(), parts->commitment.end()) == std::string(32, '\xaa'));
  CHECK_FALSE(parts_of_leaf(good, 1));
  CHECK_FALSE(parts_of_leaf(good + "\n", 12));
  CHECK_FALSE(parts_of_leaf("", 0));
  CHECK_FALSE(parts_of_leaf("\nseq 0\n", 0));
  CHECK_FALSE(parts_of_leaf("\nseq 12\n" + std::string(64, 'A') + "\n", 12));
  CHECK_FALSE(parts_of_leaf("x\nseq 12\n" + std::string(63, 'a') + "\n", 12));
}

}  // namespace frist::store
