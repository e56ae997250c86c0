// SPDX-License-Identifier: Apache-2.0
// Answers as JSON (docs/formats.md): the same that is told in words, without words of any language. Dates are ISO
// texts, "never" or "unknown", and null where nothing has happened; values are texts; rules, records and fields go by
// their technical names. Each answer names its schema and version. Pure functions.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "engine/explain/explanation.hpp"

namespace frist::codec {

/// "frist/why/1": `why` and `when`.
nlohmann::json json_of(const model::RuleSet& rules, const explain::Retention& retention);
/// "frist/decide/1".
nlohmann::json json_of(const model::RuleSet& rules, const explain::Eligibility& eligibility);
/// "frist/may/1".
nlohmann::json json_of(const model::RuleSet& rules, const explain::Access& access);
/// "frist/score/1".
nlohmann::json json_of(const model::RuleSet& rules, const explain::Score& score);
/// "frist/deadline/1".
nlohmann::json json_of(const model::RuleSet& rules, const explain::Deadline& deadline);

}  // namespace frist::codec
