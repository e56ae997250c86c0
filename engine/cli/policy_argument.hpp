// SPDX-License-Identifier: Apache-2.0
// What commands that read a policy share: load it, draw its findings, give the exit code.
#pragma once

#include <memory>
#include <optional>

#include "engine/cli/command.hpp"
#include "engine/service/load_policy.hpp"

namespace frist::cli {

// The policy of a file (or of a folder with just one). Where it does not check, its findings are drawn and `code` says
// why.
struct PolicyArgument {
  std::shared_ptr<const service::LoadedPolicy> policy;
  ExitCode code = ExitCode::Done;
};
PolicyArgument read_policy(const std::string& path, const Arguments& arguments, const Console& console);

// Draws findings on err: all of them, or only errors where `quiet`.
void draw_findings(const text::DiagnosticSink& sink, const text::Sources& sources, const Console& console);

}  // namespace frist::cli
