// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/record_decider.hpp"

#include <algorithm>

#include "dsl/text/check.hpp"

namespace frist::decide {

using model::Base;
using program::Input;
using program::Storage;

RecordDecider::RecordDecider(std::shared_ptr<const Program> program)
    : program_(std::move(program)), row_(kernels_for(calendar::widest_lanes()), calendar::widest_lanes()) {
  FRIST_CHECK(can_decide(*program_));
  row_.lay_out(*program_);
  forget();
}

void RecordDecider::forget() {
  for (std::size_t k = 0; k < program_->inputs.size(); ++k) {
    const Input& input = program_->inputs[k];
    const Register r = program_->schedule.input_registers[k];
    if (input.storage == Storage::Truth)
      row_.truth(r) = input.is_fact ? kNo : kTruthUnknown;
    else if (input.storage == Storage::Day)
      row_.day(r) = input.is_fact ? calendar::kNone : calendar::kUnknown;
    else
      row_.number(r) = kNumberUnknown;
    row_.currency(r) = 0;
  }
}

Register RecordDecider::place_of(model::FieldId field) const {
  for (std::size_t k = 0; k < program_->inputs.size(); ++k)
    if (!program_->inputs[k].is_fact && program_->inputs[k].field == field)
      return program_->schedule.input_registers[k];
  return unread();
}

Register RecordDecider::place_of(model::Fact fact) const {
  for (std::size_t k = 0; k < program_->inputs.size(); ++k)
    if (program_->inputs[k].is_fact && program_->inputs[k].fact == fact) return program_->schedule.input_registers[k];
  return unread();
}

Base RecordDecider::base_of(model::FieldId field) const {
  const auto& fields = program_->rules->records[program_->record].fields;
  FRIST_CHECK(field < fields.size());
  return fields[field].type.base;
}

RecordDecider::TruthInput RecordDecider::truth_input(model::FieldId field) const {
  FRIST_CHECK(base_of(field) == Base::YesNo);
  return {place_of(field)};
}

RecordDecider::DateInput RecordDecider::date_input(model::FieldId field) const {
  FRIST_CHECK(base_of(field) == Base::Date);
  return {place_of(field)};
}

RecordDecider::SymbolInput RecordDecider::symbol_input(model::FieldId field) const {
  FRIST_CHECK(base_of(field) == Base::Symbol);
  return {place_of(field)};
}

RecordDecider::NumberInput RecordDecider::number_input(model::FieldId field) const {
  const Base base = base_of(field);
  FRIST_CHECK(base == Base::Number || base == Base::Decimal || base == Base::Moment);
  return {place_of(field)};
}

RecordDecider::MoneyInput RecordDecider::money_input(model::FieldId field) const {
  FRIST_CHECK(base_of(field) == Base::Money);
  return {place_of(field), pack(program_->rules->records[program_->record].fields[field].type.currency)};
}

RecordDecider::TextInput RecordDecider::text_input(model::FieldId field) const {
  FRIST_CHECK(base_of(field) == Base::Text || base_of(field) == Base::Link);
  const Register at = place_of(field);
  if (at == unread()) return {at, nullptr};
  return {at, &program_->inputs[static_cast<std::size_t>(program_->code[at].number)]};
}

RecordDecider::TruthInput RecordDecider::truth_input(model::Fact fact) const {
  FRIST_CHECK(fact == model::Fact::OnHold);
  return {place_of(fact)};
}

RecordDecider::DateInput RecordDecider::date_input(model::Fact fact) const {
  FRIST_CHECK(fact != model::Fact::OnHold);
  return {place_of(fact)};
}

void RecordDecider::set(TextInput input, std::string_view text) {
  if (!input.input) return;
  const auto& literals = input.input->literals;
  const auto found = std::find(literals.begin(), literals.end(), text);
  row_.day(input.at) = found == literals.end() ? kOtherText : static_cast<Day>(found - literals.begin());
}

Verdict RecordDecider::decide(const model::AsOf& as_of) {
  FRIST_CHECK(calendar::is_day(as_of.day));
  row_.compute(as_of, nullptr);
  return row_.verdict();
}

}  // namespace frist::decide
