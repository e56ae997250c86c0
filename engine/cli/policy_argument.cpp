// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/policy_argument.hpp"

#include <fmt/format.h>

#include "dsl/text/render_text.hpp"

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
  if (sink.has_errors()) draw_findings(sink, *sources, console);
  if (!loaded.value()) return {nullptr, ExitCode::Policy};
  return {std::move(loaded).value(), ExitCode::Done};
}

}  // namespace frist::cli
