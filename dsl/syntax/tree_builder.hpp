// SPDX-License-Identifier: Apache-2.0
// Builds a Tree while a parser runs. Nodes arrive children first and from left to right. A parser that goes back in the
// text drops what it had made there: `forget_from` before each step makes nodes of abandoned attempts vanish, whoever
// abandoned them. Owns its nodes until finish(). Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/syntax/tree.hpp"
#include "dsl/text/span.hpp"

namespace frist::syntax {

class TreeBuilder {
 public:
  /// How many nodes there were.
  using Mark = std::uint32_t;

  Mark mark() const { return static_cast<Mark>(nodes_.size()); }
  /// Drops the latest nodes that begin at or behind `offset`: they belong to an attempt that failed.
  void forget_from(std::uint32_t offset);

  /// A node without children; `text` only where it differs from what is written.
  void leaf(NodeKind kind, text::Span span, std::optional<std::string> text = std::nullopt);
  /// A node over everything made since `mark` that has no parent yet. What begins behind the node's end is forgotten.
  void close(NodeKind kind, Mark mark, text::Span span);

  /// The tree. Requires: the last node closed covers all. Leaves the builder empty. Linear; keeps nothing recursive.
  Tree finish(std::string_view source);

 private:
  struct Pending {
    NodeKind kind;
    text::Span span;
    /// The first node of this subtree.
    Mark start;
  };

  std::vector<std::uint32_t> preorder() const;

  std::vector<Pending> nodes_;
  std::vector<Tree::LeafText> leaf_texts_;
};

}  // namespace frist::syntax
