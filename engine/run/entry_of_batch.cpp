// SPDX-License-Identifier: Apache-2.0
#include "engine/run/entry_of_batch.hpp"

namespace frist::run {
namespace {

using model::Value;
using program::Space;
using program::Storage;

Value known(std::int64_t number) { return {Value::State::Known, number, model::kAnyCurrency, {}}; }
Value none() { return {Value::State::None, 0, model::kAnyCurrency, {}}; }

model::Currency unpacked(std::uint32_t packed) {
  return {static_cast<char>(packed >> 16), static_cast<char>(packed >> 8 & 0xff), static_cast<char>(packed & 0xff)};
}

Value of_day(const program::Input& input, const decide::Column& column, std::uint32_t row) {
  const std::int32_t day = column.days[row];
  if (day == calendar::kNone) return none();
  if (day == calendar::kUnknown) return {};
  if (input.literals.empty()) return known(day);
  if (day == decide::kOtherText) return {Value::State::Known, 0, model::kAnyCurrency, "(another text)"};
  return {Value::State::Known, 0, model::kAnyCurrency, input.literals[static_cast<std::size_t>(day)]};
}

Value of_number(const program::Input& input, const model::Field* field, const decide::Column& column,
                std::uint32_t row) {
  const std::int64_t number = column.numbers[row];
  if (number == decide::kNumberNone) return none();
  if (number == decide::kNumberUnknown) return {};
  Value value = known(number);
  if (input.with_currency)
    value.currency = unpacked(column.currencies[row]);
  else if (field)
    value.currency = field->type.currency;
  return value;
}

class Rebuilder {
 public:
  Rebuilder(const program::Program& program, const decide::Batch& batch, std::uint32_t row)
      : program_(program), batch_(batch), row_(row) {}

  model::Entry entry() const {
    model::Entry entry;
    entry.row = row_of(0, row_);
    entry.linked.resize(record(0).fields.size());
    engine_facts(entry.engine);
    for (std::uint32_t space = 1; space < program_.spaces.size(); ++space) attach(space, entry);
    return entry;
  }

 private:
  const model::Record& record(std::uint32_t space) const {
    return program_.rules->records[space == 0 ? program_.record : program_.spaces[space].record];
  }

  model::Row row_of(std::uint32_t space, std::uint32_t at) const {
    const model::Record& r = record(space);
    model::Row row{space == 0 ? program_.record : program_.spaces[space].record, "", {}, {}};
    row.fields.resize(r.fields.size());
    row.lists.resize(r.lists.size());
    for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
      const program::Input& input = program_.inputs[i];
      if (input.space != space || input.is_fact) continue;
      row.fields[input.field] = value_of(input, &r.fields[input.field], batch_.columns[i], at);
    }
    return row;
  }

  void engine_facts(model::EngineFacts& facts) const {
    for (std::size_t i = 0; i < program_.inputs.size(); ++i) {
      const program::Input& input = program_.inputs[i];
      if (!input.is_fact) continue;
      const Value value = value_of(input, nullptr, batch_.columns[i], row_);
      switch (input.fact) {
        case model::Fact::OnHold:
          facts.on_hold = value;
          break;
        case model::Fact::ErasureRequestedOn:
          facts.erasure_requested_on = value;
          break;
        case model::Fact::RestrictedOn:
          facts.restricted_on = value;
          break;
        case model::Fact::LastReviewedOn:
          facts.last_reviewed_on = value;
          break;
      }
    }
  }

  std::optional<std::vector<model::Row>> rows_of(std::uint32_t space) const {
    const decide::SpaceRows& rows = batch_.spaces[space];
    if (!rows.unknown.empty() && rows.unknown[row_]) return std::nullopt;
    std::vector<model::Row> out;
    for (std::uint32_t at = rows.offsets[row_]; at < rows.offsets[row_ + 1]; ++at) out.push_back(row_of(space, at));
    return out;
  }

  void attach(std::uint32_t space, model::Entry& entry) const {
    const Space& s = program_.spaces[space];
    auto rows = rows_of(space);
    if (s.kind == Space::Kind::List) {
      entry.row.lists[s.list] = std::move(rows);
    } else if (s.kind == Space::Kind::Link) {
      if (rows && !rows->empty()) entry.linked[s.link] = std::move(rows->front());
    } else if (!rows) {
      entry.others = std::nullopt;
    } else if (entry.others) {
      // A space that holds the entry itself has it as its first row; the others are all that is kept here.
      const bool with_self = !s.excluding_self && s.record == program_.record;
      if (with_self && !rows->empty()) rows->erase(rows->begin());
      merge_others(*rows, s.record, *entry.others);
    }
  }

  // Two spaces over the same records (with and without the entry) name the same rows in the same order, each with the
  // fields that its conditions read.
  static void merge_others(std::vector<model::Row>& rows, model::RecordId record, std::vector<model::Row>& others) {
    std::size_t at = 0;
    for (model::Row& row : rows) {
      while (at < others.size() && others[at].record != record) ++at;
      if (at == others.size())
        others.push_back(std::move(row));
      else
        for (std::size_t f = 0; f < row.fields.size(); ++f)
          if (others[at].fields[f].state == Value::State::Unknown) others[at].fields[f] = std::move(row.fields[f]);
      ++at;
    }
  }

  const program::Program& program_;
  const decide::Batch& batch_;
  std::uint32_t row_;
};

}  // namespace

Value value_of(const program::Input& input, const model::Field* field, const decide::Column& column,
               std::uint32_t row) {
  switch (input.storage) {
    case Storage::Truth: {
      const std::uint8_t truth = column.truths[row];
      return truth == decide::kTruthNone ? none() : truth == decide::kTruthUnknown ? Value{} : known(truth);
    }
    case Storage::Day:
      return of_day(input, column, row);
    case Storage::Number:
      return of_number(input, field, column, row);
  }
  return {};
}

model::Entry entry_of_batch(const program::Program& program, const decide::Batch& batch, std::uint32_t row) {
  return Rebuilder(program, batch, row).entry();
}

}  // namespace frist::run
