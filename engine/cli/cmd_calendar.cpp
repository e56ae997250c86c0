// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/night_report.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/calendar_picture.hpp"
#include "engine/service/night_calendar.hpp"

namespace frist::cli {
namespace {

using service::NightCalendar;
using service::Per;

const char* per_word(Per per) { return per == Per::Day ? "day" : per == Per::Week ? "week" : "month"; }

std::string period_words(const service::Period& p) {
  return p.from == p.through ? calendar::to_iso(p.from)
                             : fmt::format("{} to {}", calendar::to_iso(p.from), calendar::to_iso(p.through));
}

// A line for each period in which something happens; with `by_rule` one for each of its rules.
std::string calendar_table(const NightCalendar& made, bool by_rule) {
  std::string out;
  for (const service::Period& p : made.periods) {
    std::string line;
    if (by_rule)
      for (const run::ComingCount& c : p.counts)
        out += fmt::format("  {:<24}  {:>9}  {:<11}  {} by {}\n", period_words(p), c.n,
                           c.what == "reviewed" ? "to review" : c.what, c.record, c.rule.empty() ? "-" : c.rule);
    else
      for (const std::string& what : made.whats())
        if (p.total(what) > 0)
          line += fmt::format("  {:>9} {}", p.total(what), what == "reviewed" ? "to review" : what);
    if (!line.empty()) out += fmt::format("  {:<24}{}\n", period_words(p), line);
  }
  return out;
}

std::string calendar_words(const NightCalendar& made, bool by_rule) {
  std::string out =
      fmt::format("nights from {} through {}, if no fact changes\npolicy {}\n\n", calendar::to_iso(made.from),
                  calendar::to_iso(made.until), made.policy_hash.substr(0, 16));
  const std::string table = calendar_table(made, by_rule);
  out += table.empty() ? "  nothing falls due\n" : table;
  std::string totals;
  for (const std::string& what : made.whats())
    totals +=
        fmt::format("{}{} {}", totals.empty() ? "" : ", ", made.total(what), what == "reviewed" ? "to review" : what);
  return out + (totals.empty() ? "" : fmt::format("\nin all {}\n", totals));
}

std::string calendar_json(const NightCalendar& made) {
  std::vector<codec::ReportRow> rows;
  for (const service::Period& p : made.periods)
    for (const run::ComingCount& c : p.counts)
      rows.push_back({{"from", calendar::to_iso(p.from)},
                      {"through", calendar::to_iso(p.through)},
                      {"record", c.record},
                      {"rule", c.rule},
                      {"what", c.what},
                      {"n", c.n}});
  return codec::text_of({"frist/calendar/1",
                         {{"policy", made.policy_hash},
                          {"from", calendar::to_iso(made.from)},
                          {"until", calendar::to_iso(made.until)},
                          {"per", std::string(per_word(made.per))},
                          {"followed", static_cast<std::int64_t>(made.followed)}},
                         {{"counts", rows}}});
}

text::Result<calendar::Day> day_of(const Arguments& arguments, const std::string& option, const model::RuleSet& rules) {
  const auto day = service::as_of(arguments.has(option) ? std::optional(arguments.one(option)) : std::nullopt, rules);
  if (!day) return day.error();
  return day.value().day;
}

Per per_of(const Arguments& arguments, calendar::Day from, calendar::Day until) {
  const std::string word = arguments.one_or("--per", "");
  if (word == "day") return Per::Day;
  if (word == "week") return Per::Week;
  return word == "month" ? Per::Month : service::usual_per(from, until);
}

std::map<std::string, std::string> titles_of(const model::RuleSet& rules) {
  std::map<std::string, std::string> titles;
  for (const model::RetentionRule& rule : rules.retention) titles[rule.heading.name] = rule.heading.titles.en;
  return titles;
}

ExitCode calendar(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const model::RuleSet& rules = database.value().rules();
  const auto from = day_of(arguments, "--from", rules), until = day_of(arguments, "--until", rules);
  if (!from) return fail(console, from.error(), arguments);
  if (!until) return fail(console, until.error(), arguments);
  run::ComingOptions options;
  options.from = from.value();
  options.until = until.value();
  options.now = service::now();
  auto progress = std::make_unique<NightProgress>(console, arguments.has("--quiet"));
  options.progress = [&](const char* what, std::uint64_t done, std::uint64_t total) {
    progress->at(what, done, total);
  };
  const auto made = service::make_calendar(database.value(), options, per_of(arguments, from.value(), until.value()));
  progress.reset();
  if (!made) return fail(console, made.error(), arguments);
  const bool by_rule = arguments.has("--by-rule");
  if (arguments.has("--svg"))
    if (auto drawn =
            write_file(arguments.one("--svg"), service::calendar_picture(made.value(), titles_of(rules), by_rule));
        !drawn)
      return fail(console, drawn.error(), arguments);
  console.print(arguments.has("--json") ? calendar_json(made.value()) : calendar_words(made.value(), by_rule));
  return ExitCode::Done;
}

}  // namespace

Command calendar_command() {
  return {
      "calendar",
      "Nights",
      "how many entries fall due in the coming nights, and by which rule",
      "Every entry whose verdict may change in that time is followed from change to change, as if no fact changed. "
      "What "
      "is done to one entry may change another's facts; that is not followed.",
      {},
      {database_option(),
       {"--until", "DATE", "the last night", {}, true},
       {"--from", "DATE", "the first night; without it today"},
       {"--per", "UNIT", "what is counted together; without it by the length of the time", {"day", "week", "month"}},
       {"--by-rule", "", "a line, and in the picture a panel, for each rule"},
       {"--svg", "FILE", "write a picture to this file"},
       json_option(),
       quiet_option()},
      {{"frist calendar --db bureau.db --from 2026-04-01 --until 2026-04-14", "two weeks, day by day"},
       {"frist calendar --db bureau.db --from 2026-04-01 --until 2027-03-31 --by-rule --svg year.svg",
        "a year, as a picture with a panel for each rule"}},
      calendar};
}

}  // namespace frist::cli
