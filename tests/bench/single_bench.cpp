// SPDX-License-Identifier: Apache-2.0
// What one record costs that is decided by itself, in memory and warm: the verdict alone, with its reasons, and with
// their words; against the same rules by hand. Prints one JSON object; times are medians of CPU by record.
//   single_bench [RECORDS [ROUNDS]]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "engine/explain/explain.hpp"
#include "engine/words/narrate.hpp"
#include "rules/program/compile.hpp"
#include "tests/bench/claims.hpp"

namespace frist::bench {
namespace {

double cpu_nanoseconds() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

model::Value day_value(calendar::Day day) {
  model::Value value;
  value.state = day == calendar::kNone ? model::Value::State::None : model::Value::State::Known;
  if (day != calendar::kNone) value.number = day;
  return value;
}

model::Value known(std::int64_t number) {
  model::Value value;
  value.state = model::Value::State::Known;
  value.number = number;
  return value;
}

// The fields in the order of claim_rules().
model::Entry entry_of(const Claims& c, std::size_t i) {
  model::Entry entry;
  entry.row.record = 0;
  entry.row.key = std::to_string(i);
  model::Value amount = known(c.amount[i]);
  amount.currency = {'E', 'U', 'R'};
  entry.row.fields = {known(c.kind[i]),
                      day_value(c.recorded_on[i]),
                      day_value(c.settled_on[i]),
                      day_value(c.closed_on[i]),
                      day_value(c.last_event_on[i]),
                      day_value(c.proof_on[i]),
                      amount,
                      known(c.titled[i]),
                      known(c.disputed[i]),
                      known(c.confirmed[i])};
  entry.engine.on_hold = known(c.on_hold[i]);
  entry.linked.resize(entry.row.fields.size());
  return entry;
}

struct Form {
  const char* name;
  std::vector<double> nanoseconds, ratios;
};

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

class Bench {
 public:
  explicit Bench(std::size_t records)
      : claims_(make_claims(records, kToday, true)),
        rules_(claim_rules()),
        night_(program::compile(rules_, 0, program::Purpose::Night)),
        answers_(program::compile(rules_, 0, program::Purpose::Answers)) {
    for (std::size_t i = 0; i < records; ++i) entries_.push_back(entry_of(claims_, i));
  }

  double by_hand() {
    constexpr int kTimes = 50;  // for the clock's sake
    return per_record(kTimes, [&](std::size_t i) { sum_ += decide_by_hand(claims_, i, kToday).next_change; });
  }
  double decide() {
    return per_record(1, [&](std::size_t i) {
      decide::gather(*night_, {&entries_[i], 1}, batch_);
      machine_.run(*night_, batch_, as_of_, verdicts_);
      sum_ += verdicts_.next_change[0];
    });
  }
  double explain() {
    return per_record(
        1, [&](std::size_t i) { sum_ += explain::explain_retention(*answers_, entries_[i], as_of_).verdict.due; });
  }
  double words() {
    return per_record(1, [&](std::size_t i) {
      const auto reasons = explain::explain_retention(*answers_, entries_[i], as_of_);
      sum_ += static_cast<std::int64_t>(words::narrate_why(*rules_, reasons, {}).size());
    });
  }
  // Records whose verdict alone, or with its reasons, is another than the one by hand.
  std::size_t differences() {
    std::size_t n = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const decide::Verdict hand = decide_by_hand(claims_, i, kToday);
      decide::gather(*night_, {&entries_[i], 1}, batch_);
      machine_.run(*night_, batch_, as_of_, verdicts_);
      n += !decide::verdict_of(verdicts_, 0).same_as(hand);
      n += explain::explain_retention(*answers_, entries_[i], as_of_).verdict.due != hand.due;
    }
    return n;
  }
  std::int64_t sum() const { return sum_; }

 private:
  static constexpr calendar::Day kToday = 20778;  // 2026-11-21

  template <class Work>
  double per_record(int times, Work work) {
    const double start = cpu_nanoseconds();
    for (int k = 0; k < times; ++k)
      for (std::size_t i = 0; i < entries_.size(); ++i) work(i);
    return (cpu_nanoseconds() - start) / static_cast<double>(entries_.size()) / times;
  }

  Claims claims_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::shared_ptr<const program::Program> night_, answers_;
  std::vector<model::Entry> entries_;
  model::AsOf as_of_{kToday, std::int64_t{kToday} * 86400};
  decide::Batch batch_;
  decide::Machine machine_;
  decide::Verdicts verdicts_;
  std::int64_t sum_ = 0;
};

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  const std::size_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  Bench bench(records);
  const std::size_t wrong = bench.differences();
  std::vector<Form> forms{{"decide", {}, {}}, {"explain", {}, {}}, {"words", {}, {}}};
  std::vector<double> hand;
  for (int round = 0; round < rounds; ++round) {
    hand.push_back(bench.by_hand());
    for (auto [form, ns] :
         {std::pair{&forms[0], bench.decide()}, {&forms[1], bench.explain()}, {&forms[2], bench.words()}}) {
      form->nanoseconds.push_back(ns);
      form->ratios.push_back(ns / hand.back());
    }
  }
  fmt::print("{{\"records\":{},\"differences\":{},\"by_hand_ns\":{:.1f}", records, wrong, median(hand));
  for (const Form& form : forms)
    fmt::print(",\"{}\":{{\"ns\":{:.0f},\"x_by_hand\":{:.1f}}}", form.name, median(form.nanoseconds),
               median(form.ratios));
  fmt::print(",\"check\":{}}}\n", bench.sum() % 1000);
  return wrong == 0 ? 0 : 2;
}
