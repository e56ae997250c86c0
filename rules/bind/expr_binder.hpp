// SPDX-License-Identifier: Apache-2.0
// Binds conditions and values at one place of a declaration. Every function reports what is wrong and then returns
// nothing, so that one mistake has no followers. Part of this room only; lives shorter than its context.
#pragma once

#include <utility>

#include "rules/bind/context.hpp"

namespace frist::bind {

/// The comparison that the words mean: `at least`, `on or after`, ...; `Lower` and `Upper` are the sides of `between`.
Op op_of(NodeKind tail);

/// Where an expression stands.
struct Place {
  RecordId record = kNoId;  ///< of the entry; kNoId: there is none to ask
  RecordId row = kNoId;     ///< inside of a `where`: of the rows
  Conventions conventions;
};

/// A period as written.
struct PeriodValue {
  calendar::Period period;
  std::int64_t minutes = 0;  ///< hours and minutes; then `period` is nothing
  ExprId days = kNoId;       ///< `the time from A to B`; then `period` is nothing
  Span span;
  bool is_elapsed() const { return minutes != 0; }
  bool is_measured() const { return days != kNoId; }
};

class ExprBinder {
 public:
  ExprBinder(Context& context, Place place) : context_(context), place_(std::move(place)), guards_(context.implied) {}

  /// T. Labels, lists, `and`, `or`, comparisons, yes/no values.
  Maybe condition(const Node& node);
  /// Any value; `expected` helps names of symbols and numbers to their type.
  Maybe value(const Node& node, const model::Type* expected = nullptr);
  /// A date; of a moment its day. It may be none.
  Maybe date(const Node& node);
  /// A date or a moment.
  Maybe date_or_moment(const Node& node);
  std::optional<PeriodValue> period(const Node& node);

  /// The last day of the period from `start` on, by the conventions at this place; the day after it. A start that is
  /// itself an end counts from the next day.
  Maybe kept_through(ExprId start, const PeriodValue& period, Span span) { return ended(start, period, false, span); }
  Maybe gone_from(ExprId start, const PeriodValue& period, Span span) { return ended(start, period, true, span); }
  /// `start` plus (or minus) the period as a plain sum; hours and minutes on moments.
  Maybe shifted(ExprId start, const PeriodValue& period, bool backwards, Span span);
  /// Elapsed hours and minutes from a moment on.
  Maybe elapsed(ExprId start, const PeriodValue& period, bool backwards, Span span);
  /// A moment's day, a date itself.
  ExprId as_day(ExprId id);

  /// Whether the counting and the month end that the period needs are said; reports what is missing.
  bool has_conventions(const PeriodValue& period, bool needs_counting);

  /// `then` where the condition holds, else `otherwise`; both of one type.
  ExprId case_of(ExprId when, ExprId then, ExprId otherwise, Span span);

  /// Whether the date is the end of something throughout.
  bool is_end(ExprId id) { return end_kind(id) == EndKind::All; }

  Guards& guards() { return guards_; }
  Place& place() { return place_; }
  /// Reports a value that may be none where it must not be.
  bool is_surely_there(ExprId id, Span span);

 private:
  using Pair = std::pair<ExprId, ExprId>;
  const Expr& expr(ExprId id) const { return context_.exprs[id]; }
  const model::Type& type(ExprId id) const { return context_.exprs[id].type; }
  bool is(ExprId id, Base base) const { return type(id).base == base; }
  std::string type_words(ExprId id) const;
  std::string words_of(ExprId id) const;
  std::string written(const Node& node) const { return context_.rules->as_written(node.span()); }
  Maybe fail(Kind kind, Span span, std::string message, std::string help = {}) {
    context_.error(kind, span, std::move(message), std::move(help));
    return std::nullopt;
  }
  Maybe checked_depth(ExprId id, Span span);

  // conditions (bind_expr.cpp)
  Maybe plain_condition(const Node& node);
  Maybe labelled(const Node& node);
  Maybe operands(const Node& node, std::size_t first, Op op);
  Maybe at_least_of(const Node& node);
  Maybe truth_of(const Node& node);

  // comparisons (bind_compare.cpp)
  Maybe comparison(const Node& node);
  Maybe tail(const Node& left, const Node& tail, Span span);
  Maybe recorded(const Node& left, bool is_none, Span span);
  Maybe truth_equal(const Node& left, bool wanted, Span span);
  Maybe compare(const Node& left, const Node& right, NodeKind tail, Span span);
  Maybe between(const Node& left, const Node& tail, Span span);
  Maybe one_of(const Node& left, const Node& tail, Span span);
  std::optional<Pair> both(const Node& left, const Node& right);
  bool needs_hint(const Node& node) const;

  // which types go together (bind_types.cpp)
  Maybe join(const Node& left, const Node& right, Pair sides, NodeKind tail, Span span);
  Maybe join_dates(const Node& left, Pair sides, NodeKind tail, Span span);
  Maybe join_money(const Node& left, const Node& right, Pair sides, Op op, Span span);
  Maybe join_numbers(const Node& left, const Node& right, Pair sides, Op op, Span span);
  Maybe join_yes_no(Pair sides, Op op, Span span);
  Maybe mismatch(const Node& left, const Node& right, const Pair& sides);

  // ratios and stretches of time (bind_measure.cpp)
  struct Share {
    ExprId value = kNoId;
    std::int64_t factor = 1;
  };
  Maybe scaled(const Node& left, const Node& right, Op op, Span span);
  std::optional<Share> share_of(const Node& node, const model::Type* hint);
  Maybe scaled_by(ExprId a, ExprId b, Op op, std::int64_t scale_a, std::int64_t scale_b, Span span);
  Maybe with_period(const Node& left, const Node& period, Op op, Span span);

  // dates (bind_dates.cpp)
  Maybe within(const Node& left, const Node& tail, Span span);
  Maybe ago(const Node& left, const Node& tail, Span span);
  Maybe ago_days(ExprId date, const PeriodValue& period, NodeKind kind, Span span);
  Maybe ago_elapsed(ExprId moment, const PeriodValue& period, NodeKind kind, Span span);
  Maybe shift(const Node& node);
  Maybe end_of(const Node& node);
  Maybe full_between(const Node& node);
  Maybe days_between(const Node& node);
  Maybe latest(const Node& node, Op op);

  // ends of periods and of rules (bind_ends.cpp)
  using Made = std::unordered_map<ExprId, ExprId>;
  EndKind end_kind(ExprId id);
  Maybe ended(ExprId start, const PeriodValue& period, bool gone, Span span);
  ExprId ended_each(ExprId start, const PeriodValue& period, bool gone, Span span, Made& made);
  ExprId counted(ExprId start, const PeriodValue& period, Counting counting, bool gone, Span span);
  ExprId measured(ExprId start, const PeriodValue& period, Counting counting, bool gone, Span span);
  ExprId add_days(ExprId date, ExprId days, bool backwards, Span span);
  Maybe end_of_rule(const Node& node);
  struct VersionEnd {
    ExprId stands = kNoId;
    ExprId last = kNoId;
  };
  std::optional<VersionEnd> end_of_version(model::RuleId id, const Node& name);
  ExprId none_of(Base base, Span span);

  // values (bind_value.cpp, bind_literal.cpp)
  Maybe plain_value(const Node& node, const model::Type* expected);
  Maybe sum(const Node& node, const model::Type* expected);
  Maybe sum_step(ExprId left, const Node& left_node, const Node& right, bool minus, Span span);
  Maybe number(const Node& node, const model::Type* expected);
  Maybe money(const Node& node);
  Maybe percent(const Node& node);
  Maybe date_literal(const Node& node);
  Maybe moment_literal(const Node& node);
  Maybe text_literal(const Node& node);
  Maybe constant(model::Type type, std::int64_t value, Span span);

  // names (bind_names.cpp)
  Maybe name(const Node& node, const model::Type* expected);
  Maybe symbol(const Node& node, const model::Type& expected);
  std::optional<Maybe> row_name(const Node& node);
  std::optional<Maybe> entry_name(const Node& node, bool from_row);
  Maybe unknown_name(const Node& node);
  std::vector<std::string> names_here() const;
  Maybe field(const Node& node, RecordId record, model::FieldId id, bool outer);
  Maybe define(const Node& node, RecordId record, DefineGroup& group, bool as_row, bool outer);
  Maybe fact(const Node& node, model::Fact fact);
  Maybe linked_field(const Node& node);
  Maybe this_field(const Node& node);
  Maybe read_link(const Node& node, const model::Field& link, model::FieldId link_id, bool outer);
  bool knows(const Node& node) const;

  // rows (bind_rows.cpp)
  Maybe aggregate(const Node& node);
  std::optional<model::RowSource> source_of(const Node& node);
  std::optional<model::RowSource> list_source(const Node& node);
  std::optional<model::RowSource> subject_source(const Node& node);
  std::optional<ExprId> where(const Node& aggregate, RecordId row);
  Maybe row_value(const Node& name, RecordId row, const Node& aggregate);
  Maybe aggregate_of(const Node& node, Op op, const model::RowSource& source);

  Context& context_;
  Place place_;
  Guards guards_;
};

/// Counts how deep binding has gone, through definitions too; what takes more of the stack counts for more.
class NestingLevel {
 public:
  static constexpr std::uint32_t kMax = 700;
  static constexpr std::uint32_t kDeclaration = 8;
  explicit NestingLevel(Context& context, std::uint32_t weight = 1) : context_(context), weight_(weight) {
    context_.nesting += weight_;
  }
  ~NestingLevel() { context_.nesting -= weight_; }
  NestingLevel(const NestingLevel&) = delete;
  NestingLevel& operator=(const NestingLevel&) = delete;
  bool too_deep() const { return context_.nesting > kMax; }

 private:
  Context& context_;
  std::uint32_t weight_;
};

}  // namespace frist::bind
