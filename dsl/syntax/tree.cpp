// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/tree.hpp"

#include <algorithm>

#include "dsl/text/check.hpp"

namespace frist::syntax {

std::string_view name_of(NodeKind kind) {
  static constexpr std::string_view kNames[] = {
#define FRIST_NODE(Kind) #Kind,
#include "dsl/syntax/node_kinds.def"
#undef FRIST_NODE
  };
  return kNames[static_cast<std::size_t>(kind)];
}

Tree::Tree(std::string_view source, std::vector<Node> nodes, std::vector<LeafText> leaf_texts)
    : source_(source), nodes_(std::move(nodes)), leaf_texts_(std::move(leaf_texts)) {
  FRIST_CHECK(!nodes_.empty());
  FRIST_CHECK(nodes_.front().next == nodes_.size());
}

std::string_view Tree::text(NodeId id) const {
  const auto known = std::lower_bound(leaf_texts_.begin(), leaf_texts_.end(), id,
                                      [](const LeafText& leaf, NodeId wanted) { return leaf.first < wanted; });
  if (known != leaf_texts_.end() && known->first == id) return known->second;
  return written(id);
}

std::string_view Tree::written(NodeId id) const {
  const text::Span span = nodes_[id].span;
  return source_.substr(span.begin, span.end - span.begin);
}

std::optional<NodeId> Tree::child(NodeId id, NodeKind kind) const {
  for (NodeId at = id + 1; at != nodes_[id].next; at = nodes_[at].next) {
    if (nodes_[at].kind == kind) return at;
  }
  return std::nullopt;
}

NodeId Tree::nth(NodeId id, std::size_t n) const {
  NodeId at = id + 1;
  for (; n > 0 && at < nodes_[id].next; --n) at = nodes_[at].next;
  FRIST_CHECK(at < nodes_[id].next);
  return at;
}

std::size_t Tree::count(NodeId id) const {
  std::size_t count = 0;
  for (NodeId at = id + 1; at != nodes_[id].next; at = nodes_[at].next) ++count;
  return count;
}

}  // namespace frist::syntax
