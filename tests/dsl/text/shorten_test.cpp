// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/shorten.hpp"

#include "dsl/text/diagnostic_sink.hpp"
#include "tests/support/catch.hpp"

namespace frist::text {

TEST_CASE("a quoted word that nobody reads to its end is cut, and nothing else is") {
  const std::string longest(80, 'a');
  CHECK(shorten_quotes("no `" + longest + "` here") == "no `" + longest + "` here");
  CHECK(shorten_quotes("no `" + longest + "b` here") == "no `" + longest + "...` here");
  CHECK(shorten_quotes("`" + std::string(10'000'000, 'x') + "`, `y`") == "`" + std::string(80, 'x') + "...`, `y`");
  const std::string plain(1000, 'z');
  CHECK(shorten_quotes(plain + " `w`") == plain + " `w`");
  CHECK(shorten_quotes("`" + std::string(79, 'a') + "\xc3\xa4\xc3\xb6`") ==
        "`" + std::string(79, 'a') + "\xc3\xa4...`");
}

TEST_CASE("findings are kept with their words cut") {
  DiagnosticSink sink;
  sink.report({Kind::UnknownDeclaration, {}, "`" + std::string(5000, 'q') + "` is no declaration", {}, ""});
  CHECK(sink.sorted()[0].message.size() < 150);
}

}  // namespace frist::text
