// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/policy_argument.hpp"

#include <fmt/core.h>

#include "dsl/text/render_text.hpp"
#include "engine/codec/error_json.hpp"

namespace frist::cli {

void draw_findings(const text::DiagnosticSink& sink, const text::Sources& sources, const Console& console) {
  text::RenderOptions options;
  options.colour = console.colour();
  console.message(text::render_all(sink, sources, options));
}

PolicyArgument read_policy(const std::string& path, const Arguments& arguments, const Console& console) {
  auto files = service::policy_files(path);
  if (!files) return {nullptr, fail(console, files.error(), arguments)};
  if (files.value().size() != 1) {
    const std::string message =
        fmt::format("`{}` holds {} policies; name the one that is meant", path, files.value().size());
    return {nullptr, fail(console, {text::ErrorKind::Usage, message}, arguments)};
  }
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  auto loaded = service::load_policy(files.value().front(), sources, sink);
  if (!loaded) return {nullptr, fail(console, loaded.error(), arguments)};
  if (loaded.value()) return {std::move(loaded).value(), ExitCode::Done};
  if (arguments.has("--json")) {
    const std::string message = fmt::format("the policy `{}` does not check", files.value().front().string());
    console.print(
        codec::error_json({text::ErrorKind::Policy, message}, static_cast<int>(ExitCode::Policy), sink, *sources));
  }
  draw_findings(sink, *sources, console);
  return {nullptr, ExitCode::Policy};
}

text::Result<service::PolicyFolder> FoldersRead::open(const std::string& path) {
  auto folder = service::policy_folder(path);
  if (folder) parts_.insert(parts_.end(), folder.value().parts.begin(), folder.value().parts.end());
  return folder;
}

void FoldersRead::add(std::shared_ptr<const text::Sources> sources, bool checks) {
  read_.push_back(std::move(sources));
  all_check_ &= checks;
}

std::vector<std::string> FoldersRead::unused() const {
  std::vector<std::string> names;
  if (all_check_)
    for (const auto& part : service::unused_parts(parts_, read_)) names.push_back(part.string());
  return names;
}

void FoldersRead::warn(const Console& console) const {
  for (const std::string& name : unused())
    console.message(
        fmt::format("warning: no policy of the folder uses `{}`, and it does not begin with "
                    "`policy name \"Title\"`; it was not looked at\n",
                    name));
}

}  // namespace frist::cli
