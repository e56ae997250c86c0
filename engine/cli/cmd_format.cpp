// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "dsl/format/format.hpp"
#include "dsl/grammar/parse.hpp"
#include "dsl/text/files.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"

namespace frist::cli {
namespace {
namespace fs = std::filesystem;

// A file stands for itself, a folder for all its policy files.
text::Result<std::vector<fs::path>> files_of(const fs::path& path) {
  std::error_code failed, gone;
  const auto status = fs::status(path, failed);
  const auto cannot_read = [&] {
    return text::Error{text::ErrorKind::Io, fmt::format("cannot read `{}`: {}", path.string(), failed.message())};
  };
  if (status.type() == fs::file_type::not_found)
    return text::Error{text::ErrorKind::Usage, fmt::format("there is no file or folder `{}`", path.string())};
  if (status.type() == fs::file_type::none) return cannot_read();
  if (!fs::is_directory(status)) return std::vector{path};
  std::vector<fs::path> files;
  auto walk = fs::recursive_directory_iterator(path, failed);
  for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed))
    if (walk->path().extension() == ".frist" && walk->is_regular_file(gone)) files.push_back(walk->path());
  if (failed) return cannot_read();
  if (files.empty())
    return text::Error{text::ErrorKind::Usage,
                       fmt::format("the folder `{}` holds no file whose name ends in .frist", path.string())};
  std::sort(files.begin(), files.end());
  return files;
}

// What became of the files so far.
struct Formatted {
  std::vector<codec::ReportRow> files;      // those that are laid out differently
  std::vector<codec::CheckedPolicy> wrong;  // those that cannot be read as a policy
};

text::Status format_file(const fs::path& file, bool only_look, Formatted& formatted) {
  auto text = text::read_text_file(file.string(), service::kMostPolicyBytes);
  if (!text) return text.error();
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const std::uint32_t id = sources->add(file.string(), text.value());
  const auto tree = grammar::parse(id, *sources, sink);
  if (!tree) {
    formatted.wrong.push_back({file.string(), sources, std::move(sink)});
    return {};
  }
  const std::string laid_out = format::format(*tree, *sources, id);
  if (laid_out == text.value()) return {};
  formatted.files.push_back({{"file", file.string()}, {"written", !only_look}});
  return only_look ? text::Status() : write_file(file, laid_out);
}

void show(const Formatted& formatted, bool only_look, const Console& console) {
  for (const auto& policy : formatted.wrong) draw_findings(policy.sink, *policy.sources, console);
  if (!only_look) return;
  for (const codec::ReportRow& row : formatted.files)
    console.print(fmt::format("{}: {} is laid out differently\n", std::get<std::string>(row[0].second),
                              text::code_of(text::Kind::NotFormatted)));
}

ExitCode format_files(const Arguments& arguments, const Console& console) {
  const bool only_look = arguments.has("--check");
  Formatted formatted;
  for (const std::string& path : arguments.all("PATH")) {
    const auto files = files_of(path);
    if (!files) return fail(console, files.error(), arguments);
    for (const fs::path& file : files.value())
      if (auto done = format_file(file, only_look, formatted); !done) return fail(console, done.error(), arguments);
  }
  if (arguments.has("--json")) {
    for (const auto& policy : formatted.wrong) draw_findings(policy.sink, *policy.sources, console);
    console.print(codec::text_of({"frist/fmt/1", {}, {{"files", formatted.files}}}, formatted.wrong));
  } else {
    show(formatted, only_look, console);
  }
  if (!formatted.wrong.empty()) return ExitCode::Policy;
  return only_look && !formatted.files.empty() ? ExitCode::Findings : ExitCode::Done;
}

}  // namespace

Command format_command() {
  return {
      "fmt",
      "Policies",
      "lay policy files out in the one canonical way; comments stay where they are",
      "The meaning, and with it the policy's hash, does not change.",
      {{"PATH", "policy files, or folders of them", true, true}},
      {{"--check", "", "change nothing; list the files that are laid out differently (exit status 1)"}, json_option()},
      {{"frist fmt policies/", "lay out every policy file of a folder"}, {"frist fmt --check policies/", "for CI"}},
      format_files};
}

}  // namespace frist::cli
