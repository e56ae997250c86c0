// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/calendar/instant.hpp"
#include "rules/model/dump.hpp"
#include "rules/model/dump_writer.hpp"

namespace frist::model {
namespace {

bool has_rows(Op op) { return op >= Op::CountIn; }

}  // namespace

bool ExprWriter::is_shared(ExprId id, const Place& place) const {
  const auto found = uses_.find(key_of(id, place));
  return found != uses_.end() && found->second > 1;
}

ExprWriter::Place ExprWriter::place_of_args(const Expr& expr, const Place& place) const {
  return has_rows(expr.op) ? Place{place.record, expr.source.record} : place;
}

void ExprWriter::count(ExprId id, const Place& place) {
  if (id == kNoId || ++uses_[key_of(id, place)] > 1) return;
  const Expr& expr = rules_.expr(id);
  for (const ExprId arg : expr.args) count(arg, place_of_args(expr, place));
}

std::string ExprWriter::write(ExprId id, const Place& place) {
  if (id == kNoId) return "always";
  const Expr& expr = rules_.expr(id);
  if (expr.op == Op::Constant) return constant(expr);
  std::string mark;
  if (is_shared(id, place) && !expr.args.empty()) {
    const auto [known, is_new] = marks_.try_emplace(key_of(id, place), static_cast<std::uint32_t>(marks_.size() + 1));
    if (!is_new) return fmt::format("#{}#", known->second);
    mark = fmt::format("#{}=", known->second);
  }
  std::string text = mark + "(" + head(expr, place);
  if (!expr.label.empty()) text += " " + quoted(expr.label);
  for (const ExprId arg : expr.args) text += " " + write(arg, place_of_args(expr, place));
  return text + ")";
}

std::string ExprWriter::constant(const Expr& e) const {
  switch (e.type.base) {
    case Base::YesNo:
      return e.value != 0 ? "yes" : "no";
    case Base::Number:
      return std::to_string(e.value);
    case Base::Decimal:
      return decimal(e.value, kDecimalScale) + (e.type.percent ? "%" : "");
    case Base::Money:
      return fmt::format("{}{}", decimal(e.value, kMoneyScale), std::string_view(e.type.currency.data(), 3));
    case Base::Symbol:
      return named(rules_.symbol_sets[e.type.symbols][static_cast<std::size_t>(e.value)].name);
    case Base::Date:
      return calendar::to_iso(static_cast<calendar::Day>(e.value));
    case Base::Moment:
      return calendar::to_iso(e.value);
    case Base::Text:
    case Base::Link:
      break;
  }
  return quoted(e.text);
}

std::string ExprWriter::field(FieldId id, RecordId record) const {
  return record == kNoId || id == kNoId ? "?" : named(rules_.records[record].fields[id].name);
}

std::string ExprWriter::period(const Expr& e) const {
  std::string text = word_of(e.period);
  if (e.op != Op::AddPeriod) text += fmt::format(" {}", word_of(e.counting));
  if (e.period.months != 0) text += fmt::format(" {}", word_of(e.month_end));
  return text;
}

std::string ExprWriter::source(const Expr& e, const Place& place) const {
  if (e.source.kind == RowSource::Kind::List) return named(rules_.records[place.record].lists[e.source.list].name);
  return fmt::format("{}same-subject {}", e.source.excluding_self ? "other-" : "",
                     named(rules_.records[e.source.record].name));
}

std::string ExprWriter::head(const Expr& e, const Place& place) const {
  const RecordId at_hand = place.row == kNoId || e.outer ? place.record : place.row;
  const std::string_view op = word_of(e.op);
  switch (e.op) {
    case Op::Field:
      return (e.outer ? "entry's " : "") + field(e.field, at_hand);
    case Op::LinkedField: {
      const Field* link = at_hand == kNoId ? nullptr : &rules_.records[at_hand].fields[e.link];
      return fmt::format("{}{} {} {}", e.outer ? "entry's " : "", op, field(e.link, at_hand),
                         field(e.field, link == nullptr ? kNoId : link->link_to));
    }
    case Op::Fact:
      return std::string(word_of(e.fact));
    case Op::AtLeastOf:
      return fmt::format("{} {}", op, e.count);
    case Op::ScaledCompare:
      return fmt::format("{} {} {} {}", op, word_of(e.compare), e.scale_a, e.scale_b);
    case Op::KeptThrough:
    case Op::GoneFrom:
    case Op::AddPeriod:
      return fmt::format("{}{} {}", op, e.backwards ? " back" : "", period(e));
    case Op::AddDays:
      return fmt::format("{}{}", op, e.backwards ? " back" : "");
    case Op::AddElapsed:
      return fmt::format("{}{} {}min", op, e.backwards ? " back" : "", e.minutes);
    case Op::EndOf:
      if (e.unit == Unit::OwnYear) return fmt::format("{} {} {:02}-{:02}", op, word_of(e.unit), e.month, e.day);
      return fmt::format("{} {}", op, word_of(e.unit));
    case Op::CountIn:
    case Op::AnyIn:
    case Op::EveryIn:
    case Op::SumIn:
    case Op::LatestIn:
    case Op::EarliestIn:
      return fmt::format("{} {}", op, source(e, place));
    default:
      return std::string(op);
  }
}

std::string dump_expr(const RuleSet& rules, ExprId expr, RecordId record) {
  ExprWriter writer(rules);
  writer.count(expr, record);
  return writer.write(expr, record);
}

}  // namespace frist::model
