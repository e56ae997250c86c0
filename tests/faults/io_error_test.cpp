// SPDX-License-Identifier: Apache-2.0
// A disk that fails or has no room left, at every step of a story of holds, requests and nights: once, and from there
// on. Whoever asked is told; nothing is half done, also when the power is cut then; with a disk that works again the
// story ends like the undisturbed one. FRIST_QUICK=1 takes every 23rd step.
#include <fmt/core.h>

#include <cstdlib>

#include "tests/faults/story.hpp"
#include "tests/support/catch.hpp"

namespace frist::faults {
namespace {

struct Tries {
  std::int64_t runs = 0, failed = 0, bad = 0;
  std::string first_bad;
};

std::string name_of(const Fault& fault) {
  return fmt::format("{} at step {}{}", fault.kind == Fault::Kind::Full ? "no room" : "an I/O error", fault.at,
                     fault.once ? "" : " and after it");
}

// What is wrong with what is there now, and after that with how the story goes on.
std::string examine(const Story& story, int acknowledged, const std::string& expected) {
  const auto findings = story.examine();
  std::string wrong = findings.wrong;
  if (findings.done < acknowledged)
    wrong += fmt::format("{} deeds were acknowledged and {} are there; ", acknowledged, findings.done);
  if (wrong.empty() && findings.contents != expected) wrong = "it does not end like the undisturbed one";
  return wrong;
}

class Failing {
 public:
  explicit Failing(const Story& story) : story_(story) {
    put_disk(story.beginning());
    REQUIRE(story.tell().acknowledged == Story::kDeeds);
    steps_ = steps_done();
    const auto findings = story.examine();
    REQUIRE(findings.wrong.empty());
    expected_ = findings.contents;
  }

  Tries run(Fault::Kind kind, bool once, int stride, bool stop_at_bad = false) {
    Tries tries;
    for (Fault fault{kind, 0, once}; fault.at < steps_ && !(stop_at_bad && tries.bad); fault.at += stride) {
      put_disk(story_.beginning(), fault);
      const Story::Told told = story_.tell();
      ++tries.runs;
      tries.failed += told.error ? 1 : 0;
      std::string wrong;
      if (!told.error && told.acknowledged < Story::kDeeds) wrong = "it ended without an error; ";
      if (told.error && told.error->kind != text::ErrorKind::Io)
        wrong = fmt::format("it is not told as the disk's: {}; ", told.error->message);
      if (told.error && told.error->message.empty()) wrong = "it is told without a word; ";
      // What the disk holds if the power is cut as well.
      Random random(static_cast<std::uint64_t>(fault.at));
      const Damage damage = kDamages[random() % std::size(kDamages)];
      const Files after_cut = disk().after_cut(damage, random);
      heal();
      if (const auto found = examine(story_, told.acknowledged, expected_); !found.empty()) wrong += found;
      put_disk(after_cut);
      if (const auto found = examine(story_, told.acknowledged, expected_); !found.empty())
        wrong += "after a power cut as well: " + found;
      if (!wrong.empty() && tries.bad++ == 0) tries.first_bad = name_of(fault) + ": " + wrong;
    }
    return tries;
  }

 private:
  const Story& story_;
  std::int64_t steps_ = 0;
  std::string expected_;
};

int io_stride() { return std::getenv("FRIST_QUICK") ? 23 : 1; }

}  // namespace

TEST_CASE("a disk that fails or is full is told, leaves nothing half done, and the story goes on when it works again",
          "[disk]") {
  const auto kind = GENERATE(Fault::Kind::Fails, Fault::Kind::Full);
  const bool once = GENERATE(true, false);
  const Story story;
  const Tries tries = Failing(story).run(kind, once, io_stride());
  fmt::print("{} runs with {}{}: {} were told of it, {} bad\n", tries.runs,
             kind == Fault::Kind::Full ? "a full disk" : "an I/O error", once ? " once" : " from there on",
             tries.failed, tries.bad);
  INFO(tries.first_bad);
  CHECK(tries.bad == 0);
  CHECK(tries.failed > tries.runs / 4);
}

TEST_CASE("a power cut in the running program is like one that is reckoned from its steps", "[disk]") {
  const Story story;
  put_disk(story.beginning());
  REQUIRE(story.tell().acknowledged == Story::kDeeds);
  const std::int64_t steps = steps_done();
  const std::string expected = story.contents();
  for (Fault fault{Fault::Kind::PowerCut, 0}; fault.at < steps; fault.at += io_stride()) {
    put_disk(story.beginning(), fault);
    const Story::Told told = story.tell();
    CHECK(fault_struck());
    Random random(static_cast<std::uint64_t>(fault.at));
    put_disk(disk().after_cut(kDamages[random() % std::size(kDamages)], random));
    const auto found = examine(story, told.acknowledged, expected);
    INFO(fault.at << ": " << found);
    CHECK(found.empty());
  }
}

TEST_CASE("failing disks find what is planted", "[disk]") {
  const auto planted = GENERATE(Planted::RowsFirst, Planted::LogFirst);
  const Story story(planted);
  CHECK_THAT(Failing(story).run(Fault::Kind::Fails, false, 1, true).first_bad,
             Catch::Contains(planted == Planted::RowsFirst ? "rows went without a leaf" : "leaves tell of rows"));
}

}  // namespace frist::faults
