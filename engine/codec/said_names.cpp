// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/check.hpp"
#include "engine/codec/said_json.hpp"

namespace frist::codec {
namespace {

// The name of an enumerator by its position; the table must name all of them.
template <class Enum, std::size_t N>
const char* at(const char* const (&names)[N], Enum value) {
  const auto k = static_cast<std::size_t>(value);
  FRIST_CHECK(k < N);
  return names[k];
}

}  // namespace

const char* name_of(model::EffectKind kind) {
  static constexpr const char* kNames[] = {"erase",   "erase_on_request", "anonymise", "restrict",         "suppress",
                                           "archive", "transfer",         "keep",      "keep_permanently", "hold",
                                           "review",  "review_once",      "extend"};
  return at(kNames, kind);
}

const char* name_of(model::Action action) {
  static constexpr const char* kNames[] = {"read",     "query",  "report", "store", "use",
                                           "disclose", "change", "erase",  "order", "enter"};
  return at(kNames, action);
}

const char* name_of(explain::Cause cause) {
  static constexpr const char* kNames[] = {"none",         "not_recorded",   "not_readable",  "other_currency",
                                           "list_unknown", "others_unknown", "leads_nowhere", "no_such_date"};
  return at(kNames, cause);
}

const char* name_of(explain::Part part) {
  static constexpr const char* kNames[] = {"decides",      "keeps",          "also_keeps",   "runs_out_later", "acts",
                                           "acts_later",   "reviews",        "extends",      "replaced",       "open",
                                           "date_unknown", "does_not_apply", "not_in_force", "not_chosen"};
  return at(kNames, part);
}

const char* name_of(explain::Step::Kind kind) {
  static constexpr const char* kNames[] = {"starts", "as_of",   "limit_runs_out", "restricted",
                                           "act",    "review",  "duty_ends",      "last_day_kept",
                                           "erased", "changes", "given_up"};
  return at(kNames, kind);
}

const char* name_of(decide::AccessMatch match) {
  static constexpr const char* kNames[] = {
      "matches",      "open",       "other_action", "other_object",      "other_party", "other_purpose",
      "other_fields", "restricted", "not_in_force", "condition_not_met", "expired"};
  return at(kNames, match);
}

}  // namespace frist::codec
