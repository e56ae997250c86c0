// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/deadline.hpp"

#include "rules/calendar/elapsed.hpp"
#include "rules/calendar/review.hpp"

namespace frist::decide {
namespace {

using calendar::BusinessCalendar;
using calendar::Day;
using calendar::HourCounting;
using calendar::Instant;
using calendar::Zone;
using model::Deadline;
using model::Due;
using model::ExprId;
using model::kNoId;

enum class Outcome : std::uint8_t { None, Unknown, Outside, Known };
struct Found {
  Outcome outcome = Outcome::Unknown;
  When when;
};

class Dating {
 public:
  Dating(const Machine& machine, std::uint32_t entry, const Deadline& deadline, Day today)
      : machine_(machine),
        rules_(*machine.program().rules),
        zone_(machine.program().zone),
        entry_(entry),
        deadline_(deadline),
        today_(today) {}

  DeadlineAnswer answer() {
    if (!applies()) return std::move(answer_);
    for (std::uint32_t k = 0; k < deadline_.due.size(); ++k) consider(k);
    if (unknown_) return fail();
    if (!best_) answer_.kind = DeadlineAnswer::Kind::NotDue;
    if (!best_) return std::move(answer_);
    answer_.unrolled = *best_;
    const Found rolled = roll(*best_);
    if (rolled.outcome != Outcome::Known) return fail(rolled.outcome);
    answer_.kind = DeadlineAnswer::Kind::Due;
    answer_.due = rolled.when;
    return std::move(answer_);
  }

 private:
  DeadlineAnswer fail(Outcome why = Outcome::Unknown) {
    answer_.kind = DeadlineAnswer::Kind::Unknown;
    answer_.outside_calendar = answer_.outside_calendar || why == Outcome::Outside;
    answer_.which = kNoId;
    return std::move(answer_);
  }

  bool applies() {
    if (deadline_.not_before != kNoId)
      if (const Found f = read(deadline_.not_before); f.outcome == Outcome::Known) answer_.not_before = f.when;
    for (const ExprId id : {deadline_.heading.force.holds, deadline_.when}) {
      const Truth t = truth(id);
      if (t == kYes) continue;
      answer_.kind = t == kNo ? DeadlineAnswer::Kind::NotDue : DeadlineAnswer::Kind::Unknown;
      if (t != kNo) answer_.missing = missing_facts(machine_, id, entry_);
      return false;
    }
    return true;
  }

  void consider(std::uint32_t k) {
    const Found f = date_of(deadline_.due[k]);
    if (f.outcome == Outcome::None) return;
    if (f.outcome != Outcome::Known) {
      unknown_ = true;
      answer_.outside_calendar = answer_.outside_calendar || f.outcome == Outcome::Outside;
      for (const MissingFact& fact : missing_facts(machine_, deadline_.due[k].date, entry_))
        answer_.missing.push_back(fact);
    } else if (!best_ || end_of(f.when) < end_of(*best_)) {
      best_ = f.when;
      answer_.which = k;
    }
  }

  Truth truth(ExprId id) const {
    if (id == kNoId) return kYes;
    const Register r = machine_.program().register_of(id);
    return r == program::kNoRegister ? kTruthUnknown : machine_.truth(r, entry_);
  }

  // A date or a moment as the program computed it.
  Found read(ExprId id) const {
    const Register r = machine_.program().register_of(id);
    if (r == program::kNoRegister) return {};
    const model::Value v = machine_.value(r, entry_);
    if (v.state == model::Value::State::None) return {Outcome::None, {}};
    if (!v.known()) return {};
    if (rules_.expr(id).type.base == model::Base::Moment) return at(v.number);
    return {Outcome::Known, {static_cast<Day>(v.number), {}}};
  }
  Found at(Instant moment) const {
    if (!zone_ || !calendar::is_instant(moment)) return {};
    return {Outcome::Known, {zone_->civil_day(moment), moment}};
  }

  Found date_of(const Due& due) const {
    Found f = read(due.date);
    if (f.outcome != Outcome::Known) return f;
    if (due.every) return next_of_series(due, f.when.day);
    if (!f.when.moment) return f;
    if (deadline_.from_next_hour) {
      const auto hour = calendar::add_elapsed_hours(*f.when.moment, 0, HourCounting::FromNextHour, *zone_);
      f = hour ? at(*hour) : Found{};
    }
    return due.calendar == kNoId || f.outcome != Outcome::Known ? f : in_open_hours(due, *f.when.moment);
  }

  Found next_of_series(const Due& due, Day anchor) const {
    const Day day = calendar::first_review_after(anchor, *due.every, deadline_.counting, deadline_.month_end,
                                                 calendar::plus_days(today_, -1));
    return day == calendar::kUnknown ? Found{} : Found{Outcome::Known, {day, {}}};
  }

  Found in_open_hours(const Due& due, Instant start) const {
    const model::NamedCalendar& named = rules_.calendars[due.calendar];
    const auto zone = Zone::find(named.zone);
    if (!zone) return {};
    const auto end = named.calendar.add_open_minutes(start, due.open_minutes, *zone);
    return end ? at(*end) : Found{Outcome::Outside, {}};
  }

  // The last instant at which it can be met, to compare days with moments.
  Instant end_of(const When& when) const {
    if (when.moment) return *when.moment;
    const auto end = zone_ ? zone_->start_of_day(calendar::plus_days(when.day, 1)) : std::nullopt;
    return end ? *end - 1 : calendar::kLastInstant;
  }

  Found roll(const When& when) const {
    if (deadline_.rolls_in == kNoId || !calendar::is_day(when.day)) return {Outcome::Known, when};
    const BusinessCalendar& calendar = rules_.calendars[deadline_.rolls_in].calendar;
    const Day day = deadline_.rolls_backwards ? calendar.roll_back(when.day) : calendar.roll_forward(when.day);
    if (!calendar::is_day(day)) return {Outcome::Outside, {}};
    if (!when.moment || day == when.day) return {Outcome::Known, {day, when.moment}};
    const auto wall = zone_->instants_of({day, zone_->local(*when.moment).second});
    return {Outcome::Known, {day, wall.first}};
  }

  const Machine& machine_;
  const model::RuleSet& rules_;
  const std::optional<Zone>& zone_;
  std::uint32_t entry_;
  const Deadline& deadline_;
  Day today_;
  std::optional<When> best_;
  bool unknown_ = false;
  DeadlineAnswer answer_;
};

}  // namespace

DeadlineAnswer deadline_of(const Machine& machine, std::uint32_t entry, std::uint32_t deadline, Day today) {
  return Dating(machine, entry, machine.program().rules->deadlines[deadline], today).answer();
}

}  // namespace frist::decide
