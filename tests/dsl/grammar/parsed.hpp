// SPDX-License-Identifier: Apache-2.0
// A text parsed for a test, with all that belongs to it kept alive.
#pragma once

#include <optional>
#include <string>

#include "dsl/grammar/parse.hpp"
#include "dsl/syntax/dump.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/render_text.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::testing {

struct Parsed {
  explicit Parsed(std::string source, std::string path = "test.frist") {
    file = sources.add(std::move(path), std::move(source));
    tree = grammar::parse(file, sources, sink);
  }

  /// The dump, or the findings.
  std::string result() const { return tree ? syntax::dump(*tree) : findings(); }
  std::string findings() const { return text::render_all(sink, sources); }
  /// "F0104 F0105": the codes in the order of their places.
  std::string codes() const {
    std::string codes;
    for (const auto& diagnostic : sink.sorted()) {
      if (!codes.empty()) codes += ' ';
      codes += text::code_of(diagnostic.kind);
    }
    return codes;
  }
  /// The message of the only finding.
  std::string message() const { return sink.diagnostics().size() == 1 ? sink.diagnostics()[0].message : findings(); }
  /// The text that the only finding points at.
  std::string place() const {
    return sink.diagnostics().size() == 1 ? std::string(sources.text(sink.diagnostics()[0].span)) : findings();
  }
  std::string help() const { return sink.diagnostics().size() == 1 ? sink.diagnostics()[0].help : findings(); }

  text::Sources sources;
  text::DiagnosticSink sink;
  std::uint32_t file = 0;
  std::optional<syntax::Tree> tree;
};

}  // namespace frist::testing
