// SPDX-License-Identifier: Apache-2.0
// How fast the evaluator decides columns that are in memory, against the same rules written by hand: as a loop over
// rows, and as a kernel over columns. All give decision, rule, due date, next change and review of every row, and must
// agree. Prints one JSON object; ratios are medians of those within the rounds.
//   evaluator_bench [ROWS [ROUNDS [nightly|backlog]]]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>

#include "engine/decide/machine.hpp"
#include "rules/program/compile.hpp"
#include "tests/bench/claims.hpp"
#include "tests/bench/column_kernel.hpp"

namespace {

using namespace frist;

double cpu_seconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class Work>
double seconds_of(Work work) {
  const double start = cpu_seconds();
  work();
  return cpu_seconds() - start;
}

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

// Columns for the hand-written loop to fill, as the machine fills its own.
void run_by_hand(const bench::Claims& claims, calendar::Day today, decide::Verdicts& out) {
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const decide::Verdict v = bench::decide_by_hand(claims, i, today);
    out.erase_due[i] = v.erase_due;
    out.review_due[i] = v.review_due;
    out.due[i] = v.due;
    out.next_change[i] = v.next_change;
    out.rule[i] = v.rule;
    out.review_on[i] = v.review_on;
    out.review_rule[i] = v.review_rule;
  }
}

std::size_t differences(const decide::Verdicts& a, const decide::Verdicts& b) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.due.size(); ++i)
    n += a.erase_due[i] != b.erase_due[i] || a.review_due[i] != b.review_due[i] || a.due[i] != b.due[i] ||
         a.next_change[i] != b.next_change[i] || a.rule[i] != b.rule[i] || a.review_on[i] != b.review_on[i] ||
         a.review_rule[i] != b.review_rule[i];
  return n;
}

struct Form {
  const char* name;
  calendar::Lanes lanes;
  std::vector<double> seconds, rows, columns;  // of the machine, and of both ways by hand right beside it
};

std::vector<double> ratios(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all;
  for (std::size_t i = 0; i < a.size(); ++i) all.push_back(a[i] / b[i]);
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t rows = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  const bool backlog = argc > 3 && std::string(argv[3]) == "backlog";
  const calendar::Day today = *calendar::make_day(2026, 11, 21);
  const bench::Claims claims = bench::make_claims(rows, today, backlog);
  const auto program = program::compile(bench::claim_rules(), 0, program::Purpose::Night);
  const decide::Batch batch = bench::batch_of(claims, *program);
  const model::AsOf as_of{today, std::int64_t{today} * 86400};

  std::vector<Form> forms{{"baseline", calendar::Lanes::Baseline, {}, {}, {}}};
  if (calendar::has_lanes(calendar::Lanes::Avx2)) forms.push_back({"avx2", calendar::Lanes::Avx2, {}, {}, {}});
  if (calendar::has_lanes(calendar::Lanes::Avx512)) forms.push_back({"avx512", calendar::Lanes::Avx512, {}, {}, {}});
  decide::Verdicts verdicts, by_rows, by_columns;
  std::size_t wrong = 0;
  for (int round = -1; round < rounds; ++round) {  // the first one only warms up
    for (Form& form : forms) {
      decide::Machine machine(form.lanes);
      if (round < 0) machine.run(*program, batch, as_of, verdicts);
      const double s = seconds_of([&] { machine.run(*program, batch, as_of, verdicts); });
      if (round < 0) by_rows = by_columns = verdicts;
      const double r = seconds_of([&] { run_by_hand(claims, today, by_rows); });
      const double c = seconds_of([&] { bench::run_columns_by_hand(claims, today, form.lanes, by_columns); });
      wrong += differences(verdicts, by_rows) + differences(verdicts, by_columns);
      if (round < 0) continue;
      form.seconds.push_back(s);
      form.rows.push_back(r);
      form.columns.push_back(c);
    }
  }
  const double ns = 1e9 / static_cast<double>(rows), hand_ns = median(forms.back().rows) * ns;
  std::string lanes;
  for (const Form& f : forms)
    lanes +=
        fmt::format("{}\"{}\":{{\"ns_per_row\":{:.2f},\"x_by_hand\":{:.2f},\"columns_ns\":{:.2f},\"x_column\":{:.2f}}}",
                    lanes.empty() ? "" : ",", f.name, median(f.seconds) * ns, median(ratios(f.seconds, f.rows)),
                    median(f.columns) * ns, median(ratios(f.seconds, f.columns)));
  const auto erased = std::count(verdicts.erase_due.begin(), verdicts.erase_due.end(), 1);
  const auto reviews = std::count(verdicts.review_due.begin(), verdicts.review_due.end(), 1);
  fmt::print(
      "{{\"rows\":{},\"instructions\":{},\"erase_due\":{},\"review_due\":{},\"differences\":{},\"by_hand_ns_per_row\":{"
      ":.2f},\"machine\":{{{}}}}}\n",
      rows, program->code.size(), erased, reviews, wrong, hand_ns, lanes);
  return wrong == 0 ? 0 : 1;
}
