// SPDX-License-Identifier: Apache-2.0
#include "engine/run/night.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/run/kind_night.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::uint32_t kKeysAtOnce = 65'536;  // due keys held in memory
constexpr std::uint32_t kScanBatch = 16'384;   // entries of one transaction while everything is decided
constexpr int kCheckpointPages = 16'384;       // 64 MiB of write-ahead log
constexpr int kCheckpointTries = 5;

using Kinds = std::vector<std::unique_ptr<KindNight>>;

// The kinds that live in tables of their own and have rules; children go with their parents.
Result<Kinds> open_kinds(store::Connection& connection, const std::shared_ptr<const model::RuleSet>& rules,
                         const std::string& hash) {
  Kinds kinds;
  for (model::RecordId id = 0; id < rules->records.size(); ++id) {
    const model::Record& record = rules->records[id];
    const bool ruled =
        std::any_of(rules->retention.begin(), rules->retention.end(), [&](const auto& r) { return r.record == id; });
    if (record.table.empty() || record.is_child() || !ruled) continue;
    auto kind = KindNight::open(connection, rules, id, hash);
    if (!kind) return kind.error();
    kinds.push_back(std::move(kind).value());
  }
  return kinds;
}

Status require_this_policy(store::Connection& connection, const std::string& hash) {
  if (auto attached = store::require_attached(connection); !attached) return attached;
  const auto policy = store::attached_policy(connection);
  if (!policy) return policy.error();
  if (!policy.value() || policy.value()->hash != hash)
    return Error{ErrorKind::Usage, "the database is attached to another policy; attach this one first"};
  return {};
}

class Night {
 public:
  Night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, std::string hash,
        const NightOptions& options)
      : connection_(connection), rules_(std::move(rules)), hash_(std::move(hash)), options_(options) {
    report_.policy_hash = hash_;
    report_.as_of = options.as_of.day;
  }

  Result<NightReport> go() {
    if (auto attached = require_this_policy(connection_, hash_); !attached) return attached.error();
    auto kinds = open_kinds(connection_, rules_, hash_);
    if (!kinds) return kinds.error();
    kinds_ = std::move(kinds).value();
    if (options_.dry_run) {
      if (auto seen = preview(); !seen) return seen.error();
      return std::move(report_);
    }
    if (auto paged = connection_.set_autocheckpoint(kCheckpointPages); !paged) return paged.error();
    const auto idle = nothing_to_do();
    if (!idle) return idle.error();
    if (idle.value()) {
      report_.nothing_to_do = true;
      return std::move(report_);
    }
    if (auto begun = begin(); !begun) return begun.error();
    if (auto decided = decide_what_is_left(); !decided) return decided.error();
    if (auto done = act_until_quiet(); !done) return done.error();
    if (auto ended = end(); !ended) return ended.error();
    return std::move(report_);
  }

 private:
  Status in_transaction(const std::function<Status()>& work) {
    auto transaction = store::Transaction::begin_write(connection_);
    if (!transaction) return transaction.error();
    if (auto done = work(); !done) return done;
    return transaction.value().commit();
  }

  // Decides all entries of the kinds whose decision is not finished (a new database, a new policy), in batches that
  // each leave their progress. What is due already is done afterwards with the rest.
  Status decide_what_is_left() {
    bool dropped_index = false;
    for (auto& kind : kinds_) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      if (!progress.value()) continue;
      if (auto dropped = in_transaction([&] { return store::Schedule::drop_index(connection_); }); !dropped)
        return dropped;
      dropped_index = true;
      store::Progress at = *progress.value();
      if (at.policy != hash_) at = {hash_, store::Key(), 0};
      if (auto decided = decide_all(*kind, at); !decided) return decided;
    }
    return dropped_index ? in_transaction([&] { return store::Schedule::build_index(connection_); }) : Status();
  }

  Status decide_all(KindNight& kind, store::Progress at) {
    const auto total = kind.count_entries();
    if (!total) return total.error();
    for (bool more = true; more;) {
      auto done = in_transaction([&]() -> Status {
        Tally tally;
        const auto next = kind.schedule_next(options_.as_of, kScanBatch, at, tally);
        if (!next) return next.error();
        more = next.value();
        return more ? save(tally) : store::finish_progress(connection_, kind.kind());
      });
      if (!done) return done;
      if (options_.progress)
        options_.progress(("deciding " + kind.name()).c_str(), static_cast<std::uint64_t>(at.done),
                          static_cast<std::uint64_t>(total.value()));
    }
    report_.decided += static_cast<std::uint64_t>(at.done);
    decided_all_ = true;
    return {};
  }

  Result<bool> nothing_to_do() {
    for (auto& kind : kinds_) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      const auto due = kind->count_due(options_.as_of);
      if (!due) return due.error();
      if (progress.value() || due.value() > 0) return false;
    }
    const auto cut_off = store::unfinished_run(connection_);
    if (!cut_off) return cut_off.error();
    if (cut_off.value()) return false;
    const auto last = store::runs(connection_, 1);
    if (!last) return last.error();
    return !last.value().empty() && last.value()[0].as_of == options_.as_of.day && last.value()[0].policy == hash_;
  }

  // Goes on with a run of this policy and day that was cut off, or begins one. One of another policy or day is closed.
  Status begin() {
    const auto open = store::unfinished_run(connection_);
    if (!open) return open.error();
    const bool same = open.value() && open.value()->policy == hash_ && open.value()->as_of == options_.as_of.day;
    if (same) {
      run_ = *open.value();
      report_.resumed = true;
    } else if (auto begun = in_transaction([&] { return begin_anew(open.value()); }); !begun) {
      return begun;
    }
    report_.run = run_.id;
    auto journal = Journal::open(connection_, run_);
    if (!journal) return journal.error();
    journal_ = std::make_unique<Journal>(std::move(journal).value());
    return {};
  }

  Status begin_anew(const std::optional<store::Run>& cut_off) {
    if (cut_off)
      if (auto closed = store::finish_run(connection_, cut_off->id, "cut off", options_.now); !closed) return closed;
    const auto id = store::start_run(connection_, hash_, options_.as_of.day, options_.now);
    if (!id) return id.error();
    run_ = {id.value(), hash_, options_.as_of.day, options_.now, {}, "running"};
    auto journal = Journal::open(connection_, run_);
    if (!journal) return journal.error();
    return journal.value().write(audit::Happening::RunStart, codec::run_start_body(*rules_, hash_, options_.as_of.day));
  }

  // What one kind's erasures change may make entries of another kind due, so the kinds are gone through until all are
  // quiet.
  Status act_until_quiet() {
    for (auto& kind : kinds_)
      if (const auto due = kind->count_due(options_.as_of); due) total_due_ += static_cast<std::uint64_t>(due.value());
    bool quiet = false;
    while (!quiet) {
      quiet = true;
      for (auto& kind : kinds_) {
        const auto keys = kind->due(options_.as_of, kKeysAtOnce);
        if (!keys) return keys.error();
        if (keys.value().empty()) continue;
        quiet = false;
        if (auto done = act_on(*kind, keys.value()); !done) return done;
      }
    }
    return {};
  }

  Status act_on(KindNight& kind, std::span<const store::Key> keys) {
    while (!keys.empty()) {
      std::size_t dealt_with = 0;
      auto done = in_transaction([&]() -> Status {
        Tally tally;
        const auto acted = kind.act_on(keys.first(std::min<std::size_t>(keys.size(), options_.batch)), options_.as_of,
                                       run_.id, *journal_, tally);
        if (!acted) return acted.error();
        dealt_with = acted.value();
        return save(tally);
      });
      if (!done) return done;
      keys = keys.subspan(dealt_with);
      if (!decided_all_) report_.decided += dealt_with;
      acted_ += dealt_with;
      if (options_.progress) options_.progress("working on what is due", acted_, std::max(acted_, total_due_));
    }
    return {};
  }

  Status save(const Tally& tally) {
    for (const auto& [name, n] : tally) {
      const auto& [record, rule, what] = name;
      if (auto counted = store::count(connection_, run_.id, {record, rule, what, n}); !counted) return counted;
    }
    return {};
  }

  Status end() {
    const auto counts = store::counts_of(connection_, run_.id);
    if (!counts) return counts.error();
    std::vector<codec::BodyCount> body;
    for (const store::RunCount& c : counts.value()) {
      body.push_back({c.record, c.rule, c.what, c.n});
      (c.what == "rows" ? report_.rows : report_.counts).push_back({c.record, c.rule, c.what, c.n});
    }
    auto ended = in_transaction([&]() -> Status {
      if (auto written =
              journal_->write(audit::Happening::RunEnd, codec::run_end_body(hash_, options_.as_of.day, body));
          !written)
        return written;
      return store::finish_run(connection_, run_.id, "done", options_.now);
    });
    if (!ended) return ended;
    return empty_the_log();
  }

  Status empty_the_log() {
    for (int i = 0; i < kCheckpointTries; ++i) {
      const auto emptied = connection_.checkpoint();
      if (!emptied) return emptied.error();
      report_.log_kept_pages = !emptied.value();
      if (emptied.value()) break;
    }
    return {};
  }

  Status preview() {
    auto reading = store::Transaction::begin_read(connection_);
    if (!reading) return reading.error();
    Tally tally;
    for (auto& kind : kinds_) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      auto seen = progress.value() ? preview_everything(*kind, tally) : preview_due(*kind, tally);
      if (!seen) return seen;
    }
    for (const auto& [name, n] : tally)
      report_.counts.push_back({std::get<0>(name), std::get<1>(name), std::get<2>(name), n});
    return {};
  }
  Status preview_everything(KindNight& kind, Tally& tally) {
    store::Key after;
    for (bool more = true; more;) {
      const auto next = kind.preview_next(options_.as_of, kScanBatch, after, tally, report_.decided);
      if (!next) return next.error();
      more = next.value();
      if (options_.progress) options_.progress("deciding", report_.decided, 0);
    }
    return {};
  }
  Status preview_due(KindNight& kind, Tally& tally) {
    const auto count = kind.count_due(options_.as_of);
    if (!count) return count.error();
    const auto keys = kind.due(options_.as_of, static_cast<std::uint32_t>(count.value()));
    if (!keys) return keys.error();
    std::span<const store::Key> left = keys.value();
    while (!left.empty()) {
      const auto seen =
          kind.preview(left.first(std::min<std::size_t>(left.size(), options_.batch)), options_.as_of, tally);
      if (!seen) return seen.error();
      left = left.subspan(seen.value());
      report_.decided += seen.value();
    }
    return {};
  }

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::string hash_;
  const NightOptions& options_;
  NightReport report_;
  Kinds kinds_;
  store::Run run_;
  std::unique_ptr<Journal> journal_;
  std::uint64_t total_due_ = 0, acted_ = 0;
  bool decided_all_ = false;  // in this run: what is due was looked at once already
};

}  // namespace

std::uint64_t NightReport::total(std::string_view what) const {
  std::int64_t sum = 0;
  for (const NightCount& c : counts) sum += c.what == what ? c.n : 0;
  return static_cast<std::uint64_t>(sum);
}

Result<NightReport> run_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                              const std::string& policy_hash, const NightOptions& options) {
  if (!rules->approvals.empty() && !options.dry_run)
    return Error{
        ErrorKind::Refused,
        fmt::format(
            "the policy `{}` asks for approval before anything is erased, and this program cannot take approvals yet; "
            "`--dry-run` shows what is due",
            rules->name)};
  return Night(connection, std::move(rules), policy_hash, options).go();
}

}  // namespace frist::run
