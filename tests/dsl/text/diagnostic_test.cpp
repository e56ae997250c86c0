// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/diagnostic.hpp"

#include <cctype>
#include <set>
#include <string>

#include "dsl/text/diagnostic_sink.hpp"
#include "tests/support/catch.hpp"

using namespace frist::text;

TEST_CASE("every kind has a code of its own, F and four digits", "[text][diagnostic]") {
  std::set<std::string_view> codes;
  for (const Kind kind : all_kinds()) {
    const std::string_view code = code_of(kind);
    INFO(code);
    CHECK(codes.insert(code).second);
    REQUIRE(code.size() == 5);
    CHECK(code[0] == 'F');
    for (const char digit : code.substr(1)) CHECK(std::isdigit(static_cast<unsigned char>(digit)) != 0);
  }
  CHECK(codes.size() >= 80);
}

TEST_CASE("every kind is found by its code", "[text][diagnostic]") {
  for (const Kind kind : all_kinds()) CHECK(kind_by_code(code_of(kind)) == kind);
  CHECK_FALSE(kind_by_code("F9999").has_value());
  CHECK_FALSE(kind_by_code("f0201").has_value());
  CHECK_FALSE(kind_by_code("").has_value());
}

TEST_CASE("titles are a few words in lower case without a full stop, each its own", "[text][diagnostic]") {
  std::set<std::string_view> titles;
  for (const Kind kind : all_kinds()) {
    const std::string_view title = title_of(kind);
    INFO(title);
    REQUIRE_FALSE(title.empty());
    CHECK(titles.insert(title).second);
    CHECK(title.size() <= 60);
    CHECK(title.back() != '.');
    const bool is_acronym = title.size() > 1 && std::isupper(static_cast<unsigned char>(title[1])) != 0;
    CHECK((is_acronym || std::isupper(static_cast<unsigned char>(title[0])) == 0));
  }
}

TEST_CASE("codes, severities and names of some kinds are as documented", "[text][diagnostic]") {
  CHECK(code_of(Kind::BadUtf8) == "F0101");
  CHECK(code_of(Kind::UnknownName) == "F0201");
  CHECK(code_of(Kind::NotFormatted) == "F0901");
  CHECK(name_of(Kind::UnguardedOptional) == "UnguardedOptional");
  CHECK(severity_of(Kind::UnknownName) == Severity::Error);
  CHECK(severity_of(Kind::VersionHole) == Severity::Warning);
  CHECK(word_of(Severity::Error) == "error");
  CHECK(word_of(Severity::Warning) == "warning");
}

namespace {

Diagnostic at(Kind kind, std::uint32_t file, std::uint32_t begin) {
  return {kind, {file, begin, begin + 1}, "m", {}, ""};
}

}  // namespace

TEST_CASE("a sink keeps what it is told, in order", "[text][sink]") {
  DiagnosticSink sink;
  CHECK(sink.empty());
  sink.report(at(Kind::VersionHole, 0, 9));
  CHECK_FALSE(sink.has_errors());
  sink.report(at(Kind::UnknownName, 0, 3));
  CHECK(sink.has_errors());
  CHECK(sink.error_count() == 1);
  CHECK(sink.warning_count() == 1);
  REQUIRE(sink.diagnostics().size() == 2);
  CHECK(sink.diagnostics()[0].kind == Kind::VersionHole);
}

TEST_CASE("sorted findings go by file, then by place, then by code", "[text][sink]") {
  DiagnosticSink sink;
  sink.report(at(Kind::UnknownName, 1, 0));
  sink.report(at(Kind::UnknownName, 0, 7));
  sink.report(at(Kind::TypeMismatch, 0, 2));
  sink.report(at(Kind::UnknownField, 0, 2));
  const auto sorted = sink.sorted();
  REQUIRE(sorted.size() == 4);
  CHECK(sorted[0].kind == Kind::UnknownField);
  CHECK(sorted[1].kind == Kind::TypeMismatch);
  CHECK(sorted[2].span.begin == 7);
  CHECK(sorted[3].span.file == 1);
}

TEST_CASE("a full sink counts what it does not keep", "[text][sink]") {
  DiagnosticSink sink(2);
  for (std::uint32_t i = 0; i < 5; ++i) sink.report(at(Kind::UnknownName, 0, i));
  CHECK(sink.full());
  CHECK(sink.diagnostics().size() == 2);
  CHECK(sink.error_count() == 5);
  CHECK(sink.dropped() == 3);
}

TEST_CASE("errors push the latest warnings out of a full sink", "[text][sink]") {
  DiagnosticSink sink(3);
  for (std::uint32_t i = 0; i < 4; ++i) sink.report(at(Kind::VersionHole, 0, i));
  CHECK_FALSE(sink.full());
  sink.report(at(Kind::UnknownName, 0, 10));
  REQUIRE(sink.diagnostics().size() == 3);
  CHECK(sink.diagnostics()[1].span.begin == 1);
  CHECK(sink.diagnostics()[2].kind == Kind::UnknownName);
  sink.report(at(Kind::UnknownName, 0, 11));
  sink.report(at(Kind::UnknownName, 0, 12));
  CHECK(sink.full());
  sink.report(at(Kind::UnknownName, 0, 13));
  CHECK(sink.diagnostics().size() == 3);
  CHECK(sink.error_count() == 4);
  CHECK(sink.warning_count() == 4);
  CHECK(sink.dropped() == 5);
}
