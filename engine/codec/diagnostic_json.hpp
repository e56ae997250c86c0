// SPDX-License-Identifier: Apache-2.0
// Findings in a policy as JSON, for editors and CI: code, severity, place (line and column from 1), message, help.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::codec {

nlohmann::json json_of_findings(const text::DiagnosticSink& sink, const text::Sources& sources);

// What `frist check --json` prints: one object for each policy, in order.
struct CheckedPolicy {
  std::string path;
  std::shared_ptr<const text::Sources> sources;
  text::DiagnosticSink sink;
};
// `unused`: files of the folders that no policy uses.
std::string check_json(const std::vector<CheckedPolicy>& policies, const std::vector<std::string>& unused = {});

// The same objects as one list, for other reports; empty for no policies.
nlohmann::json json_of_policies(const std::vector<CheckedPolicy>& policies);

}  // namespace frist::codec
