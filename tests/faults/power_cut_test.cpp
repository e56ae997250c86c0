// SPDX-License-Identifier: Apache-2.0
// Power cuts at every step that a story of holds, requests and nights takes towards the disk. The steps of the
// undisturbed story are recorded once; from them comes what the disk holds after a cut at each step, with each damage
// and many random choices. Every outcome is recovered and, by the bytes of what it recovers to, examined once: opened
// by the product, checked against its log, and gone on with until it ends like the undisturbed story. The power also
// goes a second time while it is gone on with. FRIST_QUICK=1 takes about a twentieth of the cuts.
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <unordered_map>
#include <utility>

#include "tests/faults/story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/tier.hpp"

namespace frist::faults {
namespace {

struct Verdict {
  std::string wrong;
  int done = 0;
};

struct Cuts {
  std::int64_t steps = 0, cuts = 0, bad = 0;
  std::size_t recovered = 0;  // that differ
  std::string first_bad;
};

// What the database is after the next program has opened it, by SQLite alone.
std::string recovered(const std::string& path, const Files& left) {
  put_disk(left);
  sqlite3* database = nullptr;
  int code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(database, "PRAGMA schema_version", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK)
    code = sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_close(database);
  return code == SQLITE_OK && disk().has(path) ? disk().read(path) : fmt::format("error {}", code);
}

class Cutter {
 public:
  Cutter(const Story& story, bool lying_disk) : story_(story), lying_disk_(lying_disk) {
    put_disk(story.beginning());
    record_steps(true);
    const Story::Told told = story.tell();
    record_steps(false);
    INFO((told.error ? told.error->message : ""));
    REQUIRE(told.acknowledged == Story::kDeeds);
    steps_ = recorded_steps();
    after_ = told.after_steps;
    const auto findings = story.examine();
    REQUIRE(findings.wrong.empty());
    expected_ = findings.contents;
    REQUIRE(expected_.find("days_away") == std::string::npos);
  }

  // `outcomes` of each damage at each step that leaves a choice.
  Cuts cut(int outcomes, bool stop_at_bad = false) {
    Cuts result;
    result.steps = static_cast<std::int64_t>(steps_.size());
    SimDisk disk(story_.beginning());
    if (lying_disk_) disk.lie_about_syncs();
    for (std::size_t step = 0; step <= steps_.size(); ++step) {
      const auto acknowledged = std::count_if(after_.begin(), after_.end(),
                                              [&](auto steps) { return steps <= static_cast<std::int64_t>(step); });
      // The step that is cut was on its way; a sync has then done nothing yet.
      SimDisk cut = disk;
      if (step < steps_.size() && steps_[step].kind != Step::Kind::Sync) cut.take(steps_[step]);
      for (const Damage damage : kDamages)
        for (int i = 0; i < (damage < Damage::Prefix ? 1 : outcomes); ++i) {
          Random random(step * 1'000'003 + static_cast<std::size_t>(i) * 7 + static_cast<std::size_t>(damage));
          const Verdict& verdict = examine(cut.after_cut(damage, random));
          ++result.cuts;
          std::string wrong = verdict.wrong;
          if (verdict.done < acknowledged)
            wrong += fmt::format("{} deeds were acknowledged and {} are there; ", acknowledged, verdict.done);
          if (wrong.empty()) continue;
          if (result.bad++ == 0)
            result.first_bad = fmt::format("step {} of {}, damage {}, choice {}: {}", step, steps_.size(),
                                           static_cast<int>(damage), i, wrong);
          if (stop_at_bad) return result;
        }
      if (step < steps_.size()) disk.take(steps_[step]);
    }
    result.recovered = verdicts_.size();
    return result;
  }

  // The power goes once more while the program recovers from the cut and goes on with the story, at every `stride`-th
  // step of that. After cut(), which has noted what each of the different databases came from.
  Cuts cut_again(std::size_t stride) {
    Cuts result;
    const auto firsts = std::exchange(goings_on_, {});
    const std::size_t before = verdicts_.size();
    for (const GoingOn& first : firsts) {
      SimDisk disk(first.left);
      for (std::size_t step = 0; step < first.steps.size(); disk.take(first.steps[step++])) {
        ++result.steps;
        if (step % stride != 0) continue;
        Random random(step);
        const Damage damage = kDamages[random() % std::size(kDamages)];
        const Verdict& verdict = examine(disk.after_cut(damage, random));
        ++result.cuts;
        std::string wrong = verdict.wrong;
        if (verdict.done < first.done) wrong += "what the first cut had left is not there; ";
        if (!wrong.empty() && result.bad++ == 0)
          result.first_bad = fmt::format("step {}, damage {}: {}", step, static_cast<int>(damage), wrong);
      }
      goings_on_.clear();
    }
    result.recovered = verdicts_.size() - before;
    return result;
  }

 private:
  // What a program does that opens what a cut has left.
  struct GoingOn {
    Files left;
    int done = 0;
    std::vector<Step> steps;
  };

  const Verdict& examine(const Files& left) {
    const auto [found, is_new] = verdicts_.try_emplace(std::hash<std::string>()(recovered(story_.path(), left)));
    if (!is_new) return found->second;
    Verdict& verdict = found->second;
    put_disk(left);
    record_steps(true);
    const auto findings = story_.examine();
    record_steps(false);
    goings_on_.push_back({left, findings.done, recorded_steps()});
    verdict = {findings.wrong, findings.done};
    if (findings.wrong.empty() && findings.contents != expected_)
      verdict.wrong = "it does not end like the undisturbed one";
    return verdict;
  }

  const Story& story_;
  bool lying_disk_;
  std::vector<Step> steps_;
  std::vector<std::int64_t> after_;
  std::string expected_;
  std::unordered_map<std::size_t, Verdict> verdicts_;  // by the bytes of what it recovers to
  std::vector<GoingOn> goings_on_;
};

int outcomes() { return test::tiered(2, 60, 700); }

}  // namespace

TEST_CASE("after a power cut every erasure has its leaf, nothing acknowledged is lost, and the night goes on",
          "[power]") {
  const Story story;
  Cutter cutter(story, false);
  const Cuts cuts = cutter.cut(outcomes());
  fmt::print("{} power cuts at {} steps, {} different databases, {} bad\n", cuts.cuts, cuts.steps + 1, cuts.recovered,
             cuts.bad);
  INFO(cuts.first_bad);
  CHECK(cuts.bad == 0);
  CHECK(cuts.recovered > 20);
  const Cuts again = cutter.cut_again(std::getenv("FRIST_QUICK") ? 97 : 1);
  fmt::print("{} second cuts at {} steps of going on, {} different databases, {} bad\n", again.cuts, again.steps,
             again.recovered, again.bad);
  INFO(again.first_bad);
  CHECK(again.bad == 0);
}

TEST_CASE("power cuts find what is planted", "[power]") {
  struct Plant {
    Planted planted;
    const char* found;
  };
  const auto plant = GENERATE(Plant{Planted::SynchronousOff, "were acknowledged"},
                              Plant{Planted::SynchronousNormal, "were acknowledged"},
                              Plant{Planted::RowsFirst, "rows went without a leaf"},
                              Plant{Planted::LogFirst, "leaves tell of rows that are there"});
  const Story story(plant.planted);
  CHECK_THAT(Cutter(story, false).cut(2, true).first_bad, Catch::Contains(plant.found));
}

TEST_CASE("power cuts find a disk that lies about syncs", "[power]") {
  const Story story;
  CHECK_THAT(Cutter(story, true).cut(2, true).first_bad, Catch::Contains("were acknowledged"));
}

}  // namespace frist::faults
