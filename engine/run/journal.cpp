// SPDX-License-Identifier: Apache-2.0
#include "engine/run/journal.hpp"

#include <fmt/core.h>

#include <utility>

namespace frist::run {
namespace {

constexpr std::size_t kSealedTogether = 256;  // entries; sealing one takes some four microseconds

store::AuditEntry to_store(audit::SealedEntry sealed) {
  return {std::move(sealed.leaf),
          std::string(audit::bytes_of(sealed.leaf_hash)),
          std::string(audit::bytes_of(sealed.salt)),
          std::move(sealed.body),
          {}};
}

}  // namespace

text::Result<Journal> Journal::open(store::Connection& connection, const store::Run& run,
                                    std::shared_ptr<const model::RuleSet> rules, calendar::Zone zone) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  audit::Hasher hasher;
  // The run's name in its leaves follows from what is stored of it, so that a run that goes on keeps it.
  const std::string seed = fmt::format("{}/{}/{}/{}", run.id, run.policy, run.as_of, run.started);
  audit::LeafContext context{audit::utc_time(run.started), audit::to_hex(hasher.sha256(seed)).substr(0, 32),
                             run.policy};
  return Journal(std::move(log).value(), std::move(context), std::move(rules), std::move(zone));
}

Journal::Journal(store::AuditStore log, audit::LeafContext context, std::shared_ptr<const model::RuleSet> rules,
                 calendar::Zone zone)
    : log_(std::move(log)), context_(std::move(context)), rules_(std::move(rules)), zone_(std::move(zone)) {}

void Journal::note(audit::Happening happening, std::int64_t kind, const store::Key& key, codec::EntryBody body) {
  noted_.push_back({happening, kind, key, std::move(body)});
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
  const std::vector<store::AuditEntry> one = {
      to_store(audit::seal(hasher_, context_, happening, static_cast<std::uint64_t>(seq.value()), std::move(body)))};
  return log_.append(seq.value(), one);
}

void Journal::seal(Sealing& sealing) {
  auto seq = static_cast<std::uint64_t>(sealing.first);
  for (const Noted& noted : sealing.noted) {
    sealing.sealed.push_back(
        to_store(audit::seal(hasher_, context_, noted.happening, seq++, codec::text_of(noted.body, *rules_, zone_))));
    sealing.sealed.back().about = {noted.kind, noted.key};
  }
}

text::Status Journal::append_sealed() {
  if (sealer_) sealer_->wait();
  const Sealing sealed = std::exchange(sealing_, {});
  return log_.append(sealed.first, sealed.sealed);
}

text::Status Journal::seal_noted() {
  if (auto appended = append_sealed(); !appended) return appended;
  if (noted_.empty()) return {};
  const auto seq = next();
  if (!seq) return seq.error();
  next_ = seq.value() + static_cast<std::int64_t>(noted_.size());
  sealing_.noted = std::exchange(noted_, {});
  sealing_.first = seq.value();
  if (sealing_.noted.size() < kSealedTogether) return seal(sealing_), text::Status();
  if (!sealer_) sealer_ = std::make_unique<Worker>();
  sealer_->start([this] { seal(sealing_); });
  return {};
}

text::Status Journal::advance() { return noted_.size() < kSealedTogether ? text::Status() : seal_noted(); }

text::Status Journal::flush() {
  if (auto sealed = seal_noted(); !sealed) return sealed;
  next_.reset();
  return append_sealed();
}

void Journal::forget() {
  if (sealer_) sealer_->wait();
  sealing_ = {};
  noted_.clear();
  next_.reset();
}

}  // namespace frist::run
