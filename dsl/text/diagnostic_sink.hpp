// SPDX-License-Identifier: Apache-2.0
// Where findings are collected during a run. It owns them. Keeps the first `cap` and counts the rest; errors push out
// warnings, so a text with many doubts still shows its mistakes. Not thread-safe: one sink per run.
#pragma once

#include <cstddef>
#include <vector>

#include "dsl/text/diagnostic.hpp"

namespace frist::text {

class DiagnosticSink {
 public:
  static constexpr std::size_t kDefaultCap = 100;

  explicit DiagnosticSink(std::size_t cap = kDefaultCap) : cap_(cap) {}

  void report(Diagnostic diagnostic);

  /// Counts include the findings that were not kept.
  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  std::size_t warning_count() const { return warnings_; }
  bool empty() const { return errors_ + warnings_ == 0; }
  /// How many findings were reported and not kept.
  std::size_t dropped() const { return errors_ + warnings_ - kept_.size(); }
  /// No further error would be kept: costly searches for more (or for suggestions) may stop.
  bool full() const { return kept_.size() - kept_warnings_ >= cap_; }

  /// The kept findings in the order in which they were reported.
  const std::vector<Diagnostic>& diagnostics() const { return kept_; }
  /// The kept findings by file, place and code; those alike in all keep their order.
  std::vector<Diagnostic> sorted() const;

 private:
  bool push_out_last_warning();

  std::size_t cap_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t kept_warnings_ = 0;
  std::vector<Diagnostic> kept_;
};

}  // namespace frist::text
