// SPDX-License-Identifier: Apache-2.0
#include "engine/service/example_run.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/decide/gather.hpp"
#include "engine/service/example_words.hpp"
#include "rules/model/lookup.hpp"

namespace frist::service {
namespace {

using calendar::Day;
using Kind = model::Expectation::Kind;

constexpr Day kWithoutDates = 10957;  // 2000-01-01, for examples that give no date at all

// The first and the last day that the facts name, over the entry, its children, the subject's other records and links.
class DatesGiven {
 public:
  DatesGiven(const model::RuleSet& rules, const calendar::Zone& zone) : rules_(rules), zone_(zone) {}

  void look_at(const model::Entry& entry) {
    look_at(entry.row);
    for (const model::Row& other : entry.others.value_or(std::vector<model::Row>{})) look_at(other);
    for (const auto& linked : entry.linked)
      if (linked) look_at(*linked);
    for (const model::Value* v :
         {&entry.engine.erasure_requested_on, &entry.engine.restricted_on, &entry.engine.last_reviewed_on})
      if (v->known()) take(static_cast<Day>(v->number));
  }
  Day first = calendar::kNever, last = calendar::kNone;

 private:
  void look_at(const model::Row& row) {
    const model::Record& record = rules_.records[row.record];
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      if (!row.fields[i].known()) continue;
      if (record.fields[i].type.base == model::Base::Date) take(static_cast<Day>(row.fields[i].number));
      if (record.fields[i].type.base == model::Base::Moment) take(zone_.civil_day(row.fields[i].number));
    }
    for (const auto& list : row.lists)
      for (const model::Row& child : list.value_or(std::vector<model::Row>{})) look_at(child);
  }
  void take(Day day) {
    first = std::min(first, day);
    last = std::max(last, day);
  }
  const model::RuleSet& rules_;
  const calendar::Zone& zone_;
};

}  // namespace

ExampleRun::ExampleRun(std::shared_ptr<const model::RuleSet> rules, const model::Example& example)
    : rules_(std::move(rules)), example_(example) {
  const auto zone = calendar::Zone::find(rules_->zone);
  DatesGiven dates(*rules_, *zone);
  if (example_.entry) dates.look_at(*example_.entry);
  const Day last = dates.last == calendar::kNone ? kWithoutDates : dates.last;
  as_of_ = example_.as_of.value_or(model::AsOf{last, zone->start_of_day(last).value_or(0)});
  earliest_ = std::min(as_of_.day, dates.first);
}

std::optional<std::string> ExampleRun::answer(const model::Expectation& expected, std::set<std::string>& said) {
  if (!expected.other_reading) return answer_by(expected, {}, said);
  Outcome first = "no other reading is there to ask";
  bool asked = false;
  for (const Readings& readings : other_readings()) {
    const Outcome out = answer_by(expected, readings, said);
    if (!out) return {};
    if (!asked) first = out;
    asked = true;
  }
  return first;
}

std::vector<ExampleRun::Readings> ExampleRun::other_readings() const {
  std::vector<Readings> all;
  for (model::ChoiceId c = 0; c < rules_->choices.size(); ++c)
    for (std::uint32_t r = 0; r < rules_->choices[c].readings.size(); ++r)
      if (r != rules_->choices[c].chosen) all.push_back({{c, r}});
  return all;
}

bool ExampleRun::counts(const model::Heading& heading, const Readings& readings) const {
  for (const model::ReadingChosen& r : readings)
    if (heading.reading.choice == r.choice) return heading.reading.reading == r.reading;
  return heading.reading.chosen;
}

const program::Program& ExampleRun::program(model::RecordId record, const Readings& readings) {
  const std::string key = readings.empty() ? "" : fmt::format("{}/{}", readings[0].choice, readings[0].reading);
  auto& program = programs_[{record, key}];
  if (program) return *program;
  std::vector<model::ExprId> conditions;
  for (const model::Expectation& e : example_.expects)
    if (e.condition != model::kNoId) conditions.push_back(e.condition);
  program::Options options;
  const bool mine = example_.entry && example_.entry->row.record == record;
  if (mine) options.extra = conditions;
  options.choosing = readings;
  program = program::compile(rules_, record, program::Purpose::Answers, options);
  return *program;
}

void ExampleRun::keep(const program::Program& program, const model::Entry& entry) {
  decide::gather(program, {&entry, 1}, batch_);
  machine_.run_keeping(program, batch_, as_of_);
}

ExampleRun::Outcome ExampleRun::answer_by(const model::Expectation& e, const Readings& readings,
                                          std::set<std::string>& said) {
  const auto retention = [&]() -> const program::Program& { return program(example_.entry->row.record, readings); };
  switch (e.kind) {
    case Kind::Band:
    case Kind::Recalculated:
      return score(e, readings, said);
    case Kind::May:
    case Kind::MayNot:
      return access(e, readings, said);
    case Kind::Error:
      return {};  // files in `broken` folders, see check_broken
    default:
      break;
  }
  if (e.kind == Kind::Refused && example_.bands != model::kNoId) return score(e, readings, said);
  if (!example_.entry) return "no entry is given";
  switch (e.kind) {
    case Kind::Act:
      if (e.act != model::EffectKind::Erase) return milder_act(e, retention(), said);
      [[fallthrough]];
    case Kind::KeptThrough:
    case Kind::Kept:
    case Kind::KeptPermanently:
    case Kind::NeverErased:
      return kept_or_erased(e, retention(), said);
    case Kind::Reviewed:
      return reviewed(e, retention(), said);
    case Kind::DueOn:
    case Kind::NotDue:
    case Kind::NotBefore:
      return deadline(e, readings, said);
    case Kind::Permitted:
    case Kind::Refused:
    case Kind::Undetermined:
      return eligibility(e, readings, said);
    case Kind::That:
      return condition(e, readings);
    default:
      return {};
  }
}

ExampleRun::Outcome ExampleRun::condition(const model::Expectation& e, const Readings& readings) {
  const program::Program& p = program(example_.entry->row.record, readings);
  keep(p, *example_.entry);
  const auto truth = machine_.truth(p.register_of(e.condition), 0);
  if (truth == decide::kYes) return {};
  return truth == decide::kNo ? "it is not so" : "it is not known";
}

ExampleRun::Outcome ExampleRun::access(const model::Expectation& e, const Readings& readings,
                                       std::set<std::string>& said) {
  const bool about_record = e.object.kind == model::Object::Kind::Record;
  const model::RecordId record = about_record ? e.object.id : model::kNoId;
  const program::Program& p = program(record, readings);
  const bool given = example_.entry && example_.entry->row.record == record;
  keep(p, given ? *example_.entry : model::unknown_entry(*rules_, record));
  const bool restricted = given && decide::is_restricted(example_.entry->engine, as_of_.day);
  return access_outcome(*rules_, machine_, e, as_of_.day, restricted, said);
}

std::string ExampleRun::rule_name(std::uint16_t rule) const {
  if (rule == decide::kNoRule) return "";
  return rule == decide::kPlacedHold ? "on_hold" : rules_->retention[rule].heading.name;
}

}  // namespace frist::service
