// SPDX-License-Identifier: Apache-2.0
// Somebody who holds the database, and may write into it what they like, against somebody who holds one checkpoint.
#include "engine/service/audit_log.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <random>

#include "engine/audit/leaf.hpp"
#include "engine/audit/signature.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/migrations.hpp"
#include "tests/engine/store/database.hpp"
#include "tests/support/tier.hpp"

namespace frist::service {
namespace {

struct Row {
  std::string leaf, hash, salt, body;  // no salt: the body was erased
  friend bool operator==(const Row&, const Row&) = default;
};
using Rows = std::vector<Row>;

constexpr std::size_t kLeaves = 24;
const audit::LeafContext kNight{"2026-04-01T02:00:00Z", std::string(32, '1'), std::string(64, 'f')};

Row sealed(std::size_t seq, const std::string& body) {
  audit::Hasher hasher;
  const audit::SealedEntry made = audit::seal(hasher, kNight, audit::Happening::Erase, seq, body);
  return {made.leaf, std::string(audit::bytes_of(made.leaf_hash)), std::string(audit::bytes_of(made.salt)), body};
}

Rows fresh_log(std::size_t leaves = kLeaves) {
  Rows rows;
  for (std::size_t i = 0; i < leaves; ++i) rows.push_back(sealed(i, fmt::format(R"({{"entry":"claim/{}"}})", i)));
  return rows;
}

// A row that names itself `seq` and has the hash that belongs to it: nobody can tell from it alone.
void make_it(Row& row, std::size_t seq) {
  const auto from = row.leaf.find("\nseq ") + 5;
  row.leaf.replace(from, row.leaf.find('\n', from) - from, fmt::format("{}", seq));
  audit::Hasher hasher;
  row.hash = audit::bytes_of(hasher.leaf_hash(row.leaf));
}
void renumber(Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) make_it(rows[i], i);
}

// The database, by our connection and by a program that keeps to nothing.
class Log {
 public:
  Log() {
    {
      auto write = store::need(store::Transaction::begin_write(database_.connection));
      store::need(store::migrate(database_.connection));
      store::need(write.commit());
    }
    other_ = std::make_unique<store::OtherProgram>(database_.path());
    for (const char* trigger : {"update", "delete", "insert"})
      REQUIRE(other_->run(fmt::format("DROP TRIGGER frist_audit_leaf_{}", trigger)) == SQLITE_OK);
    REQUIRE(other_->run("DROP TRIGGER frist_audit_frame_update") == SQLITE_OK);
  }

  void put(const Rows& rows) {
    std::string sql = "BEGIN; DELETE FROM frist_audit_leaf; DELETE FROM frist_audit_body;";
    for (std::size_t i = 0; i < rows.size(); ++i) {
      sql += fmt::format("INSERT INTO frist_audit_leaf VALUES({}, x'{}', x'{}');", i, hex(rows[i].leaf),
                         hex(rows[i].hash));
      if (!rows[i].salt.empty())
        sql += fmt::format("INSERT INTO frist_audit_body VALUES({}, x'{}', x'{}');", i, hex(rows[i].salt),
                           hex(rows[i].body));
    }
    REQUIRE(other_->run(sql + "COMMIT") == SQLITE_OK);
  }
  void run(const std::string& sql) { REQUIRE(other_->run(sql) == SQLITE_OK); }

  // Leaves whose bodies begin and end with these.
  void append(std::size_t leaves, const std::string& head, const std::string& tail) {
    auto write = store::need(store::Transaction::begin_write(database_.connection));
    std::vector<store::AuditEntry> entries;
    for (std::size_t i = 0; i < leaves; ++i) {
      const Row row = sealed(i, fmt::format("{}claim/{}{}", head, i, tail));
      entries.push_back({row.leaf,
                         row.hash,
                         row.salt,
                         row.body,
                         {},
                         {head.size(), tail.size()},
                         store::parts_of_leaf(row.leaf, static_cast<std::int64_t>(i))});
    }
    auto log = store::need(store::AuditStore::open(database_.connection));
    store::need(log.append(0, entries));
    store::need(write.commit());
  }
  // What can be read of it.
  std::string texts() {
    return database_.text(
        "SELECT group_concat(hex(leaf) || hex(leaf_hash) || hex(salt) || hex(body)) FROM frist_audit_log");
  }
  // Changes a bit of some stored value, or leaves a byte out.
  void flip(const std::string& table, const std::string& column, std::mt19937& random) {
    const auto count = database_.number("SELECT count(*) FROM " + table);
    const std::string was = database_.text(fmt::format("SELECT hex({}) FROM {} ORDER BY 1 LIMIT 1 OFFSET {}", column,
                                                       table, random() % static_cast<unsigned>(count)));
    std::string is = was;
    const std::size_t digit = random() % was.size();
    if (random() % 4 == 0)
      is.erase(digit / 2 * 2, 2);
    else
      is[digit] = "0123456789ABCDEF"[value_of(was[digit]) ^ (1u << random() % 4)];
    const auto change = [&](const std::string& from, const std::string& to) {
      return fmt::format("UPDATE {0} SET {1} = x'{3}' WHERE {1} = x'{2}'", table, column, from, to);
    };
    run(change(was, is));
    undo_ = change(is, was);
  }
  void put_back() { run(undo_); }

  text::Result<VerifiedLog> read() { return VerifiedLog::read(database_.connection); }
  bool good_by_itself() { return read().ok(); }
  bool good(const audit::Checkpoint& checkpoint) {
    auto log = read();
    return log && log.value().require_continues(checkpoint);
  }
  std::string sign(const audit::KeyPair& pair) {
    return store::need(sign_log(store::need(read()), kOrigin, pair.private_pem));
  }

  static constexpr const char* kOrigin = "archive.example/audit/1";

 private:
  static unsigned value_of(char digit) { return static_cast<unsigned>(digit >= 'A' ? digit - 'A' + 10 : digit - '0'); }
  static std::string hex(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return out;
  }
  store::TestDatabase database_;
  std::unique_ptr<store::OtherProgram> other_;
  std::string undo_;
};

// One edit at random, from a slip of the disk to a forger who makes every number and hash fit.
class Forger {
 public:
  enum Kind { Bit, FittingByte, Swap, FittingSwap, Drop, FittingDrop, Insert, Cut, OtherBody, Replay, Anew, kKinds };

  Kind edit(Rows& rows) {
    const auto kind = static_cast<Kind>(below(kKinds));
    const std::size_t at = below(rows.size());
    switch (kind) {
      case Bit: {
        std::string* const parts[] = {&rows[at].leaf, &rows[at].hash, &rows[at].salt, &rows[at].body};
        std::string& part = *parts[below(4)];
        const std::size_t byte = below(part.size());
        part[byte] = static_cast<char>(part[byte] ^ (1 << below(8)));
        break;
      }
      case FittingByte: {  // another second, run or policy
        const auto from = rows[at].leaf.find("\npolicy sha256:") + 15;
        rows[at].leaf[from + below(64)] = "0123456789abcde"[below(15)];
        make_it(rows[at], at);
        break;
      }
      case Swap:
        std::swap(rows[at], rows[below(rows.size())]);
        break;
      case FittingSwap:
        std::swap(rows[at], rows[below(rows.size())]);
        renumber(rows);
        break;
      case Drop:
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case FittingDrop:
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
        renumber(rows);
        break;
      case Insert:
        rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), sealed(at, R"({"entry":"claim/666"})"));
        renumber(rows);
        break;
      case Cut:
        rows.resize(at);
        break;
      case OtherBody:
        rows[at] = sealed(at, R"({"entry":"claim/666"})");
        break;
      case Replay:  // an old copy, on which nights went on
        rows.resize(at);
        for (const std::size_t end = at + below(2 * kLeaves); rows.size() < end;)
          rows.push_back(sealed(rows.size(), R"({"entry":"claim/7"})"));
        break;
      case Anew:
        rows = fresh_log(1 + below(2 * kLeaves));
        break;
      case kKinds:
        break;
    }
    return kind;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }
  std::mt19937 random_{1};
};

}  // namespace

TEST_CASE("a log is good as it was written, grown, and with bodies erased") {
  Log log;
  Rows rows = fresh_log();
  log.put(rows);
  const audit::KeyPair pair = audit::make_key_pair();
  const auto checkpoint =
      store::need(audit::open_checkpoint(log.sign(pair), audit::VerifierKey{Log::kOrigin, pair.public_key}));
  CHECK(checkpoint.size == kLeaves);
  CHECK(log.good(checkpoint));
  rows.push_back(sealed(kLeaves, "{}"));
  rows[3].salt.clear();
  log.put(rows);
  CHECK(log.good(checkpoint));
  auto read = store::need(log.read());
  CHECK(read.size() == kLeaves + 1);
  CHECK(read.bodies() == kLeaves);
  audit::Hasher hasher;
  CHECK(audit::proves_consistency(hasher, kLeaves, kLeaves + 1, store::need(read.consistency(kLeaves)), checkpoint.root,
                                  read.root()));
  CHECK(audit::proves_inclusion(hasher, 5, kLeaves, hasher.leaf_hash(rows[5].leaf),
                                store::need(read.inclusion(5, kLeaves)), checkpoint.root));
}

// As a night writes it: what leaves and bodies share stands in frames. Somebody changes the stored bytes, of frames,
// too; where any text comes out as another, it is found.
TEST_CASE("changed bytes of a log whose texts are packed are found wherever they change a text") {
  const std::string head = R"({"action":"erase","entry":")", tail = R"(","rule":"r"})";
  const audit::KeyPair pair = audit::make_key_pair();
  std::mt19937 random(3);
  std::size_t changed = 0;
  for (int round = 0; round < 4; ++round) {
    Log log;
    log.append(kLeaves, head, tail);
    const auto checkpoint =
        store::need(audit::open_checkpoint(log.sign(pair), audit::VerifierKey{Log::kOrigin, pair.public_key}));
    const std::string texts = log.texts();
    REQUIRE(log.good(checkpoint));
    for (int edit = 0; edit < 100; ++edit) {
      const std::pair<const char*, const char*> cells[] = {
          {"frist_audit_leaf", "leaf"},  {"frist_audit_leaf", "leaf_hash"}, {"frist_audit_body", "body"},
          {"frist_audit_body", "salt"},  {"frist_audit_frame", "before"},   {"frist_audit_frame", "behind"},
          {"frist_audit_frame", "frame"}};
      const auto& [table, column] = cells[random() % std::size(cells)];
      log.flip(table, column, random);
      if (log.texts() != texts) {
        ++changed;
        CHECK_FALSE(log.good(checkpoint));
      } else {
        CHECK(log.good(checkpoint));
      }
      log.put_back();
    }
  }
  CHECK(changed > 300);
}

TEST_CASE("numbers with a hole, a salt that is none and a body without a leaf are found by the log alone") {
  Log log;
  log.put(fresh_log());
  log.run("UPDATE frist_audit_leaf SET seq = 99 WHERE seq = 23; DELETE FROM frist_audit_body WHERE seq = 23");
  CHECK(log.read().error().message.starts_with("the log has no leaf 23: the next one is 99"));
  log.put(fresh_log());
  log.run("UPDATE frist_audit_body SET salt = zeroblob(1000) WHERE seq = 3");
  CHECK(log.read().error().message.starts_with("the body of leaf 3 was changed"));
  log.put(fresh_log());
  log.run("INSERT INTO frist_audit_body VALUES(99, x'00', x'00')");
  CHECK(log.read().error().message.starts_with("the log has bodies of leaves that it does not have: 1;"));
}

TEST_CASE("every edit of a log, by accident or with care, is found by one checkpoint from outside") {
  Log log;
  const Rows rows = fresh_log();
  log.put(rows);
  const audit::KeyPair pair = audit::make_key_pair(), forged = audit::make_key_pair();
  const audit::VerifierKey key{Log::kOrigin, pair.public_key};
  const auto checkpoint = store::need(audit::open_checkpoint(log.sign(pair), key));
  Forger forger;
  const int edits = test::tiered(1'000, 10'000, 100'000);
  int made = 0, found = 0, found_without = 0, kinds[Forger::kKinds] = {};
  while (made < edits) {
    Rows edited = rows;
    const auto kind = forger.edit(edited);
    if (edited == rows) continue;  // a swap with itself
    ++made, ++kinds[kind];
    log.put(edited);
    found_without += !log.good_by_itself();
    const bool is_found = !log.good(checkpoint);
    found += is_found;
    if (!is_found) FAIL_CHECK("edit " << made << " of kind " << kind << " was not found");
    // Whoever wrote the log anew can sign it, with a key of their own.
    if (kind == Forger::Anew) CHECK_FALSE(audit::open_checkpoint(log.sign(forged), key));
  }
  CHECK(found == made);
  // Planted: with nothing from outside the careful forger gets through, so that it is the checkpoint that finds them.
  CHECK(found_without < made);
  for (const int kind : kinds) CHECK(kind > edits / 50);
}

}  // namespace frist::service
