// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/source_file.hpp"

#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

TEST_CASE("places count lines and columns from one", "[text][source]") {
  const SourceFile file("a.frist", "ab\ncd\n");
  CHECK(file.position(0) == Position{1, 1});
  CHECK(file.position(1) == Position{1, 2});
  CHECK(file.position(2) == Position{1, 3});
  CHECK(file.position(3) == Position{2, 1});
  CHECK(file.position(5) == Position{2, 3});
  CHECK(file.line_of(2) == 1);
  CHECK(file.line_of(3) == 2);
  CHECK(file.line_of(99) == 3);
}

TEST_CASE("the end of a text is a place, after a last line break it is a line of its own", "[text][source]") {
  CHECK(SourceFile("a", "ab\n").position(3) == Position{2, 1});
  CHECK(SourceFile("a", "ab").position(2) == Position{1, 3});
  CHECK(SourceFile("a", "").position(0) == Position{1, 1});
  CHECK(SourceFile("a", "ab").position(99) == Position{1, 3});
}

TEST_CASE("columns count code points, and the bytes inside one belong to it", "[text][source]") {
  const SourceFile file("a", "für\xF0\x9F\x98\x80!");
  CHECK(file.position(1) == Position{1, 2});
  CHECK(file.position(2) == Position{1, 2});
  CHECK(file.position(3) == Position{1, 3});
  CHECK(file.position(4) == Position{1, 4});
  CHECK(file.position(7) == Position{1, 4});
  CHECK(file.position(8) == Position{1, 5});
}

TEST_CASE("a line is shown without its line break, whichever it is", "[text][source]") {
  const SourceFile file("a", "unix\nwindows\r\n\r\nlast\r");
  CHECK(file.line_count() == 4);
  CHECK(file.line(1) == "unix");
  CHECK(file.line(2) == "windows");
  CHECK(file.line(3).empty());
  CHECK(file.line(4) == "last\r");
}

TEST_CASE("a line that is not there is empty", "[text][source]") {
  const SourceFile file("a", "one");
  CHECK(file.line(0).empty());
  CHECK(file.line(2).empty());
  CHECK(file.line_start(2) == 3);
}

TEST_CASE("a place beyond its line means the end of the line, a line beyond the text its end", "[text][source]") {
  const SourceFile file("a", "Bär\nx\n");
  CHECK(file.offset({1, 3}) == 3);
  CHECK(file.offset({1, 99}) == 4);
  CHECK(file.offset({2, 1}) == 5);
  CHECK(file.offset({9, 1}) == 7);
}

TEST_CASE("sources number their files and keep them where they are", "[text][source]") {
  Sources sources;
  const std::uint32_t first = sources.add("a.frist", "short");
  const SourceFile* address = &sources.file(first);
  const std::string_view text = sources.text({first, 0, 5});
  for (int i = 0; i < 1000; ++i) sources.add("more.frist", "more");
  CHECK(sources.size() == 1001);
  CHECK(&sources.file(first) == address);
  CHECK(text == "short");
  CHECK(sources.file(first).path() == "a.frist");
}

TEST_CASE("the text of a span is its half-open range of bytes", "[text][source]") {
  Sources sources;
  const std::uint32_t file = sources.add("a.frist", "erase after");
  CHECK(sources.text({file, 6, 11}) == "after");
  CHECK(sources.text({file, 11, 11}).empty());
}

TEST_CASE("merged spans cover both, and spans of two files stay apart", "[text][span]") {
  STATIC_REQUIRE(merge(Span{1, 4, 6}, Span{1, 8, 9}) == Span{1, 4, 9});
  STATIC_REQUIRE(merge(Span{1, 8, 9}, Span{1, 4, 20}) == Span{1, 4, 20});
  STATIC_REQUIRE(merge(Span{1, 4, 6}, Span{2, 0, 9}) == Span{1, 4, 6});
}
