// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/model/dump.hpp"
#include "rules/model/dump_lines.hpp"

namespace frist::model {
namespace {

std::string_view word_of(Absent absent) {
  static constexpr std::string_view kWords[] = {"required", "none", "unknown", "no"};
  return kWords[static_cast<std::size_t>(absent)];
}

std::string_view word_of(Stored stored) {
  static constexpr std::string_view kWords[] = {"plain", "days", "seconds", "cents", "decimal"};
  return kWords[static_cast<std::size_t>(stored)];
}

std::string bound(const std::optional<Bound>& bound, std::string_view inclusive, std::string_view exclusive) {
  if (!bound) return "";
  return fmt::format(" {} {}", bound->inclusive ? inclusive : exclusive, decimal(bound->value, kDecimalScale));
}

}  // namespace

void DumpLines::records() {
  for (const Record& record : rules_.records) {
    std::string text =
        fmt::format("record {} table {} key {}", named(record.name), quoted(record.table), quoted(record.key));
    if (record.is_child()) {
      text +=
          fmt::format(" child of {} by {}", named(rules_.records[record.parent].name), quoted(record.parent_column));
    }
    line(0, text);
    titles(1, "title", record.titles, record.name);
    if (record.subject != kNoId) line(1, "subject " + named(record.fields[record.subject].name));
    for (const Field& one : record.fields) field(one);
    for (const List& list : record.lists) {
      line(1, fmt::format("list {} of {}", named(list.name), named(rules_.records[list.record].name)));
      titles(2, "title", list.titles, list.name);
    }
  }
}

void DumpLines::field(const Field& field) {
  std::string text = fmt::format("field {} {}", named(field.name), word_of(field.type.base));
  if (field.type.base == Base::Money && field.type.currency != kAnyCurrency) {
    text += fmt::format(" {}", std::string_view(field.type.currency.data(), 3));
  }
  if (field.type.percent) text += " percent";
  if (field.link_to != kNoId) text += " to " + named(rules_.records[field.link_to].name);
  text += fmt::format(" absent {}", word_of(field.absent));
  if (field.identity) text += " identity";
  text += " column " + quoted(field.column);
  if (!field.currency_column.empty()) text += " currency " + quoted(field.currency_column);
  if (field.stored != Stored::Plain) text += fmt::format(" stored {}", word_of(field.stored));
  line(1, text);
  titles(2, "title", field.titles, field.name);
  if (field.type.base == Base::Symbol) symbols(rules_.symbol_sets[field.type.symbols]);
}

void DumpLines::symbols(const SymbolSet& set) {
  for (const Symbol& symbol : set) {
    line(2, fmt::format("value {} stored {}", named(symbol.name), quoted(symbol.stored)));
    titles(3, "title", symbol.titles, symbol.name);
  }
}

void DumpLines::retention() {
  for (const RetentionRule& rule : rules_.retention) {
    heading("retention", rule.heading, of(rule.record), rule.record);
    if (!rule.instead_of.empty()) line(1, "instead of " + rule_names(rule.instead_of));
    expr_clause("when", rule.when, rule.record);
    for (const Effect& one : rule.effects) effect(one, rule.record);
  }
}

std::string DumpLines::effect_details(const Effect& effect, RecordId record) const {
  std::string text(model::word_of(effect.kind));
  if (effect.at_once) text += " at-once";
  if (effect.period != calendar::Period{}) text += " period " + model::word_of(effect.period);
  text += fmt::format(" {} {}", model::word_of(effect.counting), model::word_of(effect.month_end));
  if (!effect.fields.empty()) text += " fields " + field_names(effect.fields, record);
  if (!effect.parties.empty()) text += " parties " + party_names(effect.parties);
  if (!effect.extends.empty()) text += " rules " + rule_names(effect.extends);
  if (effect.once) text += " once";
  return text;
}

void DumpLines::effect(const Effect& effect, RecordId record) {
  line(1, effect_details(effect, record));
  if (effect.start != kNoId) line(2, "start " + expr(effect.start, record));
  if (effect.date != kNoId) line(2, "date " + expr(effect.date, record));
  line(2, "stands " + expr(effect.stands, record));
}

void DumpLines::requirement(int depth, const Requirement& requirement, RecordId record) {
  line(depth, "requires " + expr(requirement.condition, record));
}

void DumpLines::eligibility() {
  for (const Eligibility& rule : rules_.eligibility) {
    heading("eligibility", rule.heading, of(rule.record), rule.record);
    expr_clause("when", rule.when, rule.record);
    for (const Requirement& one : rule.requires_all) requirement(1, one, rule.record);
    for (const Alternative& alternative : rule.alternatives) {
      line(1, "alternative " + named(alternative.name));
      titles(2, "title", alternative.titles, alternative.name);
      for (const Requirement& one : alternative.requires_all) requirement(2, one, rule.record);
      citations(2, alternative.cites);
    }
  }
}

void DumpLines::deadlines() {
  for (const Deadline& deadline : rules_.deadlines) {
    heading("deadline", deadline.heading, of(deadline.record), deadline.record);
    line(1, fmt::format("counting {} {}{}", model::word_of(deadline.counting), model::word_of(deadline.month_end),
                        deadline.from_next_hour ? " next-hour" : ""));
    expr_clause("when", deadline.when, deadline.record);
    for (const Due& due : deadline.due) {
      std::string text = "due " + expr(due.date, deadline.record);
      if (due.calendar != kNoId) {
        text += fmt::format(" open {}min in {}", due.open_minutes, named(rules_.calendars[due.calendar].heading.name));
      }
      if (due.every) text += " every " + model::word_of(*due.every);
      line(1, text);
    }
    expr_clause("not-before", deadline.not_before, deadline.record);
    if (deadline.rolls_in != kNoId) {
      line(1, fmt::format("rolls {} in {}", deadline.rolls_backwards ? "backwards" : "forwards",
                          named(rules_.calendars[deadline.rolls_in].heading.name)));
    }
  }
}

void DumpLines::bands() {
  for (const Bands& bands : rules_.bands) {
    heading("bands", bands.heading, " of " + name_of(rules_, bands.type), kNoId);
    for (const Band& band : bands.bands) {
      line(1, fmt::format("band {}{}{}", named(band.name), bound(band.lower, "from", "above"),
                          bound(band.upper, "through", "below")));
      titles(2, "title", band.titles, band.name);
    }
    const std::string refused =
        bound(bands.refuse_from, "at-least", "above") + bound(bands.refuse_to, "at-most", "below");
    if (!refused.empty()) line(1, "refuse" + refused);
    if (bands.recalculated_daily) line(1, "recalculated daily");
    for (const std::uint8_t month : bands.recalculated_in) line(1, fmt::format("recalculated in {}", month));
  }
}

}  // namespace frist::model
