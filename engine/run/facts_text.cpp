// SPDX-License-Identifier: Apache-2.0
#include "engine/run/facts_text.hpp"

#include <algorithm>

#include "engine/codec/canonical.hpp"
#include "engine/codec/entry_json.hpp"
#include "engine/codec/value_text.hpp"
#include "engine/run/entry_of_batch.hpp"

namespace frist::run {
FactsText::FactsText(std::shared_ptr<const program::Program> program) : program_(std::move(program)) {
  if (program_->spaces.size() != 1) return;
  add_fields();
  add_engine_facts();
  std::sort(members_.begin(), members_.end(),
            [](const Member& a, const Member& b) { return codec::comes_before(a.name, b.name); });
  const auto twice = std::adjacent_find(members_.begin(), members_.end(),
                                        [](const Member& a, const Member& b) { return a.name == b.name; });
  laid_out_ = twice == members_.end();
}

void FactsText::add(const std::string& name, const char* value) {
  Member member;
  member.name = name;
  codec::append_canonical(name, member.start);
  member.start.append(":").append(value);
  members_.push_back(std::move(member));
}

// A field that no rule reads is unknown in the facts, as is a list.
void FactsText::add_fields() {
  for (std::size_t f = 0; f < record().fields.size(); ++f) {
    const model::Field& field = record().fields[f];
    if (field.identity) continue;
    const program::Input* read = nullptr;
    for (const program::Input& input : program_->inputs)
      if (!input.is_fact && input.field == f) read = &input;
    add(field.name, read ? "" : "null");
    members_.back().input = read;
    members_.back().field = &field;
  }
  for (const model::List& list : record().lists) add(list.name, "null");
  std::string name;
  codec::append_canonical(record().name, name);
  add("record", name.c_str());
}

void FactsText::add_engine_facts() {
  for (const program::Input& input : program_->inputs) {
    if (!input.is_fact) continue;
    add(name_of(input.fact), "");
    members_.back().input = &input;
  }
}

void FactsText::append(const decide::Batch& batch, std::uint32_t row, const calendar::Zone& zone,
                       std::string& out) const {
  if (!laid_out_) {
    out += codec::text_of_entry(*program_->rules, entry_of_batch(*program_, batch, row), zone);
    return;
  }
  out += '{';
  const std::size_t begin = out.size();
  for (const Member& member : members_) {
    const std::size_t before = out.size();
    if (before > begin) out += ',';
    out += member.start;
    if (!member.input) continue;
    const auto column = static_cast<std::size_t>(member.input - program_->inputs.data());
    if (!append_value(member, batch.columns[column], row, zone, out)) out.resize(before);
  }
  out += '}';
}

// False: this row has no such member.
bool FactsText::append_value(const Member& member, const decide::Column& column, std::uint32_t row,
                             const calendar::Zone& zone, std::string& out) const {
  const model::Value value = value_of(*member.input, member.field, column, row);
  if (member.field) {
    if (value.state == model::Value::State::None) return false;
    if (value.known())
      codec::append_canonical(codec::text_of_value(*program_->rules, *member.field, value, zone), out);
    else
      out += "null";
    return true;
  }
  if (member.input->fact == model::Fact::OnHold) {
    if (value.known() && value.number == 0) return false;
    out += value.known() ? "true" : "null";
    return true;
  }
  if (!value.known()) return false;
  codec::append_canonical(calendar::to_iso(static_cast<calendar::Day>(value.number)), out);
  return true;
}

}  // namespace frist::run
