// SPDX-License-Identifier: Apache-2.0
// One kind of entry through one night: decide a batch, do what is due, write the schedule. Every call is one
// transaction, done in full or not at all. Borrows the connection; one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <tuple>

#include "engine/decide/machine.hpp"
#include "engine/pack/pack.hpp"
#include "engine/run/facts_text.hpp"
#include "engine/run/journal.hpp"
#include "engine/run/night.hpp"
#include "engine/run/plan_gate.hpp"
#include "engine/run/scan_ahead.hpp"
#include "engine/store/acts.hpp"
#include "engine/store/progress.hpp"
#include "engine/store/reader.hpp"
#include "engine/store/schedule.hpp"

namespace frist::run {

inline constexpr std::uint32_t kScanBatch = 16'384;  // entries decided together where everything is decided

// Counts of one transaction, added to the run's when it commits: (record, rule, what) -> how many.
using Tally = std::map<std::tuple<std::string, std::string, std::string>, std::int64_t>;

// What coming nights do: (day, record, rule, what) -> how many entries. `rule` is a name, "" or "placed hold".
using Coming = std::map<std::tuple<calendar::Day, std::string, std::string, std::string>, std::int64_t>;
// Is told how many more entries were followed.
using Told = std::function<void(std::uint64_t)>;

class KindNight {
 public:
  static text::Result<std::unique_ptr<KindNight>> open(store::Connection& connection,
                                                       std::shared_ptr<const model::RuleSet> rules,
                                                       model::RecordId record, const std::string& policy_hash);

  const std::string& name() const { return record_->name; }
  std::int64_t kind() const { return kind_; }
  store::Connection& connection() { return connection_; }

  // Decides the next entries behind `progress.last` and writes their next changes. False: there were none. No act is
  // done: what is due already gets the as-of day, so that the night finds it; what is not is counted as kept.
  // `total`: how many entries of all kinds there are, about. `ahead`: has begun behind progress.last; or null, then
  // they are read here.
  text::Result<bool> schedule_next(const model::AsOf& as_of, std::int64_t total, ScanAhead* ahead,
                                   store::Progress& progress, Tally& tally);
  // Several threads that read and decide for schedule_next().
  text::Result<std::unique_ptr<ScanAhead>> scan_ahead(std::size_t threads) const;
  // What they could not read, once they have ended.
  void add_not_readable(const ScanAhead& ahead);

  // From now on preview_next() takes its entries from the pack and those that changed since from the tables, and goes
  // on by itself, whatever `after` says. How many entries that is about; nothing where the pack does not have what the
  // rules read. Borrows the pack.
  text::Result<std::optional<std::uint64_t>> use_pack(pack::Pack& pack);

  // How many entries there are, for progress.
  text::Result<std::int64_t> count_entries();
  // The same, counting no further than `limit`.
  text::Result<std::int64_t> count_entries(std::int64_t limit);

  // Entries that changed or whose day has come, at most about `limit`, each once, in the order of their keys; those
  // that failed in this night are left out.
  text::Result<std::vector<store::DueEntry>> due(const model::AsOf& as_of, std::uint32_t limit);
  // All of them, many at a time, in the order of their keys among those that come together. Within one transaction.
  text::Status each_due(const model::AsOf& as_of, std::uint32_t limit,
                        const std::function<text::Status(std::span<const store::Key>)>& take);
  text::Result<std::int64_t> count_due(const model::AsOf& as_of) { return schedule_.count_due(as_of.day); }

  // Decides these entries as they stand now and does what is due. An entry whose facts change by what is done to
  // another of them is left as it is: it is noted and comes again. Adds to `tally`; returns how many were dealt with.
  text::Result<std::size_t> act_on(std::span<const store::DueEntry> entries, const model::AsOf& as_of, std::int64_t run,
                                   Journal& journal, Tally& tally);

  // At the end of every transaction, and after one that was undone.
  text::Status write_checksums() { return schedule_.write_checksums(); }
  void forget_checksums() { schedule_.forget_checksums(); }

  // Around the calls of act_on() of one transaction: what failed or was left in one that was undone is not told, and
  // is looked at again.
  void begin_transaction();
  void undo_transaction();

  // From now on only what the gate allows is done to entries; others are left, due as they are. Borrowed; none: all is.
  void set_gate(PlanGate* gate) { gate_ = gate; }

  // The same without writing anything. Where there is a digest, what would be done is added to `planned` as well.
  struct Planned {
    PlanDigest* digest = nullptr;
    std::vector<store::PlanEntry> entries;
  };
  text::Result<std::size_t> preview(std::span<const store::Key> keys, const model::AsOf& as_of, Tally& tally,
                                    Planned& planned);
  text::Result<bool> preview_next(const model::AsOf& as_of, store::Key& after, Tally& tally, Planned& planned,
                                  std::uint64_t& decided);

  // What the coming nights, from `from` through `until`, would do to entries if no fact changed (kind_coming.cpp).
  text::Status follow_due(calendar::Day from, calendar::Day until, Coming& coming, const Told& told);
  text::Status follow_all(calendar::Day from, calendar::Day until, Coming& coming, const Told& told);

  // Adds what went wrong in this night, and what could not be read.
  text::Status report(NightReport& report) const;

 private:
  KindNight(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, model::RecordId record,
            std::string policy_hash, std::int64_t kind, store::BatchReader reader, store::Schedule schedule,
            store::Acts acts, std::shared_ptr<const program::Program> program);

  text::Result<std::size_t> decide(std::span<const store::Key> keys, const model::AsOf& as_of);
  text::Result<bool> decide_next(const store::Key& after, const model::AsOf& as_of);
  text::Result<bool> read_packed();
  bool is_due(std::size_t row) const {
    return verdicts_.erase_due[row] || verdicts_.review_due[row] || verdicts_.restricted[row] || verdicts_.acts[row];
  }
  void count_kept(Tally& tally) const;
  // Whether entries of the batch were noted as changed by it.
  text::Result<bool> forget_what_is_gone();
  store::DueEntry due_entry(std::uint32_t row) const;
  text::Status set_next(std::uint32_t row, calendar::Day next);
  // Does what is due, or notes that it could not be done.
  text::Status try_row(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal, Tally& tally);
  text::Status fail(std::uint32_t row, const text::Error& error, const model::AsOf& as_of, Tally& tally);
  text::Status act_on_row(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                          Tally& tally);
  text::Status erase(std::uint32_t row, Journal& journal, Tally& tally);
  text::Status finish_erasures(Tally& tally);
  // True: a fact that rules may read has changed, so that the entry must be decided again.
  text::Result<bool> do_acts(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal,
                             Tally& tally);
  // `rule` is a name in the rule set.
  text::Status note(std::uint32_t row, std::string action, const std::string& rule, const model::AsOf& as_of,
                    std::int64_t run, Journal& journal);
  text::Status raise_review(std::uint32_t row, std::int64_t run, Journal& journal, Tally& tally);
  text::Status hand_over(std::uint32_t row, const model::AsOf& as_of, std::int64_t run, Journal& journal, Tally& tally);
  text::Status preview_rows(const model::AsOf& as_of, Tally& tally, Planned& planned);
  text::Status follow_batch(std::vector<calendar::Day>& nights, calendar::Day until, Coming& coming);
  text::Status follow_row(std::uint32_t row, calendar::Day night, std::vector<store::DoneAct>& done, Coming& coming);
  text::Result<std::vector<store::DoneAct>> done_before(std::uint32_t row);
  text::Status count_row(std::uint32_t row, Tally& tally);
  text::Status plan_row(std::uint32_t row, const model::AsOf& as_of, Planned& planned);
  // A milder act that is due and was not done before, with the rule that asks for it.
  struct ActDue {
    std::string act, rule;
    const char* word;  // "anonymised"
    bool hands_over;   // archive, transfer
  };
  text::Result<std::vector<ActDue>> acts_due(std::uint32_t row);
  text::Result<bool> has_to_be_emptied(std::uint32_t row, const model::Effect& effect,
                                       const std::set<model::FieldId>& emptied);
  // All that is due, as a plan names it: "archive; erase". Its rule is the eraser's, or the first act's. No value:
  // nothing is.
  text::Result<std::optional<codec::EntryBody>> what_is_due(std::uint32_t row, const model::AsOf& as_of);
  text::Result<bool> gate_allows(std::uint32_t row, const model::AsOf& as_of);
  text::Status leave(std::uint32_t row, const model::AsOf& as_of, Tally& tally);
  codec::EntryBody body(std::uint32_t row, std::string action, const std::string& rule, calendar::Day on,
                        const model::AsOf& as_of) const;
  const std::string& rule_name(std::uint16_t rule) const;
  std::size_t slot_of(std::uint16_t rule) const;
  std::uint16_t rule_in(std::size_t slot) const;
  void add(Tally& tally, const std::string& rule, const std::string& what) const {
    ++tally[{record_->name, rule, what}];
  }

  store::Connection& connection_;
  std::shared_ptr<const model::RuleSet> rules_;
  const model::Record* record_;
  std::string policy_hash_;
  std::int64_t kind_;
  store::BatchReader reader_;
  store::Schedule schedule_;
  store::Acts acts_;
  std::shared_ptr<const program::Program> program_;
  FactsText facts_text_;
  decide::Machine machine_;
  store::EntryBatch batch_;
  std::span<const store::DueEntry> at_hand_;  // what the batch was read for
  std::optional<pack::PackScan> packed_;
  std::size_t changed_read_ = 0;  // of packed_->changed()
  decide::Verdicts verdicts_;
  std::vector<store::DueEntry> erased_;            // of the batch
  std::vector<std::int64_t> erased_by_;            // how many of them, by slot_of(rule)
  std::vector<std::uint64_t> not_readable_ahead_;  // by the program's inputs
  std::set<store::Key> failed_;                    // in this night, or left
  std::vector<store::Key> failed_lately_;          // in this transaction
  std::size_t failures_before_ = 0;
  PlanGate* gate_ = nullptr;
  std::vector<NightFailure> failures_;
};

// The kinds that live in tables of their own and have rules; children go with their parents.
text::Result<std::vector<std::unique_ptr<KindNight>>> open_kinds(store::Connection& connection,
                                                                 const std::shared_ptr<const model::RuleSet>& rules,
                                                                 const std::string& policy_hash);

}  // namespace frist::run
