// SPDX-License-Identifier: Apache-2.0
// Leaves and logic.
#include "dsl/text/check.hpp"
#include "rules/program/lower.hpp"

namespace frist::program {

using model::Expr;
using model::kNoId;
using model::Op;

Register Lowering::leaf(const Expr& e, std::uint32_t space) {
  switch (e.op) {
    case Op::Constant:
      return constant(e, space);
    case Op::Field:
      return field(e.outer ? 0 : space, e.field, e.type);
    case Op::LinkedField:
      return linked(e, space);
    case Op::Fact:
      return fact(e.fact);
    case Op::None:
      return builder_.emit(blank(Code::None, e, space), {});
    case Op::Today:
      return builder_.emit(blank(Code::Today, e, space), {});
    case Op::Now:
      return builder_.emit(blank(Code::Now, e, space), {});
    default:
      return builder_.emit(blank(Code::Unknown, e, space), {});
  }
}

// A condition of no record (a permission to do anything) reads no fields; what is not there is unknown.
Register Lowering::field(std::uint32_t space, model::FieldId id, const model::Type& expected) {
  const model::RecordId record = builder_.program().spaces[space].record;
  Instruction unknown;
  unknown.code = Code::Unknown;
  unknown.storage = storage_of(expected);
  unknown.space = space;
  if (record == kNoId || id >= rules_.records[record].fields.size()) return builder_.emit(unknown, {});
  const model::Type& type = rules_.records[record].fields[id].type;
  Input column;
  column.space = space;
  column.field = id;
  column.storage = storage_of(type);
  column.with_currency = type.base == model::Base::Money && type.currency == model::kAnyCurrency;
  return builder_.input(column, type.base == model::Base::Money ? packed(type.currency) : 0);
}

// Links are followed from the entry; where the links of other rows lead is not among the facts.
Register Lowering::linked(const Expr& e, std::uint32_t space) {
  const model::RecordId record = builder_.program().spaces[0].record;
  const bool known = space == 0 && record != kNoId && e.link < rules_.records[record].fields.size() &&
                     rules_.records[record].fields[e.link].link_to != kNoId;
  if (!known) return builder_.emit(blank(Code::Unknown, e, space), {});
  Space target;
  target.kind = Space::Kind::Link;
  target.record = rules_.records[record].fields[e.link].link_to;
  target.link = e.link;
  const Register there = field(builder_.space(target), e.field, e.type);
  Instruction i = blank(Code::Linked, e, 0);
  i.number = builder_.at(there).space;
  join_currency(i, std::vector<Register>{there});
  return builder_.emit(i, {there});
}

Register Lowering::fact(model::Fact fact) {
  Input column;
  column.is_fact = true;
  column.fact = fact;
  column.storage = fact == model::Fact::OnHold ? Storage::Truth : Storage::Day;
  return builder_.input(column, 0);
}

Register Lowering::constant(const Expr& e, std::uint32_t space) {
  Instruction i = blank(Code::Constant, e, space);
  i.number = e.value;
  i.currency = packed(e.type.currency);
  if (e.type.base == model::Base::Text || e.type.base == model::Base::Link) {
    std::vector<std::string>& texts = builder_.program().texts;
    const auto [found, is_new] = texts_.try_emplace(e.text, static_cast<std::int32_t>(texts.size()));
    if (is_new) texts.push_back(e.text);
    i.number = found->second;
  }
  return builder_.emit(i, {});
}

Register Lowering::logic(const Expr& e, std::uint32_t space) {
  const auto emit = [&](Code code) { return builder_.emit(blank(code, e, space), args(e, space)); };
  switch (e.op) {
    case Op::Not:
      return emit(Code::Not);
    case Op::And:
      return emit(Code::And);
    case Op::Or:
      return emit(Code::Or);
    case Op::AtLeastOf: {
      Instruction i = blank(Code::AtLeast, e, space);
      i.number = e.count;
      return builder_.emit(i, args(e, space));
    }
    default:
      return builder_.emit(blank(Code::IsRecorded, e, space), {exact(arg(e, 0, space))});
  }
}

}  // namespace frist::program
