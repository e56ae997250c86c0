// SPDX-License-Identifier: Apache-2.0
// What a verdict does to one entry, or would do.
#include <utility>

#include "engine/run/act_words.hpp"
#include "engine/run/entry_of_batch.hpp"
#include "engine/run/kind_night.hpp"
#include "engine/store/reviews.hpp"

namespace frist::run {

using text::Status;

Status KindNight::count_row(std::uint32_t row, Tally& tally) {
  if (verdicts_.erase_due[row]) return add(tally, rule_name(verdicts_.rule[row]), "erased"), Status();
  const auto acts = acts_due(row);
  if (!acts) return acts.error();
  for (const ActDue& act : acts.value()) add(tally, act.rule, act.word);
  if (verdicts_.review_due[row]) {
    const auto raised = store::is_raised(connection_, kind_, batch_.keys.at(row), verdicts_.review_on[row]);
    if (!raised) return raised.error();
    if (!raised.value()) add(tally, rule_name(verdicts_.review_rule[row]), "reviewed");
  }
  return add(tally, rule_name(verdicts_.rule[row]), "kept"), Status();
}

text::Result<std::vector<KindNight::ActDue>> KindNight::acts_due(std::uint32_t row) {
  std::vector<ActDue> due;
  std::set<model::FieldId> emptied;
  if (!verdicts_.acts[row] && !verdicts_.restricted[row]) return due;
  const auto done = acts_.acts_done(batch_.keys.at(row));
  if (!done) return done.error();
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    const bool hands_over = effect.kind == model::EffectKind::Archive || effect.kind == model::EffectKind::Transfer;
    ActDue act{act_words(*rules_, *record_, effect), rule.heading.name, word_of(effect.kind), hands_over};
    const auto again =
        was_done(done.value(), act.act, act.rule) ? has_to_be_emptied(row, effect, emptied) : text::Result<bool>(true);
    if (!again) return again.error();
    if (effect.kind == model::EffectKind::Anonymise) emptied.insert(effect.fields.begin(), effect.fields.end());
    if (again.value()) due.push_back(std::move(act));
  }
  const std::string& keeper = rule_name(verdicts_.rule[row]);
  if (verdicts_.restricted[row] && !was_done(done.value(), kDutyRestricts, keeper))
    due.push_back({kDutyRestricts, keeper, "restricted", false});
  return due;
}

// An act that was done is done again only where somebody has filled a field anew, and no act before it empties it.
text::Result<bool> KindNight::has_to_be_emptied(std::uint32_t row, const model::Effect& effect,
                                                const std::set<model::FieldId>& emptied) {
  if (effect.kind != model::EffectKind::Anonymise) return false;
  std::vector<model::FieldId> left;
  for (const model::FieldId field : effect.fields)
    if (!emptied.contains(field)) left.push_back(field);
  return acts_.is_filled(batch_.keys.at(row), left);
}

text::Result<std::optional<codec::EntryBody>> KindNight::what_is_due(std::uint32_t row, const model::AsOf& as_of) {
  using Nothing = std::optional<codec::EntryBody>;
  const bool erases = verdicts_.erase_due[row] != 0;
  const auto acts = acts_due(row);
  if (!acts) return acts.error();
  std::string action, rule = erases ? rule_name(verdicts_.rule[row]) : "";
  for (const ActDue& act : acts.value()) {
    if (erases && !act.hands_over) continue;
    action += (action.empty() ? "" : "; ") + act.act;
    if (rule.empty()) rule = act.rule;
  }
  if (erases) action += action.empty() ? "erase" : "; erase";
  if (action.empty()) return Nothing();
  return Nothing(body(row, action, rule, erases ? verdicts_.due[row] : as_of.day, as_of));
}

Status KindNight::plan_row(std::uint32_t row, const model::AsOf& as_of, Planned& planned) {
  const auto due = what_is_due(row, as_of);
  if (!due) return due.error();
  if (!due.value()) return {};
  const codec::EntryBody& body = *due.value();
  planned.entries.push_back({kind_, batch_.keys.at(row), body.action, body.rule, body.on, planned.digest->of(body)});
  return {};
}

Status KindNight::preview_rows(const model::AsOf& as_of, Tally& tally, Planned& planned) {
  count_kept(tally);
  for (std::uint32_t row = 0; row < batch_.keys.size(); ++row) {
    if (!is_due(row)) continue;
    if (auto counted = count_row(row, tally); !counted) return counted;
    if (!planned.digest) continue;
    if (auto added = plan_row(row, as_of, planned); !added) return added;
  }
  return {};
}

text::Result<bool> KindNight::gate_allows(std::uint32_t row, const model::AsOf& as_of) {
  if (!gate_) return true;
  const auto due = what_is_due(row, as_of);
  if (!due) return due.error();
  if (!due.value()) return true;
  return gate_->allows(kind_, batch_.keys.at(row), *due.value());
}

// Not in the plan, or not as the plan saw it: it stays due, for the next plan.
Status KindNight::leave(std::uint32_t row, const model::AsOf& as_of, Tally& tally) {
  if (failed_.insert(batch_.keys.at(row)).second) failed_lately_.push_back(batch_.keys.at(row));
  add(tally, rule_name(verdicts_.rule[row]), "left");
  return set_next(row, as_of.day);
}

text::Status KindNight::act_on_row(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                                   Tally& tally) {
  const auto allowed = gate_allows(row, as_of);
  if (!allowed) return allowed.error();
  if (!allowed.value()) return leave(row, as_of, tally);
  if (verdicts_.erase_due[row]) {
    if (auto handed = hand_over(row, as_of, run, journal, tally); !handed) return handed;
    return erase(row, journal, tally);
  }
  if (verdicts_.acts[row] || verdicts_.restricted[row]) {
    const auto changed = do_acts(row, as_of, run, journal, tally);
    if (!changed) return changed.error();
    if (changed.value()) return schedule_.mark_changed(batch_.keys.at(row));
  }
  if (verdicts_.review_due[row])
    if (auto raised = raise_review(row, run, journal, tally); !raised) return raised;
  add(tally, rule_name(verdicts_.rule[row]), "kept");
  return set_next(row, verdicts_.next_change[row]);
}

// What has to be offered or handed to somebody is, before it is erased.
Status KindNight::hand_over(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                            Tally& tally) {
  if (verdicts_.acts[row] == 0) return {};
  const auto done = acts_.acts_done(batch_.keys.at(row));
  if (!done) return done.error();
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    const bool hands_over = effect.kind == model::EffectKind::Archive || effect.kind == model::EffectKind::Transfer;
    if (!hands_over || !(verdicts_.acts[row] >> bit & 1)) continue;
    const std::string act = act_words(*rules_, *record_, effect);
    if (was_done(done.value(), act, rule.heading.name)) continue;
    if (auto noted = note(row, act, rule.heading.name, as_of, run, journal); !noted) return noted;
    add(tally, rule.heading.name, word_of(effect.kind));
  }
  return {};
}

// Where one row goes for each entry and nothing else changes by it, the rows of the batch go together at its end.
Status KindNight::erase(std::uint32_t row, Journal& journal, Tally& tally) {
  const store::DueEntry entry = due_entry(row);
  if (!acts_.together()) {
    const auto removed = acts_.erase(entry.key);
    if (!removed) return removed.error();
    for (const store::TableCount& t : removed.value()) tally[{t.table, "", "rows"}] += t.rows;
  }
  erased_.push_back(entry);
  ++erased_by_[slot_of(verdicts_.rule[row])];
  journal.note(audit::Happening::Erase, row, "erase", rule_name(verdicts_.rule[row]), verdicts_.due[row]);
  return {};
}

Status KindNight::finish_erasures(Tally& tally) {
  if (acts_.together() && !erased_.empty()) {
    if (auto removed = acts_.erase_together(erased_); !removed) return removed;
    tally[{record_->table, "", "rows"}] += static_cast<std::int64_t>(erased_.size());
  }
  if (auto finished = acts_.finish_many(); !finished) return finished;
  if (auto gone = schedule_.erased_together(erased_); !gone) return gone;
  for (std::size_t slot = 0; slot < erased_by_.size(); ++slot)
    if (const auto n = std::exchange(erased_by_[slot], 0))
      tally[{record_->name, rule_name(rule_in(slot)), "erased"}] += n;
  return {};
}

text::Result<bool> KindNight::do_acts(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                                      Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  const auto done = acts_.acts_done(key);
  if (!done) return done.error();
  bool changed = false;
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    const std::string act = act_words(*rules_, *record_, effect);
    const bool before = was_done(done.value(), act, rule.heading.name);
    if (effect.kind == model::EffectKind::Anonymise) {
      const auto emptied = acts_.anonymise(key, effect.fields);  // again, where somebody has filled a field anew
      if (!emptied) return emptied.error();
      if (before && !emptied.value()) continue;
    } else if (before) {
      continue;
    }
    if (effect.kind == model::EffectKind::Restrict)
      if (auto restricted = acts_.restrict(key, as_of.day, rule.heading.name); !restricted) return restricted.error();
    if (auto noted = note(row, act, rule.heading.name, as_of, run, journal); !noted) return noted.error();
    changed |= effect.kind == model::EffectKind::Anonymise || effect.kind == model::EffectKind::Restrict;
    add(tally, rule.heading.name, word_of(effect.kind));
  }
  const std::string& keeper = rule_name(verdicts_.rule[row]);
  if (!verdicts_.restricted[row] || was_done(done.value(), kDutyRestricts, keeper)) return changed;
  if (auto restricted = acts_.restrict(key, as_of.day, keeper); !restricted) return restricted.error();
  add(tally, keeper, "restricted");
  if (auto noted = note(row, kDutyRestricts, keeper, as_of, run, journal); !noted) return noted.error();
  return true;
}

Status KindNight::note(std::uint32_t row, std::string action, const std::string& rule, const model::AsOf& as_of,
                       std::int64_t run, Journal& journal) {
  const store::Key key = batch_.keys.at(row);
  if (auto noted = acts_.note_act(key, {action, rule, as_of.day, run}); !noted) return noted;
  journal.note(audit::Happening::Act, row, std::move(action), rule, as_of.day);
  return {};
}

Status KindNight::raise_review(std::uint32_t row, std::int64_t run, Journal& journal, Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  const std::string& rule = rule_name(verdicts_.review_rule[row]);
  const auto fresh = store::raise_review(connection_, {kind_, key, verdicts_.review_on[row], rule, run, {}, {}, {}});
  if (!fresh) return fresh.error();
  if (!fresh.value()) return {};
  add(tally, rule, "reviewed");
  journal.note(audit::Happening::Review, row, "review", rule, verdicts_.review_on[row]);
  return {};
}

codec::EntryBody KindNight::body(std::uint32_t row, std::string action, const std::string& rule, calendar::Day on,
                                 const model::AsOf& as_of) const {
  return {std::move(action), entry_name(*record_, batch_.keys.at(row)),   rule, on, as_of.day,
          policy_hash_,      entry_of_batch(*program_, batch_.facts, row)};
}

}  // namespace frist::run
