// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <chrono>
#include <string>
#include <string_view>

#include "dsl/text/render_text.hpp"
#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

std::string framed(std::string_view drawing) { return fmt::format("\n{}", drawing); }

}  // namespace

TEST_CASE("a run ends with its counts and where to read more", "[text][render]") {
  Sources sources;
  sources.add("a.frist", "a b\n");
  DiagnosticSink sink;
  sink.report({Kind::MissingCitation, {0, 2, 3}, "no source", {}, ""});
  sink.report({Kind::UnknownName, {0, 0, 1}, "unknown name `a`", {}, ""});
  CHECK(framed(render_all(sink, sources)) == R"(
error F0201: unknown name `a`
 --> a.frist:1:1
  |
1 | a b
  | ^

warning F0512: no source
 --> a.frist:1:3
  |
1 | a b
  |   ^

1 error, 1 warning
`frist explain F0201` tells more; so it does for F0512
)");
}

TEST_CASE("a run without findings says nothing", "[text][render]") {
  CHECK(render_all(DiagnosticSink(), Sources()).empty());
}

TEST_CASE("a run with too many findings says how many are not shown", "[text][render]") {
  Sources sources;
  sources.add("a.frist", "abc");
  DiagnosticSink sink(1);
  for (std::uint32_t i = 0; i < 3; ++i) sink.report({Kind::UnknownName, {0, i, i + 1}, "unknown name", {}, ""});
  CHECK(framed(render_all(sink, sources, {.explain_hint = false})) == R"(
error F0201: unknown name
 --> a.frist:1:1
  |
1 | abc
  | ^

3 errors; 2 not shown
)");
}

TEST_CASE("a hundred findings in one line of ten megabytes are drawn quickly", "[text][render]") {
  Sources sources;
  sources.add("a.frist", std::string(10'000'000, 'x'));
  DiagnosticSink sink;
  for (std::uint32_t i = 0; i < 100; ++i)
    sink.report({Kind::UnknownName, {0, i * 99'000, i * 99'000 + 5}, "unknown name", {}, ""});
  const auto start = std::chrono::steady_clock::now();
  const std::string drawn = render_all(sink, sources);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
  CHECK(drawn.size() < 100 * 400);
}
