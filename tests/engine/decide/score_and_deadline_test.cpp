// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/deadline.hpp"
#include "engine/decide/score.hpp"
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::to_iso;
using decide::DeadlineAnswer;
using decide::ScoreAnswer;
using model::Bound;

model::Bands base_score() {
  model::Bands bands;
  bands.type = type_of(Base::Decimal);
  bands.bands = {{"very_low", {}, Bound{97'500'000, false}, {}, {}},
                 {"low", {}, Bound{95'000'000, true}, Bound{97'500'000, true}, {}},
                 {"increased", {}, Bound{0, true}, Bound{90'000'000, false}, {}}};
  bands.refuse_from = Bound{100'000'000, true};
  bands.refuse_to = Bound{0, false};
  return bands;
}

// A ticket with the day and the moment on which it came.
struct Tickets {
  Tickets() {
    b.record("ticket");
    b.rules.zone = "Europe/Stockholm";
    on = b.get(b.field(0, "received_on", type_of(Base::Date, true)));
    at = b.get(b.field(0, "received_at", type_of(Base::Moment)));
    urgent = b.get(b.field(0, "urgent", type_of(Base::YesNo)));
    calendar::CalendarData data;
    data.first_year = 2024;
    data.last_year = 2026;
    const std::vector<calendar::Weekday> days{calendar::Weekday::Monday, calendar::Weekday::Tuesday,
                                              calendar::Weekday::Wednesday, calendar::Weekday::Thursday,
                                              calendar::Weekday::Friday};
    data.open = {{days, {{8 * 60 + 30, 12 * 60}, {13 * 60, 17 * 60}}}};
    b.rules.calendars.push_back({{}, "Europe/Stockholm", *calendar::BusinessCalendar::build(data), data, {}});
    b.rules.deadlines.push_back({});
    deadline().record = 0;
    entry = entry_of(b.rules, 0,
                     {known(day(2025, 3, 27)), known(*calendar::parse_instant("2025-03-28T16:00+01:00")), known(1)});
  }
  model::Deadline& deadline() { return b.rules.deadlines[0]; }
  DeadlineAnswer answer(calendar::Day today = day(2025, 3, 28)) {
    const auto program = program::compile(b.done(), 0, program::Purpose::Answers);
    decide::Batch batch;
    decide::Machine machine;
    decide::gather(*program, {&entry, 1}, batch);
    machine.run_keeping(*program, batch, as_of(today));
    return decide::deadline_of(machine, 0, 0, today);
  }
  ModelBuilder b;
  ExprId on = kNoId, at = kNoId, urgent = kNoId;
  model::Entry entry;
};

}  // namespace

TEST_CASE("a score falls into a band, is refused, or is not surely read") {
  const model::Bands bands = base_score();
  const auto read = [&](std::int64_t millionths) { return decide::read_score(bands, known(millionths)); };
  CHECK(read(97'500'000).band == 1);
  CHECK(read(97'500'001).band == 0);
  CHECK(read(95'000'000).band == 1);
  CHECK(read(0).band == 2);
  CHECK(read(-1).kind == ScoreAnswer::Kind::Refused);
  CHECK(read(100'000'000).kind == ScoreAnswer::Kind::Refused);
  CHECK(read(92'000'000).kind == ScoreAnswer::Kind::Unknown);  // in no band
  CHECK(decide::read_score(bands, unknown()).kind == ScoreAnswer::Kind::Unknown);
  model::Bands whole = bands;
  whole.type = type_of(Base::Number);
  CHECK(decide::read_score(whole, known(99)).band == 0);
}

TEST_CASE("scores are calculated anew daily or in named months") {
  model::Bands bands = base_score();
  CHECK(decide::recalculation(bands, day(2025, 5, 20)).last == calendar::kNone);
  bands.recalculated_in = {1, 4, 7, 10};
  CHECK(to_iso(decide::recalculation(bands, day(2025, 5, 20)).last) == "2025-04-01");
  CHECK(to_iso(decide::recalculation(bands, day(2025, 5, 20)).next) == "2025-07-01");
  bands.recalculated_daily = true;
  CHECK(to_iso(decide::recalculation(bands, day(2025, 5, 20)).next) == "2025-05-21");
}

TEST_CASE("the earliest date counts, none is skipped, unknown makes it unknown and says what is missing") {
  Tickets t;
  t.deadline().due = {{t.b.shifted(Op::AddPeriod, t.on, calendar::days(10)), {}},
                      {t.b.shifted(Op::AddPeriod, t.on, calendar::months(1)), {}}};
  CHECK(to_iso(t.answer().due.day) == "2025-04-06");
  CHECK(t.answer().which == 0);
  t.deadline().due[0].date = t.b.add(ModelBuilder::node(Op::None, Base::Date));
  CHECK(to_iso(t.answer().due.day) == "2025-04-27");
  t.entry.row.fields[0] = unknown();
  const DeadlineAnswer open = t.answer();
  CHECK(open.kind == DeadlineAnswer::Kind::Unknown);
  REQUIRE(open.missing.size() == 1);
  CHECK(open.missing[0].field == 0);
  t.entry.row.fields[0] = none();
  CHECK(t.answer().kind == DeadlineAnswer::Kind::NotDue);
}

TEST_CASE("a deadline is about entries that meet its condition") {
  Tickets t;
  t.deadline().due = {{t.on, {}}};
  t.deadline().when = t.urgent;
  CHECK(t.answer().kind == DeadlineAnswer::Kind::Due);
  t.entry.row.fields[2] = known(0);
  CHECK(t.answer().kind == DeadlineAnswer::Kind::NotDue);
  t.entry.row.fields[2] = unknown();
  CHECK(t.answer().kind == DeadlineAnswer::Kind::Unknown);
  CHECK(t.answer().missing[0].field == 2);
}

TEST_CASE("deadlines roll to working days, forwards or backwards, and are unknown outside of the calendar") {
  Tickets t;
  t.deadline().due = {{t.b.shifted(Op::AddPeriod, t.on, calendar::days(2)), {}}};  // Saturday 2025-03-29
  t.deadline().rolls_in = 0;
  CHECK(to_iso(t.answer().due.day) == "2025-03-31");
  CHECK(to_iso(t.answer().unrolled.day) == "2025-03-29");
  t.deadline().rolls_backwards = true;
  CHECK(to_iso(t.answer().due.day) == "2025-03-28");
  t.entry.row.fields[0] = known(day(2030, 1, 1));
  CHECK(t.answer().kind == DeadlineAnswer::Kind::Unknown);
  CHECK(t.answer().outside_calendar);
}

TEST_CASE("open minutes run while the calendar is open") {
  Tickets t;
  model::Due due;
  due.date = t.at;  // Friday 16:00
  due.calendar = 0;
  due.open_minutes = 120;
  t.deadline().due = {due};
  CHECK(*t.answer().due.moment == *calendar::parse_instant("2025-03-31T09:30+02:00"));
  CHECK(to_iso(t.answer().due.day) == "2025-03-31");
}

TEST_CASE("hours may count from the next full hour") {
  Tickets t;
  Expr e = ModelBuilder::node(Op::AddElapsed, Base::Moment, {t.at});
  e.minutes = 72 * 60;
  t.entry.row.fields[1] = known(*calendar::parse_instant("2025-03-24T16:20+01:00"));
  t.deadline().due = {{t.b.add(e), {}}};
  t.deadline().from_next_hour = true;
  CHECK(*t.answer().due.moment == *calendar::parse_instant("2025-03-27T17:00+01:00"));
}

TEST_CASE("a periodic duty is due on the first date of its series that is not over") {
  Tickets t;
  model::Due due;
  due.date = t.on;  // 2025-03-27
  due.every = calendar::months(6);
  t.deadline().due = {due};
  t.deadline().not_before = t.on;
  CHECK(to_iso(t.answer(day(2025, 9, 27)).due.day) == "2025-09-27");
  CHECK(to_iso(t.answer(day(2025, 9, 28)).due.day) == "2026-03-27");
  CHECK(to_iso(t.answer().not_before->day) == "2025-03-27");
}

}  // namespace frist::test
