// SPDX-License-Identifier: Apache-2.0
// Which names there are. Each kind of declaration has a table of its own, so a suggestion never crosses kinds. Part of
// this room only; not thread-safe.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dsl/text/span.hpp"

namespace frist::bind {

/// What a name can stand for.
enum class NameKind : std::uint8_t {
  Source,
  Record,
  Define,
  Retention,
  Eligibility,
  Bands,
  Party,
  Purpose,
  Permission,
  Prohibition,
  ProhibitedData,
  Approval,
  Calendar,
  Deadline,
  Choice,
  Example
};
inline constexpr std::size_t kNameKinds = 16;
/// "record", "retention rule", ... with "a" or "an" before it where `article`.
std::string name_kind_words(NameKind kind, bool article = false);

/// Names of one kind, each with the indices of its declarations in their order.
class NameTable {
 public:
  void add(std::string_view name, std::uint32_t id);
  /// The first declaration.
  std::optional<std::uint32_t> find(std::string_view name) const;
  /// Every declaration of that name: its versions and readings. Empty where there is none.
  const std::vector<std::uint32_t>& all(std::string_view name) const;
  /// Each name once, in the order of first declaration.
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::unordered_map<std::string, std::vector<std::uint32_t>> ids_;
  std::vector<std::string> names_;
};

class Scope {
 public:
  NameTable& operator[](NameKind kind) { return tables_[static_cast<std::size_t>(kind)]; }
  const NameTable& operator[](NameKind kind) const { return tables_[static_cast<std::size_t>(kind)]; }
  /// Another kind that knows the name.
  std::optional<NameKind> other_kind(std::string_view name, NameKind not_this) const;

 private:
  std::array<NameTable, kNameKinds> tables_;
};

/// What to do about an unknown name: "did you mean ...?", else that it is something else, else what there is.
std::string help_for(std::string_view name, const std::vector<std::string>& known, std::string_view what);

}  // namespace frist::bind
