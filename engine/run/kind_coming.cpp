// SPDX-License-Identifier: Apache-2.0
// The entries of one kind through the coming nights: each is decided on the day on which its verdict may change, and
// followed from change to change. A stored day may be early, so the evaluator alone says what happens then.
#include <algorithm>

#include "engine/decide/timeline.hpp"
#include "engine/run/act_words.hpp"
#include "engine/run/kind_night.hpp"
#include "engine/store/reviews.hpp"

namespace frist::run {

using calendar::Day;
using text::Status;

namespace {

constexpr std::uint32_t kDueAtOnce = 65'536;      // keys held in memory
constexpr std::uint32_t kFollowedAtOnce = 8'192;  // entries held in memory
constexpr const char* kReviewRaised = "review";   // with its rule and day, among the acts done in the walk

}  // namespace

Status KindNight::follow_due(Day from, Day until, Coming& coming, const Told& told) {
  return schedule_.each_due(until, kDueAtOnce, [&](std::span<const store::DueEntry> due) -> Status {
    std::vector<store::DueEntry> sorted(due.begin(), due.end());
    std::sort(sorted.begin(), sorted.end());  // neighbours in the table are read together
    for (std::size_t begin = 0; begin < sorted.size();) {
      std::vector<store::Key> keys;
      for (std::size_t i = begin; i < sorted.size() && keys.size() < kFollowedAtOnce; ++i)
        keys.push_back(sorted[i].key);
      const auto dealt_with = reader_.read(keys, batch_);
      if (!dealt_with) return dealt_with.error();
      std::vector<Day> nights(batch_.keys.size());
      for (std::size_t row = 0; row < nights.size(); ++row)
        nights[row] = static_cast<Day>(std::max<std::int64_t>(from, sorted[begin + batch_.asked[row]].next));
      if (auto followed = follow_batch(nights, until, coming); !followed) return followed;
      begin += dealt_with.value();
      told(dealt_with.value());
    }
    return {};
  });
}

Status KindNight::follow_all(Day from, Day until, Coming& coming, const Told& told) {
  for (store::Key after;;) {
    const auto more = reader_.scan(after, kFollowedAtOnce, batch_);
    if (!more) return more.error();
    if (!more.value()) return {};
    std::vector<Day> nights(batch_.keys.size(), from);
    if (auto followed = follow_batch(nights, until, coming); !followed) return followed;
    after = batch_.keys.at(batch_.keys.size() - 1);
    told(batch_.keys.size());
  }
}

// `nights`: for each row the night that decides it next. One evaluation of the batch serves all rows of a night.
Status KindNight::follow_batch(std::vector<Day>& nights, Day until, Coming& coming) {
  std::map<std::uint32_t, std::vector<store::DoneAct>> done;
  while (!nights.empty()) {
    const Day night = *std::min_element(nights.begin(), nights.end());
    if (night > until) return {};
    machine_.run(*program_, batch_.facts, decide::start_of(*program_, night), verdicts_);
    for (std::uint32_t row = 0; row < nights.size(); ++row) {
      if (nights[row] != night) continue;
      if (verdicts_.erase_due[row] || verdicts_.acts[row] || verdicts_.restricted[row] || verdicts_.review_due[row]) {
        if (!done.contains(row)) {
          auto before = done_before(row);
          if (!before) return before.error();
          done.emplace(row, std::move(before).value());
        }
        if (auto followed = follow_row(row, night, done[row], coming); !followed) return followed;
      }
      nights[row] = verdicts_.erase_due[row] ? calendar::kNever : std::max(verdicts_.next_change[row], night + 1);
    }
  }
  return {};
}

text::Result<std::vector<store::DoneAct>> KindNight::done_before(std::uint32_t row) {
  return acts_.acts_done(batch_.keys.at(row));
}

// The same order of things as in act_on_row(); `done` grows by what this night does.
Status KindNight::follow_row(std::uint32_t row, Day night, std::vector<store::DoneAct>& done, Coming& coming) {
  const auto happens = [&](const std::string& act, const std::string& rule, const char* what, Day since) {
    done.push_back({act, rule, since, 0});
    ++coming[{night, record_->name, rule, what}];
  };
  const bool erased = verdicts_.erase_due[row];
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = rules_->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    const bool hands_over = effect.kind == model::EffectKind::Archive || effect.kind == model::EffectKind::Transfer;
    const std::string act = act_words(*rules_, *record_, effect);
    if ((hands_over || !erased) && !was_done(done, act, rule.heading.name))
      happens(act, rule.heading.name, word_of(effect.kind), night);
  }
  const std::string keeper = rule_name(verdicts_.rule[row]);
  if (erased) return ++coming[{night, record_->name, keeper, "erased"}], Status();
  if (verdicts_.restricted[row] && !was_done(done, kDutyRestricts, keeper))
    happens(kDutyRestricts, keeper, "restricted", night);
  if (!verdicts_.review_due[row]) return {};
  const Day on = verdicts_.review_on[row];
  for (const store::DoneAct& act : done)
    if (act.act == kReviewRaised && act.since == on) return {};
  const auto raised = store::is_raised(connection_, kind_, batch_.keys.at(row), on);
  if (!raised) return raised.error();
  if (!raised.value()) happens(kReviewRaised, rule_name(verdicts_.review_rule[row]), "reviewed", on);
  return {};
}

}  // namespace frist::run
