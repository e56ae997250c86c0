// SPDX-License-Identifier: Apache-2.0
// A database of its own with a policy attached, for tests of the night. Gone with the object.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "dsl/text/render_text.hpp"
#include "engine/run/night.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/load_policy.hpp"
#include "engine/service/policy_hash.hpp"
#include "rules/calendar/zone.hpp"
#include "tests/support/catch.hpp"

namespace frist::run {

// A policy over one table, `cards`, to which rules are added.
inline std::string cards_policy(const std::string& rules) {
  return R"(policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record card "Card" in table "cards" key "id"
  subject  member
  field    member   text identity
  field    main     yes/no absent means no
  field    left_on  date absent means none
)" + rules;
}

// Databases are had in memory where the machine has such a folder: nights wait for the disk thousands of times.
struct InMemory {
  InMemory() {
    if (std::filesystem::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 1);
  }
  ~InMemory() { unsetenv("TMPDIR"); }
};

inline constexpr const char* kCards =
    "CREATE TABLE cards(id INTEGER PRIMARY KEY, member TEXT, main INTEGER, left_on TEXT);";

inline constexpr const char* kFormer = "retention former \"Former\" of card\n  erase  after 2 years from left_on\n";

class NightDatabase {
 public:
  NightDatabase(const std::string& policy, const std::string& sql)
      : path_((std::filesystem::temp_directory_path() / fresh_name()).string()), connection_(created(path_)) {
    run(sql);
    attach(policy);
  }
  ~NightDatabase() {
    for (const char* suffix : {"", "-wal", "-shm", "-frist", "-frist-columns", "-frist-columns-key"})
      std::filesystem::remove(path_ + suffix);
  }

  void run(const std::string& sql) {
    const auto done = connection_.execute(sql);
    INFO((done ? std::string() : done.error().message));
    REQUIRE(done);
  }
  std::int64_t number(const std::string& sql) {
    const auto value = connection_.integer(sql);
    REQUIRE(value);
    return value.value().value_or(-1);
  }
  std::string text(const std::string& sql) {
    const auto value = connection_.text(sql);
    REQUIRE(value);
    return value.value().value_or("nothing");
  }

  text::Result<store::AttachReport> try_attach(const std::string& policy) {
    load(policy);
    return service::attach_to(connection_, *policy_);
  }
  void attach(const std::string& policy) {
    const auto report = try_attach(policy);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    for (const store::Finding& finding : report.value().mapping.findings) UNSCOPED_INFO(finding.message);
    REQUIRE(report.value().attached);
  }

  static NightOptions options(const std::string& day) {
    NightOptions options;
    options.as_of.day = calendar::parse_day(day).value();
    options.as_of.instant = calendar::Zone::find("Europe/Berlin")->start_of_day(options.as_of.day).value();
    options.now = 4'000'000'000;  // in 2096
    return options;
  }
  text::Result<NightReport> try_night(const NightOptions& options) {
    return run_night(connection_, policy_->rules, policy_hash(), options);
  }
  text::Result<NightReport> try_night(const std::string& day, bool dry_run = false, bool ahead = false) {
    NightOptions chosen = options(day);
    chosen.dry_run = dry_run;
    chosen.ahead = ahead;
    return try_night(chosen);
  }
  std::shared_ptr<const model::RuleSet> rules() const { return policy_->rules; }
  std::string policy_hash() const { return service::policy_hash(*policy_->rules); }
  NightReport night(const std::string& day, bool dry_run = false) {
    auto report = try_night(day, dry_run);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    check_schedule();
    return std::move(report).value();
  }

  // The schedule says the same in both of its orders, but for what is noted as gone.
  void check_schedule() {
    CHECK(number("SELECT count(*) FROM (SELECT kind, entry, next FROM frist_due WHERE NOT EXISTS (SELECT 1 FROM "
                 "frist_gone AS g "
                 "WHERE g.kind = frist_due.kind AND g.entry = frist_due.entry) EXCEPT SELECT kind, entry, next FROM "
                 "frist_day)") == 0);
    CHECK(number("SELECT count(*) FROM (SELECT kind, entry, next FROM frist_day EXCEPT SELECT kind, entry, next FROM "
                 "frist_due)") == 0);
    CHECK(number("SELECT count(*) FROM frist_meta WHERE key = 'days_away'") == 0);
  }

  store::Connection& connection() { return connection_; }
  const std::string& path() const { return path_; }
  // Binds a policy without attaching it; nights after this are by it.
  void load(const std::string& policy) {
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    policy_ = service::load_policy({"policy.frist", {{"policy.frist", policy}}}, sources, sink);
    INFO(text::render_all(sink, *sources));
    REQUIRE(policy_);
  }
  // Whether a policy has no errors, also for those that check the whole.
  static bool loads(const std::string& policy) {
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    return service::load_policy({"policy.frist", {{"policy.frist", policy}}}, sources, sink) != nullptr;
  }

 private:
  static std::string fresh_name() {
    static int count = 0;
    return "frist-night-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".db";
  }
  static store::Connection created(const std::string& path) {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::Create;
    auto connection = store::Connection::open(path, options);
    REQUIRE(connection);
    return std::move(connection).value();
  }

  std::string path_;
  store::Connection connection_;
  std::shared_ptr<const service::LoadedPolicy> policy_;
};

}  // namespace frist::run
