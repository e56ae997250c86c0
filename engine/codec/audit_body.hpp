// SPDX-License-Identifier: Apache-2.0
// The body of an audit entry as canonical JSON (docs/audit_format.md): what was done to which entry, by which rule, and
// the facts that decided it. With the policy's text, which the database keeps by its hash, the decision can be made
// again and explained while the body lives. No identity fields are in it: rules never read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/text/result.hpp"
#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::codec {

struct BodyCount {
  std::string record, rule, what;
  std::int64_t n = 0;
};

// `action` is "erase", "review", or a milder act with its fields or parties. `on` is the day from which the act holds:
// gone from, the review's day, restricted from. What people lay down: "hold" (`on`: since when), "lift hold", "close
// review", "request erasure" (`on`: when it was received), "extend request", "answer request" (`on`: when the person
// was told), "withdraw request", "place restriction", "lift restriction", "note disclosure", "remove disclosure", "tell
// rectification", "acknowledge notice".
struct EntryBody {
  std::string action;
  std::string entry;  // "claim/4711"
  std::string rule;   // the rule's name; empty where none
  calendar::Day on = 0;
  calendar::Day as_of = 0;
  std::string policy;  // the hash
  std::optional<model::Entry> facts;
  // Of what a person lays down, outside of a night; empty where not said.
  std::string by = {}, reason = {}, mandate = {}, outcome = {};
};

std::string text_of(const EntryBody& body, const model::RuleSet& rules, const calendar::Zone& zone);

// The same in borrowed parts, for a night that writes very many; `facts` are canonical JSON, empty where there are
// none.
struct BodyParts {
  std::string_view action, entry, rule;
  calendar::Day on = 0, as_of = 0;
  std::string_view policy, facts;
  std::string_view by = {}, reason = {}, mandate = {}, outcome = {};
};
// How much of its start and end the bodies of a rule on one day share: all but entry, facts and day. None of what a
// person lays down, where name and reason stand among them.
struct SharedEnds {
  std::size_t before = 0, behind = 0;
};
SharedEnds append_text_of(const BodyParts& body, std::string& out);

// The inverse. `rules` must be those of the body's policy; see policy_in.
text::Result<EntryBody> entry_body(std::string_view text, const model::RuleSet& rules, const calendar::Zone& zone);
// The policy's hash that a body names; empty where the text is no such body.
std::string policy_in(std::string_view text);

struct RunStart {
  std::string policy;  // the hash
  calendar::Day as_of = 0;
  std::string plan;                      // its hash; empty: the night had none
  std::vector<std::string> approved_by;  // names of officers
};
std::string run_start_body(const model::RuleSet& rules, const RunStart& start);
// Data keys of identity fields that no row asks for any more were destroyed; `why`: "erased".
std::string keys_destroyed_body(std::string_view policy_hash, calendar::Day as_of, std::string_view why,
                                std::int64_t keys);
std::string run_end_body(std::string_view policy_hash, calendar::Day as_of, const std::vector<BodyCount>& counts);

}  // namespace frist::codec
