// SPDX-License-Identifier: Apache-2.0
#include <iostream>
#include <iterator>

#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/show.hpp"
#include "engine/service/ask.hpp"

namespace frist::cli {
namespace {

std::optional<std::string> written_as_of(const Arguments& arguments) {
  return arguments.has("--as-of") ? std::optional(arguments.one("--as-of")) : std::nullopt;
}

Option all_option() {
  return {"--all", "", "also what decided nothing: rules that do not apply, conditions beside the point"};
}

std::vector<Option> entry_options() {
  return {database_option(), as_of_option(), language_option(), all_option(), json_option()};
}

// Why or when; before the answer about an entry that is no more the story of its end.
words::Lines told(const service::RetentionAnswer& a, const words::Manner& manner, bool why) {
  const model::RuleSet& rules = *a.policy->rules;
  words::Lines lines;
  if (a.erased)
    lines = words::narrate_erasure(rules, a.retention.asked,
                                   {a.erased->as_of, a.erased->seq, a.erased->time, a.erased->rule, a.asked}, manner);
  const words::Lines answer =
      why ? words::narrate_why(rules, a.retention, manner) : words::narrate_when(rules, a.retention, manner);
  lines.insert(lines.end(), answer.begin(), answer.end());
  return lines;
}

ExitCode about_entry(const Arguments& arguments, const Console& console, bool why) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto answer = service::why(database.value(), arguments.one("ENTRY"), written_as_of(arguments));
  if (!answer) return fail(console, answer.error(), arguments);
  const service::RetentionAnswer& a = answer.value();
  if (arguments.has("--json")) {
    console.print(codec::why_text(*a.policy->rules, a.retention, a.erased, a.history));
    return ExitCode::Done;
  }
  show(told(a, manner_of(arguments), why), console);
  return ExitCode::Done;
}

// Whether it can be told if the rule applies, and from when.
bool is_settled(const explain::Retention& retention, model::RuleId rule) {
  for (const explain::RuleSaid& said : retention.rules)
    for (const explain::EffectSaid& effect : said.effects) {
      const bool open = effect.part == explain::Part::Open || effect.part == explain::Part::DateUnknown ||
                        effect.stands == explain::Truth::Unknown;
      if (said.rule == rule && open) return false;
    }
  return true;
}

ExitCode decide(const Arguments& arguments, const Console& console) {
  const auto policy = read_policy(arguments.one("--policy"), arguments, console);
  if (!policy.policy) return policy.code;
  const std::string json{std::istreambuf_iterator<char>(std::cin), {}};
  if (json.find_first_not_of(" \t\r\n") == std::string::npos)
    return fail(console,
                {text::ErrorKind::Data, "standard input is empty; `frist decide` reads one entry as JSON from it"},
                arguments);
  const model::RuleSet& rules = *policy.policy->rules;
  const auto entry = service::entry_from_json(rules, json);
  if (!entry) return fail(console, entry.error(), arguments);
  const auto decision =
      service::decide_rule(*policy.policy, arguments.one("RULE"), entry.value(), written_as_of(arguments));
  if (!decision) return fail(console, decision.error(), arguments);
  const service::Decision& d = decision.value();
  const words::Manner manner = manner_of(arguments);
  if (d.eligibility) {
    if (arguments.has("--json"))
      console.print(codec::answer_text(rules, *d.eligibility));
    else
      show(words::narrate(rules, *d.eligibility, manner), console);
    return d.eligibility->permitted == explain::Truth::Yes ? ExitCode::Done : ExitCode::Findings;
  }
  if (d.deadline) {
    if (arguments.has("--json"))
      console.print(codec::answer_text(rules, *d.deadline));
    else
      show(words::narrate(rules, *d.deadline, manner), console);
    return d.deadline->kind == decide::DeadlineAnswer::Kind::Unknown ? ExitCode::Findings : ExitCode::Done;
  }
  if (arguments.has("--json"))
    console.print(codec::answer_text(rules, *d.retention, d.rule));
  else
    show(words::narrate_rule(rules, *d.retention, d.rule, manner), console);
  return is_settled(*d.retention, d.rule) ? ExitCode::Done : ExitCode::Findings;
}

ExitCode answer_may(const service::LoadedPolicy& policy, const std::optional<model::Entry>& entry,
                    const Arguments& arguments, const Console& console) {
  const service::AccessRequest request{arguments.one("PARTY"), arguments.one("ACTION"), arguments.one("OBJECT"),
                                       arguments.one_or("--for", ""), arguments.all("--showing")};
  const auto answer = service::may(policy, request, entry, written_as_of(arguments));
  if (!answer) return fail(console, answer.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::answer_text(*policy.rules, answer.value()));
  else
    show(words::narrate(*policy.rules, answer.value(), manner_of(arguments)), console);
  return answer.value().permitted ? ExitCode::Done : ExitCode::Findings;
}

ExitCode may(const Arguments& arguments, const Console& console) {
  if (!arguments.has("--db")) {
    if (!arguments.has("--policy"))
      return fail(console, {text::ErrorKind::Usage, "`frist may` needs --db or --policy"}, arguments);
    const auto policy = read_policy(arguments.one("--policy"), arguments, console);
    return policy.policy ? answer_may(*policy.policy, {}, arguments, console) : policy.code;
  }
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  if (arguments.one("OBJECT").find('/') == std::string::npos)
    return answer_may(*database.value().policy, {}, arguments, console);
  const auto name = service::entry_name(database.value().rules(), arguments.one("OBJECT"));
  if (!name) return fail(console, name.error(), arguments);
  const auto entry = service::stored_entry(database.value(), name.value());
  if (!entry) return fail(console, entry.error(), arguments);
  return answer_may(*database.value().policy, entry.value(), arguments, console);
}

ExitCode score(const Arguments& arguments, const Console& console) {
  const auto policy = read_policy(arguments.one("--policy"), arguments, console);
  if (!policy.policy) return policy.code;
  const auto answer =
      service::score(*policy.policy, arguments.one("SCORE"), arguments.one("VALUE"), written_as_of(arguments));
  if (!answer) return fail(console, answer.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::answer_text(*policy.policy->rules, answer.value()));
  else
    show(words::narrate(*policy.policy->rules, answer.value(), manner_of(arguments)), console);
  return answer.value().refused ? ExitCode::Findings : ExitCode::Done;
}

Option required_policy() {
  Option option = policy_option();
  option.required = true;
  option.help = "the policy";
  return option;
}

}  // namespace

Command why_command() {
  return {
      "why",
      "Answers",
      "why an entry is there: the rule, the facts that went in, what keeps it",
      "An entry that was erased is answered from the log, by the policy that erased it, while the log's body lives.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      entry_options(),
      {{"frist why claim/4711 --db bureau.db", "why is it still there?"},
       {"frist why claim/4711 --db bureau.db --lang de", "the same in German"}},
      [](const Arguments& a, const Console& c) { return about_entry(a, c, true); }};
}

Command when_command() {
  return {"when",
          "Answers",
          "when an entry goes: kept through, gone from, what could bring it forward, the timeline",
          "",
          {{"ENTRY", "kind/id, such as claim/4711"}},
          entry_options(),
          {{"frist when claim/4711 --db bureau.db --as-of 2025-03-01", "as seen on that day"}},
          [](const Arguments& a, const Console& c) { return about_entry(a, c, false); }};
}

Command decide_command() {
  return {"decide",
          "Answers",
          "decide a rule on a record from standard input: permitted or refused, what is missing, from when on",
          "The record is one JSON object (docs/formats.md). Exit status 1 where the answer is not `permitted`, or "
          "cannot be "
          "told. Of a retention rule it says whether it applies and what it sets, and what all rules together come to.",
          {{"RULE", "name of an eligibility, deadline or retention rule"}},
          {required_policy(), as_of_option(), language_option(), all_option(), json_option()},
          {{"frist decide report_claim_statute --policy policies/schufa < claim.json", "may this claim be reported?"}},
          decide};
}

Command may_command() {
  Option db = database_option();
  db.required = false;
  return {
      "may",
      "Answers",
      "may a party do something with an entry, a kind of entries, a score, or a category of data",
      "Exit status 1 where it may not. What is not known refuses.",
      {{"PARTY", "a party of the policy"},
       {"ACTION",
        "read, query, report, store, use, disclose, change, erase, order or enter",
        true,
        false,
        {"read", "query", "report", "store", "use", "disclose", "change", "erase", "order", "enter"}},
       {"OBJECT", "kind/id, a kind, a score, a category of data, or anything"}},
      {db,
       policy_option(),
       {"--for", "PURPOSE", "the purpose"},
       {"--showing", "FIELD", "a field that would be shown", {}, false, true},
       as_of_option(),
       language_option(),
       all_option(),
       json_option()},
      {{"frist may partner read inquiry/17 --for credit_check --db bureau.db", "does the partner see this inquiry?"}},
      may};
}

Command score_command() {
  return {"score",
          "Answers",
          "how a score reads: its band, or that it is none; when it is recalculated",
          "",
          {{"SCORE", "name of the bands"}, {"VALUE", "the value, such as 97.5 or 97.5%"}},
          {required_policy(), as_of_option(), language_option(), json_option()},
          {{"frist score base_score 97.51 --policy policies/schufa", "very low risk"}},
          score};
}

}  // namespace frist::cli
