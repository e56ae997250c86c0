// SPDX-License-Identifier: Apache-2.0
// The timeline as an ordered list.
#include "engine/words/retention_parts.hpp"

namespace frist::words {
namespace {

using explain::Retention;
using explain::Step;
using model::kNoId;

Word word_of(const Step& step) {
  switch (step.kind) {
    case Step::Kind::Starts:
      return Word::step_starts;
    case Step::Kind::AsOf:
      return Word::step_as_of;
    case Step::Kind::LimitRunsOut:
      return Word::step_limit;
    case Step::Kind::Restricted:
      return Word::step_restricted;
    case Step::Kind::Act:
      return Word::step_act;
    case Step::Kind::Review:
      return Word::step_review;
    case Step::Kind::DutyEnds:
      return Word::step_duty_ends;
    case Step::Kind::LastDayKept:
      return Word::step_last_day;
    case Step::Kind::Erased:
      return Word::step_erased;
    case Step::Kind::Changes:
      return calendar::is_day(step.due) ? Word::step_changes : Word::step_changes_no_end;
    case Step::Kind::GivenUp:
      return Word::step_given_up;
  }
  return Word::step_as_of;
}

std::string act_of(const Voice& voice, const Step& step) {
  if (step.kind != Step::Kind::Act) return {};
  const model::RetentionRule& rule = voice.rules().retention[step.rule];
  return voice.act(rule.effects[step.effect], rule.record);
}

}  // namespace

void add_timeline(Page& page, const Retention& r) {
  const Voice& voice = page.voice();
  page.heading(Word::heading_timeline);
  for (const Step& step : r.timeline) {
    const std::string start = step.start == kNoId ? std::string() : voice.start(step.start, r.asked.record);
    page.add(1, Style::Numbered,
             voice.say(word_of(step), {{"date", voice.date(step.day)},
                                       {"start", start},
                                       {"due", voice.date(step.due)},
                                       {"rule", voice.plain_rule(step.rule)},
                                       {"act", act_of(voice, step)}}));
  }
}

}  // namespace frist::words
