// SPDX-License-Identifier: Apache-2.0
#include "engine/words/page.hpp"

#include "engine/explain/conditions.hpp"
#include "engine/words/names.hpp"

namespace frist::words {
namespace {

using explain::Cause;
using explain::FactSaid;
using explain::Said;
using explain::Truth;

Style style_of(Truth truth) { return truth == Truth::Yes ? Style::Yes : truth == Truth::No ? Style::No : Style::Open; }

}  // namespace

// As deep as the tree, which is at most explain::kMostDepth.
void Page::condition(const Said& said, int indent) {
  if (!all_ && !said.decisive) return;
  if (said.row && !all_) return row(said, indent);
  const bool bracket = is_bracket(said);
  const model::Op op = voice_.rules().expr(said.expr).op;
  if (bracket && op == model::Op::And && !said.row) return parts(said, indent);
  const std::string text = bracket ? bracket_text(said) : voice_.condition(said);
  add(indent, style_of(said.value),
      voice_.say(Word::said_line, {{"truth", voice_.say(word_of(said.value))}, {"condition", text}}));
  computed(said, indent + 1);
  // A field alone says its value already.
  const bool bare = op == model::Op::Field && said.label.empty() && said.value != Truth::Unknown;
  for (const FactSaid& f : said.facts)
    if (!bare) fact(f, indent + 1);
  if (said.cause != Cause::None) add(indent + 1, Style::Detail, voice_.say(Word::no_such_date));
  parts(said, indent + 1);
}

void Page::parts(const Said& said, int indent) {
  for (const Said& part : said.parts) condition(part, indent);
  if (said.cut) add(indent, Style::Detail, voice_.say(Word::cut_short));
}

// Whether a condition only holds others together and has no name of its own.
bool Page::is_bracket(const Said& said) const {
  if (said.parts.empty() || !said.label.empty() || said.define != model::kNoId) return false;
  const model::Op op = voice_.rules().expr(said.expr).op;
  return op == model::Op::And || op == model::Op::Or || op == model::Op::AtLeastOf || op == model::Op::Not;
}

std::string Page::bracket_text(const Said& said) const {
  const model::Expr& expr = voice_.rules().expr(said.expr);
  if (expr.op == model::Op::And) return said.row ? voice_.row_name(*said.row) : std::string();
  if (expr.op == model::Op::AtLeastOf) return voice_.say(Plural::at_least_of_these, expr.count);
  return voice_.say(expr.op == model::Op::Or ? Word::any_of_these : Word::not_this);
}

// One row of a list in one line: what it is and what of it counted.
void Page::row(const Said& said, int indent) {
  std::vector<std::string> facts;
  for (const FactSaid& f : explain::facts_of(said, true)) {
    if (f.row != *said.row) continue;
    FactSaid own = f;
    own.row.number = 0;  // the row is named once
    facts.push_back(f.cause != Cause::None
                        ? missing_text(own)
                        : voice_.say(Word::told, {{"what", voice_.fact_name(own)}, {"that", voice_.fact_value(own)}}));
  }
  std::string list;
  for (const std::string& f : facts) list += (list.empty() ? "" : ", ") + f;
  const std::string name = voice_.row_name(*said.row);
  const std::string text = list.empty() ? name : voice_.say(Word::row_with_facts, {{"row", name}, {"facts", list}});
  add(indent, style_of(said.value),
      voice_.say(Word::said_line, {{"truth", voice_.say(word_of(said.value))}, {"condition", text}}));
}

// A count says more than its single rows do.
void Page::computed(const Said& said, int indent) {
  for (const explain::Computed& c : said.computed) {
    const std::string written = voice_.rules().as_written(voice_.rules().expr(c.expr).span);
    if (written.empty() || written == said.written) continue;
    add(indent, Style::Detail,
        voice_.say(Word::told, {{"what", voice_.quoted(written)}, {"that", voice_.computed(c)}}));
  }
}

void Page::fact(const FactSaid& fact, int indent) {
  const bool strange = fact.cause != Cause::None;
  const std::string known =
      voice_.say(Word::told, {{"what", voice_.fact_name(fact)}, {"that", voice_.fact_value(fact)}});
  add(indent, Style::Detail, strange ? missing_text(fact) : known);
}

void Page::facts(const std::vector<FactSaid>& facts) {
  if (facts.empty()) return;
  heading(Word::heading_facts);
  for (const FactSaid& f : facts) fact(f, 1);
}

std::string Page::missing_text(const FactSaid& fact) const {
  const std::string name = voice_.fact_name(fact);
  switch (fact.cause) {
    case Cause::NotReadable:
      return voice_.say(Word::missing_not_readable, {{"fact", name}, {"text", voice_.fact_value(fact)}});
    case Cause::OtherCurrency:
      return voice_.say(Word::missing_other_currency, {{"fact", name}, {"text", voice_.fact_value(fact)}});
    case Cause::ListUnknown:
    case Cause::OthersUnknown:
      return voice_.say(Word::missing_list, {{"fact", name}});
    case Cause::LeadsNowhere:
      return voice_.say(Word::missing_link, {{"fact", name}});
    default:
      return voice_.say(Word::missing_not_recorded, {{"fact", name}});
  }
}

void Page::missing(const std::vector<FactSaid>& facts) {
  if (facts.empty()) return;
  heading(Word::heading_missing);
  for (const FactSaid& f : facts) item(missing_text(f));
}

void Page::sources(const model::Heading& h, int indent) {
  for (const model::Citation& c : h.cites)
    add(indent, Style::Text, voice_.say(Word::source_cited, {{"source", voice_.citation(c)}}));
  const std::string note = title_or_nothing(voice_.language(), h.note);
  if (!note.empty()) add(indent, Style::Text, note);
}

void Page::in_force(const model::Heading& h, model::RecordId record, int indent) {
  const bool from = h.force.from != calendar::kFirstDay, through = h.force.through != calendar::kLastDay;
  if (from || through) {
    const Word word = from && through ? Word::in_force_between : from ? Word::in_force_from : Word::in_force_through;
    add(indent, Style::Text,
        voice_.say(word, {{"from", voice_.date(h.force.from)}, {"through", voice_.date(h.force.through)}}));
  }
  if (h.force.by != model::kNoId)
    add(indent, Style::Text, voice_.say(Word::in_force_by, {{"date", voice_.start(h.force.by, record)}}));
}

std::string Page::sets(const explain::Change& change) const {
  std::vector<std::string> parts;
  for (const explain::SetFact& set : change.sets)
    parts.push_back(voice_.say(
        Word::set_to, {{"what", voice_.quoted(voice_.fact_name(set.now))}, {"that", voice_.value(set.now, set.then)}}));
  return voice_.joined(parts);
}

}  // namespace frist::words
