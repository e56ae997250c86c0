// SPDX-License-Identifier: Apache-2.0
// How fast facts leave SQLite and verdicts go back, each against bare SQLite on the same file in the same run:
//   store_bench [ROWS] [ROUNDS]    prints JSON; times are medians in milliseconds of CPU, ratios are within one round
#include <fmt/core.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>

#include "engine/decide/machine.hpp"
#include "engine/pack/pack.hpp"
#include "engine/store/acts.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/reader.hpp"
#include "engine/store/schedule.hpp"
#include "rules/program/compile.hpp"
#include "tests/bench/claims_table.hpp"

namespace frist::bench {
namespace {

using store::Connection;
using store::Key;

// Of the process's own CPU time, which other programs on the machine disturb less.
double cpu_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double milliseconds(const std::function<void()>& work) {
  const double begin = cpu_milliseconds();
  work();
  return cpu_milliseconds() - begin;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The rules of claims.hpp over a table. Ten columns are read: the key, five dates, two flags, a symbol and an amount.
// Six more stand beside them.
class Bench {
 public:
  Bench(const std::string& path, std::int64_t rows, bool iso)
      : connection_(good(Connection::open(path, {store::OpenOptions::Mode::Create}))), rows_(rows), iso_(iso) {
    rules_ = claims_rules(iso_);
    program_ = program::compile(rules_, 0, program::Purpose::Night);
    make_claims(connection_, rows_, iso_);
    next_id_ = rows_ + 1;
    good(store::attach(connection_, *rules_, {"hash", "bench", "1", {}, 0}));
    kind_ = *good(store::find_kind(connection_, "claim"));
  }

  double bare_step() {
    std::string columns = "id";
    for (const auto& input : program_->inputs)
      if (!input.is_fact) columns += ", " + rules_->records[0].fields[input.field].column;
    auto statement = good(connection_.prepare(fmt::format("SELECT {} FROM claims", columns)));
    const int count = sqlite3_column_count(statement.handle());
    return milliseconds([&] {
      auto* raw = statement.handle();
      while (sqlite3_step(raw) == SQLITE_ROW) {
        sum_ += sqlite3_column_int64(raw, 0);
        for (int column = 1; column < count; ++column) sum_ += read(raw, column);
      }
    });
  }

  // What a night does where all entries are decided, up to the verdicts; or only their facts.
  double scan(bool decides) {
    auto reader = good(store::BatchReader::open(connection_, *program_));
    store::EntryBatch batch;
    decide::Machine machine;
    decide::Verdicts verdicts;
    const calendar::Day today = 20000;
    return milliseconds([&] {
      Key after;
      while (good(reader.scan(after, kBatch, batch))) {
        after = batch.keys.at(batch.keys.size() - 1);
        if (decides) machine.run(*program_, batch.facts, {today, std::int64_t{today} * 86400}, verdicts);
        sum_ += batch.facts.size();
      }
    });
  }

  // A copy of all facts, and where it stands.
  double make_pack() {
    return milliseconds([&] { packed_bytes_ = good(pack::make_pack(connection_, rules_, "hash", 0, {})).bytes; });
  }
  std::uint64_t packed_bytes() const { return packed_bytes_; }
  // The same as scan(), from there.
  double packed_scan() {
    store::EntryBatch batch;
    decide::Machine machine;
    decide::Verdicts verdicts;
    const calendar::Day today = 20000;
    std::int64_t entries = 0;
    const double took = milliseconds([&] {
      auto copy = good(pack::Pack::open(connection_));
      auto scan = good(pack::PackScan::open(*copy, connection_, *program_));
      while (good(scan->next(batch))) {
        machine.run(*program_, batch.facts, {today, std::int64_t{today} * 86400}, verdicts);
        entries += batch.facts.size();
      }
    });
    if (entries != rows_) good(text::Status(text::Error{text::ErrorKind::Data, "packed columns lack entries"}));
    return took;
  }

  struct Written {
    double rows = 0, index = 0, commit = 0;
  };

  // Writes the next day of every entry; the index by day is built at the end.
  Written write_schedule(int shift) {
    std::mt19937_64 random(1);
    auto schedule = good(store::Schedule::open(connection_, kind_));
    auto transaction = good(store::Transaction::begin_write(connection_));
    Written written;
    written.rows = milliseconds([&] {
      good(store::Schedule::drop_days(connection_));
      Key after;
      store::KeyColumn keys;
      std::vector<calendar::Day> next;
      for (std::int64_t id = 1; id <= rows_; ++id) {
        keys.add(id);
        next.push_back(static_cast<calendar::Day>(20000 + random() % 1000 + static_cast<std::uint64_t>(shift)));
        if (keys.size() < kBatch && id < rows_) continue;
        good(schedule.write_range(after, keys, next));
        after = Key(id);
        keys.clear();
        next.clear();
      }
    });
    written.index = milliseconds([&] { good(store::Schedule::build_days(connection_)); });
    written.commit = milliseconds([&] {
      good(transaction.commit());
      good(connection_.checkpoint());
    });
    return written;
  }

  // What a night does with what is due, without deciding: read, erase, log, commit, cut the log file.
  double erase_due(std::int64_t count, bool bare) {
    auto schedule = good(store::Schedule::open(connection_, kind_));
    auto acts = good(store::Acts::open(connection_, *rules_, 0, kind_));
    auto audit = good(store::AuditStore::open(connection_));
    auto reader = good(store::BatchReader::open(connection_, *program_));
    auto plain = good(connection_.prepare("DELETE FROM claims WHERE id = ?1"));
    std::vector<Key> due;
    std::mt19937_64 random(static_cast<std::uint64_t>(erased_ + 7));
    auto pick = good(connection_.prepare("SELECT min(id) FROM claims WHERE id >= ?1"));
    for (std::int64_t i = 0; i < count; ++i) {
      pick.reset();
      good(pick.bind(1, 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(rows_ - 10))).step());
      if (!pick.is_null(0)) due.push_back(pick.key(0));
    }
    pick.reset();
    std::sort(due.begin(), due.end());
    due.erase(std::unique(due.begin(), due.end()), due.end());
    good(connection_.execute(
        "DELETE FROM frist_due WHERE next <= 100; DELETE FROM frist_day WHERE next <= 100; DELETE FROM frist_gone; "
        "DELETE FROM frist_changed"));  // what the round before has marked
    for (const auto& key : due) good(schedule.set_next(key, 100));
    good(connection_.checkpoint());
    erased_ += count;
    return milliseconds([&] {
      auto transaction = good(store::Transaction::begin_write(connection_));
      if (bare) {
        for (const auto& key : due) good(plain.bind(1, key).run());
      } else {
        store::EntryBatch batch;
        std::vector<store::AuditEntry> log;
        const auto entries = good(schedule.due(100, 1u << 20));
        std::vector<Key> keys;
        for (const auto& entry : entries) keys.push_back(entry.key);
        good(reader.read(keys, batch));
        for (const auto& entry : entries) {
          good(acts.erase(entry.key));
          good(schedule.erased(entry));
          log.push_back({leaf_, hash_, salt_, leaf_, {kind_, entry.key}});
        }
        good(audit.append(good(audit.size()), log));
      }
      good(transaction.commit());
      good(connection_.checkpoint());
    });
  }

  void without_triggers() {
    auto names =
        good(connection_.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'frist_claim%'"));
    std::vector<std::string> drop;
    while (good(names.step())) drop.emplace_back(names.text(0));
    for (const auto& name : drop) good(connection_.execute("DROP TRIGGER " + name));
  }
  // What a program of the user's pays for being watched, by row. Every inserted row is full, and only its number
  // differs, so that nothing but SQLite's work is measured.
  double insert_rows(std::int64_t count) {
    auto insert = good(connection_.prepare(kInsertClaim));
    std::mt19937_64 random(42);
    bind_claim(insert, 0, iso_, random);
    return change(count, insert, next_id_ += count);
  }
  double update_rows(std::int64_t count) {
    auto update = good(connection_.prepare("UPDATE claims SET amount = amount + 1 WHERE id = ?1"));
    return change(count, update, 1000);
  }
  std::int64_t sum() const { return sum_; }

 private:
  static constexpr std::uint32_t kBatch = 4096;

  double change(std::int64_t count, store::Statement& statement, std::int64_t first) {
    good(connection_.execute("DELETE FROM frist_changed"));
    good(connection_.checkpoint());
    return milliseconds([&] {
      auto transaction = good(store::Transaction::begin_write(connection_));
      for (std::int64_t i = 0; i < count; ++i) good(statement.bind(1, first + i).run());
      good(transaction.commit());
    });
  }

  std::int64_t read(sqlite3_stmt* raw, int column) {
    if (sqlite3_column_type(raw, column) != SQLITE_TEXT) return sqlite3_column_int64(raw, column);
    return reinterpret_cast<std::intptr_t>(sqlite3_column_text(raw, column)) & 1;
  }

  Connection connection_;
  std::int64_t rows_;
  bool iso_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::shared_ptr<const program::Program> program_;
  std::int64_t kind_ = 0, sum_ = 0, erased_ = 0, next_id_ = 0;
  std::uint64_t packed_bytes_ = 0;
  std::string leaf_ = std::string(120, 'l'), hash_ = std::string(32, 'h'), salt_ = std::string(16, 's');
};

void measure_scan(Bench& bench, const char* name, int rounds) {
  std::vector<double> bare, read, decided, read_ratio, ratio;
  for (int round = 0; round < rounds; ++round) {
    bare.push_back(bench.bare_step());
    read.push_back(bench.scan(false));
    decided.push_back(bench.scan(true));
    read_ratio.push_back(read.back() / bare.back());
    ratio.push_back(decided.back() / bare.back());
  }
  fmt::print(
      "  \"scan_{}\": {{\"bare_step_ms\": {:.0f}, \"read_ms\": {:.0f}, \"decided_ms\": {:.0f}, \"read_ratio\": {:.2f}, "
      "\"ratio\": {:.2f}, \"ratio_min\": {:.2f}, \"ratio_max\": {:.2f}}},\n",
      name, median(bare), median(read), median(decided), median(read_ratio), median(ratio),
      *std::min_element(ratio.begin(), ratio.end()), *std::max_element(ratio.begin(), ratio.end()));
}

void measure_packed(Bench& bench, std::int64_t rows, int rounds) {
  std::vector<double> made, packed, scanned, made_ratio, ratio;
  for (int round = 0; round < rounds; ++round) {
    scanned.push_back(bench.scan(true));
    made.push_back(bench.make_pack());
    packed.push_back(bench.packed_scan());
    made_ratio.push_back(made.back() / scanned.back());
    ratio.push_back(packed.back() / scanned.back());
  }
  fmt::print(
      "  \"packed\": {{\"scan_ms\": {:.0f}, \"make_ms\": {:.0f}, \"make_ratio\": {:.2f}, \"packed_ms\": {:.1f}, "
      "\"ratio\": {:.3f}, \"bytes_each\": {:.1f}}},\n",
      median(scanned), median(made), median(made_ratio), median(packed), median(ratio),
      static_cast<double>(bench.packed_bytes()) / static_cast<double>(rows));
}

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("frist_store_bench_{}", ::getpid());
  std::filesystem::create_directories(folder);
  fmt::print("{{\n  \"rows\": {}, \"rounds\": {}, \"sqlite\": \"{}\",\n", rows, rounds, sqlite3_libversion());
  if (argc <= 3) {
    Bench numbers((folder / "days.db").string(), rows, false);
    measure_scan(numbers, "days", rounds);
  }
  Bench bench((folder / "iso.db").string(), rows, true);
  measure_scan(bench, "iso", rounds);
  const Bench::Written adopt = bench.write_schedule(0), same = bench.write_schedule(0), moved = bench.write_schedule(1);
  measure_packed(bench, rows, rounds);
  fmt::print("  \"schedule\": {{");
  for (const auto& [name, written] : {std::pair{"adopt", adopt}, {"nothing_differs", same}, {"all_differ", moved}})
    fmt::print("{}\"{}\": {{\"rows_ms\": {:.0f}, \"index_ms\": {:.0f}, \"commit_ms\": {:.0f}}}",
               name == std::string_view("adopt") ? "" : ", ", name, written.rows, written.index, written.commit);
  fmt::print("}},\n");
  std::vector<double> erase, bare, ratio;
  for (int round = 0; round < rounds; ++round) {
    erase.push_back(bench.erase_due(3000, false));
    bare.push_back(bench.erase_due(3000, true));
    ratio.push_back(erase.back() / bare.back());
  }
  fmt::print("  \"erase_3000\": {{\"ms\": {:.0f}, \"bare_delete_with_triggers_ms\": {:.0f}, \"ratio\": {:.2f}}},\n",
             median(erase), median(bare), median(ratio));
  std::vector<double> inserted[2], updated[2];
  for (int round = 0; round < rounds; ++round) {
    inserted[0].push_back(bench.insert_rows(50'000));
    updated[0].push_back(bench.update_rows(50'000));
  }
  bench.without_triggers();
  for (int round = 0; round < rounds; ++round) {
    inserted[1].push_back(bench.insert_rows(50'000));
    updated[1].push_back(bench.update_rows(50'000));
  }
  fmt::print(
      "  \"change_50000\": {{\"insert_watched_ms\": {:.0f}, \"insert_ms\": {:.0f}, \"update_watched_ms\": {:.0f}, "
      "\"update_ms\": {:.0f}, \"check\": {}}}\n}}\n",
      median(inserted[0]), median(inserted[1]), median(updated[0]), median(updated[1]), bench.sum() % 1000);
  std::filesystem::remove_all(folder);
}
