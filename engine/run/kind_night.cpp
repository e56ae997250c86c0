// SPDX-License-Identifier: Apache-2.0
#include "engine/run/kind_night.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/run/act_words.hpp"
#include "engine/store/kinds.hpp"
#include "rules/program/compile.hpp"

namespace frist::run {

using text::Status;

namespace {

constexpr std::int64_t kMostRowsToSort = 2'000'000;  // some 60 MiB

}  // namespace

KindNight::KindNight(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, model::RecordId record,
                     std::string policy_hash, std::int64_t kind, store::BatchReader reader, store::Schedule schedule,
                     store::Acts acts, std::shared_ptr<const program::Program> program)
    : connection_(connection),
      rules_(std::move(rules)),
      record_(&rules_->records[record]),
      policy_hash_(std::move(policy_hash)),
      kind_(kind),
      reader_(std::move(reader)),
      schedule_(std::move(schedule)),
      acts_(std::move(acts)),
      program_(std::move(program)),
      facts_text_(program_),
      erased_by_(rules_->retention.size() + 2),
      not_readable_ahead_(program_->inputs.size()) {}

text::Result<std::unique_ptr<KindNight>> KindNight::open(store::Connection& connection,
                                                         std::shared_ptr<const model::RuleSet> rules,
                                                         model::RecordId record, const std::string& policy_hash) {
  const auto kind = store::find_kind(connection, rules->records[record].name);
  if (!kind) return kind.error();
  const std::int64_t number = kind.value().value_or(0);  // 0: nothing is laid down about a record that is new
  auto program = program::compile(rules, record, program::Purpose::Night);
  auto reader = store::BatchReader::open(connection, *program);
  if (!reader) return reader.error();
  auto schedule = store::Schedule::open(connection, number);
  if (!schedule) return schedule.error();
  auto acts = store::Acts::open(connection, *rules, record, number);
  if (!acts) return acts.error();
  return std::unique_ptr<KindNight>(new KindNight(connection, rules, record, policy_hash, number,
                                                  std::move(reader).value(), std::move(schedule).value(),
                                                  std::move(acts).value(), program));
}

text::Result<std::unique_ptr<ScanAhead>> KindNight::scan_ahead(std::size_t threads) const {
  return ScanAhead::open(connection_.path(), program_, threads);
}

void KindNight::add_not_readable(const ScanAhead& ahead) { ahead.add_not_readable(not_readable_ahead_); }

text::Result<bool> KindNight::decide_next(const store::Key& after, const model::AsOf& as_of) {
  const auto more = packed_ ? read_packed() : reader_.scan(after, kScanBatch, batch_);
  if (more && more.value()) machine_.run(*program_, batch_.facts, as_of, verdicts_);
  return more;
}

text::Result<std::optional<std::uint64_t>> KindNight::use_pack(pack::Pack& pack) {
  auto scan = pack::PackScan::open(pack, connection_, *program_);
  if (!scan) return scan.error();
  packed_ = std::move(scan).value();
  return packed_ ? std::optional(packed_->entries()) : std::nullopt;
}

// What is in the pack, then what changed since it was made.
text::Result<bool> KindNight::read_packed() {
  const auto more = packed_->next(batch_);
  if (!more || more.value()) return more;
  while (changed_read_ < packed_->changed().size()) {
    const auto left = packed_->changed().subspan(changed_read_);
    const auto asked = left.first(std::min<std::size_t>(left.size(), kScanBatch));
    const auto dealt_with = reader_.read(asked, batch_);
    if (!dealt_with) return dealt_with.error();
    packed_->leave_other_spellings(asked, batch_);
    changed_read_ += dealt_with.value();
    if (!batch_.keys.empty()) return true;
  }
  return false;
}

text::Result<bool> KindNight::schedule_next(const model::AsOf& as_of, std::int64_t total, ScanAhead* ahead,
                                            store::Progress& progress, Tally& tally) {
  const auto more = ahead ? ahead->next(batch_, verdicts_) : decide_next(progress.last, as_of);
  if (!more || !more.value()) return more;
  std::vector<calendar::Day>& next = verdicts_.next_change;
  for (std::size_t row = 0; row < next.size(); ++row)
    if (is_due(row)) next[row] = as_of.day;
  count_kept(tally);
  const auto written = schedule_.write_range(progress.last, batch_.keys, next);
  if (!written) return written.error();
  // Where many days differ it is cheaper to write all rows by day anew than to move them one by one. That sorts them in
  // memory, so it is for as many as that is small.
  const std::int64_t changes = written.value().inserted + written.value().updated + written.value().removed;
  if (total <= kMostRowsToSort && 4 * changes > static_cast<std::int64_t>(next.size()))
    if (auto dropped = store::Schedule::drop_days(connection_); !dropped) return dropped.error();
  progress.last = batch_.keys.at(batch_.keys.size() - 1);
  progress.done += static_cast<std::int64_t>(batch_.keys.size());
  if (auto saved = store::set_progress(connection_, kind_, progress); !saved) return saved.error();
  return true;
}

// All rows of the batch for which nothing is due.
void KindNight::count_kept(Tally& tally) const {
  std::vector<std::int64_t> kept(rules_->retention.size() + 2);  // by rule; then none, and a placed hold
  for (std::size_t row = 0; row < batch_.keys.size(); ++row)
    if (!is_due(row)) ++kept[slot_of(verdicts_.rule[row])];
  for (std::size_t slot = 0; slot < kept.size(); ++slot)
    if (kept[slot]) tally[{record_->name, rule_name(rule_in(slot)), "kept"}] += kept[slot];
}

text::Result<std::vector<store::DueEntry>> KindNight::due(const model::AsOf& as_of, std::uint32_t limit) {
  // One that failed may be there twice, as changed and by its day.
  limit += 2 * static_cast<std::uint32_t>(failed_.size());
  auto found = schedule_.due(as_of.day, limit);
  if (!found) return found;
  std::vector<store::DueEntry>& entries = found.value();
  if (auto sound = schedule_.require_sound(as_of.day, entries, entries.size() < limit); !sound) return sound.error();
  std::erase_if(entries, [&](const store::DueEntry& entry) { return failed_.contains(entry.key); });
  // Neighbours in the table are read together. Of one that changed and is due, the day is kept: it is the later.
  std::sort(entries.begin(), entries.end(), std::greater<>());
  const auto same_key = [](const store::DueEntry& a, const store::DueEntry& b) { return a.key == b.key; };
  entries.erase(std::unique(entries.begin(), entries.end(), same_key), entries.end());
  std::reverse(entries.begin(), entries.end());
  return found;
}

text::Status KindNight::each_due(const model::AsOf& as_of, std::uint32_t limit,
                                 const std::function<text::Status(std::span<const store::Key>)>& take) {
  return schedule_.each_due(as_of.day, limit, [&](std::span<const store::DueEntry> due) {
    std::vector<store::Key> keys;
    for (const store::DueEntry& entry : due) keys.push_back(entry.key);
    std::sort(keys.begin(), keys.end());
    return take(keys);
  });
}

text::Result<std::size_t> KindNight::decide(std::span<const store::Key> keys, const model::AsOf& as_of) {
  const auto dealt_with = reader_.read(keys, batch_);
  if (dealt_with) machine_.run(*program_, batch_.facts, as_of, verdicts_);
  return dealt_with;
}

text::Result<std::size_t> KindNight::act_on(std::span<const store::DueEntry> entries, const model::AsOf& as_of,
                                            std::int64_t run, Journal& journal, Tally& tally) {
  at_hand_ = entries;
  std::vector<store::Key> keys;
  for (const store::DueEntry& entry : entries) keys.push_back(entry.key);
  const auto dealt_with = decide(keys, as_of);
  if (!dealt_with) return dealt_with;
  // Settled before anything is done, so that a mark that is there afterwards is a later one.
  if (auto noted = schedule_.note_new(); !noted) return noted.error();
  const auto to_settle = schedule_.any_changed();
  if (!to_settle) return to_settle.error();
  for (const store::DueEntry& entry : entries.first(to_settle.value() ? dealt_with.value() : 0))
    if (auto settled = schedule_.settle(entry.key); !settled) return settled.error();
  const auto noted_again = forget_what_is_gone();
  if (!noted_again) return noted_again.error();
  const bool may_change = noted_again.value() || acts_.touches_others();
  if (auto begun = acts_.begin_many(); !begun) return begun.error();
  erased_.clear();
  std::fill(erased_by_.begin(), erased_by_.end(), 0);
  for (std::uint32_t row = 0; row < batch_.keys.size(); ++row) {
    // What was done to another one may have changed this one; it comes again.
    const auto changed = may_change ? schedule_.is_changed(batch_.keys.at(row)) : text::Result<bool>(false);
    if (!changed) return changed.error();
    if (changed.value()) continue;
    if (auto acted = try_row(row, as_of, run, journal, tally); !acted)
      return acted.error().with_context(entry_name(*record_, batch_.keys.at(row)));
  }
  if (auto finished = finish_erasures(tally); !finished) return finished.error();
  journal.file(kind_, facts_text_, batch_);
  return dealt_with;
}

// The row of the batch as the schedule has told it; its key is then as the table has it now.
store::DueEntry KindNight::due_entry(std::uint32_t row) const {
  return {batch_.keys.at(row), at_hand_[batch_.asked[row]].next};
}

Status KindNight::set_next(std::uint32_t row, calendar::Day next) {
  const store::DueEntry entry = due_entry(row);
  return schedule_.set_next(entry.key, next, entry.next == store::kChanged ? std::nullopt : std::optional(entry.next));
}

// What is scheduled under a key that no row has, or has in another spelling (`Anna` for `anna` where the table takes
// them for one), goes; a row that was found by two spellings is noted and looked at again under its own.
text::Result<bool> KindNight::forget_what_is_gone() {
  bool noted_again = false;
  for (const store::Key& key : batch_.gone)
    if (auto removed = schedule_.remove(key); !removed) return removed.error();
  for (std::uint32_t row = 0; row < batch_.keys.size(); ++row) {
    const store::Key& asked = at_hand_[batch_.asked[row]].key;
    const store::Key key = batch_.keys.at(row);
    if (asked == key) continue;
    if (auto removed = schedule_.remove(asked); !removed) return removed.error();
    if (auto noted = schedule_.mark_changed(key); !noted) return noted.error();
    noted_again = true;
  }
  return noted_again;
}

Status KindNight::try_row(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                          Tally& tally) {
  const auto acted = act_on_row(row, as_of, run, journal, tally);
  const bool others_can_go_on = !acted && acted.error().kind == text::ErrorKind::Data && connection_.in_transaction();
  return others_can_go_on ? fail(row, acted.error(), as_of, tally) : acted;
}

void KindNight::begin_transaction() {
  failed_lately_.clear();
  failures_before_ = failures_.size();
}

void KindNight::undo_transaction() {
  for (const store::Key& key : failed_lately_) failed_.erase(key);
  failures_.resize(failures_before_);
  begin_transaction();
}

Status KindNight::fail(std::uint32_t row, const text::Error& error, const model::AsOf& as_of, Tally& tally) {
  const store::Key key = batch_.keys.at(row);
  if (failed_.insert(key).second) failed_lately_.push_back(key);
  if (failures_.size() < kMostFailures) failures_.push_back({entry_name(*record_, key), error.message});
  add(tally, rule_name(verdicts_.rule[row]), "failed");
  return set_next(row, as_of.day);
}

Status KindNight::report(NightReport& report) const {
  for (const NightFailure& f : failures_)
    if (report.failures.size() < kMostFailures) report.failures.push_back(f);
  for (std::size_t i = 0; i < program_->inputs.size(); ++i) {
    const program::Input& input = program_->inputs[i];
    const auto values = static_cast<std::int64_t>(reader_.not_readable()[i] + not_readable_ahead_[i] +
                                                  (packed_ ? packed_->not_readable()[i] : 0));
    if (values == 0 || input.is_fact) continue;
    const model::Record& record =
        rules_->records[input.space == 0 ? program_->record : program_->spaces[input.space].record];
    report.unreadable.push_back({record.name, record.fields[input.field].name, values});
  }
  const auto without_key = store::count_without_key(connection_, *record_);
  if (!without_key) return without_key.error();
  if (without_key.value() > 0) report.unreadable.push_back({record_->name, record_->key, without_key.value()});
  return {};
}

text::Result<std::size_t> KindNight::preview(std::span<const store::Key> keys, const model::AsOf& as_of, Tally& tally,
                                             Planned& planned) {
  const auto dealt_with = decide(keys, as_of);
  if (!dealt_with) return dealt_with;
  if (auto seen = preview_rows(as_of, tally, planned); !seen) return seen.error();
  return dealt_with;
}

text::Result<bool> KindNight::preview_next(const model::AsOf& as_of, store::Key& after, Tally& tally, Planned& planned,
                                           std::uint64_t& decided) {
  const auto more = decide_next(after, as_of);
  if (!more || !more.value()) return more;
  if (auto seen = preview_rows(as_of, tally, planned); !seen) return seen.error();
  decided += batch_.keys.size();
  after = batch_.keys.at(batch_.keys.size() - 1);
  return true;
}

std::size_t KindNight::slot_of(std::uint16_t rule) const {
  if (rule == decide::kNoRule) return rules_->retention.size();
  return rule == decide::kPlacedHold ? rules_->retention.size() + 1 : rule;
}
std::uint16_t KindNight::rule_in(std::size_t slot) const {
  if (slot < rules_->retention.size()) return static_cast<std::uint16_t>(slot);
  return slot == rules_->retention.size() ? decide::kNoRule : decide::kPlacedHold;
}

text::Result<std::int64_t> KindNight::count_entries() { return store::count_rows(connection_, *record_); }
text::Result<std::int64_t> KindNight::count_entries(std::int64_t limit) {
  return store::count_rows(connection_, *record_, limit);
}

const std::string& KindNight::rule_name(std::uint16_t rule) const {
  static const std::string none, placed_hold = "placed hold";
  if (rule == decide::kNoRule) return none;
  return rule == decide::kPlacedHold ? placed_hold : rules_->retention[rule].heading.name;
}

text::Result<std::vector<std::unique_ptr<KindNight>>> open_kinds(store::Connection& connection,
                                                                 const std::shared_ptr<const model::RuleSet>& rules,
                                                                 const std::string& policy_hash) {
  std::vector<std::unique_ptr<KindNight>> kinds;
  for (model::RecordId id = 0; id < rules->records.size(); ++id) {
    const model::Record& record = rules->records[id];
    const bool ruled =
        std::any_of(rules->retention.begin(), rules->retention.end(), [&](const auto& r) { return r.record == id; });
    if (record.table.empty() || record.is_child() || !ruled) continue;
    auto kind = KindNight::open(connection, rules, id, policy_hash);
    if (!kind) return kind.error();
    kinds.push_back(std::move(kind).value());
  }
  return kinds;
}

}  // namespace frist::run
