// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/plan.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "dsl/format/columns.hpp"
#include "dsl/format/kinds.hpp"
#include "dsl/grammar/words.hpp"

namespace frist::format {
namespace {

using syntax::NodeId;
using syntax::NodeKind;

constexpr int kClauseIndent = 2;
constexpr int kHeadContinuation = 4;

/// A clause with its keyword: `in force`, `erase`.
struct Clause {
  NodeId id;
  std::size_t token;
  std::size_t end_token;
  std::size_t keyword_tokens;
  bool in_column;
};

class Planner {
 public:
  Planner(const syntax::Tree& tree, const Tokens& tokens)
      : tree_(tree), tokens_(tokens), steps_(tokens.tokens.size()), indents_(tree.size(), kClauseIndent) {}

  std::vector<Step> run() {
    for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
      if (tokens_.tokens[i].text == ",") steps_[i + 1].before = Break::Junction;
    }
    for (NodeId id = 0; id < tree_.size(); ++id) breaks(id);
    std::optional<NodeId> before;
    for (const NodeId id : tree_.children(tree_.root())) {
      declaration(id, before);
      before = id;
    }
    for (NodeId id = 0; id < tree_.size(); ++id) {
      if (is_list(tree_.kind(id))) bullets(id);
    }
    return std::move(steps_);
  }

 private:
  std::size_t token_at(NodeId id) const { return tokens_.at_or_behind(tree_.span(id).begin); }
  std::size_t token_behind(NodeId id) const { return tokens_.at_or_behind(tree_.span(id).end); }

  void line(std::size_t token, int indent, int continuation, Gap gap) {
    steps_[token].indent = indent;
    steps_[token].continuation = continuation;
    steps_[token].gap = gap;
    if (token + 1 < steps_.size()) steps_[token + 1].before = Break::Never;
  }

  void declaration(NodeId id, std::optional<NodeId> before) {
    const bool close = before && is_compact(id) && is_compact(*before) &&
                       (tree_.kind(id) == NodeKind::Use) == (tree_.kind(*before) == NodeKind::Use);
    line(token_at(id), 0, kHeadContinuation, close ? Gap::AsWritten : Gap::EmptyLine);
    if (!before) steps_[token_at(id)].gap = Gap::AsWritten;
    head(id);
    clauses(id, tree_.kind(id), kClauseIndent);
  }

  /// One line of text, such as a party: such declarations may stand close together.
  bool is_compact(NodeId id) const {
    for (const NodeId child : tree_.children(id)) {
      if (is_clause(tree_.kind(child)) || has_list(child)) return false;
    }
    return true;
  }

  bool has_list(NodeId id) const {
    for (NodeId inner = id; inner != tree_.next(id); ++inner) {
      if (is_list(tree_.kind(inner))) return true;
    }
    return false;
  }

  void clauses(NodeId parent, NodeKind declaration, int indent) {
    const std::vector<Clause> found = clauses_of(parent, declaration);
    std::size_t widest = 0;
    for (const Clause& clause : found) {
      if (clause.in_column) widest = std::max(widest, keyword_width(clause));
    }
    // Examples are read as sentences and stand closer.
    const int column = indent + static_cast<int>(widest) + (declaration == NodeKind::Example ? 1 : 2);
    for (const Clause& clause : found) {
      const bool first = clause.id == found.front().id;
      line(clause.token, indent, clause.in_column ? column : indent + 4, first ? Gap::None : Gap::AsWritten);
      if (clause.in_column) steps_[clause.token + clause.keyword_tokens].column = column;
      for (std::size_t i = 1; i <= clause.keyword_tokens; ++i) {
        if (clause.token + i < clause.end_token) steps_[clause.token + i].before = Break::Never;
      }
      if (tree_.kind(clause.id) == NodeKind::Note) note(clause, column);
      if (tree_.kind(clause.id) == NodeKind::Closed) closed_days(clause);
      for (NodeId inner = clause.id; inner != tree_.next(clause.id); ++inner) indents_[inner] = indent;
      if (tree_.kind(clause.id) == NodeKind::Alternative) clauses(clause.id, declaration, indent + 2);
    }
    if (declaration == NodeKind::Record) place_fields(tree_, tokens_, parent, column, steps_);
    if (declaration == NodeKind::Bands) place_bands(tree_, tokens_, parent, indent, steps_);
  }

  std::vector<Clause> clauses_of(NodeId parent, NodeKind declaration) const {
    std::vector<Clause> found;
    for (const NodeId id : tree_.children(parent)) {
      const NodeKind kind = tree_.kind(id);
      if (!is_clause(kind)) continue;
      Clause clause{id, token_at(id), token_behind(id), 1, false};
      clause.keyword_tokens = keyword_tokens(clause, declaration);
      clause.in_column = clause.token + clause.keyword_tokens < clause.end_token && kind != NodeKind::Alternative &&
                         kind != NodeKind::Band && !has_list(id) &&
                         (declaration != NodeKind::Example || keyword_width(clause) <= kMaxExampleKeyword);
      found.push_back(clause);
    }
    return found;
  }

  /// How many tokens the keyword has; phrases too wide for the column count with their first word.
  std::size_t keyword_tokens(const Clause& clause, NodeKind declaration) const {
    std::size_t longest = 1;
    for (std::string_view phrase : grammar::clause_keywords(declaration)) {
      if (phrase.size() > kMaxKeywordWidth) continue;
      std::size_t count = 0;
      while (clause.token + count < clause.end_token &&
             tokens_.tokens[clause.token + count].text == grammar::first_word(phrase)) {
        ++count;
        const std::size_t blank = phrase.find(' ');
        phrase = blank == std::string_view::npos ? std::string_view() : phrase.substr(blank + 1);
        if (phrase.empty()) break;
      }
      if (phrase.empty()) longest = std::max(longest, count);
    }
    return longest;
  }

  std::size_t keyword_width(const Clause& clause) const {
    return width_of(tokens_, clause.token, clause.token + clause.keyword_tokens);
  }

  void break_at(std::size_t token, Break how, int broken_indent = -1) {
    if (token >= steps_.size() || steps_[token].indent >= 0) return;
    steps_[token].before = how;
    steps_[token].broken_indent = broken_indent;
  }

  /// Where a line may be broken, whatever the clause.
  void breaks(NodeId id) {
    const NodeKind kind = tree_.kind(id);
    if (kind == NodeKind::And || kind == NodeKind::Or) {
      for (const NodeId child : tree_.children(id)) {
        if (tree_.next(child) != tree_.next(id)) break_at(token_behind(child), Break::Junction);
      }
    } else if (kind == NodeKind::Labelled) {
      break_at(token_behind(tree_.first(id)) + 1, Break::IfLong);
    } else if (kind == NodeKind::Compare) {
      break_at(token_behind(tree_.first(id)), Break::Part);
    } else if (kind == NodeKind::Title) {
      for (const NodeId language : tree_.children_of(id, NodeKind::Word)) {
        break_at(token_at(language), Break::Part);
        break_at(token_at(language) + 1, Break::Never);
      }
    } else if (is_part(kind)) {
      break_at(token_at(id), Break::Part);
    }
  }

  /// Heads are broken before `of` and before the value of a definition; calendars before `in` and `covers`.
  void head(NodeId id) {
    const NodeKind kind = tree_.kind(id);
    std::size_t names = 0;
    for (const NodeId child : tree_.children(id)) {
      if (is_clause(tree_.kind(child))) break;
      const bool second_name = tree_.kind(child) == NodeKind::Name && ++names == 2;
      if (second_name || tree_.kind(child) == NodeKind::Zone) break_at(token_at(child) - 1, Break::Part);
      if (kind == NodeKind::Define && names == 2 && !second_name) break_at(token_at(child), Break::IfLong);
    }
    if (const auto year = tree_.child(id, NodeKind::Year)) break_at(token_at(*year) - 1, Break::Part);
  }

  /// A note in several languages has one of them on each line; their texts stand below one another.
  void note(const Clause& clause, int column) {
    for (const NodeId language : tree_.children_of(tree_.first(clause.id), NodeKind::Word)) {
      break_at(token_at(language), Break::IfLong, column - 3);
    }
  }

  /// Days with titles take a line each.
  void closed_days(const Clause& clause) {
    bool titled = false;
    for (const NodeId day : tree_.children(clause.id)) titled = titled || tree_.has(day, NodeKind::Title);
    if (!titled) return;
    for (const NodeId day : tree_.children(clause.id)) {
      if (day != tree_.first(clause.id)) break_at(token_at(day), Break::IfLong);
    }
  }

  void bullets(NodeId id) {
    for (const NodeId item : tree_.children(id)) {
      if (tree_.kind(id) == NodeKind::AtLeastOf && item == id + 1) continue;
      const std::size_t bullet = token_at(item) - 1;
      const int depth = static_cast<int>(tokens_.tokens[bullet].text.size());
      const int indent = indents_[id] + 2 * depth;
      line(bullet, indent, indent + depth + 1, Gap::None);
    }
  }

  static constexpr std::size_t kMaxKeywordWidth = 12;
  static constexpr std::size_t kMaxExampleKeyword = 6;

  const syntax::Tree& tree_;
  const Tokens& tokens_;
  std::vector<Step> steps_;
  /// How far in the clause around each node begins.
  std::vector<int> indents_;
};

}  // namespace

std::vector<Step> plan_of(const syntax::Tree& tree, const Tokens& tokens) { return Planner(tree, tokens).run(); }

}  // namespace frist::format
