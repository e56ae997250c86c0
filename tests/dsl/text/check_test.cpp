// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/check.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

struct Ending {
  int status = 0;
  std::string words;
};

// Runs `act` in a process of its own and returns how that ended and what it wrote to stderr.
template <class Act>
Ending end_of(Act act) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    act();
    std::_Exit(0);
  }
  ::close(ends[1]);
  Ending ending;
  char block[256];
  for (ssize_t got = 0; (got = ::read(ends[0], block, sizeof block)) > 0;)
    ending.words.append(block, static_cast<std::size_t>(got));
  ::close(ends[0]);
  REQUIRE(::waitpid(child, &ending.status, 0) == child);
  return ending;
}

}  // namespace

TEST_CASE("a broken promise of ours ends the program with its own exit status", "[text][check]") {
  const Ending ending = end_of([] { FRIST_CHECK(2 + 2 == 5); });
  CHECK(WIFEXITED(ending.status));
  CHECK(WEXITSTATUS(ending.status) == 70);
}

TEST_CASE("the message of a broken promise names file, line and condition but not the place of the build",
          "[text][check]") {
  const int line = __LINE__ + 1;
  const Ending ending = end_of([] { FRIST_CHECK(1 > 2); });
  CHECK(ending.words ==
        "frist: internal error: dsl/text/check_test.cpp:" + std::to_string(line) + ": 1 > 2 does not hold\n");
}

TEST_CASE("a promise that is kept does nothing and looks at its condition once", "[text][check]") {
  int looked = 0;
  FRIST_CHECK(++looked == 1);
  CHECK(looked == 1);
}
