// SPDX-License-Identifier: Apache-2.0
// `why` and `when`.
#include <algorithm>

#include "engine/words/narrate.hpp"
#include "engine/words/retention_parts.hpp"

namespace frist::words {
namespace {

using explain::Change;
using explain::Retention;

void add_changes(Page& page, const Retention& r, std::size_t most) {
  if (r.changes.empty()) return;
  page.heading(Word::heading_changes);
  for (std::size_t k = 0; k < std::min(r.changes.size(), most); ++k) {
    const Change& c = r.changes[k];
    page.item(page.voice().say(
        Word::change_gone,
        {{"sets", page.sets(c)}, {"date", page.voice().date(c.due)}, {"rule", page.voice().plain_rule(c.rule)}}));
  }
}

void add_readings(Page& page, const Retention& r) {
  if (r.readings.empty()) return;
  page.heading(Word::heading_readings);
  for (const explain::OtherReading& other : r.readings) {
    const Word word = other.same                    ? Word::reading_same
                      : calendar::is_day(other.due) ? Word::reading_gone
                                                    : Word::reading_no_end;
    page.item(page.voice().say(word, {{"choice", page.voice().choice(other)},
                                      {"reading", page.voice().reading(other)},
                                      {"last", page.voice().date(calendar::plus_days(other.due, -1))},
                                      {"gone", page.voice().date(other.due)}}));
  }
}

constexpr std::size_t kChangesInPassing = 3;

}  // namespace

Lines narrate_why(const model::RuleSet& rules, const Retention& r, const Manner& manner) {
  Page page(rules, manner);
  add_answer(page, r);
  add_reasons(page, r);
  add_other_rules(page, r);
  add_readings(page, r);
  page.missing(r.missing);
  add_changes(page, r, manner.all ? r.changes.size() : kChangesInPassing);
  return page.take();
}

Lines narrate_when(const model::RuleSet& rules, const Retention& r, const Manner& manner) {
  Page page(rules, manner);
  add_answer(page, r);
  add_changes(page, r, r.changes.size());
  if (r.changes.empty() && !r.verdict.erase_due) {
    page.heading(Word::heading_changes);
    page.text(page.voice().say(Word::no_change_found));
  }
  page.missing(r.missing);
  add_timeline(page, r);
  return page.take();
}

}  // namespace frist::words
