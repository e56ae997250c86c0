// SPDX-License-Identifier: Apache-2.0
#include "dsl/syntax/dump.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace frist::syntax {
namespace {

constexpr std::size_t kLineWidth = 100;

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

/// The opening of a node: for tokens all of it.
std::string head_of(const Tree& tree, NodeId id) {
  const std::string text(tree.text(id));
  switch (tree.kind(id)) {
    case NodeKind::Name:
      return "`" + text + "`";
    case NodeKind::Word:
      return "'" + text + "'";
    case NodeKind::Text: {
      std::string quoted;
      append_quoted(quoted, text);
      return quoted;
    }
    default:
      return is_token(tree.kind(id)) ? text : "(" + std::string(name_of(tree.kind(id)));
  }
}

class Dumper {
 public:
  Dumper(const Tree& tree, NodeId root) : tree_(tree), root_(root), widths_(tree.next(root) - root, 0) { measure(); }

  std::string run() {
    for (NodeId id = root_; id != tree_.next(root_); ++id) {
      close_until(id);
      if (id != root_) begin_node();
      const bool broken = open_.empty() || open_.back().broken;
      const bool breaks = broken && 2 * open_.size() + widths_[id - root_] > kLineWidth;
      out_ += head_of(tree_, id);
      if (!is_token(tree_.kind(id))) open_.push_back(Open{tree_.next(id), breaks});
    }
    close_until(tree_.next(root_));
    out_ += '\n';
    return std::move(out_);
  }

 private:
  struct Open {
    NodeId end;
    bool broken;
  };

  /// How wide each subtree is on one line. Children come behind their parent, so one pass from the end does.
  void measure() {
    std::vector<NodeId> parents;
    std::vector<NodeId> parent_of(widths_.size(), 0);
    for (NodeId id = root_; id != tree_.next(root_); ++id) {
      while (!parents.empty() && tree_.next(parents.back()) <= id) parents.pop_back();
      if (!parents.empty()) parent_of[id - root_] = parents.back() - root_;
      parents.push_back(id);
    }
    for (std::size_t i = widths_.size(); i-- > 0;) {
      const NodeId id = root_ + static_cast<NodeId>(i);
      widths_[i] += head_of(tree_, id).size() + (is_token(tree_.kind(id)) ? 0 : 1);
      if (i > 0) widths_[parent_of[i]] += widths_[i] + 1;
    }
  }

  void close_until(NodeId id) {
    for (; !open_.empty() && open_.back().end <= id; open_.pop_back()) out_ += ')';
  }

  void begin_node() {
    if (!open_.empty() && open_.back().broken) {
      out_ += '\n';
      out_.append(2 * open_.size(), ' ');
    } else {
      out_ += ' ';
    }
  }

  const Tree& tree_;
  NodeId root_;
  std::vector<std::size_t> widths_;
  std::vector<Open> open_;
  std::string out_;
};

}  // namespace

std::string dump(const Tree& tree, NodeId id) { return Dumper(tree, id).run(); }

std::string dump(const Tree& tree) { return dump(tree, tree.root()); }

}  // namespace frist::syntax
