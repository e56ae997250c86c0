// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan.hpp"

#include <fmt/core.h>

#include "engine/codec/plan_json.hpp"
#include "engine/run/plan_chain.hpp"
#include "engine/run/preview.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/own_indexes.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

bool is_destructive(const std::string& what) { return what == "erased" || what == "anonymised"; }

// The snapshot is read by one connection and the plan written by another, so that nobody waits for the plan.
class Planning {
 public:
  Planning(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules, std::string hash,
           const NightOptions& options)
      : connection_(connection), rules_(std::move(rules)), hash_(std::move(hash)), options_(options) {}

  Result<PlanReport> go() {
    if (auto attached = store::require_attached(connection_); !attached) return attached.error();
    const auto current = store::current_plan(connection_);
    if (!current) return current.error();
    if (current.value() && current.value()->state == "applying")
      return Error{ErrorKind::Refused,
                   fmt::format("plan {0} was being applied when it was cut off; `frist apply {0} --db {1}` "
                               "goes on with it, `frist withdraw {0} --db {1}` gives it up",
                               current.value()->id, connection_.path())};
    auto writer = store::Connection::open(connection_.path());
    if (!writer) return writer.error();
    writer_ = &writer.value();
    if (auto begun = begin(); !begun) return begun.error();
    if (auto indexed = add_indexes(); !indexed) return indexed.error();
    if (auto seen = look(); !seen) return seen.error();
    if (auto frozen = freeze(); !frozen) return frozen.error();
    return std::move(report_);
  }

 private:
  // What only the former policy looks rows up by may have lost its index with it; without one the comparison would read
  // the table anew for every entry.
  Status add_indexes() {
    const auto untried = is_untried_change(connection_, hash_);
    if (!untried) return untried.error();
    if (!untried.value() || options_.former.empty()) return {};
    return write([&] { return store::add_missing_indexes(*writer_, *options_.former.front()); });
  }

  // All of it in one view, so that the numbers are of the same entries.
  Status look() {
    const auto reading = store::Transaction::begin_read(connection_);
    if (!reading) return reading.error();
    if (auto read = read_snapshot(); !read) return read;
    return compare();
  }

  Status begin() {
    audit::Hasher hasher;
    store::Plan& plan = report_.plan;
    plan = {0,      hash_, options_.as_of.day, options_.now, std::string(audit::bytes_of(hasher.random_salt())), {}, {},
            "open", {}};
    return write([&]() -> Status {
      const auto id = store::begin_plan(*writer_, plan);
      if (!id) return id.error();
      plan.id = id.value();
      return {};
    });
  }

  Status write(const std::function<Status()>& work) {
    auto transaction = store::Transaction::begin_write(*writer_);
    if (!transaction) return transaction.error();
    if (auto done = work(); !done) return done;
    return transaction.value().commit();
  }

  Status read_snapshot() {
    auto zone = calendar::Zone::find(rules_->zone);
    if (!zone)
      return Error{ErrorKind::Io,
                   fmt::format("this machine has no data for the time zone `{}`; install tzdata", rules_->zone)};
    PlanSink sink{PlanDigest(report_.plan.salt, rules_, std::move(*zone)),
                  [&](const std::vector<store::PlanEntry>& entries) {
                    report_.entries += entries.size();
                    return write([&] { return store::add_plan_entries(*writer_, report_.plan.id, entries); });
                  }};
    auto seen = preview_night(connection_, rules_, hash_, options_, sink);
    if (!seen) return seen.error();
    report_.counts = std::move(seen.value().counts);
    report_.decided = seen.value().decided;
    report_.unreadable = std::move(seen.value().unreadable);
    return {};
  }

  // With the nights before: the limits of the brake, and what the latest of them did.
  Status compare() {
    const auto untried = is_untried_change(connection_, hash_);
    if (!untried) return untried.error();
    report_.policy_changed = untried.value();
    if (auto compared = untried.value() ? compare_policies() : Status(); !compared) return compared;
    auto found = findings();
    if (!found) return found.error();
    report_.brake = std::move(found).value();
    const auto last = store::done_runs(connection_, 1);
    if (!last) return last.error();
    if (last.value().empty()) return {};
    const auto counts = store::counts_of(connection_, last.value()[0].id);
    if (!counts) return counts.error();
    for (const store::RunCount& c : counts.value())
      if (c.what != "rows") report_.last_night.push_back({c.record, c.rule, c.what, c.n});
    return {};
  }

  Status compare_policies() {
    auto change = compare_with_former(connection_, rules_, hash_, options_);
    if (!change) return change.error();
    report_.change = std::move(change).value();
    return {};
  }

  Result<std::vector<BrakeFinding>> findings() {
    if (!options_.brake) return std::vector<BrakeFinding>();
    std::vector<std::string> names;
    for (const model::Record& record : rules_->records)
      if (!record.table.empty() && !record.is_child()) names.push_back(record.name);
    const auto earlier = earlier_nights(connection_, names);
    if (!earlier) return earlier.error();
    std::vector<KindTake> takes;
    for (const model::Record& record : rules_->records) {
      if (record.table.empty() || record.is_child()) continue;
      std::int64_t take = 0;
      for (const NightCount& c : report_.counts) take += c.record == record.name && is_destructive(c.what) ? c.n : 0;
      const auto before = earlier.value().find(record.name);
      takes.push_back({record.name, take,
                       before == earlier.value().end() ? std::vector<std::int64_t>() : before->second,
                       [&](std::int64_t limit) { return store::count_rows(connection_, record, limit); }});
    }
    return check_brake(*options_.brake, takes);
  }

  Status freeze() {
    return write([&]() -> Status {
      const auto chain = chain_of(*writer_, report_.plan.id);
      if (!chain) return chain.error();
      codec::PlanBody body{report_.plan.id,
                           hash_,
                           rules_->name,
                           rules_->version,
                           options_.as_of.day,
                           options_.now,
                           report_.policy_changed,
                           chain.value().entries,
                           chain.value().hash,
                           {},
                           {},
                           {},
                           {}};
      for (const NightCount& c : report_.counts) body.counts.push_back({c.record, c.rule, c.what, c.n});
      for (const NightCount& c : report_.last_night) body.last_night.push_back({c.record, c.rule, c.what, c.n});
      for (const BrakeFinding& f : report_.brake) body.brake.push_back(f.message);
      if (report_.change) body.change = body_of(*report_.change);
      report_.plan.body = codec::text_of(body);
      audit::Hasher hasher;
      report_.plan.hash = audit::to_hex(hasher.sha256(report_.plan.body));
      return store::freeze_plan(*writer_, report_.plan.id, report_.plan.hash, report_.plan.body);
    });
  }

  store::Connection& connection_;
  store::Connection* writer_ = nullptr;
  std::shared_ptr<const model::RuleSet> rules_;
  std::string hash_;
  const NightOptions& options_;
  PlanReport report_;
};

}  // namespace

Result<PlanReport> make_plan(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                             const std::string& policy_hash, const NightOptions& options) {
  const auto alone = store::WorkLock::take(connection.path());
  if (!alone) return alone.error();
  return Planning(connection, std::move(rules), policy_hash, options).go();
}

}  // namespace frist::run
