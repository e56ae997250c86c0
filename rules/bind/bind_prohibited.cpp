// SPDX-License-Identifier: Apache-2.0
// Data that must not be stored or used, and the fields that would.
#include <fmt/core.h>

#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

void bind_names(Context& context, const Node& node, model::ProhibitedData& data) {
  for (const Node& one : node.children_of(NodeKind::DataName)) {
    const Node name = one.nth(0);
    const auto id = static_cast<std::uint32_t>(context.rules->data_names.size());
    if (const auto first = context.data_names.find(name.name()); first != context.data_names.end()) {
      context.error(Kind::DuplicateName, name.span(), fmt::format("`{}` is prohibited already", name.text()),
                    "name each category of data once");
      continue;
    }
    context.data_names.emplace(name.name(), Prohibition{id, data.except_party, data.except_purpose, name.span()});
    context.rules->data_names.push_back({name.name(), titles_of(one, name.text())});
    data.data.push_back(id);
  }
}

/// A field may only stand in a record where somebody may use it for something.
void check_fields(Context& context, const model::Record& record) {
  for (const model::Field& field : record.fields) {
    const auto found = context.data_names.find(field.name);
    if (found == context.data_names.end() || found->second.party != kNoId) continue;
    context.error(Kind::ProhibitedField, field.span,
                  fmt::format("`{}` is prohibited data, but `{}` has a field for it", field.name, record.name),
                  "take the field out of the record; the data must not be stored",
                  {{found->second.span, "prohibited here"}});
  }
}

}  // namespace

void bind_prohibited_data(Context& context) {
  auto& list = context.rules->prohibited_data;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Node node = context.node_of(NameKind::ProhibitedData, static_cast<std::uint32_t>(i));
    if (const auto except = node.child(NodeKind::Except)) {
      list[i].except_party = context.resolve(NameKind::Party, except->nth(0)).value_or(kNoId);
      list[i].except_purpose = context.resolve(NameKind::Purpose, except->nth(1)).value_or(kNoId);
    }
    bind_names(context, node, list[i]);
  }
  for (const model::Record& record : context.rules->records) check_fields(context, record);
}

}  // namespace frist::bind
