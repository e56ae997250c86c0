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

// Draws all findings on err.
void draw_findings(const text::DiagnosticSink& sink, const text::Sources& sources, const Console& console);

// Which policies were read from folders, to tell files there that none of them uses: most likely a policy with a slip
// in its header, which nobody would miss.
class FoldersRead {
 public:
  // The policies to read at `path`, and the parts beside them. Errors: as policy_folder().
  text::Result<service::PolicyFolder> open(const std::string& path);
  // A policy of them that was read; one with errors may not have come to all its parts.
  void add(std::shared_ptr<const text::Sources> sources, bool checks);
  // Parts that no policy uses; none where some policy does not check.
  std::vector<std::string> unused() const;
  // Warns of them on err.
  void warn(const Console& console) const;

 private:
  std::vector<std::filesystem::path> parts_;
  std::vector<std::shared_ptr<const text::Sources>> read_;
  bool all_check_ = true;
};

}  // namespace frist::cli
