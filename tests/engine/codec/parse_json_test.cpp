// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/parse_json.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "dsl/text/utf8.hpp"
#include "engine/codec/canonical.hpp"
#include "tests/support/catch.hpp"

using namespace frist::codec;
namespace fs = std::filesystem;

TEST_CASE("a number with a fraction keeps the digits that were written") {
  const auto value = parse_json(R"({"amount": 0.10, "large": 12345678901234567890.25, "whole": 7})");
  REQUIRE(value);
  CHECK(value.value()["amount"] == "0.10");
  CHECK(value.value()["large"] == "12345678901234567890.25");
  CHECK(value.value()["whole"] == 7);
}

TEST_CASE("a member that stands twice is refused by its name") {
  const auto value = parse_json(R"({"due_on": "2025-01-01", "due_on": null})");
  REQUIRE_FALSE(value);
  CHECK(value.error().message == "`due_on` stands twice in one object");
}

TEST_CASE("nesting has a limit and says so") {
  CHECK(parse_json(std::string(100, '[') + std::string(100, ']')));
  const auto deep = parse_json(std::string(1'000'000, '['));
  REQUIRE_FALSE(deep);
  CHECK(deep.error().message == "nested more than 100 levels deep");
}

TEST_CASE("every text of the JSON test suite is taken or refused as its name says") {
  const fs::path folder = fs::temp_directory_path() / ("frist-json-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const std::string unpack =
      "tar xzf '" FRIST_SOURCE_DIR "/tests/vectors/JSONTestSuite.tar.gz' -C '" + folder.string() + "'";
  REQUIRE(std::system(unpack.c_str()) == 0);
  std::size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || entry.path().extension() != ".json" || name.size() < 2 || name[1] != '_') continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    INFO(name);
    const bool taken = parse_json(text).ok();
    // Stricter than the standard where the suite leaves it open or allows more: no member twice, at most 100 levels.
    if (name[0] == 'y' && name.find("duplicated") == std::string::npos) CHECK(taken);
    if (name[0] == 'n') CHECK_FALSE(taken);
    ++seen;
  }
  CHECK(seen == 318);
  fs::remove_all(folder);
}

TEST_CASE("canonical JSON sorts members by UTF-16 and escapes as little as it may") {
  // The sorting example of RFC 8785, 3.2.3.
  const auto value = parse_json(
      "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With "
      "Dagesh\",\"1\":\"One\","
      "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With "
      "Diaeresis\"}");
  REQUIRE(value);
  const std::string text = canonical(value.value());
  const auto place = [&](const char* what) { return text.find(what); };
  CHECK(place("Carriage Return") < place("One"));
  CHECK(place("One") < place("Control"));
  CHECK(place("Control") < place("Latin Small"));
  CHECK(place("Latin Small") < place("Euro Sign"));
  CHECK(place("Euro Sign") < place("Emoji"));
  CHECK(place("Emoji") < place("Hebrew"));
  CHECK(canonical(nlohmann::json{{"b", {1, true, nullptr}}, {"a", "\"\\\n\x01"}}) ==
        R"({"a":"\"\\\n\u0001","b":[1,true,null]})");
}

TEST_CASE("an object that is put together member by member is canonical, too") {
  CanonicalObject object;
  object.add_text("\xef\xac\xb3", "Hebrew");
  object.add_text("b", "first");
  object.add_json("\xf0\x9f\x98\x80", "[1,true]");
  object.add_text("a", "\"\\\n\x01 plain \x02");
  object.add_text("b", "second");
  const std::string text = object.text();
  CHECK(text ==
        "{\"a\":\"\\\"\\\\\\n\\u0001 plain \\u0002\",\"b\":\"second\",\"\xf0\x9f\x98\x80\":[1,true],"
        "\"\xef\xac\xb3\":\"Hebrew\"}");
  CHECK(canonical(parse_json(text).value()) == text);
  CHECK(CanonicalObject().text() == "{}");
}

TEST_CASE("canonical JSON read again is canonical") {
  const std::string once = canonical(parse_json(R"({"z":[{"y":1,"x":"ö"}],"a":{"c":false}})").value());
  CHECK(canonical(parse_json(once).value()) == once);
}
