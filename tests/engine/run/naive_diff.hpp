// SPDX-License-Identifier: Apache-2.0
// The slow, obvious comparison of two policies: every entry is loaded by itself and decided by the oracle, once by each
// policy, and what differs is said in the words of docs/formats.md. Shares the checked model and the names of acts with
// the program, and nothing else.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "engine/run/act_words.hpp"
#include "engine/run/policy_diff.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/load_entry.hpp"
#include "engine/store/quote.hpp"
#include "tests/property/oracle.hpp"
#include "tests/support/catch.hpp"

namespace frist::run {

struct NaiveSaid {
  bool due = false;
  calendar::Day gone_from = calendar::kNever;
  std::string rule;
  std::map<std::string, std::pair<std::string, std::string>> acts;  // act -> (what, rule)
};

inline std::string naive_change(const NaiveSaid& was, const NaiveSaid& is) {
  const bool had = was.gone_from != calendar::kNever, has = is.gone_from != calendar::kNever;
  if (!was.due && is.due) return "now";
  if (was.due && !is.due) return "no longer";
  if (!had && has) return "new end";
  if (had && !has) return "never";
  if (is.gone_from < was.gone_from) return "earlier";
  if (is.gone_from > was.gone_from) return "later";
  return was.rule == is.rule ? "same" : "other rule";
}
using NaiveChange = std::string (*)(const NaiveSaid&, const NaiveSaid&);

struct NaiveDiff {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::int64_t> counts;
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::string>, std::int64_t> acts;
  std::int64_t looked_at = 0;
  std::map<std::string, std::tuple<std::string, calendar::Day, calendar::Day>>
      entries;  // change, days before and after
};

class NaiveComparer {
 public:
  NaiveComparer(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                NaiveChange change = naive_change)
      : connection_(connection), before_(before), after_(after), change_(change) {}

  NaiveDiff diff() {
    std::set<std::string> names;
    for (const DiffSide* side : {&before_, &after_})
      for (const auto& rule : side->rules->retention) names.insert(side->rules->records[rule.record].name);
    for (const std::string& name : names) kind(name);
    return std::move(diff_);
  }

 private:
  void kind(const std::string& name) {
    const model::Record& record = before_.rules->records[*before_.rules->find_record(name)];
    auto keys = connection_.prepare("SELECT " + store::sql_name(record.key) + " FROM " + store::sql_name(record.table));
    REQUIRE(keys);
    for (;;) {
      const auto row = keys.value().step();
      REQUIRE(row);
      if (!row.value()) return;
      const store::Key key = keys.value().key(0);
      entry(record, key, said(before_, name, key), said(after_, name, key));
    }
  }

  void entry(const model::Record& record, const store::Key& key, const NaiveSaid& was, const NaiveSaid& is) {
    ++diff_.looked_at;
    const std::string change = change_(was, is);
    ++diff_.counts[{record.name, was.rule, is.rule, change}];
    diff_.entries[entry_name(record, key)] = {change, was.gone_from, is.gone_from};
    for (const auto& [act, by] : was.acts)
      if (!is.acts.contains(act)) ++diff_.acts[{record.name, act, by.first, by.second, "no longer"}];
    for (const auto& [act, by] : is.acts)
      if (!was.acts.contains(act)) ++diff_.acts[{record.name, act, by.first, by.second, "now"}];
  }

  NaiveSaid said(const DiffSide& side, const std::string& name, const store::Key& key) {
    const model::RuleSet& rules = *side.rules;
    const model::RecordId record = *rules.find_record(name);
    const auto has_rules = [&](const model::RetentionRule& r) { return r.record == record; };
    if (std::none_of(rules.retention.begin(), rules.retention.end(), has_rules)) return {};
    const auto entry = store::load_entry(connection_, rules, record, key);
    REQUIRE(entry);
    REQUIRE(entry.value());
    const oracle::Verdict v = oracle::verdict(rules, *entry.value(), side.as_of);
    const auto rule_name = [&](model::RuleId id) -> std::string {
      if (id == model::kNoId) return "";
      return id == oracle::kPlacedHold ? "placed hold" : rules.retention[id].heading.name;
    };
    NaiveSaid said{v.erase_due, v.due, rule_name(v.rule), {}};
    if (v.erase_due) return said;  // the random policies hand nothing over
    for (const auto& [rule, effect] : v.acts) {
      const model::Effect& e = rules.retention[rule].effects[effect];
      said.acts.try_emplace(act_words(rules, rules.records[record], e), word_of(e.kind), rule_name(rule));
    }
    if (v.restricted) said.acts[kDutyRestricts] = {"restricted", rule_name(v.rule)};
    if (v.review_due) said.acts["review"] = {"reviewed", rule_name(v.review_rule)};
    return said;
  }

  store::Connection& connection_;
  const DiffSide& before_;
  const DiffSide& after_;
  NaiveChange change_;
  NaiveDiff diff_;
};

}  // namespace frist::run
