// SPDX-License-Identifier: Apache-2.0
// Plan, approve, apply: a night in three steps, with people between them.
#include <fmt/core.h>

#include <charconv>
#include <fstream>

#include "dsl/text/files.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/night_report.hpp"
#include "engine/cli/people.hpp"
#include "engine/cli/plan_report.hpp"
#include "engine/cli/stages.hpp"
#include "engine/run/plan.hpp"
#include "engine/run/plan_listing.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/plans.hpp"

namespace frist::cli {
namespace {

constexpr std::size_t kEntriesShown = 20;
constexpr std::size_t kMostBytesOfKey = 16'384;

text::Result<std::int64_t> plan_number(const std::string& written) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error == std::errc() && end == written.data() + written.size() && number > 0) return number;
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("`{}` is no number of a plan; `frist plan` says which number a plan has", written)};
}

// The plan that is named, in the database that is named.
struct NamedPlan {
  service::OpenDatabase database;
  store::Plan plan;
};

text::Result<NamedPlan> open_plan(const Arguments& arguments) {
  const auto number = plan_number(arguments.one("PLAN"));
  if (!number) return number.error();
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return database.error();
  auto plan = run::find_plan(database.value().connection, number.value());
  if (!plan) return plan.error();
  return NamedPlan{std::move(database).value(), std::move(plan).value()};
}

// A plan may be applied hours later, so it is for a day and no instant in it.
text::Result<model::AsOf> whole_day(const Arguments& arguments, const model::RuleSet& rules) {
  const auto written = arguments.has("--as-of") ? std::optional(arguments.one("--as-of")) : std::nullopt;
  const auto asked = service::as_of(written, rules);
  return asked ? service::as_of(calendar::to_iso(asked.value().day), rules) : asked;
}

text::Result<std::vector<run::ListedEntry>> first_entries(service::OpenDatabase& db, std::int64_t plan) {
  std::vector<run::ListedEntry> entries;
  const auto listed = run::list_plan(db.connection, db.rules(), plan, [&](const run::ListedEntry& e) {
    entries.push_back(e);
    return entries.size() < kEntriesShown;
  });
  if (!listed) return listed.error();
  return entries;
}

// One object a line. The file is written as it is listed, for a plan may be large.
text::Status write_entries(service::OpenDatabase& db, std::int64_t plan, const std::string& path) {
  std::ofstream file(path, std::ios::trunc);
  const auto listed = run::list_plan(db.connection, db.rules(), plan, [&](const run::ListedEntry& e) {
    file << codec::line_of(
        {{"entry", e.entry}, {"due", calendar::to_iso(e.due)}, {"action", e.action}, {"rule", e.rule}});
    return file.good();
  });
  if (!listed) return listed;
  file.close();
  if (file) return {};
  return text::Error{text::ErrorKind::Io, fmt::format("`{}` could not be written", path)};
}

ExitCode plan(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  service::OpenDatabase& db = database.value();
  const auto day = whole_day(arguments, db.rules());
  if (!day) return fail(console, day.error(), arguments);
  const auto brake = brake_of(arguments);
  if (!brake) return fail(console, brake.error(), arguments);
  run::NightOptions options;
  options.as_of = day.value();
  options.now = service::now();
  options.brake = brake.value();
  const auto former = service::former_rules(db);
  if (!former) return fail(console, former.error(), arguments);
  options.former = former.value();
  Stages stages(console, arguments.has("--quiet"));
  options.progress = stages.teller();
  const auto report = run::make_plan(db.connection, db.policy->rules, db.policy_hash, options);
  stages.end();
  if (!report) return fail(console, report.error(), arguments);
  const auto missing = run::missing_approval(db.connection, {db.rules(), former.value()}, report.value().plan);
  if (!missing) return fail(console, missing.error(), arguments);
  const auto shown = first_entries(db, report.value().plan.id);
  if (!shown) return fail(console, shown.error(), arguments);
  if (arguments.has("--entries"))
    if (auto written = write_entries(db, report.value().plan.id, arguments.one("--entries")); !written)
      return fail(console, written.error(), arguments);
  console.print(arguments.has("--json")
                    ? plan_json(report.value(), missing.value(), shown.value())
                    : plan_words(report.value(), missing.value(), shown.value(), arguments.one("--db")));
  return report.value().brake.empty() && !report.value().policy_changed ? ExitCode::Done : ExitCode::Findings;
}

ExitCode approve(const Arguments& arguments, const Console& console) {
  auto named = open_plan(arguments);
  if (!named) return fail(console, named.error(), arguments);
  const auto key = text::read_text_file(arguments.one("--key"), kMostBytesOfKey);
  if (!key) return fail(console, key.error(), arguments);
  service::OpenDatabase& db = named.value().database;
  const store::Plan& plan = named.value().plan;
  if (arguments.has("--hash") && !plan.hash.starts_with(arguments.one("--hash")))
    return fail(console,
                {text::ErrorKind::Refused,
                 fmt::format("plan {} has the hash {}, not the one that you looked at", plan.id, plan.hash)},
                arguments);
  const auto officer = run::approve_plan(db.connection, db.rules(), plan, key.value(), service::now());
  if (!officer) return fail(console, officer.error(), arguments);
  const auto former = service::former_rules(db);
  if (!former) return fail(console, former.error(), arguments);
  const auto missing = run::missing_approval(db.connection, {db.rules(), former.value()}, plan);
  if (!missing) return fail(console, missing.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/approved/1",
                                  {{"plan", plan.id},
                                   {"hash", plan.hash},
                                   {"officer", officer.value()},
                                   {"signatures_missing", static_cast<std::int64_t>(missing.value().signatures)}},
                                  {}}));
  else
    console.print(fmt::format("{} has signed plan {} ({})\n{}", officer.value(), plan.id, plan.hash.substr(0, 16),
                              missing.value().signatures == 0
                                  ? fmt::format("`frist apply {} --db {}` does it\n", plan.id, arguments.one("--db"))
                                  : fmt::format("{} more {} needed: {}\n", missing.value().signatures,
                                                missing.value().signatures == 1 ? "signature is" : "signatures are",
                                                missing.value().because)));
  return ExitCode::Done;
}

ExitCode apply(const Arguments& arguments, const Console& console) {
  auto named = open_plan(arguments);
  if (!named) return fail(console, named.error(), arguments);
  service::OpenDatabase& db = named.value().database;
  const auto day = service::as_of(calendar::to_iso(named.value().plan.as_of), db.rules());
  if (!day) return fail(console, day.error(), arguments);
  run::NightOptions options;
  options.as_of = day.value();
  options.now = service::now();
  options.plan = named.value().plan.id;
  const auto former = service::former_rules(db);
  if (!former) return fail(console, former.error(), arguments);
  options.former = former.value();
  options.release_brake = arguments.has("--release-brake");
  options.ahead = arguments.has("--ahead");
  options.catch_up = arguments.has("--catch-up");
  options.keys = arguments.one_or("--keys", "");
  options.check_pages = arguments.has("--check-pages");
  Stages stages(console, arguments.has("--quiet"));
  options.progress = stages.teller();
  const auto report = run::run_night(db.connection, db.policy->rules, db.policy_hash, options);
  stages.end();
  if (!report) return fail(console, report.error(), arguments);
  console.print(arguments.has("--json") ? night_json(report.value(), false) : night_words(report.value(), false));
  return night_exit_code(report.value(), arguments);
}

ExitCode withdraw(const Arguments& arguments, const Console& console) {
  auto named = open_plan(arguments);
  if (!named) return fail(console, named.error(), arguments);
  const std::int64_t plan = named.value().plan.id;
  const auto done =
      service::withdraw_plan(named.value().database, plan, arguments.one("--by"), arguments.one_or("--reason", ""));
  if (!done) return fail(console, done.error(), arguments);
  console.print(
      arguments.has("--json")
          ? codec::text_of({"frist/plan-withdrawn/1", {{"plan", plan}}, {}})
          : fmt::format("plan {} is given up; what it has not done stays, and `frist plan` makes a new one\n", plan));
  return ExitCode::Done;
}

Positional plan_positional() { return {"PLAN", "the plan's number"}; }

}  // namespace

Command plan_command() {
  std::vector<Option> options = {database_option(),
                                 as_of_option(),
                                 {"--entries", "FILE", "write every entry of the plan to this file, as NDJSON"},
                                 json_option(),
                                 quiet_option()};
  for (Option& option : brake_options()) options.push_back(std::move(option));
  return {
      "plan",
      "Nights",
      "freeze what the night would do, for people to look at and sign",
      "Reads one unchanging view of the database and changes nothing in your tables. The plan holds each entry with a "
      "digest of the facts that decided it; its hash is what officers sign. Where the policy is another than that of "
      "the "
      "nights before, every entry is decided by both, and the numbers that differ are signed, too. An earlier plan "
      "that "
      "was not applied is replaced. Exit status 1 where the plan is beyond the brake or the policy was changed.",
      {},
      options,
      {{"frist plan --db bureau.db", "what would tonight do?"},
       {"frist plan --db bureau.db --entries tonight.ndjson", "with every entry in a file"}},
      plan};
}

Command approve_command() {
  return {"approve",
          "Nights",
          "sign a plan with an officer's key",
          "Refused where the plan was changed since it was frozen, and for authors of the policy where it does not let "
          "them approve.",
          {plan_positional()},
          {database_option(),
           {"--key", "FILE", "the officer's private key", {}, true},
           {"--hash", "HASH", "the hash of the plan that you looked at, or its beginning: any other plan is refused"},
           json_option()},
          {{"frist approve 1 --db bureau.db --key officer.pem", "sign plan 1"}},
          approve};
}

Command apply_command() {
  return {
      "apply",
      "Nights",
      "do what a plan froze, and nothing else",
      "Each entry is decided again in the transaction that erases it. Where its facts are not those of the plan, or "
      "somebody has placed a hold since, it stays and waits for the next plan. A run that was cut off goes on where "
      "it was.",
      {plan_positional()},
      {database_option(),
       {"--release-brake", "",
        "also where the plan is beyond the brake and no officer has signed it; not for a changed policy"},
       {"--catch-up", "", "also where the last night was more than 36 hours ago; make sure that the clock is right"},
       {"--check-pages", "", "first read every page of the file, and do nothing where one is damaged"},
       {"--ahead", "", "also for a day that has not come, and erase what must be kept until then"},
       keys_option(),
       json_option(),
       quiet_option()},
      {{"frist apply 1 --db bureau.db", "do what plan 1 holds"}},
      apply};
}

Command withdraw_command() {
  return {"withdraw",
          "Nights",
          "give up a plan that was not applied, or not to its end",
          "What it has done stays done, what it has not done stays as it is and waits for the next plan. The log tells "
          "who has withdrawn it and why.",
          {plan_positional()},
          {database_option(), by_option(), {"--reason", "TEXT", "why"}, json_option()},
          {{"frist withdraw 1 --by 'records office' --reason 'the officer has left' --db bureau.db",
            "plan 1 is not done any further"}},
          withdraw};
}

}  // namespace frist::cli
