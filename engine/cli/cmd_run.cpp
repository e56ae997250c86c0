// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "engine/cli/command_list.hpp"
#include "engine/cli/night_log.hpp"
#include "engine/cli/night_report.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/stages.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/metrics.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/plans.hpp"
#include "engine/service/policy_hash.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::cli {
namespace {

// Attaches the policy of --policy where the database has none yet. One that is attached is never replaced by the way.
text::Result<bool> attach_if_new(store::Connection& connection, const service::LoadedPolicy& policy,
                                 const std::string& hash, const Console& console) {
  if (store::require_attached(connection)) {
    const auto attached = store::attached_policy(connection);
    if (!attached) return attached.error();
    if (attached.value() && attached.value()->hash == hash) return true;
    return text::Error{
        text::ErrorKind::Refused,
        fmt::format("the database is attached to another policy ({} {}). `--dry-run` shows what this one "
                    "would do; `frist attach` makes it the one that counts",
                    attached.value() ? attached.value()->name : "", attached.value() ? attached.value()->version : "")};
  }
  const auto report = service::attach_to(connection, policy);
  if (!report) return report.error();
  for (const store::Finding& f : report.value().mapping.findings)
    if (f.severity == store::Severity::Error) console.message(fmt::format("{}: {}\n", f.record, f.message));
  return report.value().attached;
}

// The database ready for the night: attached, the policy frozen.
struct Prepared {
  std::optional<service::OpenDatabase> database;
  ExitCode code = ExitCode::Done;
};

Prepared prepare(const Arguments& arguments, const Console& console) {
  const bool dry_run = arguments.has("--dry-run");
  const auto mode = dry_run ? store::OpenOptions::Mode::ReadOnly : store::OpenOptions::Mode::ReadWrite;
  if (!arguments.has("--policy")) {
    auto database = service::open_attached(arguments.one("--db"), mode);
    if (!database) return {{}, NightLog(console, arguments).fail(database.error(), arguments)};
    return {std::move(database).value(), ExitCode::Done};
  }
  const auto policy = read_policy(arguments.one("--policy"), arguments, console);
  if (!policy.policy) return {{}, policy.code};
  const std::string hash = service::policy_hash(*policy.policy->rules);
  store::OpenOptions options;
  options.mode = mode;
  auto connection = store::Connection::open(arguments.one("--db"), options);
  if (!connection) return {{}, fail(console, connection.error(), arguments)};
  if (!dry_run) {
    const auto attached = attach_if_new(connection.value(), *policy.policy, hash, console);
    if (!attached) return {{}, fail(console, attached.error(), arguments)};
    if (!attached.value())
      return {{},
              fail(console,
                   {text::ErrorKind::Data,
                    "the policy does not fit the database; `frist attach` says in full what is wrong"},
                   arguments)};
  }
  return {service::OpenDatabase{std::move(connection).value(), policy.policy, hash}, ExitCode::Done};
}

constexpr std::size_t kMostThreads = 16;

text::Result<std::size_t> threads_of(const Arguments& arguments) {
  if (!arguments.has("--threads")) return std::size_t{0};
  if (arguments.has("--threads") && arguments.has("--dry-run"))
    return text::Error{text::ErrorKind::Usage, "`--threads` does not go with `--dry-run`, which reads with one"};
  const std::string text = arguments.one("--threads");
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error == std::errc() && end == text.data() + text.size() && n >= 1 && n <= kMostThreads) return n;
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("`--threads` needs a whole number from 1 to {}, not `{}`", kMostThreads, text)};
}

// Logs and figures are of nights by the attached policy; findings about another one would not fit into either.
text::Status require_watchable(const Arguments& arguments) {
  for (const char* option : {"--log", "--metrics"})
    if (arguments.has(option) && arguments.has("--policy"))
      return text::Error{text::ErrorKind::Usage,
                         fmt::format("`{}` does not go with `--policy`; attach the policy first", option)};
  if (arguments.has("--metrics") && arguments.has("--dry-run"))
    return text::Error{text::ErrorKind::Usage,
                       "`--metrics` does not go with `--dry-run`; `frist metrics` writes them at any time"};
  return {};
}

// The figures are written whatever became of the night: what is overdue then shows in them.
text::Status write_metrics(service::OpenDatabase& database, const Arguments& arguments) {
  if (!arguments.has("--metrics")) return {};
  const auto text = service::metrics_text(database, service::now());
  return text ? write_file(arguments.one("--metrics"), text.value()) : text::Status(text.error());
}

ExitCode night(const Arguments& arguments, const Console& console) {
  const NightLog log(console, arguments);
  if (auto good = require_watchable(arguments); !good) return fail(console, good.error(), arguments);
  const auto threads = threads_of(arguments);
  if (!threads) return fail(console, threads.error(), arguments);
  auto prepared = prepare(arguments, console);
  if (!prepared.database) return prepared.code;
  service::OpenDatabase& database = *prepared.database;
  const auto day = service::as_of(arguments.has("--as-of") ? std::optional(arguments.one("--as-of")) : std::nullopt,
                                  database.rules());
  if (!day) return log.fail(day.error(), arguments);
  run::NightOptions options;
  options.as_of = day.value();
  options.now = service::now();
  options.clock = service::now;
  options.dry_run = arguments.has("--dry-run");
  options.ahead = arguments.has("--ahead");
  options.catch_up = arguments.has("--catch-up");
  options.check_pages = arguments.has("--check-pages");
  const auto brake = brake_of(arguments);
  if (!brake) return fail(console, brake.error(), arguments);
  options.brake = brake.value();
  options.threads = threads.value();
  options.keys = arguments.one_or("--keys", "");
  if (!options.dry_run) {
    auto former = service::former_rules(database);
    if (!former) return log.fail(former.error(), arguments);
    options.former = std::move(former).value();
  }
  Stages stages(console, arguments.has("--quiet") || log.on());
  options.progress = stages.teller();
  log.start(options, database.policy_hash);
  const auto report = run::run_night(database.connection, database.policy->rules, database.policy_hash, options);
  stages.end();
  const auto written = write_metrics(database, arguments);
  if (!report) return log.fail(report.error(), arguments);
  const ExitCode exit = night_exit_code(report.value(), arguments);
  log.end(report.value(), options.dry_run, service::now() - options.now, exit);
  console.print(arguments.has("--json") ? night_json(report.value(), options.dry_run)
                                        : night_words(report.value(), options.dry_run));
  return written ? exit : log.fail(written.error(), arguments);
}

}  // namespace

Command run_command() {
  Option policy = policy_option();
  policy.value = "FILE|FOLDER";
  std::vector<Option> options = {
      database_option(),
      policy,
      as_of_option(),
      {"--dry-run", "",
       "show what would be done; change nothing. With another --policy: what it would do to all entries"},
      {"--ahead", "", "also for a day that has not come, and erase what must be kept until then"},
      {"--catch-up", "", "also where the last night was more than 36 hours ago; make sure that the clock is right"},
      {"--check-pages", "", "first read every page of the file, and do nothing where one is damaged"},
      {"--log",
       "FORM",
       "what happens as one JSON object on each line of standard error, without keys, values or messages",
       {"json"}},
      keys_option(),
      {"--threads", "N", "how many threads read where all entries are decided, 1 to 16; without it 2 where there are"},
      {"--metrics", "FILE", "afterwards write the figures of `frist metrics` to this file"},
      json_option(),
      quiet_option()};
  for (Option& option : brake_options()) options.push_back(std::move(option));
  return {
      "run",
      "Nights",
      "the night: erase what is due, raise reviews, write the log",
      "Each batch is one transaction with its log entries. A run that was cut off goes on where it was; running "
      "twice changes nothing. "
      "Exit status 1 where reviews wait for a person, values could not be read, or erased values may still be in the "
      "write-ahead log, 4 where entries could not be dealt "
      "with; the others are done all the same. 5 where the brake has stopped the night before it did anything: "
      "more would go than a night may take before somebody has looked.",
      {},
      options,
      {{"frist run --db bureau.db --dry-run", "what is due tonight?"},
       {"frist run --db bureau.db", "do it"},
       {"frist run --db bureau.db --policy policies/schufa --as-of 2025-03-01 --dry-run",
        "what would this policy have due on that day?"}},
      night};
}

}  // namespace frist::cli
