// SPDX-License-Identifier: Apache-2.0
// The event that a period runs from, in words.
#include <fmt/core.h>

#include "engine/words/names.hpp"
#include "engine/words/voice.hpp"

namespace frist::words {
namespace {

using model::Expr;
using model::kNoId;
using model::Op;

constexpr int kMostDepth = 8;  // starts that are deeper are quoted as they are written

}  // namespace

std::string Voice::start(model::ExprId id, model::RecordId record_id) const {
  if (id == kNoId) return say(Word::not_known);
  std::string text = start_or_nothing(id, record_id, 0);
  if (text.empty()) text = quoted(rules_.as_written(rules_.expr(id).span));
  return text;
}

// Empty where there are no words for it.
std::string Voice::start_or_nothing(model::ExprId id, model::RecordId record_id, int depth) const {
  if (depth > kMostDepth) return {};
  for (const model::Define& define : rules_.defines)
    if (define.value == id) return heading(define.heading);
  const Expr& expr = rules_.expr(id);
  switch (expr.op) {
    case Op::Field:
      return quoted(field(record_id, expr.field));
    case Op::LinkedField:
      return quoted(field(rules_.records[record_id].fields[expr.link].link_to, expr.field));
    case Op::Fact:
      return quoted(say(word_of(expr.fact)));
    case Op::Today:
      return say(Word::as_of_day);
    case Op::Constant:
      return expr.type.base == model::Base::Date ? date(static_cast<calendar::Day>(expr.value)) : std::string();
    case Op::DayOf:
      return start_or_nothing(expr.args[0], record_id, depth + 1);
    case Op::Latest:
    case Op::Earliest:
      return list_of_starts(expr, record_id, depth);
    case Op::LatestIn:
    case Op::EarliestIn:
      return start_in_rows(expr, record_id);
    case Op::EndOf:
      return end_of(expr, record_id, depth);
    default:
      return {};
  }
}

std::string Voice::list_of_starts(const Expr& expr, model::RecordId record_id, int depth) const {
  std::string list;
  for (const model::ExprId arg : expr.args) {
    const std::string part = start_or_nothing(arg, record_id, depth + 1);
    if (part.empty()) return {};
    list += (list.empty() ? "" : ", ") + part;
  }
  return say(expr.op == Op::Latest ? Word::latest_of_them : Word::earliest_of_them, {{"list", list}});
}

std::string Voice::start_in_rows(const Expr& expr, model::RecordId record_id) const {
  const Expr& value = rules_.expr(expr.args[1]);
  if (value.op != Op::Field || value.outer) return {};
  std::string rows = record(expr.source.record);
  if (expr.source.kind == model::RowSource::Kind::List) {
    const model::List& list = rules_.records[record_id].lists[expr.source.list];
    rows = title_of(language_, list.titles, list.name);
  }
  return say(expr.op == Op::LatestIn ? Word::latest_in_rows : Word::earliest_in_rows,
             {{"field", quoted(field(expr.source.record, value.field))}, {"rows", rows}});
}

std::string Voice::end_of(const Expr& expr, model::RecordId record_id, int depth) const {
  const std::string start = start_or_nothing(expr.args[0], record_id, depth + 1);
  if (start.empty()) return {};
  switch (expr.unit) {
    case model::Unit::Month:
      return say(Word::end_of_month, {{"start", start}});
    case model::Unit::Quarter:
      return say(Word::end_of_quarter, {{"start", start}});
    case model::Unit::HalfYear:
      return say(Word::end_of_half_year, {{"start", start}});
    case model::Unit::Year:
      return say(Word::end_of_year, {{"start", start}});
    case model::Unit::OwnYear:
      break;
  }
  return say(Word::end_of_own_year,
             {{"start", start}, {"day", fmt::format("{}", expr.day)}, {"month", say(month_word(expr.month))}});
}

}  // namespace frist::words
