// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/conditions.hpp"

#include <algorithm>

#include "engine/explain/decisive.hpp"
#include "engine/explain/leaves.hpp"
#include "rules/model/same.hpp"

namespace frist::explain {
namespace {

using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;

// Builds the tree down to kMostDepth and kMostNodes.
class Teller {
 public:
  explicit Teller(const Run& run) : run_(run) {}

  Said tell(ExprId id, const Place& place, int depth) {
    ++nodes_;
    const Expr& expr = run_.rules().expr(id);
    Said said;
    said.expr = id;
    said.label = expr.label;
    said.define = define_of(id);
    said.written = run_.written(id);
    said.value = run_.truth(id, place);
    said.next_change = run_.next(id, place);
    if (place.space != 0) said.row = place.ref;
    if (depth >= kMostDepth || nodes_ >= kMostNodes) said.cut = true;
    if (!said.cut) add_parts(expr, place, depth, said);
    if (said.parts.empty()) tell_leaf(run_, id, place, said);
    return said;
  }

 private:
  // Also where the value of a definition stands under a label, as a node of its own.
  std::uint32_t define_of(ExprId id) const {
    const auto& defines = run_.rules().defines;
    const Expr& expr = run_.rules().expr(id);
    for (std::uint32_t k = 0; k < defines.size(); ++k) {
      const ExprId value = defines[k].value;
      if (value == id || (!expr.label.empty() && value != kNoId && model::same_node(run_.rules().expr(value), expr)))
        return k;
    }
    return kNoId;
  }

  void add_parts(const Expr& expr, const Place& place, int depth, Said& said) {
    switch (expr.op) {
      case Op::And:
      case Op::Or:
        join(expr, place, depth, said);
        return;
      case Op::AtLeastOf:
        add_args(expr, place, depth, said);
        return;
      case Op::Not:
        negate(expr, place, depth, said);
        return;
      case Op::Case:
        choose(expr, place, depth, said);
        return;
      case Op::AnyIn:
      case Op::EveryIn:
        add_rows(expr, place, depth, said);
        return;
      default:
        add_counted(expr, place, depth, said);
    }
  }

  void add_args(const Expr& expr, const Place& place, int depth, Said& said) {
    for (const ExprId arg : expr.args) said.parts.push_back(tell(arg, place, depth + 1));
  }

  // What was written as one clause (`between`, `within`) stays one; a chain of `and` becomes one level.
  void join(const Expr& expr, const Place& place, int depth, Said& said) {
    const auto one_clause = [&](ExprId arg) {
      const Expr& part = run_.rules().expr(arg);
      return part.label.empty() && define_of(arg) == kNoId &&
             (part.span == expr.span || part.span.begin == part.span.end);
    };
    if (std::all_of(expr.args.begin(), expr.args.end(), one_clause)) return;
    for (const ExprId arg : expr.args) {
      Said part = tell(arg, place, depth + 1);
      const Expr& inner = run_.rules().expr(part.expr);
      const bool same = inner.op == expr.op && part.label.empty() && part.define == kNoId && !part.parts.empty();
      if (same)
        said.parts.insert(said.parts.end(), part.parts.begin(), part.parts.end());
      else
        said.parts.push_back(std::move(part));
    }
  }

  void negate(const Expr& expr, const Place& place, int depth, Said& said) {
    Said part = tell(expr.args[0], place, depth + 1);
    if (part.parts.empty() && part.label.empty() && part.define == kNoId) return;
    said.parts.push_back(std::move(part));
  }

  // The version that counts; nothing where that is open.
  void choose(const Expr& expr, const Place& place, int depth, Said& said) {
    const Truth condition = run_.truth(expr.args[0], place);
    if (condition == Truth::Unknown) return add_args_of_condition(expr, place, depth, said);
    Said part = tell(expr.args[condition == Truth::Yes ? 1 : 2], place, depth + 1);
    said.written = part.written.empty() ? said.written : part.written;
    said.parts = std::move(part.parts);
    if (said.define == kNoId) said.define = part.define;
    if (said.label.empty()) said.label = part.label;
  }
  void add_args_of_condition(const Expr& expr, const Place& place, int depth, Said& said) {
    said.parts.push_back(tell(expr.args[0], place, depth + 1));
  }

  void add_rows(const Expr& expr, const Place& place, int depth, Said& said) {
    if (place.space != 0 || expr.args.empty() || expr.args[0] == kNoId) return;
    const auto rows = run_.rows_of(expr.source);
    if (!rows) return;
    for (const Place& row : *rows) {
      if (nodes_ >= kMostNodes) {
        said.cut = true;
        return;
      }
      said.parts.push_back(tell(expr.args[0], row, depth + 1));
    }
  }

  // A comparison with a count shows the rows that were counted.
  void add_counted(const Expr& expr, const Place& place, int depth, Said& said) {
    for (const ExprId arg : expr.args) {
      if (arg == kNoId) continue;
      const Expr& operand = run_.rules().expr(arg);
      const bool computes = operand.op == Op::Latest || operand.op == Op::Earliest || operand.op >= Op::Add ||
                            (operand.op >= Op::KeptThrough && operand.op <= Op::AddElapsed);
      if (computes) said.computed.push_back(run_.computed(arg, place));
      if (operand.op == Op::CountIn) add_rows(operand, place, depth, said);
    }
  }

  const Run& run_;
  int nodes_ = 0;
};

void collect(const Said& said, bool decisive_only, std::vector<FactSaid>& facts) {
  if (decisive_only && !said.decisive) return;
  merge(facts, said.facts);
  for (const Said& part : said.parts) collect(part, decisive_only, facts);
}

}  // namespace

Said said_of(const Run& run, ExprId condition) {
  Said said = Teller(run).tell(condition, run.entry_place(), 0);
  mark_decisive(run.rules(), said);
  return said;
}

std::vector<FactSaid> facts_of(const Said& said, bool decisive_only) {
  std::vector<FactSaid> facts;
  collect(said, decisive_only, facts);
  return facts;
}

}  // namespace frist::explain
