// SPDX-License-Identifier: Apache-2.0
// A policy text parsed and bound for a test, with all that belongs to it kept alive.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dsl/grammar/parse.hpp"
#include "dsl/text/render_text.hpp"
#include "rules/bind/bind.hpp"
#include "rules/model/dump.hpp"

namespace frist::testing {

struct Bound {
  explicit Bound(std::string source, const bind::BindOptions& options = {}, std::string path = "test.frist") {
    const std::uint32_t file = sources->add(std::move(path), std::move(source));
    tree = grammar::parse(file, *sources, sink);
    if (!tree) return;
    const bind::Unit unit{file, &*tree};
    rules = bind::bind(std::span(&unit, 1), sources, sink, options);
  }

  /// The dump, or the findings.
  std::string result() const { return rules ? model::dump(*rules) : findings(); }
  std::string findings() const { return text::render_all(sink, *sources); }
  /// "F0201 F0305": the codes in the order of their places.
  std::string codes() const {
    std::string codes;
    for (const auto& diagnostic : sink.sorted()) {
      if (!codes.empty()) codes += ' ';
      codes += text::code_of(diagnostic.kind);
    }
    return codes;
  }
  /// The text that the only finding points at.
  std::string place() const {
    return sink.diagnostics().size() == 1 ? std::string(sources->text(sink.diagnostics()[0].span)) : findings();
  }
  std::string help() const { return sink.diagnostics().size() == 1 ? sink.diagnostics()[0].help : findings(); }
  std::string message() const { return sink.diagnostics().size() == 1 ? sink.diagnostics()[0].message : findings(); }

  /// The value of the only definition called `value`, or the findings.
  std::string value() const {
    if (!rules) return findings();
    for (const model::Define& define : rules->defines) {
      if (define.heading.name == "value") return model::dump_expr(*rules, define.value, define.record);
    }
    return "no definition `value`";
  }

  std::shared_ptr<text::Sources> sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  std::optional<syntax::Tree> tree;
  std::shared_ptr<const model::RuleSet> rules;
};

}  // namespace frist::testing
