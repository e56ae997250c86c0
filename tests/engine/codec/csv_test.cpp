// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/csv.hpp"

#include <random>
#include <sstream>

#include "tests/support/catch.hpp"

namespace frist::codec {
namespace {

std::vector<CsvRow> read(const std::string& text, char separator = ',') {
  std::istringstream input(text);
  CsvReader reader(input, separator);
  std::vector<CsvRow> rows;
  for (;;) {
    CsvRow row;
    auto more = reader.next(row);
    REQUIRE(more);
    if (!more.value()) return rows;
    rows.push_back(row);
  }
}

std::string shown(const CsvRow& row) {
  if (!row.problem.empty()) return row.problem;
  std::string text;
  for (const auto& field : row.fields) text += field.quoted ? "<" + field.text + ">" : "[" + field.text + "]";
  return text;
}

}  // namespace

TEST_CASE("rows come with their values, their line and what was quoted") {
  const auto rows = read("id,name\r\n1,\"a, \"\"b\"\"\r\nc\"\n\n2,\n3,\"\"");
  REQUIRE(rows.size() == 4);
  CHECK(shown(rows[0]) == "[id][name]");
  CHECK(shown(rows[1]) == "[1]<a, \"b\"\r\nc>");
  CHECK(shown(rows[2]) == "[2][]");
  CHECK(shown(rows[3]) == "[3]<>");
  CHECK(rows[0].line == 1);
  CHECK(rows[1].line == 2);
  CHECK(rows[2].line == 5);
  CHECK(rows[3].line == 6);
  CHECK(rows[1].raw == "1,\"a, \"\"b\"\"\r\nc\"");
}

TEST_CASE("a byte order mark, other separators and old line ends are understood") {
  CHECK(shown(read("\xEF\xBB\xBFid;x\rz;y")[0]) == "[id;x]");
  CHECK(shown(read("\xEF\xBB\xBFid;x\rz;y", ';')[1]) == "[z][y]");
  CHECK(read("").empty());
  CHECK(read("\r\n\n\r").empty());
  CHECK(shown(read(",")[0]) == "[][]");
  std::istringstream utf16(
      std::string("\xFF\xFE"
                  "a\0",
                  4));
  CsvRow row;
  CHECK_FALSE(CsvReader(utf16).next(row));
}

TEST_CASE("a row that is not well-formed is told with its line and the next one is read") {
  const auto rows = read("a,b\"c\n\"x\"y,z\n1,\xFFz\nfine,2\n\"never closed,3\nfine,4\n");
  REQUIRE(rows.size() == 6);
  CHECK(shown(rows[0]) == "a quote stands inside a value that does not begin with one");
  CHECK(rows[0].raw == "a,b\"c");
  CHECK(shown(rows[1]) == "something stands behind a closing quote");
  CHECK(rows[1].raw == "\"x\"y,z");
  CHECK(shown(rows[2]) == "bad UTF-8 at byte 3");
  CHECK(shown(rows[3]) == "[fine][2]");
  CHECK(shown(rows[4]) == "a quote is opened and never closed");
  CHECK(rows[4].line == 5);
  CHECK(rows[4].raw == "\"never closed,3");
  CHECK(shown(rows[5]) == "[fine][4]");
  CHECK(rows[5].line == 6);
}

TEST_CASE("a row of any length takes bounded memory") {
  const std::string text = std::string(3 * CsvReader::kMaxRowBytes, 'x') + "\nfine,1\n\"" +
                           std::string(2 * CsvReader::kMaxRowBytes, 'y') + "\nfine,2";
  const auto rows = read(text);
  REQUIRE(rows.size() == 4);
  CHECK_FALSE(rows[0].problem.empty());
  CHECK(rows[0].raw.size() <= CsvReader::kMaxRowBytes + 2);
  CHECK(shown(rows[1]) == "[fine][1]");
  CHECK(rows[1].line == 2);
  CHECK_FALSE(rows[2].problem.empty());
  CHECK(shown(rows[3]) == "[fine][2]");
  CHECK(rows[3].line == 4);
}

TEST_CASE("what is written by the rule reads back, wherever the buffer ends") {
  std::mt19937_64 random(1);
  const std::vector<std::string> pieces = {"a", "\"", ",", "\n", "\r\n", "\r", "\xC3\xA4", " ", "1"};
  for (int round = 0; round < 30; ++round) {
    std::string text;
    std::vector<std::vector<std::string>> want;
    while (text.size() < 150'000) {
      auto& row = want.emplace_back();
      for (std::size_t i = 0, n = 1 + random() % 4; i < n; ++i) {
        std::string value;
        for (std::size_t j = random() % 9; j > 0; --j) value += pieces[random() % pieces.size()];
        if (i > 0) text += ",";
        text += "\"";
        for (const char c : value) text += c == '"' ? std::string("\"\"") : std::string(1, c);
        text += "\"";
        row.push_back(value);
      }
      text += random() % 2 ? "\n" : "\r\n";
    }
    const auto rows = read(text);
    REQUIRE(rows.size() == want.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      REQUIRE(rows[i].problem.empty());
      REQUIRE(rows[i].fields.size() == want[i].size());
      for (std::size_t j = 0; j < want[i].size(); ++j) REQUIRE(rows[i].fields[j].text == want[i][j]);
    }
  }
}

}  // namespace frist::codec
