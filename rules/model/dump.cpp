// SPDX-License-Identifier: Apache-2.0
#include "rules/model/dump.hpp"

#include <fmt/core.h>

#include "rules/model/dump_lines.hpp"

namespace frist::model {

std::string dump(const RuleSet& rules) {
  DumpLines lines(rules);
  lines.all();  // counts how often each node is used
  lines.start_writing();
  lines.all();
  return lines.take();
}

void DumpLines::all() {
  header();
  records();
  sources_and_choices();
  defines();
  retention();
  eligibility();
  deadlines();
  bands();
  parties();
  accesses();
  calendars();
}

void DumpLines::line(int depth, std::string_view text) {
  out_.append(static_cast<std::size_t>(depth) * 2, ' ');
  out_ += text;
  out_ += '\n';
}

std::string DumpLines::expr(ExprId id, RecordId record) {
  if (writing_) return exprs_.write(id, record);
  exprs_.count(id, record);
  return "";
}

void DumpLines::expr_clause(std::string_view word, ExprId id, RecordId record) {
  if (id != kNoId) line(1, fmt::format("{} {}", word, expr(id, record)));
}

void DumpLines::titles(int depth, std::string_view word, const Titles& titles, std::string_view name) {
  std::string text;
  if (titles.en != name && !titles.en.empty()) text += " en " + quoted(titles.en);
  if (!titles.de.empty()) text += " de " + quoted(titles.de);
  if (!titles.sv.empty()) text += " sv " + quoted(titles.sv);
  if (!titles.ro.empty()) text += " ro " + quoted(titles.ro);
  if (!text.empty()) line(depth, std::string(word) + text);
}

void DumpLines::citations(int depth, const std::vector<Citation>& cites) {
  for (const Citation& cite : cites) {
    line(depth, fmt::format("cites {} {}", named(rules_.sources[cite.source].name), quoted(cite.place)));
  }
}

void DumpLines::heading(std::string_view keyword, const Heading& heading, std::string_view more, RecordId record) {
  line(0, fmt::format("{} {}{}", keyword, named(heading.name), more));
  titles(1, "title", heading.titles, heading.name);
  titles(1, "note", heading.note, "");
  citations(1, heading.cites);
  if (!heading.force.always()) line(1, force(heading.force, record));
  if (heading.reading.choice != kNoId) {
    const Choice& choice = rules_.choices[heading.reading.choice];
    line(1, fmt::format("reading {} of {}{}", named(choice.readings[heading.reading.reading].name),
                        named(choice.heading.name), heading.reading.chosen ? "" : " (not chosen)"));
  }
}

std::string DumpLines::force(const Force& force, RecordId record) {
  std::string text = "in force";
  if (force.from != calendar::kFirstDay) text += " from " + calendar::to_iso(force.from);
  if (force.through != calendar::kLastDay) text += " through " + calendar::to_iso(force.through);
  if (force.by != kNoId) text += " by " + expr(force.by, record);
  return text;
}

std::string DumpLines::of(RecordId record) const {
  return record == kNoId ? "" : " of " + named(rules_.records[record].name);
}

void DumpLines::header() {
  std::string text = fmt::format("policy {}", named(rules_.name));
  line(0, text);
  titles(1, "title", rules_.titles, rules_.name);
  line(1, "version " + quoted(rules_.version));
  line(1, "zone " + rules_.zone);
  if (rules_.counting) line(1, fmt::format("counting {}", word_of(*rules_.counting)));
  if (rules_.month_end) line(1, fmt::format("month-end {}", word_of(*rules_.month_end)));
}

void DumpLines::sources_and_choices() {
  for (const Source& source : rules_.sources) {
    line(0, fmt::format("source {} {} {}", named(source.name), quoted(source.title), quoted(source.link)));
  }
  for (const Choice& choice : rules_.choices) {
    heading("choice", choice.heading, "", kNoId);
    for (std::size_t i = 0; i < choice.readings.size(); ++i) {
      const Reading& reading = choice.readings[i];
      line(1, fmt::format("reading {}{}", named(reading.name), i == choice.chosen ? " (chosen)" : ""));
      titles(2, "title", reading.titles, reading.name);
    }
  }
}

void DumpLines::defines() {
  for (const Define& define : rules_.defines) {
    heading("define", define.heading, of(define.record), define.record);
    expr_clause("value", define.value, define.record);
  }
}

}  // namespace frist::model
