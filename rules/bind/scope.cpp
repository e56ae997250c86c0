// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/scope.hpp"

#include <fmt/core.h>

#include "dsl/text/suggest.hpp"

namespace frist::bind {
namespace {

constexpr std::size_t kMostListed = 8;

}  // namespace

std::string name_kind_words(NameKind kind, bool article) {
  static constexpr std::string_view kWords[kNameKinds] = {"source",
                                                          "record",
                                                          "definition",
                                                          "retention rule",
                                                          "eligibility rule",
                                                          "set of bands",
                                                          "party",
                                                          "purpose",
                                                          "permission",
                                                          "prohibition",
                                                          "category of prohibited data",
                                                          "approval",
                                                          "calendar",
                                                          "deadline",
                                                          "choice",
                                                          "example"};
  const std::string_view word = kWords[static_cast<std::size_t>(kind)];
  if (!article) return std::string(word);
  const bool vowel = std::string_view("aeio").find(word.front()) != std::string_view::npos;
  return fmt::format("{} {}", vowel ? "an" : "a", word);
}

void NameTable::add(std::string_view name, std::uint32_t id) {
  auto& ids = ids_[std::string(name)];
  if (ids.empty()) names_.emplace_back(name);
  ids.push_back(id);
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const {
  const auto& ids = all(name);
  return ids.empty() ? std::nullopt : std::optional<std::uint32_t>(ids.front());
}

const std::vector<std::uint32_t>& NameTable::all(std::string_view name) const {
  static const std::vector<std::uint32_t> kNothing;
  const auto found = ids_.find(std::string(name));
  return found == ids_.end() ? kNothing : found->second;
}

std::optional<NameKind> Scope::other_kind(std::string_view name, NameKind not_this) const {
  for (std::size_t i = 0; i < kNameKinds; ++i) {
    const auto kind = static_cast<NameKind>(i);
    if (kind != not_this && kind != NameKind::Example && !tables_[i].all(name).empty()) return kind;
  }
  return std::nullopt;
}

std::string help_for(std::string_view name, const std::vector<std::string>& known, std::string_view what) {
  if (std::string nearest = text::did_you_mean(name, known); !nearest.empty()) return nearest;
  if (known.empty()) return fmt::format("no {} is declared", what);
  if (known.size() > kMostListed) return {};
  std::string list;
  for (const std::string& one : known) list += fmt::format("{}`{}`", list.empty() ? "" : ", ", one);
  return fmt::format("known here: {}", list);
}

}  // namespace frist::bind
