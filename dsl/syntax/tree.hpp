// SPDX-License-Identifier: Apache-2.0
// The text of one file as a tree, exactly as written: no names resolved, no meaning. All nodes lie in preorder in one
// vector, so destroying it is no recursion and walking it is walking an array. A Tree is immutable; it borrows the
// source text, which must outlive it (a `text::Sources` does). Reading from several threads is fine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsl/syntax/node_kind.hpp"
#include "dsl/text/span.hpp"

namespace frist::syntax {

using NodeId = std::uint32_t;

struct Node {
  NodeKind kind;
  text::Span span;
  /// One past the last node of this subtree.
  std::uint32_t next;
};

/// Forward iteration over siblings, all of them or those of one kind. Borrows the tree's nodes.
class Siblings {
 public:
  class iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = NodeId;
    using difference_type = std::ptrdiff_t;
    using pointer = const NodeId*;
    using reference = NodeId;

    iterator() = default;
    iterator(const Node* nodes, NodeId at, NodeId end, std::optional<NodeKind> kind)
        : nodes_(nodes), at_(at), end_(end), kind_(kind) {
      skip_others();
    }
    NodeId operator*() const { return at_; }
    iterator& operator++() {
      at_ = nodes_[at_].next;
      skip_others();
      return *this;
    }
    iterator operator++(int) {
      iterator old = *this;
      ++*this;
      return old;
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.at_ == b.at_; }

   private:
    void skip_others() {
      while (kind_ && at_ != end_ && nodes_[at_].kind != *kind_) at_ = nodes_[at_].next;
    }
    const Node* nodes_ = nullptr;
    NodeId at_ = 0;
    NodeId end_ = 0;
    std::optional<NodeKind> kind_;
  };

  Siblings(const Node* nodes, NodeId begin, NodeId end, std::optional<NodeKind> kind)
      : nodes_(nodes), begin_(begin), end_(end), kind_(kind) {}
  iterator begin() const { return iterator(nodes_, begin_, end_, kind_); }
  iterator end() const { return iterator(nodes_, end_, end_, kind_); }
  bool empty() const { return begin() == end(); }

 private:
  const Node* nodes_;
  NodeId begin_;
  NodeId end_;
  std::optional<NodeKind> kind_;
};

class Tree {
 public:
  /// A text that a leaf stands for where it differs from what is written.
  using LeafText = std::pair<NodeId, std::string>;

  /// Requires: `nodes` in preorder, the root first; `leaf_texts` sorted by id; `source` is the whole text of the file
  /// that the spans name.
  Tree(std::string_view source, std::vector<Node> nodes, std::vector<LeafText> leaf_texts);

  NodeId root() const { return 0; }
  std::size_t size() const { return nodes_.size(); }
  NodeKind kind(NodeId id) const { return nodes_[id].kind; }
  text::Span span(NodeId id) const { return nodes_[id].span; }
  /// One past the last node of the subtree of `id`; the next sibling where there is one.
  NodeId next(NodeId id) const { return nodes_[id].next; }

  /// What a leaf says: a Name without backquotes; a Text without quotes and escapes, a line break with its indentation
  /// as one space; a Word in its normal form ("next day", "one of"); others, and every inner node, as written.
  std::string_view text(NodeId id) const;
  /// The source text of the node, with quotes and comments.
  std::string_view written(NodeId id) const;

  Siblings children(NodeId id) const { return Siblings(nodes_.data(), id + 1, nodes_[id].next, std::nullopt); }
  Siblings children_of(NodeId id, NodeKind kind) const {
    return Siblings(nodes_.data(), id + 1, nodes_[id].next, kind);
  }
  /// The first child of that kind.
  std::optional<NodeId> child(NodeId id, NodeKind kind) const;
  bool has(NodeId id, NodeKind kind) const { return child(id, kind).has_value(); }
  /// The n-th child, from 0. Requires: n < count(id). Costs n steps.
  NodeId nth(NodeId id, std::size_t n) const;
  /// The first child. Requires: there is one.
  NodeId first(NodeId id) const { return nth(id, 0); }
  std::size_t count(NodeId id) const;

  const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::string_view source_;
  std::vector<Node> nodes_;
  std::vector<LeafText> leaf_texts_;
};

}  // namespace frist::syntax
