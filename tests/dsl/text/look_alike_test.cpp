// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/look_alike.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

TEST_CASE("the skeleton of ASCII is itself", "[text][look_alike]") {
  std::string ascii;
  for (char c = ' '; c <= '~'; ++c) ascii.push_back(c);
  CHECK(skeleton(ascii) == ascii);
}

TEST_CASE("names that look alike have one skeleton", "[text][look_alike]") {
  CHECK(skeleton("s\u0435ttled_\u043En") == "settled_on");
  CHECK(skeleton("\u0410\u0412\u0395") == "ABE");
  CHECK(skeleton("\uFF41\uFF42\uFF3F\uFF11") == "ab_1");
  CHECK(skeleton("\U0001D41A\U0001D5BA\U0001D7CF") == "aa1");
  CHECK(skeleton("set\u200Btled\uFEFF") == "settled");
  CHECK(skeleton("Größe") == "Größe");
  CHECK(skeleton("settled\xFF") == "settled\xFF");
}

TEST_CASE("a foreign letter beside ASCII letters deceives", "[text][look_alike]") {
  const auto found = first_look_alike("settl\u0435d_on");
  REQUIRE(found.has_value());
  CHECK(found->offset == 5);
  CHECK(found->length == 2);
  CHECK(found->seen == 0x0435);
  CHECK(found->taken_for == "e");
}

TEST_CASE("a name all of whose letters look like ASCII deceives", "[text][look_alike]") {
  const auto found = first_look_alike("\u0441\u043E\u0440_1");
  REQUIRE(found.has_value());
  CHECK(found->offset == 0);
  CHECK(found->taken_for == "c");
}

TEST_CASE("an invisible character in a name deceives whatever stands beside it", "[text][look_alike]") {
  const auto found = first_look_alike("se\u200Dttled");
  REQUIRE(found.has_value());
  CHECK(found->offset == 2);
  CHECK(found->taken_for.empty());
  CHECK(first_look_alike("\u0441\u0443\u043C\u043C\u0430\u202E").has_value());
}

TEST_CASE("honest names pass", "[text][look_alike]") {
  for (const char* name : {"", "settled_on", "Größe", "2020", "år", "kayıt", "\u0441\u0443\u043C\u043C\u0430",
                           "\u03C0\u03BF\u03C3\u03CC", "金額"}) {
    INFO(name);
    CHECK_FALSE(first_look_alike(name).has_value());
  }
}
