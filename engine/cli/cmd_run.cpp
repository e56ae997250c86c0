// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "engine/cli/command_list.hpp"
#include "engine/cli/night_log.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/stages.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/run/night.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/metrics.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/policy_hash.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::cli {
namespace {

std::vector<codec::ReportRow> rows_of(const std::vector<run::NightCount>& counts) {
  std::vector<codec::ReportRow> rows;
  for (const run::NightCount& c : counts)
    rows.push_back({{"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
  return rows;
}

std::vector<codec::ReportRow> failures_of(const run::NightReport& r) {
  std::vector<codec::ReportRow> rows;
  for (const run::NightFailure& f : r.failures) rows.push_back({{"entry", f.entry}, {"message", f.message}});
  return rows;
}

std::vector<codec::ReportRow> unreadable_of(const run::NightReport& r) {
  std::vector<codec::ReportRow> rows;
  for (const run::Unreadable& u : r.unreadable)
    rows.push_back({{"record", u.record}, {"field", u.field}, {"values", u.values}});
  return rows;
}

std::string json_of(const run::NightReport& r, bool dry_run) {
  return codec::text_of({"frist/run/1",
                         {{"run", r.run},
                          {"policy", r.policy_hash},
                          {"as_of", calendar::to_iso(r.as_of)},
                          {"dry_run", dry_run},
                          {"resumed", r.resumed},
                          {"nothing_to_do", r.nothing_to_do},
                          {"log_kept_pages", !r.log_kept_because.empty()},
                          {"decided", static_cast<std::int64_t>(r.decided)},
                          {"erased", static_cast<std::int64_t>(r.total("erased"))},
                          {"reviewed", static_cast<std::int64_t>(r.total("reviewed"))},
                          {"waiting", r.waiting},
                          {"failed", static_cast<std::int64_t>(r.total("failed"))}},
                         {{"counts", rows_of(r.counts)},
                          {"rows", rows_of(r.rows)},
                          {"failures", failures_of(r)},
                          {"unreadable", unreadable_of(r)}}});
}

// One line for each kind, rule and outcome; what was erased first.
std::string table_of(const run::NightReport& r) {
  static const std::vector<std::string> order = {"failed",     "erased",     "anonymised", "archived", "transferred",
                                                 "suppressed", "restricted", "reviewed",   "kept"};
  auto counts = r.counts;
  const auto rank = [&](const run::NightCount& c) {
    return std::find(order.begin(), order.end(), c.what) - order.begin();
  };
  std::stable_sort(counts.begin(), counts.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  std::size_t kind_width = 0, rule_width = 0;
  for (const run::NightCount& c : counts) {
    kind_width = std::max(kind_width, c.record.size());
    rule_width = std::max(rule_width, std::max<std::size_t>(c.rule.size(), 1));
  }
  std::string out;
  for (const run::NightCount& c : counts)
    out += fmt::format("  {:<11}  {:<{}}  {:<{}}  {:>9}\n", c.what == "reviewed" ? "to review" : c.what, c.record,
                       kind_width, c.rule.empty() ? "-" : c.rule, rule_width, c.n);
  return out;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

// What a person has to see to.
std::string open_ends_of(const run::NightReport& r) {
  std::string out;
  if (r.total("failed") > 0)
    out += fmt::format("\n{} could not be dealt with and {} due:\n", counted(r.total("failed"), "entry", "entries"),
                       r.total("failed") == 1 ? "stays" : "stay");
  for (const run::NightFailure& f : r.failures) out += fmt::format("  {}: {}\n", f.entry, f.message);
  if (r.total("failed") > r.failures.size()) out += "  ...\n";
  for (const run::Unreadable& u : r.unreadable)
    out += fmt::format("\n{} of {}.{} cannot be read and {} as not known; an entry that rests on one is kept\n",
                       counted(static_cast<std::uint64_t>(u.values), "value", "values"), u.record, u.field,
                       u.values == 1 ? "counts" : "count");
  if (r.waiting > 0)
    out += fmt::format("\n{} for a person\n",
                       counted(static_cast<std::uint64_t>(r.waiting), "review waits", "reviews wait"));
  if (!r.log_kept_because.empty())
    out += fmt::format(
        "\nthe write-ahead log could not be emptied ({}): erased values may still be in it until the next run\n",
        r.log_kept_because);
  return out;
}

std::string words_of(const run::NightReport& r, bool dry_run) {
  if (r.nothing_to_do)
    return fmt::format("nothing to do: the night of {} is done and nothing has changed since\n",
                       calendar::to_iso(r.as_of)) +
           open_ends_of(r);
  std::string out = fmt::format("{} {}{}\n", dry_run ? "the night of" : "night of", calendar::to_iso(r.as_of),
                                dry_run     ? " would do this; nothing was changed"
                                : r.resumed ? ", gone on with where it was cut off"
                                            : "");
  out += fmt::format("policy {}\n\n", r.policy_hash.substr(0, 16)) + table_of(r);
  out += fmt::format("{}{} looked at, {} {}erased, {} for a person to review\n", r.counts.empty() ? "" : "\n",
                     counted(r.decided, "entry", "entries"), r.total("erased"), dry_run ? "to be " : "",
                     r.total("reviewed"));
  for (const run::NightCount& c : r.rows)
    out += fmt::format("  {:>9} {} of {}\n", c.n, c.n == 1 ? "row" : "rows", c.record);
  return out + open_ends_of(r);
}

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

ExitCode exit_code_of_night(const run::NightReport& report, const Arguments& arguments) {
  if (report.total("failed") > 0) return ExitCode::Data;
  if (report.waiting == 0 && report.total("reviewed") == 0)
    return report.unreadable.empty() ? ExitCode::Done : ExitCode::Findings;
  return arguments.has("--detailed-exit") ? ExitCode::Reviews : ExitCode::Findings;
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
  Stages stages(console, arguments.has("--quiet") || log.on());
  options.progress = stages.teller();
  log.start(options, database.policy_hash);
  const auto report = run::run_night(database.connection, database.policy->rules, database.policy_hash, options);
  stages.end();
  const auto written = write_metrics(database, arguments);
  if (!report) return log.fail(report.error(), arguments);
  const ExitCode exit = exit_code_of_night(report.value(), arguments);
  log.end(report.value(), options.dry_run, service::now() - options.now, exit);
  console.print(arguments.has("--json") ? json_of(report.value(), options.dry_run)
                                        : words_of(report.value(), options.dry_run));
  return written ? exit : log.fail(written.error(), arguments);
}

}  // namespace

Command run_command() {
  Option policy = policy_option();
  policy.value = "FILE|FOLDER";
  return {
      "run",
      "Databases",
      "the night: erase what is due, raise reviews, write the log",
      "Each batch is one transaction with its log entries. A run that was cut off goes on where it was; running "
      "twice changes nothing. "
      "Exit status 1 where reviews wait for a person or values could not be read, 4 where entries could not be dealt "
      "with; the others are done all the same.",
      {},
      {database_option(),
       policy,
       as_of_option(),
       {"--dry-run", "",
        "show what would be done; change nothing. With another --policy: what it would do to all entries"},
       {"--ahead", "", "also for a day that has not come, and erase what must be kept until then"},
       {"--catch-up", "", "also where the last night was more than 36 hours ago; make sure that the clock is right"},
       {"--log",
        "FORM",
        "what happens as one JSON object on each line of standard error, without keys, values or messages",
        {"json"}},
       {"--metrics", "FILE", "afterwards write the figures of `frist metrics` to this file"},
       json_option(),
       quiet_option()},
      {{"frist run --db bureau.db --dry-run", "what is due tonight?"},
       {"frist run --db bureau.db", "do it"},
       {"frist run --db bureau.db --policy policies/schufa --as-of 2025-03-01 --dry-run",
        "what would this policy have due on that day?"}},
      night};
}

}  // namespace frist::cli
