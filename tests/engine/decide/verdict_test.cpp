// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/decide/ask.hpp"
#include "tests/support/catch.hpp"

namespace frist::test {
namespace {

using calendar::kNever;
using calendar::kNone;
using calendar::to_iso;
using decide::kNoRule;
using decide::kPlacedHold;
using decide::Verdict;

// Claims settled on 2020-03-15, and a yes/no that rules can hang on.
struct Claims {
  Claims() {
    b.record("claim");
    settled = b.get(b.field(0, "settled_on", type_of(Base::Date, true)));
    started = b.get(b.field(0, "started_on", type_of(Base::Date, true)));
    special = b.get(b.field(0, "special", type_of(Base::YesNo)));
    entry = entry_of(b.rules, 0, {known(day(2020, 3, 15)), known(day(2021, 1, 10)), known(0)});
  }
  Verdict on(int y, int m, int d) { return verdict(b.done(), entry, day(y, m, d)); }
  void say(const model::Value& v) { entry.row.fields[2] = v; }
  ModelBuilder b;
  ExprId settled = kNoId, started = kNoId, special = kNoId;
  model::Entry entry;
};

}  // namespace

TEST_CASE("an entry without any rule is never due") {
  Claims c;
  const Verdict v = c.on(2030, 1, 1);
  CHECK(v.due == kNever);
  CHECK(v.rule == kNoRule);
  CHECK(v.next_change == kNever);
}

TEST_CASE("a limit is due on its day and says which rule set it") {
  Claims c;
  c.b.rule("other");
  const RuleId rule = c.b.rule("settled");
  c.b.effect(rule, EffectKind::Erase, c.settled, calendar::years(3));
  CHECK(to_iso(c.on(2023, 3, 15).due) == "2023-03-16");
  CHECK_FALSE(c.on(2023, 3, 15).erase_due);
  CHECK(to_iso(c.on(2023, 3, 15).next_change) == "2023-03-16");
  CHECK(c.on(2023, 3, 16).erase_due);
  CHECK(c.on(2023, 3, 16).rule == rule);
  CHECK(c.on(2023, 3, 16).next_change == kNever);
  c.entry.row.fields[0] = none();
  CHECK(c.on(2023, 3, 16).due == kNever);
  c.entry.row.fields[0] = unknown();
  CHECK(c.on(2023, 3, 16).due == kNever);
}

TEST_CASE("of two limits the earlier counts, and of equals the first rule") {
  Claims c;
  const RuleId a = c.b.rule("a"), b = c.b.rule("b");
  c.b.effect(a, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(b, EffectKind::Erase, c.settled, calendar::years(2));
  CHECK(c.on(2020, 4, 1).rule == b);
  c.b.effect(a, EffectKind::Erase, c.settled, calendar::years(2));
  CHECK(c.on(2020, 4, 1).rule == a);
}

TEST_CASE("a limit acts only on yes") {
  Claims c;
  c.b.effect(c.b.rule("r", c.special), EffectKind::Erase, c.settled, calendar::years(3));
  for (const auto& [v, due] : {std::pair{known(1), true}, {known(0), false}, {unknown(), false}}) {
    c.say(v);
    CHECK(c.on(2025, 1, 1).erase_due == due);
  }
}

TEST_CASE("a duty on yes or unknown outlasts a limit, and the entry is restricted in between") {
  for (const auto& stands : {known(1), unknown()}) {
    Claims c;
    const RuleId limit = c.b.rule("limit"), duty = c.b.rule("duty", c.special);
    c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(3));
    c.b.effect(duty, EffectKind::Keep, c.started, calendar::years(6));
    c.say(stands);
    const Verdict before = c.on(2023, 3, 15), between = c.on(2023, 3, 16), after = c.on(2027, 1, 11);
    CHECK_FALSE(before.restricted);
    CHECK(to_iso(before.next_change) == "2023-03-16");
    CHECK(between.restricted);
    CHECK(to_iso(between.due) == "2027-01-11");
    CHECK(between.rule == duty);
    CHECK(to_iso(between.next_change) == "2027-01-11");
    CHECK(after.erase_due);
    CHECK_FALSE(after.restricted);
  }
}

TEST_CASE("a duty that ends on the limit's own day keeps one day more, one that ends the day before does not") {
  Claims c;
  const RuleId limit = c.b.rule("limit"), duty = c.b.rule("duty");
  c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(3));  // gone from 2023-03-16
  c.b.effect(duty, EffectKind::Keep, c.started, {});
  c.entry.row.fields[1] = known(day(2023, 3, 15));
  CHECK(c.on(2021, 1, 1).rule == limit);
  CHECK(to_iso(c.on(2021, 1, 1).due) == "2023-03-16");
  c.entry.row.fields[1] = known(day(2023, 3, 16));
  CHECK(c.on(2021, 1, 1).rule == duty);
  CHECK(to_iso(c.on(2021, 1, 1).due) == "2023-03-17");
}

TEST_CASE("a duty of unknown end, a permanent duty and a hold keep for ever; a hold does not restrict") {
  for (const EffectKind kind : {EffectKind::Keep, EffectKind::KeepPermanently, EffectKind::Hold}) {
    Claims c;
    const RuleId limit = c.b.rule("limit"), duty = c.b.rule("duty");
    c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(3));
    c.b.effect(duty, kind, kind == EffectKind::Keep ? c.started : kNoId, calendar::years(1));
    c.entry.row.fields[1] = unknown();
    const Verdict v = c.on(2030, 1, 1);
    CHECK(v.due == kNever);
    CHECK(v.rule == duty);
    CHECK(v.restricted == (kind != EffectKind::Hold));
  }
}

TEST_CASE("a hold that a person placed, or may have placed, always blocks and comes first") {
  for (const auto& hold : {known(1), unknown()}) {
    Claims c;
    c.b.effect(c.b.rule("limit"), EffectKind::Erase, c.settled, calendar::years(3));
    c.b.effect(c.b.rule("for ever"), EffectKind::KeepPermanently, kNoId);
    c.entry.engine.on_hold = hold;
    const Verdict v = c.on(2030, 1, 1);
    CHECK(v.due == kNever);
    CHECK(v.rule == kPlacedHold);
    CHECK_FALSE(v.restricted);
  }
}

TEST_CASE("any hold that stands prevents the restriction, also where another duty is named") {
  Claims c;
  c.b.effect(c.b.rule("limit"), EffectKind::Erase, c.settled, calendar::years(3));
  const RuleId duty = c.b.rule("for ever");
  c.b.effect(duty, EffectKind::KeepPermanently, kNoId);
  c.b.effect(c.b.rule("hold", c.special), EffectKind::Hold, kNoId);
  CHECK(c.on(2030, 1, 1).restricted);
  c.say(known(1));
  CHECK_FALSE(c.on(2030, 1, 1).restricted);
  CHECK(c.on(2030, 1, 1).rule == duty);
}

TEST_CASE("a special rule replaces the general one; where it is open whether it applies, both must have run out") {
  Claims c;
  const RuleId general = c.b.rule("general"), special = c.b.rule("special", c.special);
  c.b.effect(general, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(special, EffectKind::Erase, c.settled, calendar::years(1));
  c.b.instead(special, general);
  const auto due = [&](const model::Value& v) {
    c.say(v);
    return to_iso(c.on(2020, 6, 1).due);
  };
  CHECK(due(known(0)) == "2023-03-16");
  CHECK(due(known(1)) == "2021-03-16");
  CHECK(due(unknown()) == "2023-03-16");
  c.b.rules.retention[special].effects[0].date = c.b.shifted(Op::GoneFrom, c.settled, calendar::years(5));
  CHECK(due(unknown()) == "2025-03-16");
  CHECK(c.on(2020, 6, 1).rule == general);
  c.b.rules.retention[special].effects[0].date = c.b.shifted(Op::GoneFrom, c.started, calendar::years(5));
  c.entry.row.fields[1] = unknown();
  CHECK(due(unknown()) == "never");
}

TEST_CASE("while it is open whether a special applies that erases nothing, nothing is erased") {
  Claims c;
  const RuleId general = c.b.rule("general"), special = c.b.rule("special", c.special);
  c.b.effect(general, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(special, EffectKind::Keep, c.settled, calendar::years(4));
  c.b.instead(special, general);
  for (const auto kind : {EffectKind::Keep, EffectKind::Restrict}) {
    c.b.rules.retention[special].effects[0].kind = kind;
    c.say(unknown());
    CHECK(c.on(2030, 6, 1).due == kNever);
    c.say(known(1));
    CHECK(c.on(2030, 6, 1).due == kNever);
    c.say(known(0));
    CHECK(to_iso(c.on(2030, 6, 1).due) == "2023-03-16");
  }
}

TEST_CASE("while a special may apply instead of which another stands, nothing goes before that one lets it") {
  Claims c;
  const RuleId general = c.b.rule("general"), special = c.b.rule("special", c.special), third = c.b.rule("third");
  c.b.effect(general, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(special, EffectKind::Erase, c.settled, calendar::years(1));
  c.b.effect(third, EffectKind::Restrict, c.settled, calendar::years(1));
  c.b.instead(special, general);
  c.b.instead(third, special);
  c.say(known(0));
  CHECK(to_iso(c.on(2030, 6, 1).due) == "2023-03-16");
  for (const auto& says : {unknown(), known(1)}) {
    c.say(says);
    CHECK(c.on(2030, 6, 1).due == kNever);
  }
  c.b.rules.retention[third].effects[0].kind = EffectKind::Erase;
  c.b.rules.retention[third].effects[0].date = c.b.shifted(Op::GoneFrom, c.settled, calendar::years(5));
  c.say(unknown());
  CHECK(to_iso(c.on(2020, 6, 1).due) == "2025-03-16");
}

TEST_CASE("a duty that a special replaces no longer keeps") {
  Claims c;
  const RuleId limit = c.b.rule("limit"), duty = c.b.rule("duty"), special = c.b.rule("special", c.special);
  c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(duty, EffectKind::KeepPermanently, kNoId);
  c.b.effect(special, EffectKind::Keep, c.settled, calendar::years(1));
  c.b.instead(special, duty);
  CHECK(c.on(2020, 6, 1).due == kNever);
  c.say(known(1));
  CHECK(to_iso(c.on(2020, 6, 1).due) == "2023-03-16");
  c.say(unknown());
  CHECK(c.on(2020, 6, 1).due == kNever);
}

TEST_CASE("a limit that ran out before its rule was in force is due from that day") {
  Claims c;
  const RuleId rule = c.b.rule("new law");
  model::Force& force = c.b.rules.retention[rule].heading.force;
  force.from = day(2024, 1, 1);
  force.holds = c.b.truth(Op::GreaterEqual, {c.b.today(), c.b.date(2024, 1, 1)});
  c.b.effect(rule, EffectKind::Erase, c.settled, calendar::years(1));
  CHECK(c.on(2023, 12, 31).due == kNever);
  CHECK(to_iso(c.on(2023, 12, 31).next_change) == "2024-01-01");
  CHECK(to_iso(c.on(2024, 1, 1).due) == "2024-01-01");
  CHECK(c.on(2024, 1, 1).erase_due);
}

TEST_CASE("erase on request needs the request") {
  Claims c;
  c.b.effect(c.b.rule("request"), EffectKind::EraseOnRequest, kNoId);
  CHECK(c.on(2024, 1, 1).due == kNever);
  c.entry.engine.erasure_requested_on = known(day(2024, 1, 5));
  CHECK_FALSE(c.on(2024, 1, 4).erase_due);
  CHECK(c.on(2024, 1, 5).erase_due);
}

TEST_CASE("an extension begins a new period on the day the old one is over, once or again and again") {
  Claims c;
  const RuleId limit = c.b.rule("limit"), more = c.b.rule("extension", c.special);
  c.b.effect(limit, EffectKind::Erase, c.settled, calendar::years(1));  // gone from 2021-03-16
  c.b.effect(more, EffectKind::Extend, kNoId, calendar::months(6)).extends = {limit};
  c.say(known(1));
  CHECK(to_iso(c.on(2020, 6, 1).due) == "2021-09-16");
  CHECK(to_iso(c.on(2020, 6, 1).next_change) == "2021-09-16");
  CHECK(to_iso(c.on(2021, 9, 16).due) == "2022-03-16");
  CHECK_FALSE(c.on(2030, 1, 1).erase_due);
  c.b.rules.retention[more].effects[0].once = true;
  CHECK(to_iso(c.on(2030, 1, 1).due) == "2021-09-16");
  c.say(unknown());
  CHECK(to_iso(c.on(2030, 1, 1).due) == "2021-09-16");
  c.say(known(0));
  CHECK(to_iso(c.on(2030, 1, 1).due) == "2021-03-16");
}

TEST_CASE("milder acts are due from their day on, each with its bit") {
  Claims c;
  const RuleId stages = c.b.rule("stages");
  c.b.effect(stages, EffectKind::Restrict, c.settled, calendar::years(2));
  c.b.effect(stages, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(c.b.rule("other", c.special), EffectKind::Anonymise, c.settled, calendar::years(1));
  CHECK(c.on(2022, 3, 15).acts == 0);
  CHECK(to_iso(c.on(2022, 3, 15).next_change) == "2022-03-16");
  CHECK(c.on(2022, 3, 16).acts == 1);
  c.say(unknown());
  CHECK(c.on(2022, 3, 16).acts == 1);
  c.say(known(1));
  CHECK(c.on(2021, 3, 16).acts == 2);
  CHECK(c.on(2022, 3, 16).acts == 3);
}

TEST_CASE("a hold stops what empties fields, and nothing else of the milder acts") {
  Claims c;
  const RuleId stages = c.b.rule("stages");
  c.b.effect(stages, EffectKind::Archive, c.settled, calendar::years(1));
  c.b.effect(stages, EffectKind::Anonymise, c.settled, calendar::years(1));
  CHECK(c.on(2022, 3, 16).acts == 3);
  SECTION("placed by a person") {
    c.entry.engine.on_hold = known(1);
    CHECK(c.on(2022, 3, 16).acts == 1);
    c.entry.engine.on_hold = unknown();
    CHECK(c.on(2022, 3, 16).acts == 1);
    c.entry.engine.on_hold = known(0);
    CHECK(c.on(2022, 3, 16).acts == 3);
  }
  SECTION("of a rule, also while nobody knows whether it stands, and beside a longer duty") {
    c.b.effect(c.b.rule("dispute", c.special), EffectKind::Hold, kNoId);
    c.say(known(1));
    CHECK(c.on(2022, 3, 16).acts == 1);
    c.say(unknown());
    CHECK(c.on(2022, 3, 16).acts == 1);
    c.say(known(0));
    CHECK(c.on(2022, 3, 16).acts == 3);
    c.b.effect(c.b.rule("archive"), EffectKind::KeepPermanently, kNoId);
    CHECK(c.on(2022, 3, 16).acts == 3);  // a duty to keep is no hold
    c.say(known(1));
    CHECK(c.on(2022, 3, 16).acts == 1);
  }
}

TEST_CASE("reviews recur from their anchor, are done when done, and fall away when the entry goes") {
  Claims c;
  const RuleId rule = c.b.rule("review");
  c.b.effect(rule, EffectKind::Review, c.settled, calendar::years(3));
  CHECK_FALSE(c.on(2023, 3, 14).review_due);
  CHECK(to_iso(c.on(2023, 3, 14).next_change) == "2023-03-15");
  CHECK(c.on(2023, 3, 15).review_due);
  CHECK(c.on(2023, 3, 15).review_rule == rule);
  CHECK(to_iso(c.on(2024, 1, 1).review_on) == "2023-03-15");
  CHECK(to_iso(c.on(2024, 1, 1).next_change) == "2026-03-15");
  c.entry.engine.last_reviewed_on = known(day(2023, 3, 15));
  CHECK_FALSE(c.on(2024, 1, 1).review_due);
  CHECK(c.on(2026, 3, 15).review_due);
  c.entry.engine.last_reviewed_on = unknown();
  CHECK(c.on(2024, 1, 1).review_due);
  c.b.effect(c.b.rule("limit"), EffectKind::Erase, c.settled, calendar::years(3));
  CHECK_FALSE(c.on(2024, 1, 1).review_due);
  CHECK(c.on(2024, 1, 1).review_on == kNone);
}

TEST_CASE("of two reviews that fire the later one is named; a single review fires for its one day") {
  Claims c;
  const RuleId often = c.b.rule("often"), once = c.b.rule("once");
  c.b.effect(often, EffectKind::Review, c.settled, calendar::years(1));
  c.b.effect(once, EffectKind::ReviewOnce, c.started, calendar::years(2));
  CHECK(c.on(2023, 1, 9).review_rule == often);
  CHECK(c.on(2023, 1, 10).review_rule == once);
  CHECK(to_iso(c.on(2023, 1, 10).review_on) == "2023-01-10");
  CHECK(c.on(2023, 3, 15).review_rule == often);
}

TEST_CASE("monthly reviews over many years, and rounds that have no day") {
  Claims c;
  model::Effect& e = c.b.effect(c.b.rule("monthly"), EffectKind::Review, c.settled, calendar::months(1));
  c.entry.row.fields[0] = known(day(2001, 1, 31));
  CHECK(to_iso(c.on(2024, 3, 1).review_on) == "2024-02-29");
  CHECK(to_iso(c.on(2024, 3, 1).next_change) == "2024-03-31");
  e.month_end = calendar::MonthEnd::Reject;
  CHECK(to_iso(c.on(2024, 3, 1).review_on) == "2024-01-31");
  CHECK(to_iso(c.on(2024, 3, 1).next_change) == "2024-03-31");
}

TEST_CASE("a reading that was not chosen never acts, unless it is chosen instead") {
  Claims c;
  const RuleId a = c.b.rule("a"), b = c.b.rule("b");
  c.b.effect(a, EffectKind::Erase, c.settled, calendar::years(3));
  c.b.effect(b, EffectKind::Erase, c.settled, calendar::years(1));
  c.b.rules.retention[a].heading.reading = {0, 0, true};
  c.b.rules.retention[b].heading.reading = {0, 1, false};
  CHECK(c.on(2020, 6, 1).rule == a);
  const std::vector<model::ReadingChosen> other{{0, 1}};
  program::Options options;
  options.choosing = other;
  const auto program = program::compile(c.b.done(), 0, program::Purpose::Night, options);
  decide::Batch batch;
  decide::Machine machine;
  decide::Verdicts verdicts;
  decide::gather(*program, {&c.entry, 1}, batch);
  machine.run(*program, batch, as_of(day(2020, 6, 1)), verdicts);
  CHECK(verdicts.rule[0] == b);
}

}  // namespace frist::test
