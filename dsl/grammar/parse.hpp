// SPDX-License-Identifier: Apache-2.0
// The door of this folder: a text becomes a syntax tree or findings. Reports several mistakes in one run, at most one
// for each clause. Linear in the text, with bounded nesting; reads and writes nothing else. Any number of parses may
// run at once, each with a sink of its own.
#pragma once

#include <cstdint>
#include <optional>

#include "dsl/syntax/tree.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::grammar {

/// The tree of one file, or nothing where a mistake was reported. The tree borrows the file's text from `sources`.
/// Looks at the text first (text::guard_text) and parses only what passes. Stops early when the sink is full.
std::optional<syntax::Tree> parse(std::uint32_t file, const text::Sources& sources, text::DiagnosticSink& sink);

}  // namespace frist::grammar
