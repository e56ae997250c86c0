// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <filesystem>
#include <map>

#include "engine/run/clock.hpp"
#include "engine/run/empty_log.hpp"
#include "engine/run/head.hpp"
#include "engine/run/readiness.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/audit_log.hpp"
#include "engine/service/copies.hpp"
#include "engine/service/copy_file.hpp"
#include "engine/service/deed.hpp"
#include "engine/service/durable_file.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"
#include "engine/store/standing.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::int64_t kSecondsOfDay = 86'400;

bool there_is(const std::string& path) {
  std::error_code failed;
  return fs::exists(fs::symlink_status(path, failed));
}

// Of which copy a database that is there already was made, or is to be made; nothing where of none.
Result<std::optional<store::CopyMark>> origin_of(const std::string& database) {
  auto connection = store::Connection::open(database);
  if (!connection) return connection.error();
  auto mark = store::copy_mark(connection.value());
  if (!mark || mark.value()) return mark;
  return store::made_of(connection.value());
}

// A log that a database has left behind would be taken for that of the one that comes; an empty one says nothing.
bool has_bytes(const std::string& path) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  return !failed && size > 0;
}

// When a copy that does not say it was made, at the earliest.
Result<calendar::Day> last_day_of(store::Connection& connection) {
  const auto time = run::last_known_time(connection);
  if (!time) return time.error();
  return static_cast<calendar::Day>(time.value().value_or(0) / kSecondsOfDay);
}

Status require_sound(store::Connection& connection) {
  const auto sound = connection.text("PRAGMA quick_check(1)");
  if (!sound) return sound.error();
  if (sound.value().value_or("") == "ok") return {};
  return Error{ErrorKind::Data,
               fmt::format("the copy is damaged: {}; look for another one", sound.value().value_or(""))};
}

// Copies `order.from` to where the database is to stand, marked as a copy whatever it was.
class PutInPlace {
 public:
  explicit PutInPlace(const RestoreOrder& order) : order_(order) {}

  Status go() {
    if (auto alone = require_alone(order_.from); !alone) return alone;
    if (auto gone = remove_copy_in_work(order_.database); !gone) return gone;
    // What is there already may be what an earlier call has left: then this one goes on with it.
    std::optional<store::CopyMark> there;
    if (there_is(order_.database)) {
      auto mark = origin_of(order_.database);
      if (!mark) return mark.error();
      there = std::move(mark).value();
      if (!there) return in_the_way(order_.database);
    }
    for (const char* suffix : {"-wal", "-journal"})
      if (!there && has_bytes(order_.database + suffix)) return in_the_way(order_.database + suffix);
    auto done = copy();
    if (done && there && (there->id != mark_.id || there->root != mark_.root)) done = in_the_way(order_.database);
    if (done && !there) done = move_into_place(order_.database);
    if (!done || there) static_cast<void>(remove_copy_in_work(order_.database));
    return done;
  }

 private:
  static Status in_the_way(const std::string& path) {
    return Error{
        ErrorKind::Usage,
        fmt::format("`{}` is there already; a database is never written over. Move it away first, with its -wal "
                    "if there is one",
                    path)};
  }

  // What is in the log beside a copy is not in the copy.
  static Status require_alone(const std::string& from) {
    for (const char* suffix : {"-wal", "-journal"}) {
      if (!has_bytes(from + suffix)) continue;
      return Error{ErrorKind::Usage, fmt::format("`{0}{1}` holds a part of `{0}`; put both where the database is to "
                                                 "stand, and say only --db",
                                                 from, suffix)};
    }
    return {};
  }

  Status copy() {
    const std::string beside = copy_in_work(order_.database);
    if (auto copied = copy_durably(order_.from, beside); !copied) return copied;
    const auto digest = digest_of_file(beside);
    if (!digest) return digest.error();
    auto connection = store::Connection::open(beside);
    if (!connection) return connection.error();
    if (auto sound = require_sound(connection.value()); !sound) return sound;
    if (auto set = set_head(connection.value()); !set) return set;
    if (auto known = require_known(connection.value(), digest.value()); !known) return known;
    const auto emptied = connection.value().checkpoint();
    if (!emptied) return emptied.error();
    return {};
  }

  Status set_head(store::Connection& connection) {
    if (auto good = store::check_version(connection); !good) return good;
    const auto place = store::head_place(connection);
    if (!place) return place.error();
    if (!place.value())
      return Error{
          ErrorKind::Refused,
          fmt::format("`{}` has no head file, so that nothing tells what was erased since it was made", order_.from)};
    if (order_.head.empty()) return {};
    return store::set_head_place(connection, {fs::absolute(order_.head).string(), place.value()->id});
  }

  Status require_known(store::Connection& connection, const audit::Digest& digest) {
    const auto mark = store::copy_mark(connection);
    if (!mark) return mark.error();
    auto head = run::head_of(connection);
    if (!head) return head.error();
    {
      const auto log = VerifiedLog::read(connection);
      if (!log) return log.error();
      mark_.size = static_cast<std::int64_t>(log.value().size());
      mark_.root = audit::bytes_of(log.value().root());
    }
    const auto day = last_day_of(connection);
    if (!day) return day.error();
    mark_.day = day.value();
    const auto known = head.value()->mark();
    if (!known) return known.error();
    if (auto reaches = run::require_reach(*head.value(), known.value(), mark_.size); !reaches) return reaches;
    if (!mark.value()) return mark_plain_copy(connection);
    mark_.id = mark.value()->id, mark_.day = mark.value()->day;
    const auto backup = head.value()->backup(mark_.id);
    if (!backup) return backup.error();
    if (!backup.value() || backup.value()->digest == audit::bytes_of(digest)) return {};
    return Error{ErrorKind::Data,
                 fmt::format("`{}` is not as `frist backup` wrote it: its SHA-256 is another one; look "
                             "for another copy",
                             order_.from)};
  }

  Status mark_plain_copy(store::Connection& connection) {
    auto writing = store::Transaction::begin_write(connection);
    if (!writing) return writing.error();
    if (auto marked = store::mark_as_copy(connection, mark_); !marked) return marked;
    return writing.value().commit();
  }

  const RestoreOrder& order_;
  store::CopyMark mark_;
};

// What stands in its place and is marked, or is older than its head file, brought up to date.
class BringUp {
 public:
  BringUp(const RestoreOrder& order, store::Connection connection)
      : order_(order), database_{std::move(connection), nullptr, ""}, connection_(database_.connection) {}

  Result<RestoreReport> go() {
    const auto alone = run::take_alone(connection_);
    if (!alone) return alone.error();
    auto needed = is_needed();
    if (!needed) return needed.error();
    report_.was_newest = !needed.value();
    if (needed.value()) {
      for (auto step : {&BringUp::lock, &BringUp::stand_first, &BringUp::attach, &BringUp::replay})
        if (auto done = (this->*step)(); !done) return done.error();
      report_.log_kept_because = run::empty_log(connection_, now());
    }
    if (auto followed = run::follow_log(connection_, now()); !followed)
      return run::done_but_not_followed(followed.error());
    return std::move(report_);
  }

 private:
  Result<bool> is_needed() {
    if (auto good = store::check_version(connection_); !good) return good.error();
    const auto place = store::head_place(connection_);
    if (!place) return place.error();
    if (!place.value())
      return Error{ErrorKind::Refused, fmt::format("`{}` has no head file, so that nothing tells what was erased since",
                                                   connection_.path())};
    if (!order_.head.empty())
      if (auto set = store::set_head_place(connection_, {fs::absolute(order_.head).string(), place.value()->id}); !set)
        return set.error();
    auto head = run::head_of(connection_);
    if (!head) return head.error();
    head_ = std::move(head).value();
    auto mark = head_->mark();
    if (!mark) return mark.error();
    policy_ = mark.value().policy;
    const auto size = connection_.integer("SELECT coalesce(max(seq), -1) + 1 FROM frist_audit_leaf");
    if (!size) return size.error();
    const auto copy = store::copy_mark(connection_);
    if (!copy) return copy.error();
    if (copy.value()) copy_ = *copy.value();
    return copy.value() || size.value().value_or(0) < mark.value().size;
  }

  // An old copy that somebody put in place is worked with by nobody until it is up to date.
  Status lock() {
    if (auto sound = require_sound(connection_); !sound) return sound;
    report_.day = copy_.day;
    if (!copy_.root.empty()) return {};
    const auto day = last_day_of(connection_);
    if (!day) return day.error();
    {
      const auto log = VerifiedLog::read(connection_);
      if (!log) return log.error();
      copy_ = {"", day.value(), static_cast<std::int64_t>(log.value().size()),
               std::string(audit::bytes_of(log.value().root()))};
    }
    report_.day = copy_.day;
    return in_transaction([&] { return store::mark_as_copy(connection_, copy_); });
  }

  // A policy may not be attached that knows nothing of an entry with a hold; one that was lifted since is no reason.
  Status stand_first() {
    const auto standing = head_->standing();
    if (!standing) return standing.error();
    const auto mark = head_->mark();
    if (!mark) return mark.error();
    return in_transaction([&]() -> Status {
      const auto done =
          store::make_standing(connection_, standing.value(), mark.value().numbers, run::kReplayedBy, now(), true);
      if (!done) return done.error();
      report_.replayed.placed = done.value().placed, report_.replayed.lifted = done.value().lifted;
      return {};
    });
  }

  // The policies that the head file knows are the database's, and the one in force then is in force.
  Status attach() {
    const auto policies = head_->policies();
    if (!policies) return policies.error();
    const auto in_force = store::attached_policy(connection_);
    if (!in_force) return in_force.error();
    const std::string before = in_force.value() ? in_force.value()->hash : "";
    for (const store::StoredPolicy& policy : policies.value()) kept_[policy.hash] = policy;
    if (before == policy_) return {};
    auto rules = rules_of(policy_);
    if (!rules) return rules.error();
    const auto attached = store::attach(connection_, *rules.value(), kept_[policy_]);
    if (!attached) return attached.error();
    if (attached.value().attached) return {};
    return Error{ErrorKind::Data,
                 fmt::format("the policy that was in force last ({}) does not fit the tables of the copy, which are "
                             "older: bring them up to date in `{}`, then repeat `frist restore --db {}`",
                             policy_.substr(0, 16), connection_.path(), connection_.path())};
  }

  Result<std::shared_ptr<const model::RuleSet>> rules_of(const std::string& hash) {
    const auto kept = kept_.find(hash);
    if (kept == kept_.end())
      return Error{ErrorKind::Refused, fmt::format("the head file does not know the policy {}", hash.substr(0, 16))};
    auto policy = load_kept_policy(kept->second);
    if (!policy) return policy.error();
    loaded_.push_back(policy.value());
    return std::shared_ptr<const model::RuleSet>(policy.value(), policy.value()->rules.get());
  }

  // All of it or nothing: a database that opens has been brought up to date.
  Status replay() {
    if (auto kept = store::keep_the_held(connection_); !kept) return kept;
    auto done = in_transaction([&]() -> Status {
      auto replayed = run::replay(
          connection_, *head_, [&](const std::string& hash) { return rules_of(hash); }, now());
      if (!replayed) return replayed.error();
      replayed.value().placed += report_.replayed.placed, replayed.value().lifted += report_.replayed.lifted;
      report_.replayed = replayed.value();
      if (auto open = store::unmark_as_copy(connection_); !open) return open;
      return note();
    });
    auto over = store::keep_no_more(connection_);
    return done ? over : done;
  }

  Status note() {
    auto policy = load_kept_policy(kept_[policy_]);
    if (!policy) return policy.error();
    database_.policy = std::move(policy).value();
    database_.policy_hash = policy_;
    const run::ReplayReport& r = report_.replayed;
    return note_deed(
        database_, audit::Happening::Restore, {0, {}, fmt::format("backup/{}", copy_.id)},
        deed_body("restore", copy_.day, order_.by,
                  fmt::format("{} leaves of {}; {} entries erased again, {} changed again, {} not in the "
                              "copy, {} holds, requests and restrictions placed, {} lifted",
                              copy_.size, copy_.size + r.leaves, r.erased, r.changed, r.absent, r.placed, r.lifted)));
  }

  Status in_transaction(const std::function<Status()>& work) {
    auto writing = store::Transaction::begin_write(connection_);
    if (!writing) return writing.error();
    if (auto done = work(); !done) return done;
    return writing.value().commit();
  }

  const RestoreOrder& order_;
  OpenDatabase database_;  // its policy last of all
  store::Connection& connection_;
  std::optional<store::HeadFile> head_;
  std::string policy_;
  store::CopyMark copy_;
  std::map<std::string, store::StoredPolicy> kept_;
  std::vector<std::shared_ptr<const LoadedPolicy>> loaded_;
  RestoreReport report_;
};

}  // namespace

Result<RestoreReport> restore(const RestoreOrder& order) {
  if (!order.from.empty()) {
    const auto alone = store::WorkLock::take(order.database);
    if (!alone) return alone.error();
    if (auto put = PutInPlace(order).go(); !put) return put.error();
  }
  auto connection = store::Connection::open(order.database);
  if (!connection) return connection.error();
  return BringUp(order, std::move(connection).value()).go();
}

}  // namespace frist::service
