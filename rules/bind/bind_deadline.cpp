// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

class DeadlineBinder {
 public:
  DeadlineBinder(Context& context, const Node& node, model::Deadline& deadline)
      : context_(context),
        node_(node),
        deadline_(deadline),
        conventions_(conventions_in(context, node, context.conventions)),
        binder_(context, {deadline.record, kNoId, conventions_}) {}

  void bind() {
    for (const auto& [kind, words] :
         {std::pair{NodeKind::When, "when"}, std::pair{NodeKind::Counting, "counting"},
          std::pair{NodeKind::MonthEnd, "month end"}, std::pair{NodeKind::Rolls, "rolls in"},
          std::pair{NodeKind::NotBefore, "not before"}}) {
      context_.only_once(node_, kind, words);
    }
    deadline_.counting = conventions_.counting.value_or(Counting::FromNextDay);
    deadline_.month_end = conventions_.month_end.value_or(MonthEnd::LastDay);
    deadline_.from_next_hour = conventions_.next_hour;
    bind_when();
    for (const Node& clause : node_.children()) {
      if (clause.is(NodeKind::Due)) due(clause);
      if (clause.is(NodeKind::DueOn)) due_on(clause);
      if (clause.is(NodeKind::DueEvery)) due_every(clause);
    }
    if (const auto clause = node_.child(NodeKind::NotBefore)) not_before(*clause);
    if (const auto clause = node_.child(NodeKind::Rolls)) rolls(*clause);
    const bool some = node_.has(NodeKind::Due) || node_.has(NodeKind::DueOn) || node_.has(NodeKind::DueEvery);
    if (!some && !node_.has(NodeKind::NotBefore)) {
      context_.error(Kind::MissingClause, deadline_.heading.name_span,
                     fmt::format("`{}` does not say when it is due", deadline_.heading.name),
                     "add `due 1 month after ...`, `due on ...` or `not before ...`");
    }
  }

 private:
  void bind_when() {
    const auto when = node_.child(NodeKind::When);
    if (!when) return;
    const Maybe bound = binder_.condition(when->nth(0));
    deadline_.when = bound.value_or(kNoId);
    if (bound) binder_.guards().assume(*bound, true);
    if (!bound) binder_.guards().assume_all();
  }

  void add(ExprId date, Span span) { deadline_.due.push_back({date, span, kNoId, 0, std::nullopt}); }

  /// Children: a period, a direction, the start, perhaps a calendar.
  void due(const Node& clause) {
    std::vector<Node> parts;
    bool before = false;
    for (const Node& part : clause.children()) {
      if (part.is(NodeKind::Word)) before = part.text() == "before";
      if (!part.is(NodeKind::Word) && !part.is(NodeKind::InCalendar)) parts.push_back(part);
    }
    const auto length = binder_.period(parts[0]);
    const Maybe start = binder_.date_or_moment(parts[1]);
    if (!length || !start) return;
    if (const auto in = clause.child(NodeKind::InCalendar)) {
      open_hours(clause, *in, *length, *start, before);
      return;
    }
    const Maybe date =
        before ? counted_back(*start, *length, clause.span()) : ahead(*start, *length, false, clause.span());
    if (date) add(*date, clause.span());
  }

  Maybe ahead(ExprId start, const PeriodValue& length, bool gone, Span span) {
    if (length.is_elapsed()) return binder_.elapsed(start, length, false, span);
    return gone ? binder_.gone_from(start, length, span) : binder_.kept_through(start, length, span);
  }

  /// Counted backwards, the day itself is the last one of the period or, from the next day on, no part of it.
  Maybe counted_back(ExprId start, const PeriodValue& length, Span span) {
    if (length.is_elapsed()) return binder_.elapsed(start, length, true, span);
    if (!binder_.has_conventions(length, true)) return std::nullopt;
    const Maybe first = binder_.shifted(start, length, true, span);
    if (!first || *conventions_.counting == Counting::FromNextDay) return first;
    PeriodValue one;
    one.period = calendar::days(1);
    one.span = length.span;
    return binder_.shifted(*first, one, false, span);
  }

  /// Hours and minutes that count only while a calendar is open.
  void open_hours(const Node& clause, const Node& in, const PeriodValue& length, ExprId start, bool before) {
    const auto calendar = context_.resolve(NameKind::Calendar, in.nth(0));
    if (!calendar) return;
    if (before || !length.is_elapsed()) {
      context_.error(Kind::ClauseNotAllowed, in.span(),
                     "only hours and minutes after an event count while a calendar is open",
                     "for days write `due ... after ...` and `rolls in CALENDAR`");
      return;
    }
    if (context_.exprs[start].type.base != Base::Moment) {
      binder_.elapsed(start, length, false, clause.span());  // reports that hours need a moment
      return;
    }
    deadline_.due.push_back({start, clause.span(), *calendar, length.minutes, std::nullopt});
  }

  void due_on(const Node& clause) {
    if (const Maybe date = binder_.date_or_moment(clause.nth(0))) add(*date, clause.span());
  }

  void due_every(const Node& clause) {
    const auto length = binder_.period(clause.nth(0));
    const Maybe anchor = binder_.date(clause.nth(1));
    if (!length || !anchor) return;
    if (length->is_elapsed() || length->is_measured()) {
      context_.error(Kind::HoursOnDate, length->span,
                     "a duty that comes again is counted in days, weeks, months or years",
                     "write a period such as `3 months`");
      return;
    }
    if (!binder_.has_conventions(*length, true)) return;
    deadline_.due.push_back({*anchor, clause.span(), kNoId, 0, length->period});
  }

  /// The period has to pass in full before.
  void not_before(const Node& clause) {
    const auto length = binder_.period(clause.nth(0));
    const Maybe start = binder_.date_or_moment(clause.nth(1));
    if (!length || !start) return;
    deadline_.not_before = ahead(*start, *length, true, clause.span()).value_or(kNoId);
  }

  void rolls(const Node& clause) {
    deadline_.rolls_in = context_.resolve(NameKind::Calendar, clause.nth(0)).value_or(kNoId);
    deadline_.rolls_backwards = clause.has(NodeKind::Word);
  }

  Context& context_;
  Node node_;
  model::Deadline& deadline_;
  Conventions conventions_;
  ExprBinder binder_;
};

}  // namespace

void bind_deadlines(Context& context) {
  auto& deadlines = context.rules->deadlines;
  for (std::size_t i = 0; i < deadlines.size(); ++i) {
    if (deadlines[i].record == kNoId) continue;
    DeadlineBinder(context, context.node_of(NameKind::Deadline, static_cast<std::uint32_t>(i)), deadlines[i]).bind();
  }
}

}  // namespace frist::bind
