// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/diagnostic_json.hpp"

#include <nlohmann/json.hpp>

namespace frist::codec {
namespace {

using nlohmann::json;

json place_of(text::Span span, const text::Sources& sources) {
  const text::SourceFile& file = sources.file(span.file);
  const auto from = file.position(span.begin), to = file.position(span.end);
  return {{"file", std::string(file.path())},
          {"line", from.line},
          {"column", from.column},
          {"end_line", to.line},
          {"end_column", to.column}};
}

}  // namespace

json json_of_findings(const text::DiagnosticSink& sink, const text::Sources& sources) {
  json findings = json::array();
  for (const text::Diagnostic& d : sink.sorted()) {
    json one = {{"code", std::string(text::code_of(d.kind))},
                {"severity", std::string(text::word_of(text::severity_of(d.kind)))},
                {"message", d.message},
                {"help", d.help},
                {"place", place_of(d.span, sources)},
                {"labels", json::array()}};
    for (const text::Label& label : d.labels)
      one["labels"].push_back({{"text", label.text}, {"place", place_of(label.span, sources)}});
    findings.push_back(std::move(one));
  }
  return findings;
}

json json_of_policies(const std::vector<CheckedPolicy>& policies) {
  json all = json::array();
  for (const CheckedPolicy& p : policies)
    all.push_back({{"policy", p.path}, {"findings", json_of_findings(p.sink, *p.sources)}});
  return all;
}

std::string check_json(const std::vector<CheckedPolicy>& policies, const std::vector<std::string>& unused) {
  json report = {{"schema", "frist/check/1"}, {"policies", json_of_policies(policies)}, {"unused", json::array()}};
  for (const std::string& file : unused) report["unused"].push_back({{"file", file}});
  return report.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace frist::codec
