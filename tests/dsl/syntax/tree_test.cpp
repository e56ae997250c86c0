// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/tree.hpp"

#include <string>
#include <vector>

#include "dsl/syntax/dump.hpp"
#include "dsl/syntax/tree_builder.hpp"
#include "tests/support/catch.hpp"

using namespace frist;
using syntax::NodeKind;

namespace {

text::Span at(std::uint32_t begin, std::uint32_t end) { return {0, begin, end}; }

/// (File (When a (And b c) d)) over "a b c d".
syntax::Tree small_tree() {
  static const std::string source = "a b c d";
  syntax::TreeBuilder builder;
  builder.leaf(NodeKind::Name, at(0, 1));
  const auto mark = builder.mark();
  builder.leaf(NodeKind::Name, at(2, 3));
  builder.leaf(NodeKind::Name, at(4, 5), "see");
  builder.close(NodeKind::And, mark, at(2, 5));
  builder.leaf(NodeKind::Word, at(6, 7));
  builder.close(NodeKind::When, 0, at(0, 7));
  builder.close(NodeKind::File, 0, at(0, 7));
  return builder.finish(source);
}

}  // namespace

TEST_CASE("children come out in the order of the text") {
  const syntax::Tree tree = small_tree();
  CHECK(syntax::dump(tree) == "(File (When `a` (And `b` `see`) 'd'))\n");
  const auto when = tree.first(tree.root());
  CHECK(tree.kind(when) == NodeKind::When);
  CHECK(tree.count(when) == 3);
  CHECK(tree.text(tree.nth(when, 0)) == "a");
  CHECK(tree.kind(tree.nth(when, 1)) == NodeKind::And);
  CHECK(tree.text(tree.nth(when, 2)) == "d");
  std::vector<std::string> texts;
  for (const auto id : tree.children(when)) texts.emplace_back(tree.written(id));
  CHECK(texts == std::vector<std::string>{"a", "b c", "d"});
}

TEST_CASE("children can be asked for by kind") {
  const syntax::Tree tree = small_tree();
  const auto when = tree.first(tree.root());
  CHECK(tree.child(when, NodeKind::Word) == tree.nth(when, 2));
  CHECK(!tree.has(when, NodeKind::Date));
  const auto both = *tree.child(when, NodeKind::And);
  CHECK(tree.children_of(when, NodeKind::Number).empty());
  int names = 0;
  for (const auto id : tree.children_of(both, NodeKind::Name)) names += tree.kind(id) == NodeKind::Name;
  CHECK(names == 2);
}

TEST_CASE("a leaf's text is what it stands for, what is written is what is written") {
  const syntax::Tree tree = small_tree();
  const auto both = *tree.child(tree.first(tree.root()), NodeKind::And);
  CHECK(tree.text(tree.nth(both, 1)) == "see");
  CHECK(tree.written(tree.nth(both, 1)) == "c");
  CHECK(tree.text(both) == "b c");
}

TEST_CASE("going back in the text drops what was made there") {
  const std::string source = "a b c";
  syntax::TreeBuilder builder;
  builder.leaf(NodeKind::Name, at(0, 1));
  builder.leaf(NodeKind::Name, at(2, 3), "wrong");
  builder.leaf(NodeKind::Name, at(4, 5), "wrong too");
  builder.close(NodeKind::And, 1, at(2, 5));
  builder.leaf(NodeKind::Word, at(2, 3), "right");
  builder.close(NodeKind::File, 0, at(0, 3));
  const syntax::Tree tree = builder.finish(source);
  CHECK(syntax::dump(tree) == "(File `a` 'right')\n");
}

TEST_CASE("a node does not take in what an abandoned attempt left behind its end") {
  const std::string source = "a b";
  syntax::TreeBuilder builder;
  builder.leaf(NodeKind::Name, at(0, 1));
  builder.leaf(NodeKind::Name, at(2, 3));
  builder.close(NodeKind::When, 0, at(0, 1));
  builder.close(NodeKind::File, 0, at(0, 3));
  CHECK(syntax::dump(builder.finish(source)) == "(File (When `a`))\n");
}

TEST_CASE("a tree a million deep is built, dumped and destroyed without recursion") {
  const std::string source = "a";
  syntax::TreeBuilder builder;
  builder.leaf(NodeKind::Name, at(0, 1));
  for (int i = 0; i < 1000000; ++i) builder.close(NodeKind::Not, 0, at(0, 1));
  const syntax::Tree tree = builder.finish(source);
  CHECK(tree.size() == 1000001);
  CHECK(tree.kind(1000000) == NodeKind::Name);
  CHECK(tree.next(0) == 1000001);
}

TEST_CASE("a dump breaks lines that grow too long and escapes texts") {
  const std::string source(200, 'x');
  syntax::TreeBuilder builder;
  builder.leaf(NodeKind::Text, at(0, 60), "say \"no\\yes\"");
  builder.leaf(NodeKind::Name, at(60, 130));
  builder.close(NodeKind::Cites, 0, at(0, 130));
  builder.leaf(NodeKind::Today, at(150, 151));
  builder.close(NodeKind::File, 0, at(0, 200));
  CHECK(syntax::dump(builder.finish(source)) ==
        "(File\n  (Cites \"say \\\"no\\\\yes\\\"\" `" + std::string(70, 'x') + "`)\n  (Today))\n");
}

TEST_CASE("every kind has its name") {
  CHECK(syntax::name_of(NodeKind::Name) == "Name");
  CHECK(syntax::name_of(NodeKind::LinkedField) == "LinkedField");
  CHECK(syntax::is_token(NodeKind::Currency));
  CHECK(!syntax::is_token(NodeKind::File));
}
