// SPDX-License-Identifier: Apache-2.0
#include "engine/service/doctor.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "engine/audit/leaf.hpp"
#include "engine/run/clock.hpp"
#include "engine/run/readiness.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/audit_log.hpp"
#include "engine/service/identity_keys.hpp"
#include "engine/service/packs.hpp"
#include "engine/service/requests.hpp"
#include "engine/service/run_examples.hpp"
#include "engine/service/waiting.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/checksums.hpp"
#include "engine/store/identity.hpp"
#include "engine/store/log_kept.hpp"
#include "engine/store/mapping.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/reviews.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMuchLog = 256u << 20;     // bytes of write-ahead log; a night empties it
constexpr std::uintmax_t kLittleRoom = 256u << 20;  // bytes free beside the database

class Doctor {
 public:
  Doctor(std::string path, const DoctorOptions& options) : path_(std::move(path)), options_(options) {}

  text::Result<std::vector<CheckUp>> go() {
    auto opened = store::Connection::open(path_, read_only());
    if (!opened) return opened.error();
    look_at_file();
    look_at_pages(opened.value());
    look_at_keys(opened.value());
    auto database = open_attached(path_, store::OpenOptions::Mode::ReadOnly);
    note("policy", database ? text::Status() : text::Status(database.error()), "attached, and reads as it was attached",
         "attach it again: `frist attach POLICY --db FILE`");
    if (database) look_at_head(database.value().connection);
    if (database) look_at_log(database.value().connection);
    if (database) look_at_policy(database.value());
    return std::move(checks_);
  }

 private:
  static store::OpenOptions read_only() {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::ReadOnly;
    return options;
  }
  void add(std::string what, Health health, std::string says, std::string help = {}) {
    checks_.push_back({std::move(what), health, std::move(says), health == Health::Ok ? "" : std::move(help)});
  }
  void note(const char* what, const text::Status& status, const char* well, const char* help) {
    add(what, status ? Health::Ok : Health::Error, status ? well : status.error().message, help);
  }

  void look_at_file() {
    struct stat file {};
    const bool open_to_all = stat(path_.c_str(), &file) == 0 && (file.st_mode & (S_IROTH | S_IWOTH)) != 0;
    add("permissions", open_to_all ? Health::Warning : Health::Ok,
        open_to_all ? "every user of this machine can read the database" : "not every user can read the database",
        fmt::format("chmod o= {}", path_));
    std::error_code failed;
    const fs::path folder = fs::absolute(path_).parent_path();
    const auto space = fs::space(folder, failed);
    const auto size = failed ? 0 : fs::file_size(path_, failed);
    const std::uintmax_t wanted = std::max(kLittleRoom, size / 10);
    if (!failed)
      add("disk", space.available < wanted ? Health::Warning : Health::Ok,
          fmt::format("{} MiB are free beside {} MiB of database", space.available >> 20, size >> 20),
          fmt::format("make room: a night may need {} MiB for its log", wanted >> 20));
    const auto log = fs::file_size(path_ + "-wal", failed);
    const bool much = !failed && log > kMuchLog;
    add("log file", much ? Health::Warning : Health::Ok,
        failed || log == 0 ? "the write-ahead log is empty" : fmt::format("the write-ahead log has {} KiB", log >> 10),
        "a program keeps reading, so that it cannot be emptied and erased values stay in it; end that program");
  }

  // Only where there is one; it is not told what it does not know yet.
  void look_at_head(store::Connection& connection) {
    const auto known = known_beginning(connection);
    if (!known) return note("head file", known.error(), "", "see there");
    if (!known.value()) return;
    const auto size = connection.integer("SELECT count(*) FROM frist_audit_leaf");
    if (!size) return note("head file", size.error(), "", "see there");
    const auto knows = static_cast<std::int64_t>(known.value()->size);
    const bool older = size.value().value_or(0) < knows;
    add("head file", older ? Health::Error : Health::Ok,
        fmt::format("it knows {} leaves of the log, which has {}", knows, size.value().value_or(0)),
        "an older copy has taken the place of the database: `frist restore --db FILE`");
  }

  // A log that is begun anew keeps its older pages behind the new ones until it is cut.
  void look_at_log(store::Connection& connection) {
    const auto since = store::log_kept_at(connection);
    if (!since) return note("erased", since.error(), "", "see there");
    std::error_code failed;
    const auto log = fs::file_size(path_ + "-wal", failed);
    const auto left = left_behind(connection);
    if (!left) return note("erased", left.error(), "", "see there");
    for (const auto& [says, help] : left.value()) add("erased", Health::Warning, says, help);
    const bool there = since.value() && !failed && log > 0;
    add("erased", there ? Health::Warning : Health::Ok,
        there ? fmt::format("the night of {} could not empty the write-ahead log: erased values may still be in it",
                            audit::utc_time(*since.value()))
              : "nothing erased waits in the write-ahead log",
        "end the program that keeps reading; then `frist run --db FILE` empties it");
  }

  void look_at_pages(store::Connection& connection) {
    const auto mode = connection.text("PRAGMA journal_mode");
    const bool wal = mode && mode.value() == "wal";
    add("journal", wal ? Health::Ok : Health::Warning, wal ? "write-ahead log" : "not a write-ahead log",
        "the next night or `frist attach` changes it");
    if (!options_.deep) return;
    const auto found = connection.text("PRAGMA integrity_check(1)");
    const std::string says = found ? found.value().value_or("nothing") : found.error().message;
    add("pages", says == "ok" ? Health::Ok : Health::Error, says == "ok" ? "every page is sound" : says,
        "restore a backup: the file is damaged");
    const auto version = store::schema_version(connection);
    if (version && version.value() == store::kSchemaVersion) look_at_all_rows(connection);
  }

  void look_at_all_rows(store::Connection& connection) {
    note("rows", store::require_sound_rows(connection, store::CheckedTables::All), "every row is as it was written",
         "restore a backup: the file is damaged");
    auto schedule = store::require_sound_days(connection, calendar::kNever);
    if (schedule) schedule = store::require_same_schedules(connection);
    note("schedule", schedule, "every day of the schedule is as it was written", "restore a backup");
    const auto log = VerifiedLog::read(connection);
    const auto whole = log ? text::Status() : text::Status(log.error());
    note("log", whole ? references(connection) : whole, "every leaf is as it was written",
         "leave the database as it is, and look for a backup whose log is whole");
  }

  static text::Status references(store::Connection& connection) {
    auto log = store::AuditStore::open(connection);
    if (!log) return log.error();
    const auto wrong = log.value().wrong_reference();
    if (!wrong) return wrong.error();
    if (!wrong.value()) return {};
    return text::Error{text::ErrorKind::Data,
                       fmt::format("leaf {} and the entry that it is said to be about do not fit", *wrong.value())};
  }

  // Where no column is sealed there is nothing to say.
  void look_at_keys(store::Connection& connection) {
    const auto columns = store::identity_columns(connection);
    if (!columns) return note("identity", columns.error(), "", "see there");
    if (columns.value().empty()) return;
    const auto unwatched = store::unwatched_identity(connection);
    if (!unwatched) return note("identity", unwatched.error(), "", "see there");
    for (const std::string& table : unwatched.value())
      add("identity", Health::Error,
          fmt::format("triggers on `{}` are missing or changed: its keys outlive its rows", table),
          "print them by `frist schema POLICY` and create those named frist_..._identity_keys again");
    const auto state = store::key_state(connection);
    if (!state) return note("identity", state.error(), "", "see there");
    if (!state.value().made)
      return add("identity", Health::Ok, "nothing is sealed yet; `frist import` makes the key file");
    const std::string path = store::key_path(connection, options_.keys);
    const auto file = store::open_keys(connection, path, keys::KeyFile::Use::Read);
    if (!file)
      return note("identity", file.error(), "",
                  "nights go on; put the key file and its -epoch back from their backup, or name it by --keys");
    look_at_key_file(connection, path, file.value());
  }

  void look_at_key_file(store::Connection& connection, const std::string& path, const keys::KeyFile& file) {
    for (const std::string& part : {path, path + "-epoch"}) {
      struct stat found {};
      if (stat(part.c_str(), &found) == 0 && (found.st_mode & 077) != 0)
        add("identity", Health::Warning, fmt::format("`{}` can be read by others than its owner", part),
            fmt::format("chmod 600 {}", part));
    }
    const auto pending = store::pending_keys(connection);
    if (!pending) return note("identity", pending.error(), "", "see there");
    if (!pending.value().empty())
      add("identity", Health::Warning,
          fmt::format("{} keys of erased values wait to be destroyed", pending.value().size()), "frist run --db FILE");
    const std::int64_t days = (options_.now - file.epoch_began()) / 86'400;
    add("identity", days > kEpochDays ? Health::Warning : Health::Ok,
        fmt::format("sealed under `{}`, epoch {}, begun {} days ago", path, file.epoch(), days),
        "frist keys rotate --db FILE, monthly: until then a copy of an older key file opens what was erased since");
  }

  void look_at_policy(OpenDatabase& database) {
    const auto results = run_examples(*database.policy);
    const auto failed = std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.passed(); });
    add("examples", failed > 0 ? Health::Error : Health::Ok,
        fmt::format("{} of {} examples of the policy pass", results.size() - static_cast<std::size_t>(failed),
                    results.size()),
        "this program reads the policy in another way than its author; see `frist test`");
    const auto zone = calendar::Zone::find(database.rules().zone);
    add("time zone", zone ? Health::Ok : Health::Error, database.rules().zone, "install tzdata");
    note("watching", run::require_trusted(database.connection, database.rules()),
         "the tables are watched as attach left them; no hold is misspelt", "see there");
    look_at_pack(database);
    look_at_values(database);
    look_at_nights(database);
    if (zone) look_at_waiting(database, zone->civil_day(options_.now));
  }

  void look_at_pack(OpenDatabase& database) {
    const auto pack = pack_of(database);
    if (!pack) return note("packed columns", pack.error(), "", "`frist pack --drop`");
    const bool left = !pack.value() && pack::any_pack(database.connection);
    if (!pack.value() && !left) return;
    add("packed columns", left ? Health::Warning : Health::Ok,
        left ? "they are of no use any more: the tables were changed since, or they are of another database"
             : fmt::format("{} entries; the next night destroys them", pack.value()->entries),
        "`frist pack --drop` takes them away");
  }

  void look_at_values(OpenDatabase& database) {
    const auto report = store::check_mapping(database.connection, database.rules());
    if (!report) return note("values", report.error(), "", "see there");
    bool well = true;
    for (const store::Finding& f : report.value().findings) {
      if (f.severity == store::Severity::Note) continue;
      well = false;
      add("values", f.severity == store::Severity::Error ? Health::Error : Health::Warning,
          fmt::format("{}{}{}: {}", f.table.empty() ? f.record : f.table, f.column.empty() ? "" : ".", f.column,
                      f.message) +
              (f.of > 0 ? fmt::format(" ({} of {} rows)", f.count, f.of) : ""),
          f.help.empty() ? "docs/storage.md, What `attach` checks" : f.help);
    }
    if (well) add("values", Health::Ok, "every value can be read");
  }

  void look_at_nights(OpenDatabase& database) {
    const auto last = store::runs(database.connection, 1);
    if (!last) return note("last night", last.error(), "", "see there");
    if (last.value().empty())
      return add("last night", Health::Warning, "no night has run yet", "frist run --db FILE, every night by a timer");
    const store::Run& run = last.value()[0];
    const bool unfinished = !run.finished;
    add("last night", unfinished ? Health::Warning : Health::Ok,
        fmt::format("began {}, for {}{}", audit::utc_time(run.started), calendar::to_iso(run.as_of),
                    unfinished ? ", and is not at its end" : ""),
        "if no night is at work, the next one goes on with it");
    note("clock", run::require_clock(database.connection, options_.now, false), "fits the last night and the log",
         "see there");
  }

  void look_at_waiting(OpenDatabase& database, calendar::Day today) {
    const auto waiting = waiting_of(database, today);
    if (!waiting) return note("overdue", waiting.error(), "", "see there");
    std::int64_t overdue = 0;
    for (const Waiting& w : waiting.value()) overdue += w.overdue;
    add("overdue", overdue > 0 ? Health::Warning : Health::Ok,
        fmt::format("{} entries were to be decided before today", overdue), "frist run --db FILE");
    const auto requests = list_requests(database, {false, true});
    if (!requests) return note("requests", requests.error(), "", "see there");
    add("requests", requests.value().empty() ? Health::Ok : Health::Warning,
        fmt::format("{} requests for erasure wait for an answer past their day", requests.value().size()),
        "frist request list --overdue --db FILE; then `frist request answer`");
    const auto reviews = store::count_open_reviews(database.connection);
    if (!reviews) return note("reviews", reviews.error(), "", "see there");
    add("reviews", reviews.value() > 0 ? Health::Warning : Health::Ok,
        fmt::format("{} reviews wait for a person", reviews.value()), "a person has to look at these entries");
  }

  std::string path_;
  const DoctorOptions& options_;
  std::vector<CheckUp> checks_;
};

}  // namespace

text::Result<std::vector<CheckUp>> check_up(const std::string& path, const DoctorOptions& options) {
  return Doctor(path, options).go();
}

Health worst_of(const std::vector<CheckUp>& checks) {
  Health worst = Health::Ok;
  for (const CheckUp& c : checks) worst = std::max(worst, c.health);
  return worst;
}

}  // namespace frist::service
