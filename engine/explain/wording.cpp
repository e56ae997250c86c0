// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/wording.hpp"

#include <fmt/core.h>

namespace frist::explain {
namespace {

using model::Base;
using model::Expr;
using model::ExprId;
using model::kNoId;
using model::Op;

constexpr int kMostDepth = 8;

bool is_date(const Expr& expr) { return expr.type.base == Base::Date || expr.type.base == Base::Moment; }

const char* comparison(Op op, bool dates) {
  switch (op) {
    case Op::Equal:
      return "is";
    case Op::NotEqual:
      return "is not";
    case Op::Less:
      return dates ? "is before" : "is below";
    case Op::LessEqual:
      return dates ? "is on or before" : "is at most";
    case Op::Greater:
      return dates ? "is after" : "is above";
    case Op::GreaterEqual:
      return dates ? "is on or after" : "is at least";
    default:
      return nullptr;
  }
}

std::string unit(std::int64_t count, const char* name) {
  return count == 0 ? "" : fmt::format("{} {}{}", count, name, count == 1 ? "" : "s");
}

std::string period_of(calendar::Period period) {
  std::string text;
  for (const std::string& part :
       {unit(period.months / 12, "year"), unit(period.months % 12, "month"), unit(period.days, "day")})
    if (!part.empty()) text += (text.empty() ? "" : " and ") + part;
  return text.empty() ? "0 days" : text;
}

class Composer {
 public:
  Composer(const model::RuleSet& rules, const std::vector<bool>& parts) : rules_(rules), parts_(parts) {}

  std::string word(ExprId id, int depth) const {
    const Expr& expr = rules_.expr(id);
    if (expr.op == Op::Today) return "today";
    std::string text = rules_.as_written(expr.span);
    const std::string label = "\"" + expr.label + "\":";
    if (!expr.label.empty() && text.compare(0, label.size(), label) == 0)
      text.erase(0, text.find_first_not_of(' ', label.size()));
    if ((!parts_[id] && !text.empty()) || depth >= kMostDepth) return text;
    std::string own = composed(expr, depth);
    return own.empty() ? text : own;
  }

 private:
  std::string arg(const Expr& expr, std::size_t k, int depth) const { return word(expr.args[k], depth + 1); }

  std::string joined(const Expr& expr, const char* with, int depth) const {
    std::string text;
    for (std::size_t k = 0; k < expr.args.size(); ++k) text += (k == 0 ? "" : with) + arg(expr, k, depth);
    return "(" + text + ")";
  }

  std::string composed(const Expr& expr, int depth) const {
    switch (expr.op) {
      case Op::IsRecorded:
        return arg(expr, 0, depth) + " is recorded";
      case Op::Not:
        return negated(rules_.expr(expr.args[0]), expr, depth);
      case Op::And:
        return joined(expr, " and ", depth);
      case Op::Or:
        return joined(expr, " or ", depth);
      case Op::KeptThrough:
        return fmt::format("the last day of {} from {}", period_of(expr.period), arg(expr, 0, depth));
      case Op::GoneFrom:
        return fmt::format("the day after {} from {}", period_of(expr.period), arg(expr, 0, depth));
      case Op::AddPeriod:
        return fmt::format("{} {} {}", period_of(expr.period), expr.backwards ? "before" : "after",
                           arg(expr, 0, depth));
      case Op::DayOf:
        return arg(expr, 0, depth);
      default:
        break;
    }
    if (expr.args.size() != 2 || expr.args[0] == kNoId || expr.args[1] == kNoId) return {};
    const char* words = comparison(expr.op, is_date(rules_.expr(expr.args[0])));
    return words ? fmt::format("{} {} {}", arg(expr, 0, depth), words, arg(expr, 1, depth)) : std::string();
  }

  std::string negated(const Expr& inner, const Expr& outer, int depth) const {
    if (inner.op == Op::IsRecorded) return arg(inner, 0, depth) + " is none";
    return "not " + arg(outer, 0, depth);
  }

  const model::RuleSet& rules_;
  const std::vector<bool>& parts_;
};

}  // namespace

std::vector<bool> parts_of_clauses(const model::RuleSet& rules) {
  std::vector<bool> parts(rules.exprs.size(), false);
  for (const Expr& expr : rules.exprs) {
    if (expr.span.begin == expr.span.end) continue;
    for (const ExprId arg : expr.args)
      if (arg != kNoId && rules.expr(arg).span == expr.span && rules.expr(arg).label.empty()) parts[arg] = true;
  }
  return parts;
}

std::string wording(const model::RuleSet& rules, const std::vector<bool>& parts_of_clauses, ExprId expr) {
  return Composer(rules, parts_of_clauses).word(expr, 0);
}

}  // namespace frist::explain
