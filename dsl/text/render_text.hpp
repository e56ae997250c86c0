// SPDX-License-Identifier: Apache-2.0
// The only place that draws findings for a terminal: header, place, excerpt with carets, labels, help. Pure functions
// over borrowed values; any thread. Text of the user's is made harmless on the way (no control characters reach the
// terminal).
#pragma once

#include <cstddef>
#include <string>

#include "dsl/text/diagnostic.hpp"
#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::text {

struct RenderOptions {
  /// ANSI colours; the caller knows whether a terminal listens.
  bool colour = false;
  /// Columns of an excerpt, without the gutter; longer lines are cut around the place.
  std::size_t width = 100;
  /// After the last finding: which page tells more.
  bool explain_hint = true;
};

/// One finding; every line ends with "\n". Places outside their file are pulled back into it; a finding whose file is
/// not in `sources` is drawn without its excerpt.
std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options = {});

/// All kept findings in the order of their places with an empty line after each, then how many errors and warnings
/// there were and how many are not shown, then the hint. Empty where nothing was found.
std::string render_all(const DiagnosticSink& sink, const Sources& sources, const RenderOptions& options = {});

}  // namespace frist::text
