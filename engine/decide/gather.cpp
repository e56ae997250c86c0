// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/gather.hpp"

#include <algorithm>

#include "engine/decide/kernels.hpp"

namespace frist::decide {
namespace {

using model::Entry;
using model::Row;
using model::Value;
using program::Input;
using program::Program;
using program::Space;
using program::Storage;

const Value kNotThere{};

Truth truth_of(const Value& v) {
  if (v.state == Value::State::None) return kTruthNone;
  if (!v.known()) return kTruthUnknown;
  return v.number != 0 ? kYes : kNo;
}

Day text_of(const Input& input, const std::string& text) {
  const auto found = std::find(input.literals.begin(), input.literals.end(), text);
  return found == input.literals.end() ? kOtherText : static_cast<Day>(found - input.literals.begin());
}

Day day_of(const Input& input, const model::Type& type, const Value& v) {
  if (v.state == Value::State::None) return calendar::kNone;
  if (!v.known()) return calendar::kUnknown;
  if (type.base == model::Base::Text || type.base == model::Base::Link) return text_of(input, v.text);
  if (type.base != model::Base::Date) return static_cast<Day>(v.number);
  return v.number < calendar::kFirstDay ? calendar::kUnknown : calendar::in_range(v.number);
}

std::int64_t number_of(const model::Type& type, const Value& v) {
  if (v.state == Value::State::None) return kNumberNone;
  const bool money = type.base == model::Base::Money && type.currency != model::kAnyCurrency;
  const bool foreign = money && v.currency != model::kAnyCurrency && v.currency != type.currency;
  return v.known() && !foreign ? std::max(v.number, kNumberUnknown) : kNumberUnknown;
}

void append(const Input& input, const model::Type& type, const Value& v, Column& column) {
  switch (input.storage) {
    case Storage::Truth:
      column.truths.push_back(truth_of(v));
      break;
    case Storage::Day:
      column.days.push_back(day_of(input, type, v));
      break;
    case Storage::Number:
      column.numbers.push_back(number_of(type, v));
      break;
  }
  if (input.with_currency) column.currencies.push_back(pack(v.currency));
}

const model::Type& type_of(const Program& program, const Input& input) {
  static const model::Type yes_no{model::Base::YesNo}, date{model::Base::Date};
  if (input.is_fact) return input.storage == Storage::Truth ? yes_no : date;
  return program.rules->records[program.spaces[input.space].record].fields[input.field].type;
}

const Value& fact_of(const model::EngineFacts& e, model::Fact fact) {
  switch (fact) {
    case model::Fact::OnHold:
      return e.on_hold;
    case model::Fact::ErasureRequestedOn:
      return e.erasure_requested_on;
    case model::Fact::RestrictedOn:
      return e.restricted_on;
    case model::Fact::LastReviewedOn:
      return e.last_reviewed_on;
  }
  return kNotThere;
}

// The rows of a space that hang on an entry, in order; false if nobody knows them.
template <class Visit>
bool each_row(const Space& space, const Entry& entry, Visit visit) {
  switch (space.kind) {
    case Space::Kind::Entries:
      visit(entry.row);
      return true;
    case Space::Kind::List: {
      if (space.list >= entry.row.lists.size() || !entry.row.lists[space.list]) return false;
      for (const Row& row : *entry.row.lists[space.list]) visit(row);
      return true;
    }
    case Space::Kind::SameSubject: {
      if (!entry.others) return false;
      if (!space.excluding_self && entry.row.record == space.record) visit(entry.row);
      for (const Row& row : *entry.others)
        if (row.record == space.record) visit(row);
      return true;
    }
    case Space::Kind::Link:
      if (space.link < entry.linked.size() && entry.linked[space.link]) visit(*entry.linked[space.link]);
      return true;
  }
  return false;
}

class Gathering {
 public:
  Gathering(const Program& program, Batch& batch) : program_(program), batch_(batch) {
    batch.spaces.resize(program.spaces.size());
    batch.columns.resize(program.inputs.size());
    for (Column& c : batch.columns) {
      c.truths.clear();
      c.days.clear();
      c.numbers.clear();
      c.currencies.clear();
    }
    for (std::size_t s = 0; s < batch.spaces.size(); ++s) {
      batch.spaces[s].rows = 0;
      batch.spaces[s].unknown.clear();
      batch.spaces[s].offsets.assign(s == 0 ? 0 : 1, 0);
    }
  }

  void add(const Entry& entry) {
    for (std::size_t s = 0; s < program_.spaces.size(); ++s) {
      SpaceRows& rows = batch_.spaces[s];
      const bool known = each_row(program_.spaces[s], entry, [&](const Row& row) { add_row(s, row, entry); });
      if (s == 0) continue;
      rows.offsets.push_back(rows.rows);
      rows.unknown.push_back(known ? 0 : 1);
    }
  }

 private:
  void add_row(std::size_t space, const Row& row, const Entry& entry) {
    ++batch_.spaces[space].rows;
    for (std::size_t k = 0; k < program_.inputs.size(); ++k) {
      const Input& input = program_.inputs[k];
      if (input.space != space) continue;
      const Value& value = input.is_fact                     ? fact_of(entry.engine, input.fact)
                           : input.field < row.fields.size() ? row.fields[input.field]
                                                             : kNotThere;
      append(input, type_of(program_, input), value, batch_.columns[k]);
    }
  }

  const Program& program_;
  Batch& batch_;
};

}  // namespace

void gather(const Program& program, std::span<const Entry> entries, Batch& batch) {
  Gathering gathering(program, batch);
  for (const Entry& entry : entries) gathering.add(entry);
}

void gather_copies(const Program& program, const Entry& entry, std::uint32_t copies, Batch& batch) {
  Gathering gathering(program, batch);
  for (std::uint32_t k = 0; k < copies; ++k) gathering.add(entry);
}

Cell cell_of(const Batch& batch, const Program& program, std::size_t input, std::size_t row) {
  const Column& column = batch.columns[input];
  Cell cell{static_cast<std::uint32_t>(input), static_cast<std::uint32_t>(row), 0, 0};
  switch (program.inputs[input].storage) {
    case Storage::Truth:
      cell.value = column.truths[row];
      break;
    case Storage::Day:
      cell.value = column.days[row];
      break;
    case Storage::Number:
      cell.value = column.numbers[row];
      break;
  }
  if (program.inputs[input].with_currency) cell.currency = column.currencies[row];
  return cell;
}

Cell cell_of(const Value& value, const Program& program, std::size_t k, std::size_t row) {
  const Input& input = program.inputs[k];
  const model::Type& type = type_of(program, input);
  const std::int64_t number = input.storage == Storage::Truth ? truth_of(value)
                              : input.storage == Storage::Day ? day_of(input, type, value)
                                                              : number_of(type, value);
  return {static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(row), number, pack(value.currency)};
}

void put(const Cell& cell, const Program& program, Batch& batch) {
  Column& column = batch.columns[cell.input];
  switch (program.inputs[cell.input].storage) {
    case Storage::Truth:
      column.truths[cell.row] = static_cast<Truth>(cell.value);
      break;
    case Storage::Day:
      column.days[cell.row] = static_cast<Day>(cell.value);
      break;
    case Storage::Number:
      column.numbers[cell.row] = cell.value;
      break;
  }
  if (program.inputs[cell.input].with_currency) column.currencies[cell.row] = cell.currency;
}

}  // namespace frist::decide
