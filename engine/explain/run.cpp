// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/run.hpp"

#include "engine/decide/gather.hpp"
#include "engine/explain/wording.hpp"

namespace frist::explain {
namespace {

using model::kNoId;
using model::RowSource;
using model::Value;
using program::Register;
using program::Space;
using program::Storage;

bool is_space_of(const Space& space, const RowSource& source) {
  if (source.kind == RowSource::Kind::List) return space.kind == Space::Kind::List && space.list == source.list;
  return space.kind == Space::Kind::SameSubject && space.record == source.record &&
         space.excluding_self == source.excluding_self;
}

// In the order in which decide::gather() lays them into the batch.
std::vector<const model::Row*> rows_in_order(const model::Entry& entry, const Space& space) {
  std::vector<const model::Row*> rows;
  if (space.kind == Space::Kind::List) {
    for (const model::Row& row : *entry.row.lists[space.list]) rows.push_back(&row);
    return rows;
  }
  if (!space.excluding_self && entry.row.record == space.record) rows.push_back(&entry.row);
  for (const model::Row& row : *entry.others)
    if (row.record == space.record) rows.push_back(&row);
  return rows;
}

}  // namespace

Run::Run(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of)
    : program_(program), entry_(entry), as_of_(as_of), parts_of_clauses_(parts_of_clauses(*program.rules)) {
  decide::gather(program_, {&entry_, 1}, batch_);
  machine_.run_keeping(program_, batch_, as_of_, &verdicts_);
}

Place Run::entry_place() const { return {0, 0, &entry_.row, {entry_.row.record, 0, entry_.row.key}}; }

std::optional<std::vector<Place>> Run::rows_of(const RowSource& source) const {
  for (std::uint32_t s = 1; s < program_.spaces.size(); ++s)
    if (is_space_of(program_.spaces[s], source)) return rows_in(s);
  return std::nullopt;
}

std::optional<std::vector<Place>> Run::rows_in(std::uint32_t s) const {
  if (machine_.rows_unknown(s, 0)) return std::nullopt;
  std::vector<Place> places;
  std::uint32_t number = 0;
  for (const model::Row* row : rows_in_order(entry_, program_.spaces[s])) {
    const std::uint32_t at = number++;
    const bool self = row == &entry_.row;
    places.push_back({s, at, row, {program_.spaces[s].record, self ? 0 : number, row->key}});
  }
  return places;
}

std::string Run::written(model::ExprId expr) const { return wording(rules(), parts_of_clauses_, expr); }

Run::Found Run::find(model::ExprId expr, const Place& place) const {
  Register r = program_.register_of(expr, place.space);
  if (r == program::kNoRegister && place.space != 0) r = program_.register_of(expr, 0);
  if (r == program::kNoRegister) return {};
  return {r, program_.code[r].space == place.space ? place.at : 0};
}

Truth Run::truth(model::ExprId expr, const Place& place) const {
  if (expr == kNoId) return Truth::Yes;
  const Found found = find(expr, place);
  return found.ok() && program_.code[found.r].storage == Storage::Truth ? truth_at(found.r, Truth::Unknown, found.at)
                                                                        : Truth::Unknown;
}

Day Run::next(model::ExprId expr, const Place& place) const {
  const Found found = expr == kNoId ? Found{} : find(expr, place);
  return found.ok() ? machine_.next(found.r, found.at) : calendar::kNever;
}

Day Run::day(model::ExprId expr) const {
  return expr == kNoId ? calendar::kUnknown : day_at(program_.register_of(expr), calendar::kUnknown);
}

Computed Run::computed(model::ExprId expr, const Place& place) const {
  Computed out;
  out.expr = expr;
  const Found found = find(expr, place);
  if (!found.ok()) return out;
  const Value value = machine_.value(found.r, found.at);
  out.state = value.state;
  out.low = out.high = value.number;
  out.currency = value.currency;
  const bool open_count = value.state == Value::State::Unknown && program_.code[found.r].has_hi;
  if (!open_count) return out;
  const auto [low, high] = machine_.bounds(found.r, found.at);
  if (low == decide::kNumberUnknown || low == decide::kNumberNone) return out;
  out.state = Value::State::Known;
  out.low = low;
  out.high = high;
  return out;
}

Truth Run::truth_at(Register r, Truth otherwise, std::uint32_t at) const {
  if (r == program::kNoRegister) return otherwise;
  const decide::Truth t = machine_.truth(r, at);
  return t == decide::kYes ? Truth::Yes : t == decide::kNo ? Truth::No : Truth::Unknown;
}

Day Run::day_at(Register r, Day otherwise) const {
  if (r == program::kNoRegister) return otherwise;
  const Value value = machine_.value(r, 0);
  if (value.state == Value::State::None) return calendar::kNone;
  return value.known() ? static_cast<Day>(value.number) : calendar::kUnknown;
}

}  // namespace frist::explain
