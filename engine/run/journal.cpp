// SPDX-License-Identifier: Apache-2.0
#include "engine/run/journal.hpp"

#include <fmt/core.h>

#include <utility>

#include "dsl/text/check.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/run/act_words.hpp"

namespace frist::run {
namespace {

constexpr std::size_t kSealedTogether = 256;  // entries; writing and sealing one takes some two microseconds

}  // namespace

text::Result<Journal> Journal::open(store::Connection& connection, const store::Run& run, calendar::Zone zone) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  audit::Hasher hasher;
  // The run's name in its leaves follows from what is stored of it, so that a run that goes on keeps it.
  const std::string seed = fmt::format("{}/{}/{}/{}", run.id, run.policy, run.as_of, run.started);
  audit::LeafContext context{audit::utc_time(run.started), audit::to_hex(hasher.sha256(seed)).substr(0, 32),
                             run.policy};
  return Journal(std::move(log).value(), std::move(context), run.as_of, std::move(zone));
}

Journal::Journal(store::AuditStore log, audit::LeafContext context, calendar::Day as_of, calendar::Zone zone)
    : log_(std::move(log)), context_(std::move(context)), as_of_(as_of), zone_(std::move(zone)) {}

void Journal::note(audit::Happening happening, std::uint32_t row, std::string action, std::string_view rule,
                   calendar::Day on) {
  noting_.noted.push_back({happening, row, std::move(action), rule, on});
}

void Journal::file(std::int64_t kind, const FactsText& facts, store::EntryBatch& batch) {
  const std::size_t before = noting_.files ? noting_.filed[noting_.files - 1].end : 0;
  if (before == noting_.noted.size()) return;
  if (noting_.files == noting_.filed.size()) noting_.filed.emplace_back();
  Filed& filed = noting_.filed[noting_.files++];
  std::swap(filed.batch, batch);
  if (filed.facts != &facts) batch = {};  // it had the columns of another kind
  filed.kind = kind;
  filed.facts = &facts;
  filed.end = noting_.noted.size();
}

// Between two transactions of a night people may lay something down, so the log's length is asked for once in each; a
// trigger refuses every leaf that is not the next one.
text::Result<std::int64_t> Journal::next() {
  if (!next_) {
    const auto size = log_.size();
    if (!size) return size;
    next_ = size.value();
  }
  return *next_;
}

text::Status Journal::write(audit::Happening happening, std::string body) {
  if (auto flushed = flush(); !flushed) return flushed;
  const auto seq = next();
  if (!seq) return seq.error();
  next_.reset();
  store::AuditEntry entry;
  const audit::Seal made =
      audit::seal(hasher_, context_, happening, static_cast<std::uint64_t>(seq.value()), body, entry.leaf);
  entry.hash = audit::bytes_of(made.leaf_hash);
  entry.salt = audit::bytes_of(made.salt);
  entry.body = std::move(body);
  return log_.append(seq.value(), std::span(&entry, 1));
}

void Journal::seal(const Noted& noted, const Filed& filed, std::uint64_t seq, std::string& facts,
                   store::AuditEntry& entry) {
  const store::Key key = filed.batch.keys.at(noted.row);
  facts.clear();
  filed.facts->append(filed.batch.facts, noted.row, zone_, facts);
  entry.body.clear();
  const codec::SharedEnds shared = codec::append_text_of(
      {noted.action, entry_name(filed.facts->record(), key), noted.rule, noted.on, as_of_, context_.policy_hash, facts},
      entry.body);
  const audit::Seal made = audit::seal(hasher_, context_, noted.happening, seq, entry.body, entry.leaf);
  entry.hash = audit::bytes_of(made.leaf_hash);
  entry.salt = audit::bytes_of(made.salt);
  entry.about = {filed.kind, key};
  entry.shared = {shared.before, shared.behind};
  entry.parts = store::parts_of_leaf(entry.leaf, static_cast<std::int64_t>(seq));
}

void Journal::seal(Part& part) {
  if (part.sealed.size() < part.noted.size()) part.sealed.resize(part.noted.size());
  std::size_t file = 0;
  for (std::size_t i = 0; i < part.noted.size(); ++i) {
    while (part.filed[file].end == i) ++file;
    seal(part.noted[i], part.filed[file], static_cast<std::uint64_t>(part.first) + i, part.facts, part.sealed[i]);
  }
}

text::Status Journal::append_sealed() {
  if (sealer_) sealer_->wait();
  auto appended = log_.append(sealing_.first, std::span(sealing_.sealed).first(sealing_.noted.size()));
  sealing_.clear();
  return appended;
}

text::Status Journal::seal_noted() {
  if (auto appended = append_sealed(); !appended) return appended;
  if (noting_.noted.empty()) return {};
  FRIST_CHECK(noting_.files > 0 && noting_.filed[noting_.files - 1].end == noting_.noted.size());
  const auto seq = next();
  if (!seq) return seq.error();
  next_ = seq.value() + static_cast<std::int64_t>(noting_.noted.size());
  noting_.first = seq.value();
  std::swap(noting_, sealing_);
  if (sealing_.noted.size() < kSealedTogether) return seal(sealing_), text::Status();
  if (!sealer_) sealer_ = std::make_unique<Worker>();
  sealer_->start([this] { seal(sealing_); });
  return {};
}

text::Status Journal::advance() { return noting_.noted.size() < kSealedTogether ? text::Status() : seal_noted(); }

text::Status Journal::flush() {
  if (auto sealed = seal_noted(); !sealed) return sealed;
  next_.reset();
  return append_sealed();
}

void Journal::forget() {
  if (sealer_) sealer_->finish();
  sealing_.clear();
  noting_.clear();
  next_.reset();
}

}  // namespace frist::run
