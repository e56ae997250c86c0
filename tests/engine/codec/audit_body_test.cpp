// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/audit_body.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/canonical.hpp"
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
    append_text_of(body, text);
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

}  // namespace frist::codec
