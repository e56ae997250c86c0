// SPDX-License-Identifier: Apache-2.0
#include "rules/model/lookup.hpp"

namespace frist::model {

std::optional<Action> action_of(std::string_view word) {
  constexpr std::string_view kWords[] = {"read",     "query",  "report", "store", "use",
                                         "disclose", "change", "erase",  "order", "enter"};
  for (std::size_t i = 0; i < std::size(kWords); ++i)
    if (kWords[i] == word) return static_cast<Action>(i);
  return std::nullopt;
}

std::optional<Object> find_object(const RuleSet& rules, std::string_view name) {
  if (name == "anything") return Object{};
  if (const auto record = rules.find_record(name)) return Object{Object::Kind::Record, *record};
  for (std::uint32_t i = 0; i < rules.bands.size(); ++i)
    if (rules.bands[i].heading.name == name) return Object{Object::Kind::Bands, i};
  for (std::uint32_t i = 0; i < rules.data_names.size(); ++i)
    if (rules.data_names[i].name == name) return Object{Object::Kind::Data, i};
  return std::nullopt;
}

Entry unknown_entry(const RuleSet& rules, RecordId record) {
  Entry entry;
  entry.row.record = record;
  entry.others = std::nullopt;
  entry.engine.on_hold = Value{};
  if (record == kNoId) return entry;
  entry.row.fields.resize(rules.records[record].fields.size());
  entry.row.lists.resize(rules.records[record].lists.size());
  entry.linked.resize(rules.records[record].fields.size());
  return entry;
}

}  // namespace frist::model
