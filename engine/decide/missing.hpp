// SPDX-License-Identifier: Apache-2.0
// Which facts would have to be known for an unknown answer to become a yes or a no. Pure function of a kept run.
#pragma once

#include <vector>

#include "engine/decide/machine.hpp"

namespace frist::decide {

struct MissingFact {
  enum class Kind : std::uint8_t {
    Field,   // `field` of `record`; of a row of `list`, of another record of the subject, or behind `link`
    Fact,    // one of the engine's own
    List,    // nobody knows the rows of `list`
    Others,  // nobody knows the other records of the subject
  } kind = Kind::Field;
  model::RecordId record = model::kNoId;
  model::FieldId field = model::kNoId;
  model::ListId list = model::kNoId;
  model::FieldId link = model::kNoId;
  bool of_subject = false;  // Field: of another record of the subject
  model::Fact fact = model::Fact::OnHold;
  std::uint32_t row = 0;  // in the space that holds the field: the first one that lacks it
  bool same_fact(const MissingFact& o) const {
    return kind == o.kind && record == o.record && field == o.field && list == o.list && link == o.link &&
           of_subject == o.of_subject && fact == o.fact;
  }
};

/// What is missing for an expression in one entry, each fact once, in the order of the text; empty if it is known. Of
/// And and Or the unknown operands count, of a choice the condition or the branch taken, of everything else the unknown
/// operands, or those that are none where no operand is unknown. The machine must have been run with run_keeping().
std::vector<MissingFact> missing_facts(const Machine& machine, model::ExprId expr, std::uint32_t entry);

}  // namespace frist::decide
