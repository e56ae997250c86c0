// SPDX-License-Identifier: Apache-2.0
// The first entries of a database that has bureau.frist attached, decided in memory: by hand row by row, by the
// evaluator over columns, and by the evaluator one entry a call. All must agree. Prints one JSON object: what was
// decided (see Tally), and nanoseconds of CPU for each decision, medians of the rounds. Reading them is not measured.
//   entries_bench DB DAY ENTRIES [ROUNDS]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "engine/service/ask.hpp"
#include "engine/service/open_database.hpp"
#include "engine/store/reader.hpp"
#include "rules/program/compile.hpp"
#include "tests/bench/entries_by_hand.hpp"

namespace frist::bench {
namespace {

template <class T>
T good(text::Result<T> result) {
  if (result) return std::move(result).value();
  fmt::print(stderr, "{}\n", result.error().message);
  std::exit(2);
}

double cpu_nanoseconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

// For each of `count`, the work being repeated until the clock has something to measure.
double nanoseconds(std::size_t count, const std::function<void()>& work) {
  constexpr double kLongEnough = 1e8;
  const double start = cpu_nanoseconds();
  int times = 0;
  do work();
  while (++times, cpu_nanoseconds() - start < kLongEnough);
  return (cpu_nanoseconds() - start) / times / static_cast<double>(count);
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

class Bench {
 public:
  Bench(const char* path, const char* day, std::int64_t most)
      : database_(good(service::open_attached(path, store::OpenOptions::Mode::ReadOnly))),
        today_(day_of(day)),
        program_(program::compile(database_.policy->rules, 0, program::Purpose::Night)) {
    read_rows(most);
    read_columns();
    for (std::size_t i = 0; i < std::min(rows_.size(), kSingly); ++i)
      entries_.push_back(good(service::entry_from_json(database_.rules(), facts_of(rows_[i]))));
  }

  double by_hand() {
    return nanoseconds(rows_.size(), [&] {
      for (std::size_t i = 0; i < rows_.size(); ++i) decisions_[i] = decide(rows_[i], today_);
    });
  }
  double columns() {
    return nanoseconds(rows_.size(), [&] { machine_.run(*program_, columns_.facts, as_of_, verdicts_); });
  }
  double singly() {
    return nanoseconds(entries_.size(), [&] {
      for (const model::Entry& entry : entries_) decide_one(entry);
    });
  }

  // Decisions of the evaluator that are not those by hand, in columns and singly.
  std::size_t differences() {
    std::size_t n = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) n += differ(decisions_[i], verdicts_, i);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      decide_one(entries_[i]);
      n += differ(decisions_[i], one_verdict_, 0);
    }
    return n;
  }
  Tally tally() const {
    Tally all;
    for (std::size_t i = 0; i < rows_.size(); ++i) all.add(rows_[i].id, decisions_[i], today_);
    return all;
  }

 private:
  static constexpr std::size_t kSingly = 2000;

  void read_rows(std::int64_t most) {
    auto statement =
        good(database_.connection.prepare(fmt::format("SELECT {} FROM entries ORDER BY id LIMIT ?1", kEntryColumns)));
    statement.bind(1, most);
    for (EntryRow row; read(statement.handle(), row);) rows_.push_back(row);
    decisions_.resize(rows_.size());
  }
  void read_columns() {
    auto reader = good(store::BatchReader::open(database_.connection, *program_));
    good(reader.scan({}, static_cast<std::uint32_t>(rows_.size()), columns_));
    if (columns_.facts.size() == rows_.size()) return;
    fmt::print(stderr, "{} rows, but {} entries\n", rows_.size(), columns_.facts.size());
    std::exit(2);
  }
  void decide_one(const model::Entry& entry) {
    decide::gather(*program_, {&entry, 1}, one_);
    machine_.run(*program_, one_, as_of_, one_verdict_);
  }
  bool differ(const EntryDecision& hand, const decide::Verdicts& v, std::size_t i) const {
    const std::int32_t due = v.due[i] == calendar::kNever ? kNoDay : v.due[i];
    return hand.erase != (v.erase_due[i] != 0) || (!hand.held && hand.gone_from != due) ||
           (hand.review_on <= today_) != (v.review_due[i] != 0);
  }

  service::OpenDatabase database_;
  std::int32_t today_;
  std::shared_ptr<const program::Program> program_;
  model::AsOf as_of_{today_, std::int64_t{today_} * 86400};
  std::vector<EntryRow> rows_;
  std::vector<EntryDecision> decisions_;
  store::EntryBatch columns_;
  std::vector<model::Entry> entries_;
  decide::Batch one_;
  decide::Machine machine_;
  decide::Verdicts verdicts_, one_verdict_;
};

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  if (argc < 4) return 2;
  Bench bench(argv[1], argv[2], std::atoll(argv[3]));
  std::vector<double> by_hand, columns, singly;
  for (int round = argc > 4 ? std::atoi(argv[4]) : 1; round > 0; --round) {
    by_hand.push_back(bench.by_hand());
    columns.push_back(bench.columns());
    singly.push_back(bench.singly());
  }
  const std::size_t wrong = bench.differences();
  fmt::print("{{\"decided\":{},\"differences\":{},\"by_hand_ns\":{:.2f},\"columns_ns\":{:.2f},\"singly_ns\":{:.0f}}}\n",
             bench.tally().json(), wrong, median(by_hand), median(columns), median(singly));
  return wrong == 0 ? 0 : 2;
}
