// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/report_json.hpp"

#include <nlohmann/json.hpp>

namespace frist::codec {
namespace {

using Ordered = nlohmann::ordered_json;

Ordered json_of(const ReportRow& row) {
  Ordered object = Ordered::object();
  for (const auto& [name, value] : row) std::visit([&, &key = name](const auto& v) { object[key] = v; }, value);
  return object;
}

Ordered object_of(const Report& report) {
  Ordered object = {{"schema", report.schema}};
  object.update(json_of(report.members));
  for (const auto& [name, rows] : report.lists) {
    object[name] = Ordered::array();
    for (const ReportRow& row : rows) object[name].push_back(json_of(row));
  }
  return object;
}

std::string text_of(const Ordered& object) {
  return object.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace

std::string line_of(const ReportRow& row) {
  return json_of(row).dump(-1, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

std::string text_of(const Report& report) { return text_of(object_of(report)); }

std::string text_of(const Report& report, const std::vector<CheckedPolicy>& policies) {
  Ordered object = object_of(report);
  object["wrong"] = json_of_policies(policies);
  return text_of(object);
}

}  // namespace frist::codec
