// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/example_facts.hpp"

#include <fmt/core.h>

#include "rules/bind/facts.hpp"
#include "rules/bind/literals.hpp"
#include "rules/bind/numbers.hpp"

namespace frist::bind {

using model::Row;
using model::Value;

void ExampleFacts::take(const Node& clause) {
  const Node given = clause.nth(0);
  switch (given.kind()) {
    case NodeKind::GivenRecord:
      take_record(given);
      break;
    case NodeKind::GivenValue:
      take_score(given);
      break;
    case NodeKind::GivenUnknown:
      take_unknown(given);
      break;
    default:
      take_fact(given);
      break;
  }
}

void ExampleFacts::take_record(const Node& given) {
  const Node name = *given.child(NodeKind::Name);
  const auto record = context_.resolve(NameKind::Record, name);
  if (!record) return;
  Row row = row_of(*record, given);
  if (!example_.entry) {
    model::Entry& entry = example_.entry.emplace();
    entry.row = std::move(row);
    entry.linked.resize(entry.row.fields.size());
    latest_ = {&entry.row};
    return;
  }
  attach(std::move(row), name, given.has(NodeKind::Word));
}

Row ExampleFacts::row_of(RecordId id, const Node& given) {
  const model::Record& record = context_.record(id);
  Row row;
  row.record = id;
  row.key = fmt::format("{}", ++rows_);
  for (const model::Field& field : record.fields) row.fields.push_back(absent_value(field));
  row.lists.assign(record.lists.size(), std::vector<Row>{});
  for (const Node& one : given.children_of(NodeKind::Assign)) assign(row, one);
  return row;
}

void ExampleFacts::assign(Row& row, const Node& node) {
  const Node name = node.nth(0);
  const auto id = context_.find_field(row.record, name.text());
  if (!id) {
    std::string help = context_.help_among(name.text(), context_.field_names(row.record), "field");
    if (fact_named(name.text()))
      help = "facts of the engine stand alone: `and on hold`, `and erasure requested on ...`";
    context_.error(Kind::ExampleUnknownFact, name.span(),
                   fmt::format("`{}` has no field `{}`", context_.record(row.record).name, name.text()),
                   std::move(help));
    return;
  }
  if (context_.is_broken(row.record, *id)) return;
  if (const auto value = value_of(context_, node.nth(1), context_.record(row.record).fields[*id]))
    row.fields[*id] = *value;
}

/// A part of the latest record that has such parts, else the record that a link leads to, else another record of the
/// same subject.
void ExampleFacts::attach(Row row, const Node& name, bool other) {
  if (!other && (attach_as_part(row) || attach_as_linked(row))) return;
  if (context_.record(row.record).is_child()) {
    context_.error(Kind::ExampleUnknownFact, name.span(),
                   fmt::format("no record given so far has a list of `{}`", name.text()),
                   "give the record that it belongs to first");
    return;
  }
  auto& others = *example_.entry->others;
  others.push_back(std::move(row));
  latest_ = {&others.back()};
}

bool ExampleFacts::attach_as_part(Row& row) {
  const RecordId parent = context_.record(row.record).parent;
  if (parent == model::kNoId) return false;
  while (latest_.size() > 1 && latest_.back()->record != parent) latest_.pop_back();
  if (latest_.back()->record != parent) latest_ = {&example_.entry->row};
  if (latest_.back()->record != parent) return false;
  const auto& lists = context_.record(parent).lists;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (lists[i].record != row.record) continue;
    auto& rows = latest_.back()->lists[i];
    if (!rows) rows.emplace();
    rows->push_back(std::move(row));
    latest_.push_back(&rows->back());
    return true;
  }
  return false;
}

bool ExampleFacts::attach_as_linked(Row& row) {
  model::Entry& entry = *example_.entry;
  const auto& fields = context_.record(entry.row.record).fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type.base != Base::Link || fields[i].link_to != row.record || entry.linked[i]) continue;
    Value& link = entry.row.fields[i];
    if (link.known()) row.key = link.text;
    link = {Value::State::Known, 0, {}, row.key};
    entry.linked[i] = std::move(row);
    latest_ = {&*entry.linked[i]};
    return true;
  }
  return false;
}

void ExampleFacts::take_score(const Node& given) {
  const auto bands = context_.resolve(NameKind::Bands, given.nth(0));
  if (!bands) return;
  const bool negative = given.has(NodeKind::Word);
  const auto value = parse_number(context_, *given.child(NodeKind::Number), 6);
  if (!value) return;
  example_.bands = *bands;
  example_.score = {Value::State::Known, negative ? -*value : *value, {}, {}};
}

/// A list, or the score of bands.
void ExampleFacts::take_unknown(const Node& given) {
  const Node name = given.nth(0);
  if (const auto bands = context_.names[NameKind::Bands].find(name.text())) {
    example_.bands = *bands;
    example_.score = {};
    return;
  }
  if (!needs_entry(name)) return;
  for (std::size_t i = latest_.size(); i-- > 0;) {
    const auto& lists = context_.lists_by_name[latest_[i]->record];
    const auto found = lists.find(name.name());
    if (found == lists.end()) continue;
    latest_[i]->lists[found->second] = std::nullopt;
    latest_.resize(i + 1);
    return;
  }
  const model::Record& record = context_.record(example_.entry->row.record);
  std::vector<std::string> known;
  for (const model::List& list : record.lists) known.push_back(list.name);
  context_.error(Kind::UnknownList, name.span(), fmt::format("`{}` has no list `{}`", record.name, name.text()),
                 context_.help_among(name.text(), known, "list"));
}

void ExampleFacts::take_fact(const Node& given) {
  if (!needs_entry(given)) return;
  model::EngineFacts& engine = example_.entry->engine;
  const auto date = given.child(NodeKind::Date);
  const auto day = date ? day_of(context_, *date) : std::nullopt;
  if (given.is(NodeKind::OnHold)) {
    engine.on_hold = {Value::State::Known, 1, {}, {}};
    return;
  }
  if (!day) return;
  Value& fact = given.is(NodeKind::Requested)                         ? engine.erasure_requested_on
                : given.text_of(NodeKind::Word) == "last reviewed on" ? engine.last_reviewed_on
                                                                      : engine.restricted_on;
  fact = {Value::State::Known, *day, {}, {}};
}

bool ExampleFacts::needs_entry(const Node& node) {
  if (example_.entry) return true;
  context_.error(Kind::ExampleUnknownFact, node.span(), "no record is given that this could be said of",
                 "give the record first");
  return false;
}

}  // namespace frist::bind
