// SPDX-License-Identifier: Apache-2.0
#include "engine/run/replay.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "engine/audit/leaf.hpp"
#include "engine/run/act_words.hpp"
#include "engine/run/head.hpp"
#include "engine/store/acts.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/plans.hpp"
#include "engine/store/progress.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

class Replay {
 public:
  Replay(store::Connection& connection, store::HeadFile& head, const RulesOf& rules_of, std::int64_t now)
      : connection_(connection), head_(head), rules_of_(rules_of), now_(now) {}

  Result<ReplayReport> go() {
    auto mark = head_.mark();
    if (!mark) return mark.error();
    mark_ = std::move(mark).value();
    for (auto step : {&Replay::append_leaves, &Replay::make_standing, &Replay::do_again, &Replay::erase_again,
                      &Replay::make_standing, &Replay::retire_officers, &Replay::end_plans, &Replay::decide_anew})
      if (auto done = (this->*step)(); !done) return done.error();
    return report_;
  }

 private:
  // What happened to one entry, by one policy.
  struct Past {
    std::vector<store::DoneAct> acts;
    bool erased = false, found = false;
  };
  using ByDigest = std::unordered_map<std::string, Past>;
  struct Erasure {
    store::Acts* acts;
    store::Key key;
    std::string name;
  };

  // The root at their end is that of the head file only where the copy is a beginning of this very log and no leaf of
  // the head file was lost or changed.
  Status append_leaves() {
    auto log = store::AuditStore::open(connection_);
    if (!log) return log.error();
    audit::CompactRange range;
    auto read = log.value().each([&](const store::AuditRow& row) -> Status {
      const auto hash = audit::digest_of(row.hash);
      if (hash) range.append(hasher_, *hash);
      return {};
    });
    if (!read) return read;
    const auto from = static_cast<std::int64_t>(range.size());
    if (auto reaches = require_reach(head_, mark_, from); !reaches) return reaches;
    auto done = head_.each_leaf(from, [&](const store::HeadLeaf& leaf) -> Status {
      const std::string body = hex(leaf.body);
      const std::string text =
          audit::write_leaf({leaf.kind, leaf.time, leaf.run, leaf.policy, body, static_cast<std::uint64_t>(leaf.seq)});
      const audit::Digest hash = hasher_.leaf_hash(text);
      range.append(hasher_, hash);
      if (auto noted = note(leaf); !noted) return noted;
      return log.value().append_without_body(leaf.seq, text, audit::bytes_of(hash));
    });
    if (!done) return done;
    report_.leaves = static_cast<std::int64_t>(range.size()) - from;
    if (audit::bytes_of(range.root(hasher_)) == mark_.root) return {};
    return Error{ErrorKind::Refused,
                 fmt::format("the log of `{}` and its head file `{}` do not belong together: one of them was changed, "
                             "or went on by itself. Look for another backup",
                             connection_.path(), head_.path())};
  }

  static std::string hex(std::string_view bytes) {
    const auto digest = audit::digest_of(bytes);
    return digest ? audit::to_hex(*digest) : "";
  }

  Status note(const store::HeadLeaf& leaf) {
    const bool erase = leaf.kind == "erase";
    if (erase && leaf.entry.empty())
      return Error{ErrorKind::Refused, fmt::format("the head file `{}` does not know which entry leaf {} is about, so "
                                                   "that it cannot be erased again. Look for a later backup",
                                                   head_.path(), leaf.seq)};
    if (leaf.entry.empty()) return {};
    if (leaf.kind == "officer-retired") return retired_.push_back(leaf.entry), Status();
    const auto known = std::find_if(past_.begin(), past_.end(), [&](const auto& p) { return p.first == leaf.policy; });
    ByDigest& of_policy = known == past_.end() ? past_.emplace_back(leaf.policy, ByDigest()).second : known->second;
    Past& past = of_policy[leaf.entry];
    past.erased |= erase;
    if (!erase) past.acts.push_back({leaf.action, leaf.rule, leaf.since.value_or(0), 0});
    return {};
  }

  Status make_standing() {
    const auto standing = head_.standing();
    if (!standing) return standing.error();
    const auto changes = store::make_standing(connection_, standing.value(), mark_.numbers, kReplayedBy, now_, false);
    if (!changes) return changes.error();
    // What goes with entries is placed again once they are gone: the first time counts.
    if (!stood_) report_.placed = changes.value().placed, report_.lifted = changes.value().lifted;
    stood_ = true;
    return {};
  }

  Status do_again() {
    for (auto& [hash, by_digest] : past_) {
      auto rules = rules_of_(hash);
      if (!rules) return rules.error();
      rules_.push_back(std::move(rules).value());
      const model::RuleSet& all = *rules_.back();
      for (model::RecordId id = 0; id < all.records.size(); ++id) {
        if (all.records[id].table.empty() || all.records[id].is_child()) continue;
        if (auto done = look_through(all, id, by_digest); !done) return done;
      }
      for (const auto& [digest, past] : by_digest) report_.absent += past.found ? 0 : 1;
    }
    return {};
  }

  // Every row of the table is looked at, because nothing tells an entry's key from its digest.
  Status look_through(const model::RuleSet& rules, model::RecordId id, ByDigest& by_digest) {
    const model::Record& record = rules.records[id];
    std::vector<std::pair<store::Key, Past*>> found;
    auto read = store::each_key(connection_, record, [&](const store::Key& key) -> Status {
      if (key.empty()) return {};
      const auto past = by_digest.find(head_digest(hasher_, mark_, entry_name(record, key)));
      if (past == by_digest.end()) return {};
      if (past->second.found)
        return Error{ErrorKind::Data,
                     fmt::format("two rows of `{}` are called `{}`, so that nothing tells which of them "
                                 "was erased",
                                 record.table, entry_name(record, key))};
      past->second.found = true;
      found.emplace_back(key, &past->second);
      return {};
    });
    if (!read) return read;
    if (found.empty()) return {};
    const auto kind = store::find_kind(connection_, record.name);
    if (!kind) return kind.error();
    auto acts = store::Acts::open(connection_, rules, id, kind.value().value_or(0));
    if (!acts) return acts.error();
    acts_.push_back(std::make_unique<store::Acts>(std::move(acts).value()));
    for (const auto& [key, past] : found) {
      if (past->erased)
        erasures_.push_back({acts_.back().get(), key, entry_name(record, key)});
      else if (auto done = change(rules, record, *acts_.back(), key, *past); !done)
        return done.with_context(entry_name(record, key));
    }
    return {};
  }

  Status change(const model::RuleSet& rules, const model::Record& record, store::Acts& acts, const store::Key& key,
                const Past& past) {
    for (const store::DoneAct& act : past.acts) {
      if (act.act.starts_with("anonymise")) {
        const auto fields = fields_of(rules, record, act.act);
        if (fields.empty())
          return Error{ErrorKind::Data, fmt::format("no rule of the policy says `{}` any more", act.act)};
        if (const auto emptied = acts.anonymise(key, fields); !emptied) return emptied.error();
      } else if (act.act.starts_with("restrict")) {
        if (auto restricted = acts.restrict(key, act.since, act.rule); !restricted) return restricted;
      }
      const auto before = acts.acts_done(key);
      if (!before) return before.error();
      if (was_done(before.value(), act.act, act.rule)) continue;
      if (auto noted = acts.note_act(key, act); !noted) return noted;
    }
    ++report_.changed;
    return {};
  }

  static std::vector<model::FieldId> fields_of(const model::RuleSet& rules, const model::Record& record,
                                               const std::string& act) {
    for (const model::RetentionRule& rule : rules.retention)
      for (const model::Effect& effect : rule.effects)
        if (effect.kind == model::EffectKind::Anonymise && &rules.records[rule.record] == &record &&
            act_words(rules, record, effect) == act)
          return effect.fields;
    return {};
  }

  // An entry may be pointed to by another one that goes as well: again until no more of them go.
  Status erase_again() {
    while (!erasures_.empty()) {
      std::vector<Erasure> left;
      std::optional<Error> first;
      for (Erasure& erasure : erasures_) {
        const auto removed = erasure.acts->erase(erasure.key);
        if (removed) {
          ++report_.erased;
          continue;
        }
        if (removed.error().kind != ErrorKind::Data) return removed.error();
        if (!first) first = removed.error().with_context(erasure.name);
        left.push_back(std::move(erasure));
      }
      if (left.size() == erasures_.size())
        return Error{ErrorKind::Data, fmt::format("{} of the entries that were erased since cannot be erased again: {}",
                                                  left.size(), first->message)};
      erasures_ = std::move(left);
    }
    return {};
  }

  Status retire_officers() {
    const auto officers = store::officers(connection_);
    if (!officers) return officers.error();
    for (const store::Officer& officer : officers.value()) {
      const std::string digest = head_digest(hasher_, mark_, "officer/" + officer.name);
      if (officer.retired_at || std::find(retired_.begin(), retired_.end(), digest) == retired_.end()) continue;
      if (auto retired = store::retire_officer(connection_, officer.name, now_); !retired) return retired;
    }
    return {};
  }

  // What was planned then may have been done, or withdrawn.
  Status end_plans() {
    const auto plan = store::current_plan(connection_);
    if (!plan) return plan.error();
    if (!plan.value()) return {};
    return store::set_plan_state(connection_, plan.value()->id, "withdrawn", 0);
  }

  Status decide_anew() {
    const auto policy = rules_of_(mark_.policy);
    if (!policy) return policy.error();
    for (const model::Record& record : policy.value()->records) {
      if (record.table.empty() || record.is_child()) continue;
      const auto kind = store::find_kind(connection_, record.name);
      if (!kind) return kind.error();
      if (!kind.value()) continue;
      if (auto anew = store::set_progress(connection_, *kind.value(), {mark_.policy, {}, 0}); !anew) return anew;
    }
    return {};
  }

  store::Connection& connection_;
  store::HeadFile& head_;
  const RulesOf& rules_of_;
  std::int64_t now_;
  audit::Hasher hasher_;
  store::HeadMark mark_;
  std::vector<std::pair<std::string, ByDigest>> past_;  // by the policy that did it, in the order of the log
  std::vector<std::string> retired_;
  std::vector<std::shared_ptr<const model::RuleSet>> rules_;
  std::vector<std::unique_ptr<store::Acts>> acts_;
  std::vector<Erasure> erasures_;
  ReplayReport report_;
  bool stood_ = false;
};

}  // namespace

Status require_reach(const store::HeadFile& head, const store::HeadMark& mark, std::int64_t size) {
  if (size > mark.size)
    return Error{
        ErrorKind::Refused,
        fmt::format("the head file `{}` knows {} leaves of the log, and the copy has {}: an older copy has taken "
                    "the place of the head file, and what was erased since is not known. Bring the newest one "
                    "back",
                    head.path(), mark.size, size)};
  if (size >= mark.first) return {};
  return Error{
      ErrorKind::Refused,
      fmt::format("the head file `{}` knows what was erased since leaf {}, and the copy ends before leaf {}: it "
                  "is too old, and what was erased in between would come back. Take a later backup",
                  head.path(), mark.first, size)};
}

Result<ReplayReport> replay(store::Connection& connection, store::HeadFile& head, const RulesOf& rules_of,
                            std::int64_t now) {
  return Replay(connection, head, rules_of, now).go();
}

}  // namespace frist::run
