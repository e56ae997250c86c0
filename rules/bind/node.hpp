// SPDX-License-Identifier: Apache-2.0
// A node of a syntax tree together with its tree: a cheap value that borrows the tree. Part of this room only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/syntax/tree.hpp"

namespace frist::bind {

using syntax::NodeKind;

class Node {
 public:
  Node(const syntax::Tree& tree, syntax::NodeId id) : tree_(&tree), id_(id) {}

  NodeKind kind() const { return tree_->kind(id_); }
  bool is(NodeKind kind) const { return tree_->kind(id_) == kind; }
  text::Span span() const { return tree_->span(id_); }
  std::string_view text() const { return tree_->text(id_); }
  std::string name() const { return std::string(text()); }

  bool has(NodeKind kind) const { return tree_->has(id_, kind); }
  std::optional<Node> child(NodeKind kind) const {
    const auto found = tree_->child(id_, kind);
    return found ? std::optional<Node>(Node(*tree_, *found)) : std::nullopt;
  }
  /// Requires: there are more than `n` children.
  Node nth(std::size_t n) const { return Node(*tree_, tree_->nth(id_, n)); }
  std::size_t count() const { return tree_->count(id_); }
  std::vector<Node> children() const { return collect(tree_->children(id_)); }
  std::vector<Node> children_of(NodeKind kind) const { return collect(tree_->children_of(id_, kind)); }
  /// The last child. Requires: there is one.
  Node last() const { return children().back(); }

  /// The text of the first child of that kind; empty where there is none.
  std::string text_of(NodeKind kind) const {
    const auto found = child(kind);
    return found ? found->name() : std::string();
  }
  /// The text of the first leaf in the clause of that kind, as of `Key "id"`; empty where there is no such clause.
  std::string text_in(NodeKind clause) const {
    const auto found = child(clause);
    return found && found->count() > 0 ? found->nth(0).name() : std::string();
  }
  /// What is meant by brackets and nothing else.
  Node without_brackets() const {
    Node node = *this;
    while (node.is(NodeKind::Paren)) node = node.nth(0);
    return node;
  }

 private:
  std::vector<Node> collect(const syntax::Siblings& siblings) const {
    std::vector<Node> nodes;
    for (const syntax::NodeId id : siblings) nodes.emplace_back(*tree_, id);
    return nodes;
  }

  const syntax::Tree* tree_;
  syntax::NodeId id_;
};

}  // namespace frist::bind
