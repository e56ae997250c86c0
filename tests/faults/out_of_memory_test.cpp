// SPDX-License-Identifier: Apache-2.0
// Allocations of SQLite that give no memory, in a story of holds, requests and nights: one of them, or one and all
// after it. The program does not crash, whoever asked is told, nothing is half done, and with memory the story ends
// like the undisturbed one. There are too many to fail each: they are taken evenly, other ones in each half.
// FRIST_QUICK=1 takes a twentieth of them.
#include <fmt/core.h>

#include <cstdlib>

#include "tests/faults/failing_memory.hpp"
#include "tests/faults/story.hpp"
#include "tests/support/catch.hpp"

namespace frist::faults {
namespace {

int memory_runs() { return std::getenv("FRIST_QUICK") ? 40 : 800; }

struct Shortage {
  std::int64_t allocations = 0, runs = 0, told = 0, bad = 0;
  std::string first_bad;
};

Shortage run_short_of_memory(const Story& story, bool once, int wanted, bool stop_at_bad = false) {
  Shortage shortage;
  fail_allocation(-1, true);
  put_disk(story.beginning());
  REQUIRE(story.tell().acknowledged == Story::kDeeds);
  shortage.allocations = stop_failing();
  const auto undisturbed = story.examine();
  REQUIRE(undisturbed.wrong.empty());
  const std::int64_t stride = std::max<std::int64_t>(1, shortage.allocations / wanted);
  for (std::int64_t number = once ? 0 : stride / 2; number < shortage.allocations; number += stride) {
    put_disk(story.beginning());
    fail_allocation(number, once);
    const Story::Told told = story.tell();
    stop_failing();
    ++shortage.runs;
    shortage.told += told.error ? 1 : 0;
    std::string wrong;
    if (!told.error && told.acknowledged < Story::kDeeds) wrong = "it ended without an error; ";
    if (told.error &&
        (told.error->kind != text::ErrorKind::Io || told.error->message.find("memory") == std::string::npos))
      wrong = fmt::format("it is not told as the memory's: {}; ", told.error->message);
    const auto findings = story.examine();
    wrong += findings.wrong;
    if (findings.done < told.acknowledged) wrong += "what was acknowledged is not there; ";
    if (wrong.empty() && findings.contents != undisturbed.contents) wrong = "it does not end like the undisturbed one";
    if (!wrong.empty() && shortage.bad++ == 0)
      shortage.first_bad = fmt::format("allocation {} of {}: {}", number, shortage.allocations, wrong);
    if (stop_at_bad && shortage.bad > 0) break;
  }
  return shortage;
}

}  // namespace

TEST_CASE("without memory the program says so, leaves nothing half done, and goes on when there is some", "[memory]") {
  const bool once = GENERATE(true, false);
  const Story story;
  const Shortage shortage = run_short_of_memory(story, once, memory_runs());
  fmt::print("{} of {} allocations failed{}: {} were told of it, {} bad\n", shortage.runs, shortage.allocations,
             once ? "" : ", with all after them", shortage.told, shortage.bad);
  INFO(shortage.first_bad);
  CHECK(shortage.bad == 0);
  CHECK(shortage.told > shortage.runs / 2);
}

TEST_CASE("opening a database without memory is told as that, whichever allocation fails", "[memory]") {
  const Story story;
  put_disk(story.beginning());
  fail_allocation(-1, true);
  REQUIRE(store::Connection::open(story.path()));
  const std::int64_t allocations = stop_failing();
  CHECK(allocations > 500);
  for (std::int64_t number = 0; number < allocations; number += std::getenv("FRIST_QUICK") ? 3 : 1)
    for (const bool once : {true, false}) {
      fail_allocation(number, once);
      const auto opened = store::Connection::open(story.path());
      stop_failing();
      INFO(number << ": " << (opened ? "" : opened.error().message));
      REQUIRE((opened || opened.error().message == "out of memory"));
    }
}

TEST_CASE("failing memory finds what is planted", "[memory]") {
  const auto planted = GENERATE(Planted::RowsFirst, Planted::LogFirst);
  CHECK_THAT(run_short_of_memory(Story(planted), false, 400, true).first_bad,
             Catch::Contains(planted == Planted::RowsFirst ? "rows went without a leaf" : "leaves tell of rows"));
}

}  // namespace frist::faults
