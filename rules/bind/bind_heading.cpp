// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

/// What `date >= from` and `date <= through` come to; kNoId where both sides are open.
ExprId holds(Context& context, const model::Force& force, Span span) {
  if (force.from == calendar::kFirstDay && force.through == calendar::kLastDay) return kNoId;
  Interner& exprs = context.exprs;
  const ExprId date = force.by == kNoId ? exprs.today(span) : force.by;
  std::vector<ExprId> sides;
  if (force.from != calendar::kFirstDay) {
    sides.push_back(exprs.compared(Op::GreaterEqual, date, exprs.day(force.from, span), span));
  }
  if (force.through != calendar::kLastDay) {
    sides.push_back(exprs.compared(Op::LessEqual, date, exprs.day(force.through, span), span));
  }
  return exprs.all_of(std::move(sides), span);
}

/// `in force ... by reported_on`: a date of the entry.
ExprId by_date(Context& context, const Node& by, RecordId record) {
  if (record == kNoId) {
    context.error(Kind::ClauseNotAllowed, by.span(), "`by` asks for a date of an entry, but this is about no record",
                  "leave `by` out: the as-of date decides");
    return kNoId;
  }
  ExprBinder binder(context, {record, kNoId, context.conventions});
  return binder.date(by.nth(0)).value_or(kNoId);
}

std::optional<calendar::Day> day_in(const Node& force, NodeKind side) {
  const auto clause = force.child(side);
  return clause ? calendar::parse_day(clause->nth(0).text()) : std::nullopt;
}

void bind_force(Context& context, const Node& node, model::Heading& heading, RecordId record) {
  context.only_once(node, NodeKind::Force, "in force");
  const auto clause = node.child(NodeKind::Force);
  if (!clause) return;
  model::Force& force = heading.force;
  force.from = day_in(*clause, NodeKind::From).value_or(calendar::kFirstDay);
  force.through = day_in(*clause, NodeKind::Through).value_or(calendar::kLastDay);
  if (force.from > force.through) {
    context.error(Kind::ForceOrder, clause->child(NodeKind::Through)->span(),
                  fmt::format("in force through {}, which is before its first day {}", calendar::to_iso(force.through),
                              calendar::to_iso(force.from)),
                  "swap the two dates or correct one of them");
  }
  if (const auto by = clause->child(NodeKind::By)) force.by = by_date(context, *by, record);
  force.holds = holds(context, force, clause->span());
}

void bind_reading(Context& context, const Node& node, model::Heading& heading) {
  context.only_once(node, NodeKind::UnderReading, "reading");
  const auto clause = node.child(NodeKind::UnderReading);
  if (!clause) return;
  const Node reading = clause->nth(0);
  const auto choice_id = context.resolve(NameKind::Choice, clause->nth(1));
  if (!choice_id) return;
  const auto found = context.find_reading(*choice_id, reading);
  if (!found) return;
  heading.reading = {*choice_id, *found, context.rules->choices[*choice_id].chosen == *found};
}

template <class Declared, class RecordOf>
void bind_all(Context& context, NameKind kind, std::vector<Declared>& list, RecordOf record_of_entry) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Node node = context.node_of(kind, static_cast<std::uint32_t>(i));
    bind_heading(context, node, list[i].heading, record_of_entry(list[i], node));
  }
}

/// The record that a permission or prohibition is about.
RecordId object_of(Context& context, const Node& node) {
  const auto allow = node.child(NodeKind::Allow);
  const auto act = allow ? allow : node.child(NodeKind::Forbid);
  const auto object = act ? act->child(NodeKind::Object) : std::nullopt;
  const auto found = object ? context.names[NameKind::Record].find(object->nth(0).text()) : std::nullopt;
  return found.value_or(kNoId);
}

template <class Declared>
void assign_record(Context& context, NameKind kind, std::vector<Declared>& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].record = record_of(context, context.node_of(kind, static_cast<std::uint32_t>(i)));
  }
}

}  // namespace

void bind_heading(Context& context, const Node& node, model::Heading& heading, RecordId record) {
  if (const auto note = node.child(NodeKind::Note)) heading.note = texts_of(note->nth(0));
  context.only_once(node, NodeKind::Note, "note");
  heading.cites = citations_of(context, node);
  bind_force(context, node, heading, record);
  bind_reading(context, node, heading);
}

model::Titles texts_of(const Node& title) {
  model::Titles titles;
  std::string* slot = &titles.en;
  for (const Node& part : title.children()) {
    if (part.is(NodeKind::Text)) {
      *slot = part.name();
      continue;
    }
    const std::string_view language = part.text();
    slot = language == "de" ? &titles.de : language == "sv" ? &titles.sv : language == "ro" ? &titles.ro : &titles.en;
  }
  return titles;
}

model::Titles titles_of(const Node& node, std::string_view name) {
  const auto title = node.child(NodeKind::Title);
  model::Titles titles = title ? texts_of(*title) : model::Titles{};
  if (titles.en.empty()) titles.en = name;
  return titles;
}

std::vector<model::Citation> citations_of(Context& context, const Node& node) {
  std::vector<model::Citation> result;
  for (const Node& cites : node.children_of(NodeKind::Cites)) {
    for (const Node& citation : cites.children()) {
      if (const auto source = context.resolve(NameKind::Source, citation.nth(0))) {
        result.push_back({*source, citation.nth(1).name()});
      }
    }
  }
  return result;
}

RecordId record_of(Context& context, const Node& declaration) {
  const auto names = declaration.children_of(NodeKind::Name);
  if (names.size() < 2) return kNoId;
  return context.resolve(NameKind::Record, names[1]).value_or(kNoId);
}

void assign_records(Context& context) {
  model::RuleSet& rules = *context.rules;
  assign_record(context, NameKind::Define, rules.defines);
  assign_record(context, NameKind::Retention, rules.retention);
  assign_record(context, NameKind::Eligibility, rules.eligibility);
  assign_record(context, NameKind::Deadline, rules.deadlines);
}

void bind_headings(Context& context) {
  model::RuleSet& rules = *context.rules;
  const auto own_record = [](const auto& declared, const Node&) { return declared.record; };
  const auto no_record = [](const auto&, const Node&) { return kNoId; };
  const auto object = [&](const auto&, const Node& node) { return object_of(context, node); };
  bind_all(context, NameKind::Eligibility, rules.eligibility, own_record);
  bind_all(context, NameKind::Deadline, rules.deadlines, own_record);
  bind_all(context, NameKind::Bands, rules.bands, no_record);
  bind_all(context, NameKind::Party, rules.parties, no_record);
  bind_all(context, NameKind::Purpose, rules.purposes, no_record);
  bind_all(context, NameKind::Permission, rules.permissions, object);
  bind_all(context, NameKind::Prohibition, rules.prohibitions, object);
  bind_all(context, NameKind::ProhibitedData, rules.prohibited_data, no_record);
  bind_all(context, NameKind::Approval, rules.approvals, no_record);
  bind_all(context, NameKind::Choice, rules.choices, no_record);
}

}  // namespace frist::bind
