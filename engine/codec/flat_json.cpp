// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/flat_json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "dsl/text/suggest.hpp"
#include "engine/codec/parse_json.hpp"

namespace frist::codec {

text::Result<std::vector<std::optional<std::string>>> flat_json(std::string_view line,
                                                                const std::vector<std::string>& names) {
  const auto wrong = [](std::string message) { return text::Error{text::ErrorKind::Data, std::move(message)}; };
  const auto object = parse_json(line);
  if (!object) return object.error();
  if (!object.value().is_object()) return wrong("is no JSON object");
  std::vector<std::optional<std::string>> values(names.size());
  for (const auto& [name, value] : object.value().items()) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      const auto near = text::nearest(name, names);
      return wrong(fmt::format("`{}` is no field{}", name, near ? fmt::format("; did you mean `{}`?", *near) : ""));
    }
    if (value.is_structured()) return wrong(fmt::format("`{}` must be one value", name));
    if (value.is_null()) continue;
    values[static_cast<std::size_t>(at - names.begin())] = value.is_string()    ? value.get<std::string>()
                                                           : value.is_boolean() ? (value.get<bool>() ? "yes" : "no")
                                                                                : value.dump();
  }
  return values;
}

std::string flat_json_line(std::string_view name, std::string_view text) {
  nlohmann::json object;
  object[std::string(name)] = std::string(text);
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace frist::codec
