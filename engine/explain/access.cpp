// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/access.hpp"

#include "engine/explain/conditions.hpp"
#include "engine/explain/explain.hpp"
#include "engine/explain/missing.hpp"

namespace frist::explain {
namespace {

using decide::AccessMatch;
using model::kNoId;

// Rules about other actions or other data have nothing to say.
bool is_near(AccessMatch match) { return match != AccessMatch::OtherAction && match != AccessMatch::OtherObject; }

void add_rules(const Run& run, const std::vector<model::Access>& rules, const std::vector<AccessMatch>& matches,
               bool prohibition, Access& a) {
  for (std::uint32_t k = 0; k < matches.size(); ++k) {
    if (!is_near(matches[k])) continue;
    AccessSaid said;
    said.prohibition = prohibition;
    said.rule = k;
    said.match = matches[k];
    said.shows = rules[k].showing;
    if (rules[k].when != kNoId) said.when = said_of(run, rules[k].when);
    if (rules[k].until != kNoId) said.until = run.day(rules[k].until);
    a.rules.push_back(std::move(said));
  }
}

}  // namespace

Access explain_access(const program::Program& program, const decide::AccessQuestion& question,
                      const model::Entry& entry, const model::AsOf& as_of) {
  const Run run(program, entry, as_of);
  const decide::AccessAnswer answer = decide::may(run.machine(), 0, question, as_of.day);
  Access a;
  a.asked = {entry.row.record, entry.row.key, as_of};
  a.question = question;
  a.permitted = answer.permitted;
  a.open = answer.open;
  a.permission = answer.permission;
  a.prohibition = answer.prohibition;
  a.prohibited_data = answer.prohibited_data;
  a.refer_to = answer.refer_to;
  add_rules(run, run.rules().prohibitions, answer.prohibitions, true, a);
  add_rules(run, run.rules().permissions, answer.permissions, false, a);
  a.missing = as_facts(run, answer.missing);
  return a;
}

}  // namespace frist::explain
