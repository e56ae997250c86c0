// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/diagnostic.hpp"

#include <algorithm>
#include <iterator>

#include "dsl/text/check.hpp"

namespace frist::text {
namespace {

struct Entry {
  std::string_view name;
  std::string_view code;
  Severity severity;
  std::string_view title;
};

constexpr Entry kEntries[] = {
#define FRIST_DIAGNOSTIC(name, code, severity, title) {#name, #code, Severity::severity, title},
#include "dsl/text/diagnostic_kinds.def"
#undef FRIST_DIAGNOSTIC
};

constexpr Kind kKinds[] = {
#define FRIST_DIAGNOSTIC(name, code, severity, title) Kind::name,
#include "dsl/text/diagnostic_kinds.def"
#undef FRIST_DIAGNOSTIC
};

constexpr bool code_less(const Entry& a, const Entry& b) { return a.code < b.code; }

constexpr bool codes_rise() {
  for (std::size_t i = 1; i < std::size(kEntries); ++i) {
    if (!code_less(kEntries[i - 1], kEntries[i])) return false;
  }
  return true;
}
static_assert(codes_rise(), "diagnostic_kinds.def must be sorted by code, and each code must be there once");

const Entry& entry_of(Kind kind) {
  const auto index = static_cast<std::size_t>(kind);
  FRIST_CHECK(index < std::size(kEntries));
  return kEntries[index];
}

}  // namespace

std::string_view code_of(Kind kind) { return entry_of(kind).code; }
Severity severity_of(Kind kind) { return entry_of(kind).severity; }
std::string_view title_of(Kind kind) { return entry_of(kind).title; }
std::string_view name_of(Kind kind) { return entry_of(kind).name; }

std::optional<Kind> kind_by_code(std::string_view code) {
  const auto* found =
      std::find_if(std::begin(kEntries), std::end(kEntries), [&](const Entry& e) { return e.code == code; });
  if (found == std::end(kEntries)) return std::nullopt;
  return kKinds[found - std::begin(kEntries)];
}

std::span<const Kind> all_kinds() { return kKinds; }

std::string_view word_of(Severity severity) { return severity == Severity::Error ? "error" : "warning"; }

}  // namespace frist::text
