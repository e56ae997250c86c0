// SPDX-License-Identifier: Apache-2.0
// A text parsed and formatted for a test.
#pragma once

#include <optional>
#include <string>

#include "dsl/format/format.hpp"
#include "dsl/grammar/parse.hpp"
#include "dsl/syntax/dump.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/render_text.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::testing {

struct Formatted {
  explicit Formatted(std::string source) {
    const std::uint32_t file = sources.add("test.frist", std::move(source));
    const auto tree = grammar::parse(file, sources, sink);
    if (!tree) return;
    layout = format::format(*tree, sources, file);
    dump = syntax::dump(*tree);
  }

  bool parsed() const { return !sink.has_errors(); }
  std::string findings() const { return text::render_all(sink, sources); }

  text::Sources sources;
  text::DiagnosticSink sink;
  std::string layout;
  std::string dump;
};

}  // namespace frist::testing
