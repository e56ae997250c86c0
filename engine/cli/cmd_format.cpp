// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "dsl/format/format.hpp"
#include "dsl/grammar/parse.hpp"
#include "dsl/text/files.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"

namespace frist::cli {
namespace {
namespace fs = std::filesystem;

std::vector<fs::path> frist_files(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file() && entry.path().extension() == ".frist") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// A new file beside the old one takes its place in one step, so that nothing is lost where writing fails.
text::Status replace(const fs::path& file, const std::string& text) {
  const fs::path beside = file.string() + ".frist-new";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) fs::permissions(beside, fs::status(file).permissions(), failed);
  if (out && !failed) fs::rename(beside, file, failed);
  if (out && !failed) return {};
  fs::remove(beside, failed);
  return text::Error{text::ErrorKind::Io, fmt::format("cannot write `{}`", file.string())};
}

ExitCode format_files(const Arguments& arguments, const Console& console) {
  ExitCode code = ExitCode::Done;
  for (const std::string& path : arguments.all("PATH")) {
    std::error_code missing;
    if (!fs::exists(path, missing))
      return fail(console, {text::ErrorKind::Usage, "there is no file or folder `" + path + "`"}, arguments);
    for (const fs::path& file : frist_files(path)) {
      auto text = text::read_text_file(file.string(), service::kMostPolicyBytes);
      if (!text) return fail(console, text.error(), arguments);
      text::Sources sources;
      text::DiagnosticSink sink;
      const std::uint32_t id = sources.add(file.string(), text.value());
      const auto tree = grammar::parse(id, sources, sink);
      if (!tree) {
        draw_findings(sink, sources, console);
        code = ExitCode::Policy;
        continue;
      }
      const std::string laid_out = format::format(*tree, sources, id);
      if (laid_out == text.value()) continue;
      if (arguments.has("--check")) {
        console.print(
            fmt::format("{}: {} is laid out differently\n", file.string(), text::code_of(text::Kind::NotFormatted)));
        if (code == ExitCode::Done) code = ExitCode::Findings;
      } else if (auto written = replace(file, laid_out); !written) {
        return fail(console, written.error(), arguments);
      }
    }
  }
  return code;
}

}  // namespace

Command format_command() {
  return {"fmt",
          "Policies",
          "lay policy files out in the one canonical way; comments stay where they are",
          "The meaning, and with it the policy's hash, does not change.",
          {{"PATH", "policy files, or folders of them", true, true}},
          {{"--check", "", "change nothing; list the files that are laid out differently (exit status 1)"}},
          {{"frist fmt policies/", "lay out every policy file of a folder"}, {"frist fmt --check policies/", "for CI"}},
          format_files};
}

}  // namespace frist::cli
