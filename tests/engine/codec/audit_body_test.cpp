// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/audit_body.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/canonical.hpp"
#include "engine/codec/pack_directory.hpp"
#include "engine/codec/plan_json.hpp"
#include "tests/support/catch.hpp"

namespace frist::codec {

TEST_CASE("a body is canonical JSON, whatever of it is there") {
  for (unsigned parts = 0; parts < 32; ++parts) {
    const auto if_bit = [&](unsigned bit, const char* text) { return parts >> bit & 1 ? text : ""; };
    const BodyParts body{"hold",
                         "claim/\"4\\7\"\n",
                         "r\x1f",
                         20000,
                         20001,
                         std::string_view("ff"),
                         if_bit(0, R"({"amount":"1.00 EUR","kind":null})"),
                         if_bit(1, "Änne"),
                         if_bit(2, "court\torder"),
                         if_bit(3, "§ 1"),
                         if_bit(4, "\U0001F600")};
    std::string text;
    const SharedEnds shared = append_text_of(body, text);
    // What stays when a body is erased names nobody.
    const std::string stays = text.substr(0, shared.before) + text.substr(text.size() - shared.behind);
    for (const char* personal : {"claim", "amount", "nne", "order", "§", "\U0001F600"})
      CHECK(stays.find(personal) == stays.npos);
    CHECK((shared.before > 0) == ((parts & 6) == 0));
    const auto parsed = nlohmann::json::parse(text);
    CHECK(canonical(parsed) == text);
    CHECK(parsed.size() == 7u + static_cast<unsigned>(__builtin_popcount(parts)));
    CHECK(parsed["entry"] == "claim/\"4\\7\"\n");
    CHECK(parsed["on"] == "2024-10-04");
    CHECK(parsed["as_of"] == "2024-10-05");
    CHECK(parsed["schema"] == "frist/audit-body/1");
    CHECK(parsed.value("mandate", "") == if_bit(3, "§ 1"));
    CHECK(parsed.contains("facts") == ((parts & 1) != 0));
  }
}

TEST_CASE("a body whose members are of another kind is told, and ends nothing") {
  const auto zone = calendar::Zone::find("Europe/Berlin");
  const nlohmann::json good = {{"schema", "frist/audit-body/1"},
                               {"action", "hold"},
                               {"entry", "claim/1"},
                               {"rule", ""},
                               {"policy", "ab"},
                               {"on", "2024-10-04"},
                               {"by", "Anna"},
                               {"reason", "r"},
                               {"as_of", "2024-10-05"},
                               {"mandate", "letter"},
                               {"outcome", "done"}};
  REQUIRE(entry_body(good.dump(), {}, *zone));
  for (const auto& member : good.items())
    for (const nlohmann::json& other :
         {nlohmann::json(5), nlohmann::json::array(), nlohmann::json::object(), nlohmann::json(true)}) {
      auto body = good;
      body[member.key()] = other;
      CHECK_FALSE(entry_body(body.dump(), {}, *zone));
      CHECK((policy_in(body.dump()).empty()) == (member.key() == "policy" || member.key() == "schema"));
    }
  CHECK_FALSE(plan_body(R"({"schema":1})"));
}

TEST_CASE("a directory of packed columns comes back, and a nest without end is none") {
  PackDirectory directory{"ab", 7, 0, 5, {{{"loan"}, {"amount"}, 3, {{3, {0, 10}, {{10, 20}}, {{30, 4}}, {1}}}}}};
  const auto read = pack_directory(bytes_of(directory));
  REQUIRE(read);
  CHECK(bytes_of(read.value()) == bytes_of(directory));
  for (const char* start : {"\x81", "\x9f", "\xa1\x61\x61", "\xbf\x61\x61", "\xc1"}) {
    std::string nest;
    while (nest.size() < 1'000'000) nest += start;
    CHECK_FALSE(pack_directory(nest));
  }
}

}  // namespace frist::codec
