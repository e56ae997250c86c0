// SPDX-License-Identifier: Apache-2.0
// CLIPS through its C interface: facts are asserted from memory a thousand at a time, the rules of peers/clips.clp run,
// the facts are retracted. The calendar and the sum of what the rules say are functions in C++. Prints a Tally as JSON,
// with seconds and the peak of memory.
//   clips_bench DB DAY ENTRIES RULES
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <vector>

#include "tests/bench/entries_by_hand.hpp"
#include "tests/bench/textbook_calendar.hpp"
extern "C" {
#include <clips/clips.h>
}

namespace {

using namespace frist::bench;

constexpr std::size_t kBatch = 1000;
std::vector<EntryDecision> decisions;

// (after DAY MONTHS): the same day so many months later, month ends clipped.
long long after(void* e) {
  return same_day_after(static_cast<std::int32_t>(EnvRtnLong(e, 1)), static_cast<int>(EnvRtnLong(e, 2)));
}
// (gone INDEX DAY HELD) and (review INDEX DAY): what a rule says of an entry; the earliest day counts.
void gone(void* e) {
  EntryDecision& d = decisions[static_cast<std::size_t>(EnvRtnLong(e, 1))];
  d.gone_from = std::min(d.gone_from, static_cast<std::int32_t>(EnvRtnLong(e, 2)));
  d.held = EnvRtnLong(e, 3) != 0;
}
void review(void* e) {
  decisions[static_cast<std::size_t>(EnvRtnLong(e, 1))].review_on = static_cast<std::int32_t>(EnvRtnLong(e, 2));
}

class Rules {
 public:
  explicit Rules(const char* file) : env_(CreateEnvironment()) {
    EnvDefineFunction2(env_, "after", 'g', reinterpret_cast<int (*)(void*)>(after), "after", "22i");
    EnvDefineFunction2(env_, "gone", 'v', reinterpret_cast<int (*)(void*)>(gone), "gone", "33i");
    EnvDefineFunction2(env_, "review", 'v', reinterpret_cast<int (*)(void*)>(review), "review", "22i");
    if (EnvLoad(env_, file) != 1) std::exit(2);
    EnvReset(env_);
    entry_ = EnvFindDeftemplate(env_, "entry");
    none_ = EnvAddSymbol(env_, "none");
    IncrementSymbolCount(none_);
    for (const char* kind : kEntryKinds) IncrementSymbolCount(kinds_.emplace_back(EnvAddSymbol(env_, kind)));
  }

  void decide(const std::vector<EntryRow>& rows, std::size_t first, std::size_t last) {
    std::vector<void*> facts;
    for (std::size_t i = first; i < last; ++i) facts.push_back(assert_fact(rows[i], i));
    EnvRun(env_, -1);
    for (void* fact : facts) EnvRetract(env_, fact);
  }

 private:
  void put(void* fact, const char* slot, int type, void* value) {
    DATA_OBJECT object;
    SetType(object, type);
    SetValue(object, value);
    EnvPutFactSlot(env_, fact, slot, &object);
  }
  void put(void* fact, const char* slot, std::int64_t number) { put(fact, slot, INTEGER, EnvAddLong(env_, number)); }
  void put_day(void* fact, const char* slot, std::int32_t day) {
    day == kNoDay ? put(fact, slot, SYMBOL, none_) : put(fact, slot, day);
  }
  void* assert_fact(const EntryRow& row, std::size_t index) {
    void* fact = EnvCreateFact(env_, entry_);
    put(fact, "index", static_cast<std::int64_t>(index));
    put(fact, "kind", SYMBOL, kinds_[static_cast<std::size_t>(row.kind)]);
    put_day(fact, "recorded", row.recorded_on);
    put_day(fact, "settled", row.settled_on);
    put_day(fact, "closed", row.closed_on);
    put_day(fact, "last-event", row.last_event_on);
    put_day(fact, "proof", row.proof_on);
    put(fact, "amount", row.amount);
    put(fact, "titled", row.titled);
    put(fact, "confirms", row.creditor_confirms);
    put(fact, "hold", row.legal_hold);
    EnvAssignFactSlotDefaults(env_, fact);
    return EnvAssert(env_, fact);
  }

  void* env_;
  void *entry_ = nullptr, *none_ = nullptr;
  std::vector<void*> kinds_;
};

double seconds(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

double peak_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kib = 0; word == "VmHWM:" && status >> kib) return kib / 1024;
  return 0;
}

std::vector<EntryRow> read_entries(const char* path, const char* most) {
  sqlite3* db = nullptr;
  sqlite3_stmt* all = nullptr;
  const std::string sql = fmt::format("SELECT {} FROM entries ORDER BY id LIMIT {}", kEntryColumns, std::atoll(most));
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql.c_str(), -1, &all, nullptr) != SQLITE_OK)
    std::exit(2);
  std::vector<EntryRow> rows;
  for (EntryRow row; read(all, row);) rows.push_back(row);
  sqlite3_finalize(all);
  sqlite3_close_v2(db);
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::vector<EntryRow> rows = read_entries(argv[1], argv[3]);
  const std::int32_t today = day_of(argv[2]);
  Rules rules(argv[4]);
  decisions.resize(rows.size());
  const double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (std::size_t i = 0; i < rows.size(); i += kBatch) rules.decide(rows, i, std::min(rows.size(), i + kBatch));
  Tally tally;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    decisions[i].erase = !decisions[i].held && decisions[i].gone_from <= today;
    tally.add(rows[i].id, decisions[i], today);
  }
  fmt::print("{{\"decided\":{},\"wall\":{:.6f},\"cpu\":{:.6f},\"peak_mib\":{:.1f}}}\n", tally.json(),
             seconds(CLOCK_MONOTONIC) - wall, seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu, peak_mib());
}
