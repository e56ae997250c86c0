// SPDX-License-Identifier: Apache-2.0
#include "engine/run/diff_side.hpp"

#include "engine/run/act_words.hpp"
#include "rules/program/compile.hpp"

namespace frist::run {
namespace {

bool hands_over(model::EffectKind kind) {
  return kind == model::EffectKind::Archive || kind == model::EffectKind::Transfer;
}

}  // namespace

SideKind::SideKind(store::Connection& connection, const DiffSide& side, model::RecordId record)
    : side_(side),
      record_(&side.rules->records[record]),
      program_(program::compile(side.rules, record, program::Purpose::Night)),
      connection_(connection) {}

text::Result<std::unique_ptr<SideKind>> SideKind::open(store::Connection& connection, const DiffSide& side,
                                                       model::RecordId record) {
  std::unique_ptr<SideKind> kind(new SideKind(connection, side, record));
  auto reader = store::BatchReader::open(connection, *kind->program_);
  if (!reader) return reader.error();
  kind->reader_.emplace(std::move(reader).value());
  return kind;
}

text::Result<bool> SideKind::scan(const store::Key& after, std::uint32_t limit) {
  const auto more = reader_->scan(after, limit, batch_);
  if (more && more.value()) decide();
  return more;
}

text::Result<std::size_t> SideKind::read(std::span<const store::Key> keys) {
  const auto dealt_with = reader_->read(keys, batch_);
  if (dealt_with) decide();
  return dealt_with;
}

text::Result<bool> SideKind::use_pack(pack::Pack& pack) {
  auto scan = pack::PackScan::open(pack, connection_, *program_);
  if (!scan) return scan.error();
  packed_ = std::move(scan).value();
  return packed_.has_value();
}

text::Result<bool> SideKind::next_packed() {
  const auto more = packed_->next(batch_);
  if (more && more.value()) decide();
  return more;
}

text::Result<std::size_t> SideKind::read_changed(std::span<const store::Key> keys) {
  const auto dealt_with = reader_->read(keys, batch_);
  if (!dealt_with) return dealt_with;
  packed_->leave_other_spellings(keys, batch_);
  decide();
  return dealt_with;
}

Said SideKind::said_of(std::size_t row) const {
  return {verdicts_.erase_due[row] != 0, verdicts_.due[row], rule_name(verdicts_.rule[row]), acts_of(row)};
}

std::string SideKind::rule_name(std::uint16_t rule) const {
  if (rule == decide::kNoRule) return "";
  return rule == decide::kPlacedHold ? "placed hold" : side_.rules->retention[rule].heading.name;
}

// As a night does them: an entry that goes is handed over before, and nothing else is done to it.
SaidActs SideKind::acts_of(std::size_t row) const {
  SaidActs acts;
  const bool erased = verdicts_.erase_due[row] != 0;
  for (std::size_t bit = 0; bit < program_->acts.size(); ++bit) {
    if (!(verdicts_.acts[row] >> bit & 1)) continue;
    const model::RetentionRule& rule = side_.rules->retention[program_->acts[bit].rule];
    const model::Effect& effect = rule.effects[program_->acts[bit].effect];
    if (!erased || hands_over(effect.kind))
      acts.try_emplace(act_words(*side_.rules, *record_, effect), SaidAct{word_of(effect.kind), rule.heading.name});
  }
  if (erased) return acts;
  if (verdicts_.restricted[row]) acts[kDutyRestricts] = {"restricted", rule_name(verdicts_.rule[row])};
  if (verdicts_.review_due[row]) acts[kReviewAct] = {"reviewed", rule_name(verdicts_.review_rule[row])};
  return acts;
}

}  // namespace frist::run
