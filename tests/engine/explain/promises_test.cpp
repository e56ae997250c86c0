// SPDX-License-Identifier: Apache-2.0
// What explanations promise, held against the evaluator on random policies.
#include "engine/explain/conditions.hpp"
#include "engine/explain/missing.hpp"
#include "engine/explain/trials.hpp"
#include "tests/engine/explain/random_answers.hpp"

namespace {

using namespace frist;
using explain::Retention;
using testing::each_random_entry;
using testing::verdict_of;

model::RuleId rule_of(std::uint16_t rule) { return rule >= decide::kPlacedHold ? model::kNoId : model::RuleId{rule}; }

TEST_CASE("an explanation tells the verdict that the evaluator gave") {
  each_random_entry(60, 20, [](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    const Retention r = explain::explain_retention(program, entry, as_of);
    const decide::Verdict v = verdict_of(program, entry, as_of);
    CHECK(r.verdict.erase_due == v.erase_due);
    CHECK(r.verdict.restricted == v.restricted);
    CHECK(r.verdict.review_due == v.review_due);
    CHECK(r.verdict.due == v.due);
    CHECK(r.verdict.rule == rule_of(v.rule));
    CHECK(r.verdict.placed_hold == (v.rule == decide::kPlacedHold));
    CHECK(r.verdict.next_change == v.next_change);
    CHECK(r.bounds.earliest <= r.bounds.latest);
    CHECK(r.bounds.latest == v.due);
  });
}

TEST_CASE("the day that an explanation names is the day on which the evaluator erases") {
  each_random_entry(40, 10, [](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    const Retention r = explain::explain_retention(program, entry, as_of);
    if (r.verdict.erase_due || !calendar::is_day(r.verdict.gone_from)) return;
    CHECK(verdict_of(program, entry, decide::start_of(program, r.verdict.gone_from)).erase_due);
    CHECK_FALSE(verdict_of(program, entry, decide::start_of(program, r.verdict.gone_from - 1)).erase_due);
  });
}

TEST_CASE("every proposed change gives what it promises") {
  std::size_t proposed = 0;
  each_random_entry(60, 20, [&](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    const Retention r = explain::explain_retention(program, entry, as_of);
    for (const explain::Change& change : r.changes) {
      ++proposed;
      const decide::Verdict v = verdict_of(program, explain::with(entry, change.sets), as_of);
      CHECK(v.due == change.due);
      CHECK(rule_of(v.rule) == change.rule);
      CHECK(change.due < r.verdict.due);
      for (const explain::SetFact& set : change.sets) {
        if (set.now.kind != explain::FactSaid::Kind::Field) continue;
        const model::Field& field = program.rules->records[set.now.row.record].fields[set.now.id];
        CHECK_FALSE(field.identity);
        // A date that is known has happened and stays.
        CHECK_FALSE((field.type.base == model::Base::Date && set.now.value.known()));
      }
    }
    CHECK(
        std::is_sorted(r.changes.begin(), r.changes.end(), [](const auto& a, const auto& b) { return a.due < b.due; }));
  });
  CHECK(proposed > 100);
}

model::Value some_value(const model::RuleSet& rules, const model::Type& type, const model::AsOf& as_of) {
  model::Value value{model::Value::State::Known, 0, model::kAnyCurrency, {}};
  if (type.base == model::Base::Date) value.number = as_of.day - 400;
  if (type.base == model::Base::Moment) value.number = as_of.instant - 400 * calendar::kSecondsPerDay;
  if (type.base == model::Base::Money)
    value.currency = type.currency == model::kAnyCurrency ? model::Currency{'E', 'U', 'R'} : type.currency;
  if (type.base == model::Base::Text) value.text = "something";
  (void)rules;
  return value;
}

// Fills the fact in every row that lacks it; false where it is not one that can be recorded.
bool fill(const program::Program& program, model::Entry& entry, const explain::FactSaid& fact,
          const model::AsOf& as_of) {
  const model::RuleSet& rules = *program.rules;
  if (fact.kind == explain::FactSaid::Kind::Engine) {
    const auto which = static_cast<model::Fact>(fact.id);
    explain::engine_value(entry.engine, which) = {
        model::Value::State::Known, which == model::Fact::OnHold ? 0 : as_of.day - 400, model::kAnyCurrency, {}};
    return true;
  }
  if (fact.kind == explain::FactSaid::Kind::List) {
    entry.row.lists[fact.id].emplace();
    return true;
  }
  if (fact.kind == explain::FactSaid::Kind::Others) {
    entry.others.emplace();
    return true;
  }
  const model::Type& type = rules.records[fact.row.record].fields[fact.id].type;
  if (type.base == model::Base::Link) {
    model::Row row;
    row.record = rules.records[fact.row.record].fields[fact.id].link_to;
    row.fields.resize(rules.records[row.record].fields.size());
    entry.linked[fact.id] = row;
    entry.row.fields[fact.id] = {model::Value::State::Known, 0, model::kAnyCurrency, "linked"};
    return true;
  }
  const auto set = [&](model::Row& row) {
    if (row.record == fact.row.record && (!row.fields[fact.id].known() || fact.cause != explain::Cause::None))
      row.fields[fact.id] = some_value(rules, type, as_of);
  };
  set(entry.row);
  for (auto& rows : entry.row.lists)
    if (rows)
      for (model::Row& row : *rows) set(row);
  if (entry.others)
    for (model::Row& row : *entry.others) set(row);
  for (auto& row : entry.linked)
    if (row) set(*row);
  return true;
}

bool has_no_date(const explain::Said& said) {
  if (said.decisive && said.cause == explain::Cause::NoSuchDate) return true;
  return std::any_of(said.parts.begin(), said.parts.end(), has_no_date);
}

TEST_CASE("an open condition says what is missing, and with that it is no longer open") {
  std::size_t open = 0;
  each_random_entry(60, 20, [&](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    for (const program::RuleRegisters& registers : program.traces) {
      const model::ExprId when = program.rules->retention[registers.rule].when;
      if (when == model::kNoId) continue;
      model::Entry filled = entry;
      // A choice shows what it lacks one step at a time.
      for (int round = 0; round < 12; ++round) {
        const explain::Run run(program, filled, as_of);
        if (run.truth(when) != explain::Truth::Unknown) break;
        ++open;
        const auto missing = explain::missing_for(run, when);
        INFO(program.rules->as_written(program.rules->expr(when).span));
        if (missing.empty()) {
          // Then it is no fact that is missing but a date that does not exist.
          CHECK(has_no_date(explain::said_of(run, when)));
          break;
        }
        for (const explain::FactSaid& fact : missing) REQUIRE(fill(program, filled, fact, as_of));
        CHECK(round < 11);
      }
    }
  });
  CHECK(open > 200);
}

// Whether some decisive leaf explains each decisive node.
void check_decisive(const model::RuleSet& rules, const explain::Said& said) {
  if (!said.decisive || said.parts.empty()) return;
  bool some = false;
  for (const explain::Said& part : said.parts) {
    some |= part.decisive;
    check_decisive(rules, part);
  }
  CHECK(some);
}

TEST_CASE("below every decisive condition with parts some part is decisive") {
  each_random_entry(40, 10, [](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    const explain::Run run(program, entry, as_of);
    for (const program::RuleRegisters& registers : program.traces) {
      const model::ExprId when = program.rules->retention[registers.rule].when;
      if (when == model::kNoId) continue;
      const explain::Said said = explain::said_of(run, when);
      CHECK(said.decisive);
      CHECK(said.value == run.truth(when));
      if (!said.cut) check_decisive(*program.rules, said);
    }
  });
}

TEST_CASE("a timeline goes forward and ends with the erasure or says that it stops") {
  each_random_entry(40, 10, [](const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
    const Retention r = explain::explain_retention(program, entry, as_of);
    CHECK(std::is_sorted(r.timeline.begin(), r.timeline.end(),
                         [](const auto& a, const auto& b) { return a.day < b.day; }));
    const auto erased = std::find_if(r.timeline.begin(), r.timeline.end(),
                                     [](const auto& s) { return s.kind == explain::Step::Kind::Erased; });
    if (erased != r.timeline.end()) CHECK(erased->day == r.verdict.gone_from);
    const bool asked = std::any_of(r.timeline.begin(), r.timeline.end(),
                                   [](const auto& s) { return s.kind == explain::Step::Kind::AsOf; });
    const bool cut = r.timeline.back().kind == explain::Step::Kind::GivenUp;
    CHECK((asked || cut));
  });
}

}  // namespace
