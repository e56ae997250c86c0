// SPDX-License-Identifier: Apache-2.0
// From a policy file (or the copy that a database keeps) to a checked rule set: read, parse, follow `use`, bind, ask
// the questions about the whole set. Findings go to the caller's sink; a LoadedPolicy exists only where there was no
// error.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dsl/syntax/tree.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/result.hpp"
#include "dsl/text/source_file.hpp"
#include "rules/bind/bind.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::service {

inline constexpr std::size_t kMostPolicyBytes = 16u << 20;

// The texts of one policy by path, as `use` names them. An empty root means the file system.
struct PolicyTexts {
  std::string path;                          // of the policy file
  std::map<std::string, std::string> texts;  // path -> text
};

struct LoadedPolicy {
  std::shared_ptr<const text::Sources> sources;
  std::vector<std::shared_ptr<const syntax::Tree>> trees;  // the policy file first, then what it uses
  std::shared_ptr<const model::RuleSet> rules;

  // The same texts bound under other conventions or readings, for examples that ask so. Reports nothing: these texts
  // already passed; null where the override itself does not fit.
  std::shared_ptr<const model::RuleSet> bound_with(const bind::BindOptions& options) const;
};

// Reads the policy file and all that it uses. Errors: the file itself cannot be read. Everything that is wrong in a
// text (a missing or circular `use` too) is a finding in `sink`; the value is null if there was an error among them.
// `sources` gets every text that was read, for drawing findings.
text::Result<std::shared_ptr<const LoadedPolicy>> load_policy(const std::filesystem::path& file,
                                                              const std::shared_ptr<text::Sources>& sources,
                                                              text::DiagnosticSink& sink);

// The same from texts in memory, e.g. those that a database keeps of its policy.
std::shared_ptr<const LoadedPolicy> load_policy(const PolicyTexts& texts, const std::shared_ptr<text::Sources>& sources,
                                                text::DiagnosticSink& sink);

// All texts of a loaded policy as one PolicyTexts, to be kept with a database.
PolicyTexts texts_of(const LoadedPolicy& policy);

// What a folder holds: policies (files with a `policy` header) and parts (those without, which a policy may `use`);
// both sorted, without the folders named `broken`. A file stands for itself. Errors: neither file nor folder (Usage),
// or it cannot be read (Io).
struct PolicyFolder {
  std::vector<std::filesystem::path> policies, parts;
};
text::Result<PolicyFolder> policy_folder(const std::filesystem::path& file_or_folder);

// The parts that none of the policies read (`read`: the sources of each).
std::vector<std::filesystem::path> unused_parts(const std::vector<std::filesystem::path>& parts,
                                                const std::vector<std::shared_ptr<const text::Sources>>& read);

// That a folder holds no policy, and what was looked for (Usage).
text::Error no_policy_in(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& parts);

// The policies of policy_folder(). Errors: as there, and no_policy_in() where there is none.
text::Result<std::vector<std::filesystem::path>> policy_files(const std::filesystem::path& file_or_folder);

}  // namespace frist::service
