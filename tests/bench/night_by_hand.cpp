// SPDX-License-Identifier: Apache-2.0
// The night as a person would write it by hand for one table, to be held against `frist run`: the same rows are erased
// and the same audit rows are written - a leaf of the same length, its Merkle hash, a body under a salt, a reference by
// key - under the same settings of SQLite.
//   night_by_hand prepare DB             candidates by day beside the table, filled, and kept by triggers
//   night_by_hand prepare-scan DB        only the tables of the log
//   night_by_hand index|scan DB DAY      the night; prints one JSON object
//   night_by_hand decide DB DAY          nothing but deciding all; prints the Tally
// A candidate's day may be early, never late: whoever changes an entry adds a candidate, and the old one finds an entry
// that is not due, or none. So nothing has to be looked up when a row is changed or deleted.
#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "tests/bench/entries_by_hand.hpp"

namespace frist::bench {
namespace {

class Database {
 public:
  explicit Database(const char* path) {
    check(sqlite3_open_v2(path, &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-4096; PRAGMA wal_autocheckpoint=0; PRAGMA foreign_keys=ON");
  }
  ~Database() { sqlite3_close_v2(db_); }
  void check(int code) const {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fmt::print(stderr, "{}\n", sqlite3_errmsg(db_));
    std::exit(2);
  }
  void run(const char* sql) const { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const std::string& sql) const {
    sqlite3_stmt* s = nullptr;
    check(sqlite3_prepare_v3(db_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &s, nullptr));
    return s;
  }
  void done(sqlite3_stmt* s) const {
    check(sqlite3_step(s));
    check(sqlite3_reset(s));
  }

 private:
  sqlite3* db_ = nullptr;
};

// When a row is gone from, in SQL: its own period, or the early one. Also for a row with a legal hold.
constexpr const char* kGoneFrom = R"sql(
CASE WHEN {0}.settled_on >= {0}.recorded_on AND {0}.settled_on <= date({0}.recorded_on, '+42 days') AND {0}.amount <= 200000
  AND coalesce({0}.creditor_confirms, 0) AND NOT {0}.titled THEN {0}.settled_on
ELSE CASE {0}.kind
  WHEN 'loan' THEN date(min(date({0}.settled_on, '+36 months'), date({0}.settled_on, 'start of month', '+37 months', '-1 day')), '+1 day')
  WHEN 'inquiry' THEN date(min(date({0}.recorded_on, '+12 months'), date({0}.recorded_on, 'start of month', '+13 months', '-1 day')), '+1 day')
  WHEN 'previous_address' THEN date(min(date({0}.recorded_on, '+36 months'), date({0}.recorded_on, 'start of month', '+37 months', '-1 day')), '+1 day')
  WHEN 'debtor_register' THEN min(coalesce({0}.proof_on, '9999-12-31'), date(min(date({0}.recorded_on, '+36 months'), date({0}.recorded_on, 'start of month', '+37 months', '-1 day')), '+1 day'))
  WHEN 'discharge' THEN date(min(date({0}.closed_on, '+6 months'), date({0}.closed_on, 'start of month', '+7 months', '-1 day')), '+1 day')
  WHEN 'rejected_insolvency' THEN date(min(date({0}.closed_on, '+36 months'), date({0}.closed_on, 'start of month', '+37 months', '-1 day')), '+1 day')
  WHEN 'negative' THEN date(min(date({0}.settled_on, '+36 months'), date({0}.settled_on, 'start of month', '+37 months', '-1 day')), '+1 day')
  ELSE {0}.closed_on END
END)sql";

constexpr const char* kLog =
    "CREATE TABLE hand_leaf(seq INTEGER NOT NULL PRIMARY KEY, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL);"
    "CREATE TABLE hand_body(seq INTEGER NOT NULL PRIMARY KEY, salt BLOB NOT NULL, body BLOB NOT NULL);"
    "CREATE TABLE hand_ref(kind INTEGER NOT NULL, entry NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(kind, entry, seq))"
    " WITHOUT ROWID;";

void prepare(const Database& db, bool with_index) {
  db.run("BEGIN IMMEDIATE");
  db.run(kLog);
  if (with_index) {
    const std::string of_new = fmt::format(fmt::runtime(kGoneFrom), "NEW");
    db.run("CREATE TABLE hand_day(next INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(next, id)) WITHOUT ROWID");
    db.run(fmt::format("INSERT INTO hand_day SELECT * FROM (SELECT CAST(julianday({}) - 2440587.5 AS INTEGER) AS next, "
                       "id FROM entries AS e) WHERE next IS NOT NULL ORDER BY 1, 2",
                       fmt::format(fmt::runtime(kGoneFrom), "e"))
               .c_str());
    for (const char* event : {"INSERT", "UPDATE"})
      db.run(fmt::format("CREATE TRIGGER hand_{0} AFTER {0} ON entries BEGIN INSERT OR IGNORE INTO hand_day SELECT * "
                         "FROM (SELECT CAST(julianday({1}) - 2440587.5 AS INTEGER) AS next, NEW.id) WHERE next IS NOT "
                         "NULL; END",
                         event, of_new)
                 .c_str());
  }
  db.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

constexpr std::size_t kHash = 32;

// SHA-256 as the log needs it; one context, one lookup of the algorithm.
class Hashing {
 public:
  std::string of(std::initializer_list<std::string_view> parts) {
    std::string out(kHash, '\0');
    EVP_DigestInit_ex2(context_, sha256_, nullptr);
    for (const auto part : parts) EVP_DigestUpdate(context_, part.data(), part.size());
    EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(out.data()), nullptr);
    return out;
  }
  std::string keyed(std::string_view key, std::string_view text) {
    std::string inner(64, '\x36'), outer(64, '\x5c');
    for (std::size_t i = 0; i < key.size(); ++i)
      inner[i] = static_cast<char>(inner[i] ^ key[i]), outer[i] = static_cast<char>(outer[i] ^ key[i]);
    return of({outer, of({inner, text})});
  }
  std::string_view salt() {
    if (used_ == salts_.size()) {
      RAND_bytes(reinterpret_cast<unsigned char*>(salts_.data()), static_cast<int>(salts_.size()));
      used_ = 0;
    }
    used_ += kHash;
    return std::string_view(salts_).substr(used_ - kHash, kHash);
  }

 private:
  EVP_MD* sha256_ = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context_ = EVP_MD_CTX_new();
  std::string salts_ = std::string(128 * kHash, '\0');
  std::size_t used_ = salts_.size();
};

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

class Night {
 public:
  Night(const Database& db, std::int32_t today)
      : db_(db),
        today_(today),
        as_of_(iso(today)),
        remove_(db.prepare("DELETE FROM entries WHERE id = ?1")),
        leaf_(db.prepare("INSERT INTO hand_leaf VALUES (?1, ?2, ?3)")),
        body_(db.prepare("INSERT INTO hand_body VALUES (?1, ?2, ?3)")),
        ref_(db.prepare("INSERT INTO hand_ref VALUES (1, ?1, ?2)")) {
    sqlite3_stmt* size = db.prepare("SELECT coalesce(max(seq), -1) + 1 FROM hand_leaf");
    sqlite3_step(size);
    seq_ = sqlite3_column_int64(size, 0);
    sqlite3_finalize(size);
  }

  void by_index() {
    sqlite3_stmt* due = db_.prepare("SELECT id FROM hand_day WHERE next <= ?1");
    sqlite3_bind_int(due, 1, today_);
    std::vector<std::int64_t> ids;
    while (sqlite3_step(due) == SQLITE_ROW) ids.push_back(sqlite3_column_int64(due, 0));
    sqlite3_finalize(due);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    sqlite3_stmt* one = db_.prepare(fmt::format("SELECT {} FROM entries WHERE id = ?1", kEntryColumns));
    EntryRow row;
    std::vector<std::int64_t> held;
    for (const std::int64_t id : ids) {
      sqlite3_bind_int64(one, 1, id);
      const bool there = read(one, row);
      sqlite3_reset(one);
      if (!there) continue;
      const EntryDecision d = decide(row, today_);
      if (d.erase) erase(row, d);
      if (d.held) held.push_back(id);
    }
    sqlite3_finalize(one);
    forget_candidates(held);
  }

  void by_scan() {
    sqlite3_stmt* all = db_.prepare(fmt::format("SELECT {} FROM entries", kEntryColumns));
    EntryRow row;
    std::vector<std::pair<EntryRow, EntryDecision>> due;
    while (read(all, row))
      if (const EntryDecision d = decide(row, today_); d.erase) due.emplace_back(row, d);
    sqlite3_finalize(all);
    for (const auto& [entry, d] : due) erase(entry, d);
  }

  std::int64_t erased() const { return erased_; }
  std::int64_t sum() const { return sum_; }

 private:
  // Held ones stay candidates, of today.
  void forget_candidates(const std::vector<std::int64_t>& held) {
    sqlite3_stmt* forget = db_.prepare("DELETE FROM hand_day WHERE next <= ?1");
    sqlite3_bind_int(forget, 1, today_);
    db_.done(forget);
    sqlite3_finalize(forget);
    sqlite3_stmt* again = db_.prepare("INSERT OR IGNORE INTO hand_day VALUES (?1, ?2)");
    for (const std::int64_t id : held) {
      sqlite3_bind_int(again, 1, today_);
      sqlite3_bind_int64(again, 2, id);
      db_.done(again);
    }
    sqlite3_finalize(again);
  }

  void erase(const EntryRow& row, const EntryDecision& d) {
    sqlite3_bind_int64(remove_, 1, row.id);
    db_.done(remove_);
    ++erased_;
    sum_ += d.gone_from;
    log(row.id, fmt::format("{{\"action\":\"erase\",\"as_of\":\"{}\",\"entry\":\"entry/{}\",\"facts\":{},\"on\":\"{}\","
                            "\"policy\":\"{}\",\"rule\":\"{}\",\"schema\":\"frist/audit-body/1\"}}",
                            as_of_, row.id, facts_of(row), iso(d.gone_from), policy_, d.rule));
  }

  void log(std::int64_t id, const std::string& body) {
    const std::string_view salt = hashing_.salt();
    const std::string leaf = fmt::format(
        "retlog/v1 erase\nseq {}\ntime 2026-01-02T00:00:00Z\nrun {}\npolicy sha256:{}"
        "\nbody {}\n",
        seq_, policy_.substr(0, 32), policy_, hex(hashing_.keyed(salt, body)));
    const std::string hash = hashing_.of({std::string_view("\0", 1), leaf});
    bind(leaf_, 2, leaf, hash);
    bind(body_, 2, salt, body);
    sqlite3_bind_int64(ref_, 1, id);
    sqlite3_bind_int64(ref_, 2, seq_);
    for (sqlite3_stmt* s : {leaf_, body_, ref_}) db_.done(s);
    ++seq_;
  }

  void bind(sqlite3_stmt* s, int column, std::string_view a, std::string_view b) const {
    sqlite3_bind_int64(s, 1, seq_);
    sqlite3_bind_blob(s, column, a.data(), static_cast<int>(a.size()), SQLITE_STATIC);
    sqlite3_bind_blob(s, column + 1, b.data(), static_cast<int>(b.size()), SQLITE_STATIC);
  }

  const Database& db_;
  std::int32_t today_;
  std::string as_of_, policy_ = std::string(64, 'b');
  sqlite3_stmt *remove_, *leaf_, *body_, *ref_;
  Hashing hashing_;
  std::int64_t seq_ = 0, erased_ = 0, sum_ = 0;
};

void night(const Database& db, bool by_index, const char* day) {
  db.run("BEGIN IMMEDIATE");
  Night night(db, day_of(day));
  by_index ? night.by_index() : night.by_scan();
  db.run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
  fmt::print("{{\"erased\":{},\"sum_of_days\":{}}}\n", night.erased(), night.sum());
}

void decide_all(const Database& db, const char* day) {
  sqlite3_stmt* all = db.prepare(fmt::format("SELECT {} FROM entries", kEntryColumns));
  const std::int32_t today = day_of(day);
  Tally tally;
  for (EntryRow row; read(all, row);) tally.add(row.id, decide(row, today), today);
  sqlite3_finalize(all);
  fmt::print("{}\n", tally.json());
}

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  const std::string_view what = argc > 1 ? argv[1] : "";
  const bool prepares = what == "prepare" || what == "prepare-scan";
  if (argc != (prepares ? 3 : 4) || (!prepares && what != "index" && what != "scan" && what != "decide")) return 2;
  const Database db(argv[2]);
  if (what == "decide")
    decide_all(db, argv[3]);
  else if (prepares)
    prepare(db, what == "prepare");
  else
    night(db, what == "index", argv[3]);
}
