// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/tree_builder.hpp"

#include <utility>

#include "dsl/text/check.hpp"

namespace frist::syntax {

void TreeBuilder::forget_from(std::uint32_t offset) {
  while (!nodes_.empty() && nodes_.back().span.begin >= offset) nodes_.pop_back();
  while (!leaf_texts_.empty() && leaf_texts_.back().first >= nodes_.size()) leaf_texts_.pop_back();
}

void TreeBuilder::leaf(NodeKind kind, text::Span span, std::optional<std::string> text) {
  forget_from(span.begin);
  const Mark id = mark();
  nodes_.push_back(Pending{kind, span, id});
  if (text) leaf_texts_.emplace_back(id, std::move(*text));
}

void TreeBuilder::close(NodeKind kind, Mark mark, text::Span span) {
  forget_from(span.end);
  FRIST_CHECK(mark <= nodes_.size());
  nodes_.push_back(Pending{kind, span, mark});
}

/// Where each node goes. A subtree stays one run of places; inside it the parent comes first, and the children, met
/// from the right, are laid down from the end.
std::vector<std::uint32_t> TreeBuilder::preorder() const {
  std::vector<std::uint32_t> place(nodes_.size());
  place.back() = 0;
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const std::uint32_t start = nodes_[i].start;
    std::uint32_t end = place[i] + static_cast<std::uint32_t>(i - start) + 1;
    for (std::size_t child = i; child-- > start; child = nodes_[child].start) {
      end -= static_cast<std::uint32_t>(child - nodes_[child].start) + 1;
      place[child] = end;
    }
  }
  return place;
}

Tree TreeBuilder::finish(std::string_view source) {
  FRIST_CHECK(!nodes_.empty() && nodes_.back().start == 0);
  const std::vector<std::uint32_t> place = preorder();
  std::vector<Node> sorted(nodes_.size());
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const std::uint32_t size = static_cast<std::uint32_t>(i) - nodes_[i].start + 1;
    sorted[place[i]] = Node{nodes_[i].kind, nodes_[i].span, place[i] + size};
  }
  // Leaves keep their order from left to right, so the table stays sorted.
  for (Tree::LeafText& leaf : leaf_texts_) leaf.first = place[leaf.first];
  nodes_.clear();
  return Tree(source, std::move(sorted), std::exchange(leaf_texts_, {}));
}

}  // namespace frist::syntax
