// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/diagnostic_sink.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "dsl/text/shorten.hpp"

namespace frist::text {

void DiagnosticSink::report(Diagnostic diagnostic) {
  const bool is_error = severity_of(diagnostic.kind) == Severity::Error;
  ++(is_error ? errors_ : warnings_);
  if (kept_.size() >= cap_ && !(is_error && push_out_last_warning())) return;
  if (!is_error) ++kept_warnings_;
  diagnostic.message = shorten_quotes(diagnostic.message);
  diagnostic.help = shorten_quotes(diagnostic.help);
  for (Label& label : diagnostic.labels) label.text = shorten_quotes(label.text);
  kept_.push_back(std::move(diagnostic));
}

bool DiagnosticSink::push_out_last_warning() {
  if (kept_warnings_ == 0) return false;
  const auto last = std::find_if(kept_.rbegin(), kept_.rend(),
                                 [](const Diagnostic& d) { return severity_of(d.kind) == Severity::Warning; });
  kept_.erase(std::prev(last.base()));
  --kept_warnings_;
  return true;
}

std::vector<Diagnostic> DiagnosticSink::sorted() const {
  std::vector<Diagnostic> result = kept_;
  const auto key = [](const Diagnostic& d) { return std::tuple(d.span.file, d.span.begin, d.span.end, d.kind); };
  std::stable_sort(result.begin(), result.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  return result;
}

}  // namespace frist::text
