// SPDX-License-Identifier: Apache-2.0
#include "engine/service/ask.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dsl/text/suggest.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/explain/explain.hpp"
#include "engine/service/as_of.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/load_entry.hpp"
#include "rules/model/lookup.hpp"
#include "rules/model/value_text.hpp"
#include "rules/program/compile.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;

std::shared_ptr<const program::Program> answers(const LoadedPolicy& policy, model::RecordId record) {
  return program::compile(policy.rules, record, program::Purpose::Answers);
}

// "; there are `a`, `b`", a dozen at most.
std::string listed(std::vector<std::string> known) {
  constexpr std::size_t kMost = 12;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());  // versions of a rule share its name
  if (known.empty()) return "; there is none";
  std::string list;
  for (std::size_t i = 0; i < std::min(known.size(), kMost); ++i) list += (i ? ", `" : "`") + known[i] + "`";
  const std::string more = known.size() > kMost ? fmt::format(" and {} more", known.size() - kMost) : "";
  return fmt::format("; there {} {}{}", known.size() == 1 ? "is" : "are", list, more);
}

// "the policy has no party `shuldra`; did you mean `skuldra`?"; where none is near, all there are.
Error unknown(std::string_view what, const std::string& name, const std::vector<std::string>& known) {
  const auto near = text::nearest(name, known);
  return {ErrorKind::Usage, fmt::format("the policy has no {} `{}`{}", what, name,
                                        near ? fmt::format("; did you mean `{}`?", *near) : listed(known))};
}

template <class Things>
std::vector<std::string> heading_names(const Things& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.heading.name);
  return names;
}
template <class Things>
text::Result<std::uint32_t> find_heading(std::string_view what, const Things& things, const std::string& name) {
  for (std::uint32_t i = 0; i < things.size(); ++i)
    if (things[i].heading.name == name) return i;
  return unknown(what, name, heading_names(things));
}

std::string line_of(const std::string& leaf, std::string_view word) {
  const auto at = leaf.find("\n" + std::string(word) + " ");
  if (at == std::string::npos) return {};
  const auto from = at + word.size() + 2;
  return leaf.substr(from, leaf.find('\n', from) - from);
}

// What the log still tells of one entry; the facts of its erasure with the policy that erased it.
struct Logged {
  std::vector<LoggedAct> history;
  std::shared_ptr<const LoadedPolicy> policy;
  std::optional<model::Entry> facts;  // of the erasure
};

text::Result<Logged> read_log(OpenDatabase& database, std::int64_t kind, const store::Key& key) {
  Logged logged;
  auto log = store::AuditStore::open(database.connection);
  if (!log) return log.error();
  const auto numbers = log.value().about(kind, key);
  if (!numbers) return numbers.error();
  for (std::int64_t seq : numbers.value()) {
    const auto leaf = log.value().leaf(seq);
    if (!leaf) return leaf.error();
    const auto body = log.value().body(seq);
    if (!body) return body.error();
    if (!leaf.value() || !body.value()) continue;
    const std::string hash = codec::policy_in(body.value()->body);
    auto policy = hash == database.policy_hash ? text::Result(database.policy) : kept_policy(database.connection, hash);
    if (!policy) return policy.error();
    const auto zone = calendar::Zone::find(policy.value()->rules->zone);
    auto read = codec::entry_body(body.value()->body, *policy.value()->rules, *zone);
    if (!read) return read.error();
    const codec::EntryBody& b = read.value();
    logged.history.push_back({seq, line_of(leaf.value()->leaf, "time"), b.action, b.rule, b.on, b.as_of});
    if (b.action != "erase") continue;
    logged.policy = policy.value();
    logged.facts = b.facts;
  }
  return logged;
}

text::Result<RetentionAnswer> answer_from_log(OpenDatabase& database, const EntryName& name, const std::string& written,
                                              std::optional<calendar::Day> asked) {
  const Error nothing{ErrorKind::Data, fmt::format("there is no entry `{}`, and the log tells of none", written)};
  const auto kind = store::find_kind(database.connection, database.rules().records[name.record].name);
  if (!kind) return kind.error();
  if (!kind.value()) return nothing;
  const auto keys = store::known_keys(database.connection, *kind.value(), name.id);
  if (!keys) return keys.error();
  for (const store::Key& key : keys.value()) {
    auto logged = read_log(database, *kind.value(), key);
    if (!logged) return logged.error();
    Logged& log = logged.value();
    if (!log.facts) continue;
    const auto erased =
        std::find_if(log.history.rbegin(), log.history.rend(), [](const LoggedAct& a) { return a.action == "erase"; });
    const auto zone = calendar::Zone::find(log.policy->rules->zone);
    const model::AsOf day{erased->as_of, zone->start_of_day(erased->as_of).value_or(0)};
    log.facts->row.key = name.id;
    auto retention = explain::explain_retention(*answers(*log.policy, log.facts->row.record), *log.facts, day);
    if (asked == erased->as_of) asked.reset();
    return RetentionAnswer{log.policy, std::move(retention), *erased, asked, std::move(log.history)};
  }
  return nothing;
}

}  // namespace

text::Result<EntryName> entry_name(const model::RuleSet& rules, const std::string& written) {
  const auto slash = written.find('/');
  if (slash == std::string::npos || slash == 0 || slash + 1 == written.size())
    return Error{ErrorKind::Usage,
                 fmt::format("an entry is written `kind/id`, such as `claim/4711`, not `{}`", written)};
  const std::string kind = written.substr(0, slash);
  if (const auto record = rules.find_record(kind)) return EntryName{*record, written.substr(slash + 1)};
  std::vector<std::string> known;
  for (const model::Record& r : rules.records) known.push_back(r.name);
  return unknown("record", kind, known);
}

text::Result<model::Entry> stored_entry(OpenDatabase& database, const EntryName& name) {
  const model::Record& record = database.rules().records[name.record];
  const auto key = store::find_key(database.connection, record, name.id);
  if (!key) return key.error();
  if (key.value()) {
    auto entry = store::load_entry(database.connection, database.rules(), name.record, *key.value());
    if (!entry) return entry.error();
    if (entry.value()) return std::move(*entry.value());
  }
  return Error{ErrorKind::Data, fmt::format("there is no entry `{}/{}`", record.name, name.id)};
}

text::Result<RetentionAnswer> why(OpenDatabase& database, const std::string& entry,
                                  const std::optional<std::string>& written) {
  const auto name = entry_name(database.rules(), entry);
  if (!name) return name.error();
  const auto day = as_of(written, database.rules());
  if (!day) return day.error();
  const auto key = store::find_key(database.connection, database.rules().records[name.value().record], name.value().id);
  if (!key) return key.error();
  if (!key.value())
    return answer_from_log(database, name.value(), entry, written ? std::optional(day.value().day) : std::nullopt);
  const auto facts = stored_entry(database, name.value());
  if (!facts) return facts.error();
  auto retention =
      explain::explain_retention(*answers(*database.policy, name.value().record), facts.value(), day.value());
  RetentionAnswer answer{database.policy, std::move(retention), {}, {}, {}};
  const auto kind = store::find_kind(database.connection, database.rules().records[name.value().record].name);
  if (!kind) return kind.error();
  if (!kind.value()) return answer;
  auto logged = read_log(database, *kind.value(), *key.value());
  if (!logged) return logged.error();
  answer.history = std::move(logged.value().history);
  return answer;
}

text::Result<model::Entry> entry_from_json(const model::RuleSet& rules, const std::string& json) {
  return codec::entry_of_text(rules, json, *calendar::Zone::find(rules.zone)).with_context("standard input");
}

text::Result<Decision> decide_rule(const LoadedPolicy& policy, const std::string& rule, const model::Entry& entry,
                                   const std::optional<std::string>& written) {
  const auto day = as_of(written, *policy.rules);
  if (!day) return day.error();
  const auto program = answers(policy, entry.row.record);
  Decision decision;
  decision.eligibility = explain::explain_eligibility(*program, rule, entry, day.value());
  if (decision.eligibility) return decision;
  decision.deadline = explain::explain_deadline(*program, rule, entry, day.value());
  if (decision.deadline) return decision;
  std::vector<std::string> known;
  for (const auto& r : policy.rules->eligibility)
    if (r.record == entry.row.record) known.push_back(r.heading.name);
  for (const auto& r : policy.rules->deadlines)
    if (r.record == entry.row.record) known.push_back(r.heading.name);
  for (const auto& r : policy.rules->retention) {
    if (r.record != entry.row.record) continue;
    known.push_back(r.heading.name);
    if (r.heading.name != rule) continue;
    decision.retention = explain::explain_retention(*program, entry, day.value());
    decision.rule = explain::rule_named(*policy.rules, *decision.retention, rule);
    return decision;
  }
  return unknown(fmt::format("rule about a {} called", policy.rules->records[entry.row.record].name), rule, known);
}

text::Result<explain::Access> may(const LoadedPolicy& policy, const AccessRequest& request,
                                  const std::optional<model::Entry>& entry, const std::optional<std::string>& written) {
  const model::RuleSet& rules = *policy.rules;
  const auto day = as_of(written, rules);
  if (!day) return day.error();
  const auto party = find_heading("party", rules.parties, request.party);
  if (!party) return party.error();
  decide::AccessQuestion question;
  question.party = party.value();
  if (!request.purpose.empty()) {
    const auto purpose = find_heading("purpose", rules.purposes, request.purpose);
    if (!purpose) return purpose.error();
    question.purpose = purpose.value();
  }
  const auto action = model::action_of(request.action);
  if (!action)
    return Error{
        ErrorKind::Usage,
        fmt::format(
            "`{}` is no action; there are read, query, report, store, use, disclose, change, erase, order and enter",
            request.action)};
  question.action = *action;
  const std::string object = request.object.substr(0, request.object.find('/'));
  const auto found = model::find_object(rules, object);
  if (!found)
    return Error{ErrorKind::Usage, fmt::format("`{}` is no record, score or category of data of the policy", object)};
  question.object = *found;
  const model::RecordId record = found->kind == model::Object::Kind::Record ? found->id : model::kNoId;
  for (const std::string& field : request.fields) {
    std::vector<std::string> known;
    if (record != model::kNoId)
      for (const model::Field& f : rules.records[record].fields) known.push_back(f.name);
    const auto at = std::find(known.begin(), known.end(), field);
    if (at == known.end()) return unknown("field", field, known);
    question.showing.push_back(static_cast<model::FieldId>(at - known.begin()));
  }
  question.restricted = entry && decide::is_restricted(entry->engine, day.value().day);
  const auto program = answers(policy, record);
  return explain::explain_access(*program, question, entry ? *entry : model::unknown_entry(rules, record), day.value());
}

text::Result<explain::Score> score(const LoadedPolicy& policy, const std::string& bands,
                                   const std::string& written_value, const std::optional<std::string>& written) {
  const auto day = as_of(written, *policy.rules);
  if (!day) return day.error();
  const auto at = find_heading("score", policy.rules->bands, bands);
  if (!at) return at.error();
  std::string value = written_value;
  while (value.ends_with('%') || value.ends_with(' ')) value.pop_back();
  if (value.find(',') != std::string::npos)
    return Error{ErrorKind::Usage, fmt::format("`{}` has a comma; decimals stand behind a point, as in `97.5`", value)};
  const bool whole = policy.rules->bands[at.value()].type.base == model::Base::Number;
  const auto number = model::scaled_of_text(value, whole ? 1 : model::kDecimalScale);
  if (!number)
    return Error{ErrorKind::Usage,
                 fmt::format("`{}` is no {} that this score can be", written_value,
                             whole ? "whole number" : "decimal number with at most six digits behind the point")};
  const auto answer = explain::explain_score(
      *policy.rules, bands, {model::Value::State::Known, *number, model::kAnyCurrency, {}}, day.value().day);
  if (!answer) return Error{ErrorKind::Usage, fmt::format("the policy has no score `{}`", bands)};
  return *answer;
}

}  // namespace frist::service
