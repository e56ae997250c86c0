// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"

namespace frist::bind {
namespace {

struct Form {
  Op op;
  bool has_field;
};

Form form_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::LatestIn:
      return {Op::LatestIn, true};
    case NodeKind::EarliestIn:
      return {Op::EarliestIn, true};
    case NodeKind::SumIn:
      return {Op::SumIn, true};
    case NodeKind::CountIn:
      return {Op::CountIn, false};
    case NodeKind::EveryIn:
      return {Op::EveryIn, false};
    default:
      return {Op::AnyIn, false};
  }
}

bool has_person(const model::RuleSet& rules, RecordId record) {
  for (std::size_t steps = 0; record != kNoId && steps < 200; ++steps) {
    if (rules.records[record].subject != kNoId) return true;
    record = rules.records[record].parent;
  }
  return false;
}

}  // namespace

Maybe ExprBinder::aggregate(const Node& node) {
  if (place_.row != kNoId) {
    return fail(Kind::NestedAggregate, node.span(), "a list inside of a `where`",
                "a `where` reads single values only; ask for the list outside of it");
  }
  const auto source = source_of(node);
  if (!source) return std::nullopt;
  const Maybe result = aggregate_of(node, form_of(node.kind()).op, *source);
  if (!result || !node.is(NodeKind::NoIn)) return result;
  return context_.exprs.negated(*result, node.span());
}

std::optional<model::RowSource> ExprBinder::source_of(const Node& node) {
  if (place_.record == kNoId) {
    fail(Kind::AggregateOutsideList, node.span(), "there is no entry here whose lists could be read",
         "lists are read where a declaration is about a record");
    return std::nullopt;
  }
  if (const auto list = node.child(NodeKind::ListName)) return list_source(list->nth(0));
  return subject_source(*node.child(NodeKind::SameSubject));
}

std::optional<model::RowSource> ExprBinder::list_source(const Node& name) {
  const model::Record& record = context_.record(place_.record);
  const auto& lists = context_.lists_by_name[place_.record];
  if (const auto found = lists.find(name.name()); found != lists.end()) {
    if (record.lists[found->second].record == kNoId) return std::nullopt;
    model::RowSource source;
    source.list = found->second;
    source.record = record.lists[found->second].record;
    return source;
  }
  std::vector<std::string> known;
  for (const model::List& list : record.lists) known.push_back(list.name);
  std::string help = context_.help_among(name.text(), known, "list");
  if (context_.names[NameKind::Record].find(name.text())) {
    help = fmt::format("for other records of one person write `{} of the same subject`", name.text());
  }
  fail(Kind::UnknownList, name.span(), fmt::format("`{}` has no list `{}`", record.name, name.text()), std::move(help));
  return std::nullopt;
}

std::optional<model::RowSource> ExprBinder::subject_source(const Node& node) {
  const Node name = *node.child(NodeKind::Name);
  const auto record = context_.resolve(NameKind::Record, name);
  if (!record) return std::nullopt;
  for (const RecordId one : {place_.record, *record}) {
    if (has_person(*context_.rules, one)) continue;
    fail(Kind::MissingClause, name.span(), fmt::format("`{}` does not say whose data it is", context_.record(one).name),
         fmt::format("add `subject` to the record `{}`", context_.record(one).name));
    return std::nullopt;
  }
  model::RowSource source;
  source.kind = model::RowSource::Kind::SameSubject;
  source.record = *record;
  source.excluding_self = node.has(NodeKind::Word) && *record == place_.record;
  return source;
}

/// The condition on the rows, kNoId where there is none; nothing after a report.
std::optional<ExprId> ExprBinder::where(const Node& aggregate_node, RecordId row) {
  const auto clause = aggregate_node.child(NodeKind::Where);
  if (!clause) return kNoId;
  ExprBinder inside(context_, {place_.record, row, place_.conventions});
  inside.guards_ = guards_.seen_from_rows();
  return inside.condition(clause->nth(0));
}

/// The field of the rows that is summed or compared.
Maybe ExprBinder::row_value(const Node& name, RecordId row, const Node& aggregate_node) {
  ExprBinder inside(context_, {place_.record, row, place_.conventions});
  const auto found = inside.row_name(name);
  if (!found) {
    return fail(Kind::UnknownField, name.span(),
                fmt::format("`{}` has no field `{}`", context_.record(row).name, name.text()),
                context_.help_among(name.text(), context_.field_names(row), "field"));
  }
  if (!*found) return std::nullopt;
  const Base base = type(**found).base;
  const bool is_sum = aggregate_node.is(NodeKind::SumIn);
  const bool amount = base == Base::Number || base == Base::Decimal || base == Base::Money;
  const bool time = base == Base::Date || base == Base::Moment;
  if (is_sum ? amount : time || base == Base::Number || base == Base::Decimal) return **found;
  return fail(
      is_sum ? Kind::TypeMismatch : Kind::NotADate, name.span(),
      fmt::format("`{}` is {}", name.text(), type_words(**found)),
      is_sum ? "only numbers and amounts of money can be summed" : "only dates, moments and numbers have a latest");
}

Maybe ExprBinder::aggregate_of(const Node& node, Op op, const model::RowSource& source) {
  const auto condition_id = where(node, source.record);
  Expr result;
  result.op = op;
  result.source = source;
  result.span = node.span();
  if (form_of(node.kind()).has_field) {
    const Maybe row = row_value(node.nth(0), source.record, node);
    if (!row || !condition_id) return std::nullopt;
    result.type = type(*row);
    result.type.optional = op != Op::SumIn;
    result.args = {*condition_id, *row};
  } else {
    if (!condition_id) return std::nullopt;
    result.type.base = op == Op::CountIn ? Base::Number : Base::YesNo;
    result.type.interval = op == Op::CountIn;
    result.args = {*condition_id};
  }
  return context_.exprs.add(std::move(result));
}

}  // namespace frist::bind
