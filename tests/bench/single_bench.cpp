// SPDX-License-Identifier: Apache-2.0
// What one record costs that is decided by itself, in memory and warm, against the same rules by hand, which give the
// verdict, its rule, the due day and the next change:
//   decide   the verdict alone: facts set field by field, decided
//   reasons  the same by the program for answers, and every reason read: what each effect comes to, every condition
//   entry    the verdict of a model::Entry through gather() and a Machine, as the command decides it
//   explain  the whole answer for people: tree, timeline, what would change it
//   words    the same, in sentences
// All read the same columns, and so many records (20,000 of eleven kinds in random order) that no branch predictor
// learns them by heart: with a tenth of them the rules by hand, which branch by kind, look almost twice as fast as a
// stream of ever new records lets them be. Prints one JSON object; times are medians of CPU by record.
//   single_bench [RECORDS [ROUNDS]]
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "engine/decide/gather.hpp"
#include "engine/decide/machine.hpp"
#include "engine/decide/record_decider.hpp"
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

// A decider and the places of the claims' facts in it; the fields in the order of claim_rules().
class Desk {
 public:
  explicit Desk(std::shared_ptr<const program::Program> program)
      : decider_(std::move(program)),
        kind_(decider_.symbol_input(0)),
        recorded_on_(decider_.date_input(1)),
        settled_on_(decider_.date_input(2)),
        closed_on_(decider_.date_input(3)),
        last_event_on_(decider_.date_input(4)),
        proof_on_(decider_.date_input(5)),
        amount_(decider_.money_input(6)),
        titled_(decider_.truth_input(7)),
        disputed_(decider_.truth_input(8)),
        confirmed_(decider_.truth_input(9)),
        on_hold_(decider_.truth_input(model::Fact::OnHold)) {}

  decide::Verdict decide(const Claims& c, std::size_t i, const model::AsOf& as_of) {
    decider_.set(kind_, c.kind[i]);
    decider_.set(recorded_on_, c.recorded_on[i]);
    decider_.set(settled_on_, c.settled_on[i]);
    decider_.set(closed_on_, c.closed_on[i]);
    decider_.set(last_event_on_, c.last_event_on[i]);
    decider_.set(proof_on_, c.proof_on[i]);
    decider_.set(amount_, c.amount[i], {'E', 'U', 'R'});
    decider_.set(titled_, c.titled[i]);
    decider_.set(disputed_, c.disputed[i]);
    decider_.set(confirmed_, c.confirmed[i]);
    decider_.set(on_hold_, c.on_hold[i]);
    return decider_.decide(as_of);
  }
  decide::Reasons reasons() const { return decider_.reasons(); }

 private:
  using Decider = decide::RecordDecider;
  Decider decider_;
  Decider::SymbolInput kind_;
  Decider::DateInput recorded_on_, settled_on_, closed_on_, last_event_on_, proof_on_;
  Decider::MoneyInput amount_;
  Decider::TruthInput titled_, disputed_, confirmed_, on_hold_;
};

// Reads every reason there is.
std::int64_t read(const decide::Reasons& reasons) {
  std::int64_t sum = 0;
  for (const auto& e : reasons.effects())
    sum +=
        std::int64_t{reasons.date(e)} + reasons.limit(e) + reasons.stands(e) + reasons.replaced(e) + reasons.holds(e);
  for (const auto& c : reasons.conditions()) sum += reasons.truth(c);
  return sum;
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
        answers_(program::compile(rules_, 0, program::Purpose::Answers)),
        night_desk_(night_),
        answers_desk_(answers_) {
    for (std::size_t i = 0; i < records; ++i) entries_.push_back(entry_of(claims_, i));
  }

  double by_hand() {
    return per_record(kTimes, 1, [&](std::size_t i) { take(decide_by_hand(claims_, i, kToday)); });
  }
  double decide() {
    return per_record(kTimes, 1, [&](std::size_t i) { take(night_desk_.decide(claims_, i, as_of_)); });
  }
  double reasons() {
    return per_record(kTimes, 1, [&](std::size_t i) {
      take(answers_desk_.decide(claims_, i, as_of_));
      sum_ += read(answers_desk_.reasons());
    });
  }
  double entry() {
    return per_record(kTimes, kFewer, [&](std::size_t i) { take(decide_entry(i)); });
  }
  double explain() {
    return per_record(1, kFewer, [&](std::size_t i) {
      sum_ += explain::explain_retention(*answers_, entries_[i], as_of_).verdict.due;
    });
  }
  double words() {
    return per_record(1, kFewer, [&](std::size_t i) {
      const auto reasons = explain::explain_retention(*answers_, entries_[i], as_of_);
      sum_ += static_cast<std::int64_t>(words::narrate_why(*rules_, reasons, {}).size());
    });
  }
  // Records that some form decides in another way than the rules by hand.
  std::size_t differences() {
    std::size_t n = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const decide::Verdict hand = decide_by_hand(claims_, i, kToday);
      for (const decide::Verdict& v :
           {night_desk_.decide(claims_, i, as_of_), answers_desk_.decide(claims_, i, as_of_), decide_entry(i)})
        n += !v.same_as(hand) || v.next_change != hand.next_change;
      if (i % kFewer == 0) n += explain::explain_retention(*answers_, entries_[i], as_of_).verdict.due != hand.due;
    }
    return n;
  }
  std::int64_t sum() const { return sum_; }

 private:
  static constexpr calendar::Day kToday = 20778;  // 2026-11-21

  static constexpr int kTimes = 10;          // for the clock's sake
  static constexpr std::size_t kFewer = 40;  // entries and answers for people: of every so many records

  decide::Verdict decide_entry(std::size_t i) {
    decide::gather(*night_, {&entries_[i], 1}, batch_);
    machine_.run(*night_, batch_, as_of_, verdicts_);
    return decide::verdict_of(verdicts_, 0);
  }
  // Every part of a verdict, so that none is left out.
  void take(const decide::Verdict& v) {
    sum_ += std::int64_t{v.next_change} + v.due + v.review_on + v.rule + v.review_rule + v.acts + v.erase_due +
            v.restricted + v.review_due;
  }
  template <class Work>
  double per_record(int times, std::size_t step, Work work) {
    const double start = cpu_nanoseconds();
    std::size_t n = 0;
    for (int k = 0; k < times; ++k)
      for (std::size_t i = 0; i < entries_.size(); i += step, ++n) work(i);
    return (cpu_nanoseconds() - start) / static_cast<double>(n);
  }

  Claims claims_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::shared_ptr<const program::Program> night_, answers_;
  std::vector<model::Entry> entries_;
  model::AsOf as_of_{kToday, std::int64_t{kToday} * 86400};
  Desk night_desk_, answers_desk_;
  decide::Batch batch_;
  decide::Machine machine_;
  decide::Verdicts verdicts_;
  std::int64_t sum_ = 0;
};

}  // namespace
}  // namespace frist::bench

int main(int argc, char** argv) {
  using namespace frist::bench;
  const std::size_t records = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 20'000;
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 7;
  Bench bench(records);
  const std::size_t wrong = bench.differences();
  std::vector<Form> forms{
      {"decide", {}, {}}, {"reasons", {}, {}}, {"entry", {}, {}}, {"explain", {}, {}}, {"words", {}, {}}};
  std::vector<double> hand;
  for (int round = 0; round < rounds; ++round) {
    hand.push_back(bench.by_hand());
    const double told[] = {bench.decide(), bench.reasons(), bench.entry(), bench.explain(), bench.words()};
    for (std::size_t k = 0; k < forms.size(); ++k) {
      forms[k].nanoseconds.push_back(told[k]);
      forms[k].ratios.push_back(told[k] / hand.back());
    }
  }
  fmt::print("{{\"records\":{},\"differences\":{},\"by_hand_ns\":{:.1f}", records, wrong, median(hand));
  for (const Form& form : forms)
    fmt::print(",\"{}\":{{\"ns\":{:.0f},\"x_by_hand\":{:.1f}}}", form.name, median(form.nanoseconds),
               median(form.ratios));
  fmt::print(",\"check\":{}}}\n", bench.sum() % 1000);
  return wrong == 0 ? 0 : 2;
}
