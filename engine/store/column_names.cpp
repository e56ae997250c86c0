// SPDX-License-Identifier: Apache-2.0
#include "engine/store/column_names.hpp"

#include <fmt/core.h>

#include "engine/store/dependencies.hpp"

namespace frist::store {
namespace {

using program::Space;

// Parts of any text can stand beside each other without being taken for one another.
std::string joined(std::initializer_list<std::string> parts) {
  std::string all;
  for (const std::string& part : parts) all += fmt::format("{}:{};", part.size(), part);
  return all;
}

// A record's rows, and those above them up to its entry.
std::string rows_of(const model::RuleSet& rules, model::RecordId record) {
  std::string all;
  for (const model::RecordId id : up_to_root(rules, record)) {
    const model::Record& r = rules.records[id];
    all += joined({r.table, r.key, r.parent_column});
  }
  return all;
}

std::string name_of(const program::Program& program, const Space& space) {
  const model::RuleSet& rules = *program.rules;
  const model::Record& entry = rules.records[program.record];
  switch (space.kind) {
    case Space::Kind::Entries:
      return joined({"entries", entry.name, rows_of(rules, program.record)});
    case Space::Kind::List:
      return joined({"list", rows_of(rules, space.record)});
    case Space::Kind::SameSubject:
      return joined({space.excluding_self ? "others of the subject" : "all of the subject",
                     subject_column(rules, program.record), rows_of(rules, space.record),
                     subject_column(rules, space.record)});
    case Space::Kind::Link:
      break;
  }
  return joined({"link", entry.fields[space.link].column, rows_of(rules, space.record)});
}

std::string type_of(const program::Program& program, const model::Field& field) {
  const model::RuleSet& rules = *program.rules;
  const model::Type& type = field.type;
  std::string symbols;
  if (type.base == model::Base::Symbol)
    for (const model::Symbol& symbol : rules.symbol_sets[type.symbols]) symbols += joined({symbol.stored});
  const bool of_time = type.base == model::Base::Date || type.base == model::Base::Moment;
  return joined({std::to_string(static_cast<int>(type.base)), std::to_string(static_cast<int>(field.stored)),
                 std::to_string(static_cast<int>(field.absent)), std::to_string(program::packed(type.currency)),
                 symbols, of_time ? rules.zone : ""});
}

}  // namespace

std::vector<std::string> space_names(const program::Program& program) {
  std::vector<std::string> names;
  for (const Space& space : program.spaces) names.push_back(name_of(program, space));
  return names;
}

std::vector<std::string> input_names(const program::Program& program) {
  const std::vector<std::string> spaces = space_names(program);
  std::vector<std::string> names;
  for (const program::Input& input : program.inputs) {
    if (input.is_fact) {
      names.push_back(joined({"fact", std::to_string(static_cast<int>(input.fact))}));
      continue;
    }
    const Space& space = program.spaces[input.space];
    const model::RecordId record = input.space == 0 ? program.record : space.record;
    const model::Field& field = program.rules->records[record].fields[input.field];
    std::string literals;
    for (const std::string& literal : input.literals) literals += joined({literal});
    names.push_back(
        joined({"field", spaces[input.space], field.column, field.currency_column, type_of(program, field),
                std::to_string(static_cast<int>(input.storage)), input.with_currency ? "currency" : "", literals}));
  }
  return names;
}

}  // namespace frist::store
