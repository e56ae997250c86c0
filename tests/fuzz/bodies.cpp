// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "engine/codec/audit_body.hpp"
#include "engine/codec/entry_json.hpp"
#include "engine/codec/pack_directory.hpp"
#include "engine/codec/parse_json.hpp"
#include "engine/codec/plan_json.hpp"
#include "tests/fuzz/ledger.hpp"
#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {

void entry(std::string_view input) {
  const model::RuleSet& rules = *ledger().rules;
  const auto read = [&](std::string_view text) -> text::Result<model::Entry> {
    const auto json = codec::parse_json(text);
    if (!json) return json.error();
    return codec::entry_of_json(rules, json.value(), ledger_zone());
  };
  const auto first = read(input);
  if (!first) return;
  const std::string text = codec::text_of_entry(rules, first.value(), ledger_zone());
  const auto second = read(text);
  law(second.ok(), "what is written of an entry can be read");
  law(codec::text_of_entry(rules, second.value(), ledger_zone()) == text, "an entry is the same after writing");
}

void audit_body(std::string_view input) {
  const model::RuleSet& rules = *ledger().rules;
  codec::policy_in(input);
  const auto first = codec::entry_body(input, rules, ledger_zone());
  if (!first) return;
  const std::string text = codec::text_of(first.value(), rules, ledger_zone());
  const auto second = codec::entry_body(text, rules, ledger_zone());
  law(second.ok(), "what is written of an audit body can be read");
  law(codec::text_of(second.value(), rules, ledger_zone()) == text, "an audit body is the same after writing");
  law(codec::policy_in(text) == first.value().policy, "an audit body names its policy");
}

void plan_body(std::string_view input) {
  const auto first = codec::plan_body(input);
  if (!first) return;
  const std::string text = codec::text_of(first.value());
  const auto second = codec::plan_body(text);
  law(second.ok(), "what is written of a plan can be read");
  law(codec::text_of(second.value()) == text, "a plan is the same after writing");
}

void pack_directory(std::string_view input) {
  const auto first = codec::pack_directory(input);
  if (!first) return;
  const std::string bytes = codec::bytes_of(first.value());
  const auto second = codec::pack_directory(bytes);
  law(second.ok(), "what is written of a directory can be read");
  law(codec::bytes_of(second.value()) == bytes, "a directory is the same after writing");
}

}  // namespace frist::fuzz
