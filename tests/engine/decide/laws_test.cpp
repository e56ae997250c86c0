// SPDX-License-Identifier: Apache-2.0
// What must hold for every program, on random ones.
#include "engine/decide/timeline.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_model.hpp"

namespace frist::test {
namespace {

using calendar::Day;
using decide::Batch;
using decide::Machine;
using decide::Verdict;
using decide::Verdicts;

constexpr std::uint64_t kModels = 150;

struct Case {
  explicit Case(std::uint64_t seed, std::size_t entry_count = 9)
      : model(seed), rules(model.rules()), asked(model.expressions()) {
    program::Options options;
    options.extra = asked;
    night = program::compile(rules, 0, program::Purpose::Night);
    answers = program::compile(rules, 0, program::Purpose::Answers, options);
    for (std::size_t k = 0; k < entry_count; ++k) entries.push_back(model.entry());
    on = model.some_day();
  }
  std::vector<Verdict> decide(const program::Program& program, std::span<const model::Entry> some, Day day,
                              calendar::Lanes lanes = calendar::widest_lanes()) const {
    Batch batch;
    Machine machine(lanes);
    Verdicts v;
    decide::gather(program, some, batch);
    machine.run(program, batch, as_of(day), v);
    std::vector<Verdict> all;
    for (std::size_t i = 0; i < some.size(); ++i) all.push_back(decide::verdict_of(v, i));
    return all;
  }
  RandomModel model;
  std::shared_ptr<const model::RuleSet> rules;
  std::vector<ExprId> asked;
  std::shared_ptr<const program::Program> night, answers;
  std::vector<model::Entry> entries;
  Day on = 0;
};

bool same(const Verdict& a, const Verdict& b) { return a.same_as(b) && a.next_change == b.next_change; }

}  // namespace

TEST_CASE("a batch of many says of each what a batch of one says, and so does the program for answers") {
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed);
    INFO("seed " << seed);
    const auto many = c.decide(*c.night, c.entries, c.on), answers = c.decide(*c.answers, c.entries, c.on);
    for (std::size_t i = 0; i < c.entries.size(); ++i) {
      REQUIRE(same(many[i], c.decide(*c.night, {&c.entries[i], 1}, c.on)[0]));
      REQUIRE(many[i].same_as(answers[i]));
    }
  }
}

TEST_CASE("batches longer than a slice say the same as short ones") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Case c(seed, Machine::kSlice * 2 + 77);
    const auto all = c.decide(*c.night, c.entries, c.on);
    for (std::size_t i = 0; i < c.entries.size(); i += 61)
      REQUIRE(same(all[i], c.decide(*c.night, {&c.entries[i], 1}, c.on)[0]));
  }
}

TEST_CASE("every width of vectors gives the same verdicts") {
  for (const calendar::Lanes lanes : {calendar::Lanes::Avx2, calendar::Lanes::Avx512})
    if (!calendar::has_lanes(lanes))
      WARN("this processor lacks " << (lanes == calendar::Lanes::Avx2 ? "AVX2" : "AVX-512") << ": not compared");
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed, 150);
    const auto baseline = c.decide(*c.night, c.entries, c.on, calendar::Lanes::Baseline);
    for (const calendar::Lanes lanes : all_lanes()) {
      const auto wide = c.decide(*c.night, c.entries, c.on, lanes);
      for (std::size_t i = 0; i < c.entries.size(); ++i) REQUIRE(same(baseline[i], wide[i]));
    }
  }
}

TEST_CASE("until its next change a verdict stays what it is") {
  std::mt19937_64 random(5);
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed);
    const auto now = c.decide(*c.night, c.entries, c.on);
    for (int k = 0; k < 12; ++k) {
      const Day later = c.on + 1 + static_cast<Day>(random() % (k < 6 ? 40 : 2500));
      const auto then = c.decide(*c.night, c.entries, later);
      for (std::size_t i = 0; i < c.entries.size(); ++i) {
        REQUIRE(now[i].next_change > c.on);
        if (later < now[i].next_change) REQUIRE(now[i].same_as(then[i]));
      }
    }
    for (std::size_t i = 0; i < c.entries.size(); ++i) {
      const Day last = now[i].next_change == calendar::kNever ? c.on : now[i].next_change - 1;
      REQUIRE(now[i].same_as(c.decide(*c.night, {&c.entries[i], 1}, last)[0]));
    }
  }
}

TEST_CASE("until its next change every expression keeps its value") {
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed, 4);
    Batch batch;
    Machine now, then;
    decide::gather(*c.answers, c.entries, batch);
    now.run_keeping(*c.answers, batch, as_of(c.on));
    for (const Day later : {c.on + 1, c.on + 13, c.on + 29, c.on + 400, c.on + 1500}) {
      then.run_keeping(*c.answers, batch, as_of(later));
      for (const ExprId e : c.asked)
        for (std::uint32_t i = 0; i < c.entries.size(); ++i) {
          const program::Register r = c.answers->register_of(e);
          if (later < now.next(r, i)) REQUIRE(now.value(r, i) == then.value(r, i));
        }
    }
  }
}

TEST_CASE("a timeline holds on every day between its steps") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Case c(seed, 2);
    for (const model::Entry& entry : c.entries) {
      const decide::Timeline line = decide::timeline(*c.night, entry, c.on, c.on + 900);
      REQUIRE(line.searched_until >= c.on + 900);
      std::size_t step = 0;
      for (Day day = c.on; day <= c.on + 900; day += 7) {
        while (step + 1 < line.steps.size() && line.steps[step + 1].from <= day) ++step;
        REQUIRE(line.steps[step].verdict.same_as(c.decide(*c.night, {&entry, 1}, day)[0]));
      }
    }
  }
}

TEST_CASE("learning a fact never turns a yes into a no or a no into a yes") {
  std::mt19937_64 random(3);
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed, 6);
    for (const model::Entry& entry : c.entries) {
      model::Entry told = entry;
      for (model::Value& v : told.row.fields)
        if (v.state == model::Value::State::Unknown) v = known(static_cast<std::int64_t>(random() % 2));
      Batch batch;
      Machine before, after;
      decide::gather(*c.answers, {&entry, 1}, batch);
      before.run_keeping(*c.answers, batch, as_of(c.on));
      Batch with;
      decide::gather(*c.answers, {&told, 1}, with);
      after.run_keeping(*c.answers, with, as_of(c.on));
      for (const ExprId e : c.asked) {
        const program::Register r = c.answers->register_of(e);
        if (c.answers->code[r].storage != program::Storage::Truth || before.truth(r, 0) == decide::kTruthUnknown)
          continue;
        INFO("seed " << seed << " expression " << e);
        REQUIRE(before.truth(r, 0) == after.truth(r, 0));
      }
    }
  }
}

TEST_CASE("the bounds of an open verdict hold it between them") {
  for (std::uint64_t seed = 1; seed <= kModels; ++seed) {
    const Case c(seed, 5);
    for (const model::Entry& entry : c.entries) {
      const decide::Bounds bounds = decide::bounds(*c.answers, entry, as_of(c.on));
      const Verdict v = c.decide(*c.night, {&entry, 1}, c.on)[0];
      REQUIRE(bounds.latest == v.due);
      REQUIRE(bounds.earliest <= bounds.latest);
    }
  }
}

}  // namespace frist::test
