// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kind_night.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/run/entry_of_batch.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/reviews.hpp"
#include "rules/program/compile.hpp"

namespace frist::run {
namespace {

using text::Status;

constexpr const char* kDutyRestricts = "restrict: a duty outlasts the limit";

std::string entry_name(const model::Record& record, const store::Key& key) {
  return record.name + "/" + store::to_text(key);
}

const char* word_of(model::EffectKind kind) {
  switch (kind) {
    case model::EffectKind::Anonymise:
      return "anonymised";
    case model::EffectKind::Restrict:
      return "restricted";
    case model::EffectKind::Suppress:
      return "suppressed";
    case model::EffectKind::Archive:
      return "archived";
    case model::EffectKind::Transfer:
      return "transferred";
    default:
      return "";
  }
}

}  // namespace

std::string act_words(const model::RuleSet& rules, const model::Record& record, const model::Effect& effect) {
  std::vector<std::string> names;
  for (model::FieldId f : effect.fields) names.push_back(record.fields[f].name);
  for (model::PartyId p : effect.parties) names.push_back(rules.parties[p].heading.name);
  switch (effect.kind) {
    case model::EffectKind::Anonymise:
      return fmt::format("anonymise {}", fmt::join(names, ", "));
    case model::EffectKind::Restrict:
      return "restrict";
    case model::EffectKind::Suppress:
      return fmt::format("suppress towards {}", fmt::join(names, ", "));
    case model::EffectKind::Archive:
      return "archive";
    case model::EffectKind::Transfer:
      return names.empty() ? "transfer" : fmt::format("transfer to {}", fmt::join(names, ", "));
    default:
      return "";
  }
}

KindNight::KindNight(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, model::RecordId record,
                     std::string policy_hash, std::int64_t kind, store::BatchReader reader, store::Schedule schedule,
                     store::Acts acts, std::shared_ptr<const program::Program> program, calendar::Zone zone)
    : connection_(connection),
      rules_(std::move(rules)),
      record_(&rules_->records[record]),
      policy_hash_(std::move(policy_hash)),
      kind_(kind),
      reader_(std::move(reader)),
      schedule_(std::move(schedule)),
      acts_(std::move(acts)),
      program_(std::move(program)),
      zone_(std::move(zone)) {}

text::Result<std::unique_ptr<KindNight>> KindNight::open(store::Connection& connection,
                                                         std::shared_ptr<const model::RuleSet> rules,
                                                         model::RecordId record, const std::string& policy_hash) {
  const auto kind = store::find_kind(connection, rules->records[record].name);
  if (!kind) return kind.error();
  if (!kind.value())
    return text::Error{text::ErrorKind::Usage, fmt::format("the record `{}` is not attached; attach the policy again",
                                                           rules->records[record].name)};
  auto zone = calendar::Zone::find(rules->zone);
  if (!zone)
    return text::Error{text::ErrorKind::Io,
                       fmt::format("this machine has no data for the time zone `{}`; install tzdata", rules->zone)};
  auto program = program::compile(rules, record, program::Purpose::Night);
  auto reader = store::BatchReader::open(connection, *program);
  if (!reader) return reader.error();
  auto schedule = store::Schedule::open(connection, *kind.value());
  if (!schedule) return schedule.error();
  auto acts = store::Acts::open(connection, *rules, record, *kind.value());
  if (!acts) return acts.error();
  return std::unique_ptr<KindNight>(new KindNight(connection, rules, record, policy_hash, *kind.value(),
                                                  std::move(reader).value(), std::move(schedule).value(),
                                                  std::move(acts).value(), program, std::move(*zone)));
}

text::Result<bool> KindNight::schedule_next(const model::AsOf& as_of, std::uint32_t limit, store::Progress& progress,
                                            Tally& tally) {
  const auto more = reader_.scan(progress.last, limit, batch_);
  if (!more) return more.error();
  if (!more.value()) return false;
  machine_.run(*program_, batch_.facts, as_of, verdicts_);
  std::vector<calendar::Day>& next = verdicts_.next_change;
  std::vector<std::int64_t> kept(rules_->retention.size() + 2);  // by rule; then none, and a placed hold
  for (std::size_t row = 0; row < next.size(); ++row) {
    const bool due =
        verdicts_.erase_due[row] || verdicts_.review_due[row] || verdicts_.restricted[row] || verdicts_.acts[row];
    if (due)
      next[row] = as_of.day;
    else
      ++kept[slot_of(verdicts_.rule[row])];
  }
  for (std::size_t slot = 0; slot < kept.size(); ++slot)
    if (kept[slot]) tally[{record_->name, rule_name(rule_in(slot)), "kept"}] += kept[slot];
  if (auto written = schedule_.write_range(progress.last, batch_.keys, next); !written) return written.error();
  progress.last = batch_.keys.at(batch_.keys.size() - 1);
  progress.done += static_cast<std::int64_t>(batch_.keys.size());
  if (auto saved = store::set_progress(connection_, kind_, progress); !saved) return saved.error();
  return true;
}

text::Result<std::vector<store::Key>> KindNight::due(const model::AsOf& as_of, std::uint32_t limit) {
  return schedule_.due(as_of.day, store::Key(), limit);
}

text::Result<std::size_t> KindNight::decide(std::span<const store::Key> keys, const model::AsOf& as_of) {
  const auto dealt_with = reader_.read(keys, batch_);
  if (dealt_with) machine_.run(*program_, batch_.facts, as_of, verdicts_);
  return dealt_with;
}

text::Result<std::size_t> KindNight::act_on(std::span<const store::Key> keys, const model::AsOf& as_of,
                                            std::int64_t run, Journal& journal, Tally& tally) {
  const auto dealt_with = decide(keys, as_of);
  if (!dealt_with) return dealt_with;
  for (const store::Key& key : batch_.gone)
    if (auto removed = schedule_.remove(key); !removed) return removed.error();
  for (std::uint32_t row = 0; row < batch_.keys.size(); ++row)
    if (auto acted = act_on_row(row, as_of, run, journal, tally); !acted)
      return acted.error().with_context(entry_name(*record_, batch_.keys.at(row)));
  return dealt_with;
}

text::Result<std::size_t> KindNight::preview(std::span<const store::Key> keys, const model::AsOf& as_of, Tally& tally) {
  const auto dealt_with = decide(keys, as_of);
  for (std::uint32_t row = 0; dealt_with && row < batch_.keys.size(); ++row) count_row(row, tally);
  return dealt_with;
}

text::Result<bool> KindNight::preview_next(const model::AsOf& as_of, std::uint32_t limit, store::Key& after,
                                           Tally& tally, std::uint64_t& decided) {
  const auto more = reader_.scan(after, limit, batch_);
  if (!more || !more.value()) return more;
  machine_.run(*program_, batch_.facts, as_of, verdicts_);
  for (std::uint32_t row = 0; row < batch_.keys.size(); ++row) count_row(row, tally);
  decided += batch_.keys.size();
  after = batch_.keys.at(batch_.keys.size() - 1);
  return true;
}

void KindNight::count_row(std::uint32_t row, Tally& tally) const {
  if (verdicts_.erase_due[row]) return add(tally, rule_name(verdicts_.rule[row]), "erased");
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    add(tally, rule.heading.name, word_of(rule.effects[program_->acts[bit].effect].kind));
  }
  if (verdicts_.restricted[row]) add(tally, rule_name(verdicts_.rule[row]), "restricted");
  if (verdicts_.review_due[row]) add(tally, rule_name(verdicts_.review_rule[row]), "reviewed");
  add(tally, rule_name(verdicts_.rule[row]), "kept");
}

text::Status KindNight::act_on_row(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                                   Tally& tally) {
  if (verdicts_.erase_due[row]) return erase(row, as_of, journal, tally);
  if (verdicts_.acts[row] || verdicts_.restricted[row]) {
    const auto changed = do_acts(row, as_of, run, journal, tally);
    if (!changed) return changed.error();
    if (changed.value()) return schedule_.mark_changed(batch_.keys.at(row));
  }
  if (verdicts_.review_due[row])
    if (auto raised = raise_review(row, as_of, run, journal, tally); !raised) return raised;
  add(tally, rule_name(verdicts_.rule[row]), "kept");
  return schedule_.set_next(batch_.keys.at(row), verdicts_.next_change[row]);
}

Status KindNight::erase(std::uint32_t row, const model::AsOf& as_of, Journal& journal, Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  const std::string rule = rule_name(verdicts_.rule[row]);
  std::string text = codec::text_of(body(row, "erase", rule, verdicts_.due[row], as_of), *rules_, zone_);
  const auto removed = acts_.erase(key);
  if (!removed) return removed.error();
  if (auto written = journal.write(audit::Happening::Erase, kind_, key, std::move(text)); !written) return written;
  for (const store::TableCount& t : removed.value()) tally[{t.table, "", "rows"}] += t.rows;
  add(tally, rule, "erased");
  return {};
}

text::Result<bool> KindNight::do_acts(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                                      Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  const auto done = acts_.acts_done(key);
  if (!done) return done.error();
  bool changed = false;
  const auto was_done = [&](const std::string& act, const std::string& rule) {
    return std::any_of(done.value().begin(), done.value().end(),
                       [&](const store::DoneAct& d) { return d.act == act && d.rule == rule; });
  };
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    const std::string act = act_words(*rules_, *record_, effect);
    if (was_done(act, rule.heading.name)) continue;
    if (effect.kind == model::EffectKind::Anonymise)
      if (auto emptied = acts_.anonymise(key, effect.fields); !emptied) return emptied.error();
    if (effect.kind == model::EffectKind::Restrict)
      if (auto restricted = acts_.restrict(key, as_of.day, rule.heading.name); !restricted) return restricted.error();
    if (auto noted = note(row, act, rule.heading.name, as_of, run, journal); !noted) return noted.error();
    changed |= effect.kind == model::EffectKind::Anonymise || effect.kind == model::EffectKind::Restrict;
    add(tally, rule.heading.name, word_of(effect.kind));
  }
  const std::string keeper = rule_name(verdicts_.rule[row]);
  if (!verdicts_.restricted[row] || was_done(kDutyRestricts, keeper)) return changed;
  if (auto restricted = acts_.restrict(key, as_of.day, keeper); !restricted) return restricted.error();
  add(tally, keeper, "restricted");
  if (auto noted = note(row, kDutyRestricts, keeper, as_of, run, journal); !noted) return noted.error();
  return true;
}

Status KindNight::note(std::uint32_t row, std::string action, const std::string& rule, const model::AsOf& as_of,
                       std::int64_t run, Journal& journal) {
  const store::Key key = batch_.keys.at(row);
  if (auto noted = acts_.note_act(key, {action, rule, as_of.day, run}); !noted) return noted;
  return journal.write(audit::Happening::Act, kind_, key,
                       codec::text_of(body(row, std::move(action), rule, as_of.day, as_of), *rules_, zone_));
}

Status KindNight::raise_review(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                               Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  const std::string rule = rule_name(verdicts_.review_rule[row]);
  const auto fresh = store::raise_review(connection_, {kind_, key, verdicts_.review_on[row], rule, run, {}, {}, {}});
  if (!fresh) return fresh.error();
  if (!fresh.value()) return {};
  add(tally, rule, "reviewed");
  return journal.write(audit::Happening::Review, kind_, key,
                       codec::text_of(body(row, "review", rule, verdicts_.review_on[row], as_of), *rules_, zone_));
}

codec::EntryBody KindNight::body(std::uint32_t row, std::string action, const std::string& rule, calendar::Day on,
                                 const model::AsOf& as_of) const {
  return {std::move(action), entry_name(*record_, batch_.keys.at(row)),   rule, on, as_of.day,
          policy_hash_,      entry_of_batch(*program_, batch_.facts, row)};
}

std::size_t KindNight::slot_of(std::uint16_t rule) const {
  if (rule == decide::kNoRule) return rules_->retention.size();
  return rule == decide::kPlacedHold ? rules_->retention.size() + 1 : rule;
}
std::uint16_t KindNight::rule_in(std::size_t slot) const {
  if (slot < rules_->retention.size()) return static_cast<std::uint16_t>(slot);
  return slot == rules_->retention.size() ? decide::kNoRule : decide::kPlacedHold;
}

text::Result<std::int64_t> KindNight::count_entries() {
  const auto rows = store::count_rows(connection_, *record_);
  return rows;
}

std::string KindNight::rule_name(std::uint16_t rule) const {
  if (rule == decide::kNoRule) return "";
  return rule == decide::kPlacedHold ? "placed hold" : rules_->retention[rule].heading.name;
}

}  // namespace frist::run
