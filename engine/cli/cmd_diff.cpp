// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <charconv>

#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/progress.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/run/policy_diff.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/policy_hash.hpp"
#include "rules/analyse/compare.hpp"

namespace frist::cli {
namespace {

// What the command found; entries only where a database was given.
struct Differences {
  std::string old_hash, new_hash;
  std::vector<analyse::RuleChange> rules;
  std::optional<run::PolicyDiff> entries;
  bool any() const { return !rules.empty() || (entries && entries->any_change()); }
};

std::string gone_from(calendar::Day day) { return calendar::to_iso(day); }

std::vector<codec::ReportRow> change_rows(const Differences& d) {
  std::vector<codec::ReportRow> rows;
  for (const analyse::RuleChange& c : d.rules)
    rows.push_back({{"kind", c.kind},
                    {"name", c.name},
                    {"what", c.what},
                    {"before", c.before},
                    {"after", c.after},
                    {"leaning", std::string(analyse::name_of(c.leaning))}});
  return rows;
}

std::string diff_json(const Differences& d) {
  codec::Report report{"frist/diff/1", {{"old", d.old_hash}, {"new", d.new_hash}}, {{"rules", change_rows(d)}}};
  if (d.entries) {
    report.members.push_back({"as_of", calendar::to_iso(d.entries->as_of)});
    report.members.push_back({"looked_at", static_cast<std::int64_t>(d.entries->looked_at)});
    report.members.push_back({"newly_due", d.entries->total(run::EntryChange::Now)});
    std::vector<codec::ReportRow> counts, samples;
    for (const run::DiffCount& c : d.entries->counts)
      counts.push_back({{"record", c.record},
                        {"old_rule", c.old_rule},
                        {"new_rule", c.new_rule},
                        {"change", std::string(run::name_of(c.change))},
                        {"n", c.n}});
    for (const run::DiffSample& s : d.entries->samples)
      samples.push_back({{"entry", s.entry},
                         {"change", std::string(run::name_of(s.change))},
                         {"old_rule", s.old_rule},
                         {"new_rule", s.new_rule},
                         {"old_gone_from", gone_from(s.old_gone_from)},
                         {"new_gone_from", gone_from(s.new_gone_from)}});
    report.lists.push_back({"counts", std::move(counts)});
    report.lists.push_back({"samples", std::move(samples)});
  }
  return codec::text_of(report);
}

const char* leaning_words(analyse::Leaning leaning) {
  if (leaning == analyse::Leaning::MayErase) return " (may erase more, or earlier)";
  return leaning == analyse::Leaning::Keeps ? " (keeps as long or longer)" : "";
}

std::string rules_said(const std::vector<analyse::RuleChange>& rules) {
  if (rules.empty()) return "no difference in the rules\n";
  std::string out = "rules\n";
  for (const analyse::RuleChange& c : rules) {
    out += fmt::format("  {} {}: {}{}\n", c.kind, c.name, c.what, leaning_words(c.leaning));
    if (!c.before.empty()) out += "    was  " + c.before + "\n";
    if (!c.after.empty()) out += "    is   " + c.after + "\n";
  }
  return out;
}

std::string named_or_dash(const std::string& rule) { return rule.empty() ? "-" : rule; }

std::string counts_said(const run::PolicyDiff& d) {
  std::string out = "\nentries\n";
  for (const run::DiffCount& c : d.counts)
    out += fmt::format("  {:<10}  {:>9}  {}: {} -> {}\n", run::name_of(c.change), c.n, c.record,
                       named_or_dash(c.old_rule), named_or_dash(c.new_rule));
  if (!d.samples.empty()) out += "\nsome of them\n";
  for (const run::DiffSample& s : d.samples)
    out += fmt::format("  {:<10}  {}: gone from {} -> {}\n", run::name_of(s.change), s.entry,
                       gone_from(s.old_gone_from), gone_from(s.new_gone_from));
  return out;
}

std::string diff_words(const Differences& d) {
  std::string out;
  if (d.entries) {
    using C = run::EntryChange;
    const run::PolicyDiff& e = *d.entries;
    out += fmt::format(
        "as of {}: of {} entries {} would be erased at once because of the change\n"
        "{} earlier, {} with a new end, {} later, {} never any more, {} with a milder act at once\n\n",
        calendar::to_iso(e.as_of), e.looked_at, e.total(C::Now), e.total(C::Earlier), e.total(C::NewEnd),
        e.total(C::Later), e.total(C::Never), e.total(C::ActNow));
  }
  out += rules_said(d.rules);
  return d.entries ? out + counts_said(*d.entries) : out;
}

std::optional<std::uint32_t> samples_of(const Arguments& arguments) {
  const std::string text = arguments.one_or("--samples", "5");
  std::uint32_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc() || end != text.data() + text.size() || n > 1000) return std::nullopt;
  return n;
}

text::Result<run::PolicyDiff> compare_entries(store::Connection& connection, const run::DiffSide& before,
                                              const run::DiffSide& after, const Arguments& arguments,
                                              const Console& console) {
  const auto day =
      service::as_of(arguments.has("--as-of") ? std::optional(arguments.one("--as-of")) : std::nullopt, *before.rules);
  if (!day) return day.error();
  run::DiffOptions options;
  options.as_of = day.value();
  options.samples = *samples_of(arguments);
  std::unique_ptr<Progress> progress;
  std::string stage;
  options.progress = [&](const char* what, std::uint64_t done, std::uint64_t total) {
    if (stage != what) {
      stage = what;
      progress.reset();
      progress = std::make_unique<Progress>(console, stage, total, arguments.has("--quiet"));
    }
    progress->at(done, total);
  };
  return run::diff_entries(connection, before, after, options);
}

ExitCode diff(const Arguments& arguments, const Console& console) {
  const bool attached = arguments.one("OLD") == "attached";
  if (!samples_of(arguments))
    return fail(console, {text::ErrorKind::Usage, "--samples takes a number from 0 to 1000"}, arguments);
  if (attached && !arguments.has("--db"))
    return fail(console, {text::ErrorKind::Usage, "`attached` is the policy of a database; say which with --db FILE"},
                arguments);
  std::optional<store::Connection> connection;
  run::DiffSide before, after;
  if (attached) {
    auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
    if (!database) return fail(console, database.error(), arguments);
    before = {database.value().policy->rules, database.value().policy_hash};
    connection.emplace(std::move(database.value().connection));
  } else {
    const auto old_policy = read_policy(arguments.one("OLD"), arguments, console);
    if (!old_policy.policy) return old_policy.code;
    before = {old_policy.policy->rules, service::policy_hash(*old_policy.policy->rules)};
  }
  const auto new_policy = read_policy(arguments.one("NEW"), arguments, console);
  if (!new_policy.policy) return new_policy.code;
  after = {new_policy.policy->rules, service::policy_hash(*new_policy.policy->rules)};
  if (arguments.has("--db") && !connection) {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::ReadOnly;
    auto opened = store::Connection::open(arguments.one("--db"), options);
    if (!opened) return fail(console, opened.error(), arguments);
    connection.emplace(std::move(opened).value());
  }
  Differences found{before.hash, after.hash, analyse::compare(*before.rules, *after.rules), std::nullopt};
  if (connection) {
    auto entries = compare_entries(*connection, before, after, arguments, console);
    if (!entries) return fail(console, entries.error(), arguments);
    found.entries = std::move(entries).value();
  }
  console.print(arguments.has("--json") ? diff_json(found) : diff_words(found));
  return found.any() ? ExitCode::Findings : ExitCode::Done;
}

}  // namespace

Command diff_command() {
  Option database = database_option();
  database.required = false;
  database.help = "also compare what becomes of the entries of this database";
  return {"diff",
          "Nights",
          "what a change of policy means: for the rules, and for the entries of a database",
          "Exit status 0 where nothing differs, 1 where something does. A change of a rule is said to perhaps erase more, or "
          "earlier, unless it is certain that it cannot. Nothing is written.",
          {{"OLD", "the policy as it was: a file, a folder, or `attached` for the one of the database"},
           {"NEW", "the policy as it shall be: a file or a folder"}},
          {database,
           as_of_option(),
           {"--samples", "N", "how many entries to show of each change and kind; without it 5"},
           json_option(),
           quiet_option()},
          {{"frist diff attached policies/schufa --db bureau.db", "what would the new policy change tonight?"}},
          diff};
}

}  // namespace frist::cli
