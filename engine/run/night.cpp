// SPDX-License-Identifier: Apache-2.0
#include "engine/run/night.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/run/clock.hpp"
#include "engine/run/destroy_keys.hpp"
#include "engine/run/empty_log.hpp"
#include "engine/run/head.hpp"
#include "engine/run/kind_decider.hpp"
#include "engine/run/kind_night.hpp"
#include "engine/run/night_brake.hpp"
#include "engine/run/plan_in_hand.hpp"
#include "engine/run/preview.hpp"
#include "engine/run/readiness.hpp"
#include "engine/run/soundness.hpp"
#include "engine/store/checksums.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/identity.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/reviews.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::uint32_t kEntriesAtOnce = 65'536;  // due entries held in memory
constexpr std::size_t kEntriesTogether = 32;      // of them read and dealt with while their pages are in memory
constexpr int kCheckpointPages = 16'384;          // 64 MiB of write-ahead log
constexpr int kMostRounds = 10'000;
constexpr std::int64_t kNightsToClearUp = 8;  // several nights' traces share the pages that clearing up writes

class Night {
 public:
  Night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, std::string hash,
        const NightOptions& options)
      : connection_(connection), rules_(std::move(rules)), hash_(std::move(hash)), options_(options) {
    report_.policy_hash = hash_;
    report_.as_of = options.as_of.day;
  }

  Result<NightReport> go() {
    if (auto ready = prepare(); !ready) return ready.error();
    const auto idle = nothing_to_do();
    if (!idle) return idle.error();
    report_.nothing_to_do = idle.value();
    auto worked =
        idle.value() ? in_transaction([&] { return store::note_idle_night(connection_, options_.now); }) : work();
    if (!worked) return worked.error();
    // What was done is done and has its report, whatever keeps the log from being emptied.
    report_.log_kept_because = empty_log(connection_, options_.now);
    const auto waiting = store::count_open_reviews(connection_);
    if (!waiting) return waiting.error();
    report_.waiting = waiting.value();
    return std::move(report_);
  }

 private:
  // What must be so before anything is decided.
  Status prepare() {
    if (auto attached = store::require_attached(connection_); !attached) return attached;
    if (auto same = require_policy(connection_, hash_); !same) return same;
    if (auto trusted = require_trusted(connection_, *rules_); !trusted) return trusted;
    if (auto right = require_clock(connection_, options_.now, options_.catch_up); !right) return right;
    if (auto good = require_day(); !good) return good;
    // First, because a schedule that is opened without its days reads those by entry for good.
    if (auto built = in_transaction([&] { return store::Schedule::build_days(connection_); }); !built) return built;
    auto kinds = open_kinds(connection_, rules_, hash_);
    if (!kinds && kinds.error().kind == ErrorKind::Data)  // a column renamed, for one, which no trigger names
      return Error{ErrorKind::Refused, fmt::format("{}. The tables are not as they were when the policy was attached; "
                                                   "`frist attach POLICY --db {}` tells what differs",
                                                   kinds.error().message, connection_.path())};
    if (!kinds) return kinds.error();
    kinds_ = std::move(kinds).value();
    if (auto opened = options_.plan != 0 ? open_plan() : Status(); !opened) return opened;
    if (auto kept = store::keep_the_held(connection_); !kept) return kept;
    if (auto paged = connection_.set_autocheckpoint(kCheckpointPages); !paged) return paged;
    return require_sound(connection_, options_.check_pages);
  }

  // Erasing for a day that has not come destroys what must still be kept. Going back would find nothing due, because
  // the next changes are those behind the later day; only where that day lies ahead itself is everything decided anew.
  Status require_day() {
    zone_ = calendar::Zone::find(rules_->zone);
    if (!zone_)
      return Error{ErrorKind::Io,
                   fmt::format("this machine has no data for the time zone `{}`; install tzdata", rules_->zone)};
    const calendar::Day day = options_.as_of.day, today = zone_->civil_day(options_.now);
    if (!options_.ahead && day > today)
      return Error{ErrorKind::Refused,
                   fmt::format("{} has not come yet: entries that must still be kept would be erased for good. "
                               "`--dry-run` shows what would be due then; `--ahead` does it all the same",
                               calendar::to_iso(day))};
    const auto last = store::runs(connection_, 1);
    if (!last) return last.error();
    if (last.value().empty() || last.value()[0].as_of <= day) return {};
    begins_anew_ = last.value()[0].as_of > today;
    if (begins_anew_) return {};
    return Error{
        ErrorKind::Refused,
        fmt::format("the last night was that of {}; a night for the earlier {} would find nothing. `--dry-run` "
                    "shows what is due on a day",
                    calendar::to_iso(last.value()[0].as_of), calendar::to_iso(day))};
  }

  Status open_plan() {
    auto plan = PlanInHand::open(connection_, rules_, *zone_, hash_, options_);
    if (!plan) return plan.error();
    plan_ = std::move(plan).value();
    for (auto& kind : kinds_) kind->set_gate(plan_->gate());
    return {};
  }

  Status work() {
    if (auto begun = begin(); !begun) return begun;
    if (auto decided = decide_what_is_left(); !decided) return decided;
    if (auto done = act_until_quiet(); !done) return done;
    const auto write = [&](const std::function<Status()>& body) { return in_transaction(body); };
    if (auto gone = destroy_pending_keys(connection_, options_, *journal_, write, report_); !gone) return gone;
    if (!report_.brake.empty()) return end("stopped");
    if (auto cleared = run_.id % kNightsToClearUp == 0 ? clear_up() : Status(); !cleared) return cleared;
    return end("done");
  }

  // What erased entries have left in the schedule.
  Status clear_up() {
    for (std::uint32_t gone = kScanBatch; gone == kScanBatch;) {
      auto done = in_transaction([&]() -> Status {
        const auto forgotten = store::Schedule::forget_gone(connection_, kScanBatch);
        if (!forgotten) return forgotten.error();
        gone = forgotten.value();
        return {};
      });
      if (!done) return done;
    }
    return {};
  }

  Status in_transaction(const std::function<Status()>& work) {
    auto transaction = store::Transaction::begin_write(connection_);
    if (!transaction) return transaction.error();
    if (auto same = require_policy(connection_, hash_); !same) return same;
    if (plan_)
      if (auto approved = plan_->require_approved(); !approved) return approved;
    auto done = work();
    if (done && journal_) done = journal_->flush();
    for (auto& kind : kinds_)
      if (done) done = kind->write_checksums();
    if (done) done = transaction.value().commit();
    if (done) return done;
    for (auto& kind : kinds_) kind->forget_checksums();
    if (journal_) journal_->forget();
    return done;
  }

  // Decides all entries of the kinds whose decision is not finished (a new database, a new policy), in batches that
  // each leave their progress. What is due already is done afterwards with the rest.
  Status decide_what_is_left() {
    std::vector<std::pair<KindNight*, store::Progress>> left;
    for (auto& kind : kinds_) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      if (!progress.value()) continue;
      left.emplace_back(kind.get(), *progress.value());
      if (left.back().second.policy != hash_) left.back().second = {hash_, store::Key(), 0};
    }
    if (left.empty()) return {};
    auto entries = EntryCount::of_all(kinds_);  // reads every row, so only where all are decided
    if (!entries) return entries.error();
    for (auto& [kind, progress] : left)
      if (auto decided = decide_all(*kind, progress, entries.value()); !decided) return decided;
    return in_transaction([&] { return store::Schedule::build_days(connection_); });
  }

  Status decide_all(KindNight& kind, store::Progress at, const EntryCount& entries) {
    auto decider = KindDecider::open(kind, options_, entries.of.at(&kind), entries.all);
    if (!decider) return decider.error();
    for (bool more = true; more;) {
      auto done = in_transaction([&]() -> Status {
        Tally tally;
        const auto left = decider.value().go_on(at, tally);
        if (!left) return left.error();
        more = left.value();
        if (auto saved = save(tally); !saved) return saved;
        return more ? Status() : store::finish_progress(connection_, kind.kind(), hash_);
      });
      if (!done) return done;
      if (options_.progress)
        options_.progress(("deciding " + kind.name()).c_str(), static_cast<std::uint64_t>(at.done),
                          static_cast<std::uint64_t>(entries.of.at(&kind)));
    }
    report_.decided += static_cast<std::uint64_t>(at.done);
    decided_all_.insert(&kind);
    return {};
  }

  Result<bool> nothing_to_do() {
    if (begins_anew_) return false;
    for (auto& kind : kinds_) {
      const auto progress = store::progress_of(connection_, kind->kind());
      if (!progress) return progress.error();
      const auto due = kind->count_due(options_.as_of);
      if (!due) return due.error();
      if (progress.value() || due.value() > 0) return false;
    }
    const auto cut_off = store::unfinished_run(connection_);
    if (!cut_off) return cut_off.error();
    const auto keys_wait = store::any_pending_keys(connection_);
    if (!keys_wait) return keys_wait.error();
    if (cut_off.value() || keys_wait.value()) return false;
    const auto last = store::runs(connection_, 1);
    if (!last) return last.error();
    return !last.value().empty() && last.value()[0].as_of == options_.as_of.day && last.value()[0].policy == hash_ &&
           last.value()[0].state == "done" && !plan_;
  }

  // Goes on with a run of this policy, day and plan that was cut off, or begins one; any other is closed.
  Status begin() {
    const auto open = store::unfinished_run(connection_);
    if (!open) return open.error();
    if (open.value())
      if (auto same_plan = require_no_other_plan(connection_, open.value()->id, options_.plan); !same_plan)
        return same_plan;
    const bool same = open.value() && open.value()->policy == hash_ && open.value()->as_of == options_.as_of.day &&
                      (!plan_ || plan_->is_of(open.value()->id));
    if (same) {
      run_ = *open.value();
      report_.resumed = true;
    } else if (auto begun = in_transaction([&] { return begin_anew(open.value()); }); !begun) {
      return begun;
    }
    report_.run = run_.id;
    auto journal = open_journal();
    if (!journal) return journal.error();
    journal_ = std::make_unique<Journal>(std::move(journal).value());
    return {};
  }

  Result<Journal> open_journal() { return Journal::open(connection_, run_, *zone_); }

  Status begin_anew(const std::optional<store::Run>& cut_off) {
    if (cut_off)
      if (auto closed = store::finish_run(connection_, cut_off->id, "cut off", options_.now); !closed) return closed;
    const auto id = store::start_run(connection_, hash_, options_.as_of.day, options_.now);
    if (!id) return id.error();
    run_ = {id.value(), hash_, options_.as_of.day, options_.now, {}, "running"};
    for (auto& kind : kinds_)
      if (auto anew = begins_anew_ ? store::set_progress(connection_, kind->kind(), {hash_, {}, 0}) : Status(); !anew)
        return anew;
    auto journal = open_journal();
    if (!journal) return journal.error();
    codec::RunStart start{hash_, options_.as_of.day, {}, {}};
    if (auto begun = plan_ ? plan_->begin(run_.id, start) : Status(); !begun) return begun;
    return journal.value().write(audit::Happening::RunStart, codec::run_start_body(*rules_, start));
  }

  // What is done to one entry may make others due, of other kinds too: until all kinds are quiet.
  Status act_until_quiet() {
    for (auto& kind : kinds_)
      if (const auto due = kind->count_due(options_.as_of); due) total_due_ += static_cast<std::uint64_t>(due.value());
    for (int round = 0; round < kMostRounds; ++round) {
      if (auto checked = ask_the_brake(round == 0); !checked) return checked;
      if (!report_.brake.empty()) return {};
      bool quiet = true;
      for (auto& kind : kinds_) {
        auto entries = kind->due(options_.as_of, kEntriesAtOnce);
        if (!entries) return entries.error();
        if (entries.value().empty()) continue;
        quiet = false;
        if (auto done = act_on(*kind, entries.value()); !done) return done;
      }
      if (quiet) return {};
    }
    return Error{ErrorKind::Data, "what is done to some entries makes others due again and again; the night was ended"};
  }

  // Before anything is done, and again before what acts on some entries have made due of others.
  Status ask_the_brake(bool first) {
    if (!options_.brake) return {};
    if (!brake_) brake_ = std::make_unique<NightBrake>(connection_, kinds_, hash_, options_);
    auto found = brake_->check(run_.id, first);
    if (!found) return found.error();
    report_.brake = std::move(found).value();
    return {};
  }

  Status act_on(KindNight& kind, std::span<const store::DueEntry> entries) {
    while (!entries.empty()) {
      std::size_t dealt_with = 0;
      bool too_much = false;
      kind.begin_transaction();
      auto done = in_transaction([&]() -> Status {
        Tally tally;
        const std::size_t all = std::min<std::size_t>(entries.size(), options_.batch);
        while (dealt_with < all) {
          const auto next = entries.subspan(dealt_with, std::min<std::size_t>(all - dealt_with, kEntriesTogether));
          const auto acted = kind.act_on(next, options_.as_of, run_.id, *journal_, tally);
          if (!acted) return acted.error();
          if (auto told = journal_->advance(); !told) return told;
          dealt_with += acted.value();
        }
        too_much = brake_ && !brake_->lets_pass(tally);
        return too_much ? Status(Error{ErrorKind::Refused, "the brake has to be asked again"}) : save(tally);
      });
      if (!done) kind.undo_transaction();
      if (too_much) return {};  // the next round asks
      if (!done) return done;
      entries = entries.subspan(dealt_with);
      if (!decided_all_.contains(&kind)) report_.decided += dealt_with;
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

  Status end(const char* state) {
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
      if (auto applied = plan_ ? plan_->end(run_.id) : Status(); !applied) return applied;
      if (auto tidy = store::forget_empty_days(connection_, options_.as_of.day); !tidy) return tidy;
      return store::finish_run(connection_, run_.id, state, options_.clock ? options_.clock() : options_.now);
    });
    if (!ended) return ended;
    for (auto& kind : kinds_)
      if (auto told = kind->report(report_); !told) return told;
    return {};
  }

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  std::string hash_;
  const NightOptions& options_;
  NightReport report_;
  std::optional<calendar::Zone> zone_;
  std::vector<std::unique_ptr<KindNight>> kinds_;
  std::unique_ptr<PlanInHand> plan_;   // none: whatever is due is done
  std::unique_ptr<NightBrake> brake_;  // where there are limits
  store::Run run_;
  std::unique_ptr<Journal> journal_;
  std::uint64_t total_due_ = 0, acted_ = 0;
  std::set<const KindNight*> decided_all_;  // in this run: what of them is due was looked at once already
  bool begins_anew_ = false;                // the last night was for a day that lies ahead
};

}  // namespace

Result<NightReport> run_night(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                              const std::string& policy_hash, const NightOptions& options) {
  if (!options.dry_run && options.plan == 0)
    if (auto may = require_no_approval(connection, *rules, options.former); !may) return may.error();
  if (options.dry_run) return preview_night(connection, std::move(rules), policy_hash, options);
  const auto alone = take_alone(connection);
  if (!alone) return alone.error();
  if (auto newest = follow_log(connection, options.now); !newest) return newest.error();
  auto report = Night(connection, std::move(rules), policy_hash, options).go();
  auto over = store::keep_no_more(connection);
  // Also where it ended early: what it did before stays done.
  auto followed = follow_log(connection, options.now);
  if (report && !over) return over.error();
  if (report && !followed) return done_but_not_followed(followed.error());
  return report;
}

}  // namespace frist::run
