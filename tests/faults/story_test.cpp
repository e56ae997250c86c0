// SPDX-License-Identifier: Apache-2.0
// The story that the harnesses disturb has in it what they are to disturb, and each of its laws can be broken.
#include <utility>

#include "tests/faults/story.hpp"
#include "tests/support/catch.hpp"

namespace frist::faults {

TEST_CASE("an undisturbed story has all kinds of acts in it and breaks no law", "[power]") {
  const Story story;
  put_disk(story.beginning());
  REQUIRE(story.tell().acknowledged == Story::kDeeds);
  const auto findings = story.examine();
  CHECK(findings.wrong.empty());
  CHECK(findings.done == Story::kDeeds);
  for (const char* part :
       {"told card/3 hold", "told card/3 lift hold", "told card/3 erase", "told card/20 request erasure",
        "told card/20 erase", "told visit/1 erase", " restrict former", " anonymise remark former", " review member",
        "\nreview ", "\nrestricted ", "\nhold 1/23 an audit", "\ndue "})
    CHECK_THAT("\n" + findings.contents, Catch::Contains(part));
  CHECK_THAT(findings.contents, !Catch::Contains("told card/23 erase"));
}

TEST_CASE("each law of the story can be broken", "[power]") {
  const std::pair<const char*, const char*> broken = GENERATE(values<std::pair<const char*, const char*>>({
      {"DELETE FROM visits WHERE id = 12", "rows went without a leaf"},
      {"INSERT INTO visits VALUES (1, '2021-05-10')", "leaves tell of rows that are there"},
      {"DELETE FROM frist_audit_body WHERE seq = 3", "leaves have no body"},
      {"DELETE FROM frist_audit_ref WHERE seq = (SELECT max(seq) FROM frist_audit_ref)",
       "cannot be found by its entry"},
      {"PRAGMA foreign_keys=OFF; INSERT INTO loans VALUES (1, 99, '2020-01-01')", "loans without their card"},
      {"DELETE FROM loans WHERE id = (SELECT min(id) FROM loans)", "loans gone and their card not"},
      {"UPDATE cards SET remark = NULL WHERE id = 2", "a remark went without a leaf"},
      {"DELETE FROM frist_restriction", "restrictions and their leaves differ"},
      {"DELETE FROM frist_review", "reviews and their leaves differ"},
      {"DELETE FROM frist_hold", "holds and their leaves differ"},
      {"INSERT INTO frist_request VALUES (1, 2, 0, 'me')", "requests and their leaves differ"},
      {"INSERT INTO frist_hold(kind, entry, since, reason, placed_by, placed_at) VALUES (1, 20, 0, '', '', 0)",
       "holds of entries that are gone"},
      {"DELETE FROM frist_day", "the schedule by entry says more"},
      {"INSERT INTO frist_day VALUES (1, 1, 2)", "the schedule by day says more"},
  }));
  const Story story;
  put_disk(story.beginning());
  REQUIRE(story.tell().acknowledged == Story::kDeeds);
  {
    auto connection = store::Connection::open(story.path());
    REQUIRE(connection);
    const auto done = connection.value().execute(broken.first);
    INFO(broken.first << ": " << (done ? "" : done.error().message));
    REQUIRE(done);
  }
  INFO(broken.first);
  CHECK_THAT(story.examine().wrong, Catch::Contains(broken.second));
}

}  // namespace frist::faults
