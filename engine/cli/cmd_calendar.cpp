// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "engine/cli/command_list.hpp"
#include "engine/cli/stages.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/calendar_picture.hpp"
#include "engine/service/night_calendar.hpp"
#include "engine/words/values.hpp"

namespace frist::cli {
namespace {

using service::NightCalendar;
using service::Per;
using service::Period;

const char* name_of(Per per) { return per == Per::Day ? "day" : per == Per::Week ? "week" : "month"; }

// Digits in groups of three.
std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string words_of(const std::string& what) { return what == "reviewed" ? "to review" : what; }

std::string words_of(const Period& p, Per per) {
  const std::string from = calendar::to_iso(p.from);
  return per == Per::Day ? from : from + " to " + calendar::to_iso(p.through);
}

// One line for each period in which something happens, a column for each outcome.
std::string by_period(const NightCalendar& made) {
  const auto whats = made.whats();
  std::string out = fmt::format("  {:<{}}", name_of(made.per), made.per == Per::Day ? 10 : 24);
  for (const std::string& what : whats) out += fmt::format("  {:>11}", words_of(what));
  out += "\n";
  for (const Period& p : made.periods) {
    if (p.counts.empty()) continue;
    out += "  " + words_of(p, made.per);
    for (const std::string& what : whats) out += fmt::format("  {:>11}", grouped(p.total(what)));
    out += "\n";
  }
  return out;
}

std::string by_rule(const NightCalendar& made) {
  std::size_t kind_width = 0, rule_width = 1;
  for (const Period& p : made.periods)
    for (const run::ComingCount& c : p.counts) {
      kind_width = std::max(kind_width, c.record.size());
      rule_width = std::max(rule_width, c.rule.size());
    }
  std::string out;
  for (const Period& p : made.periods)
    for (const run::ComingCount& c : p.counts)
      out += fmt::format("  {}  {:<11}  {:<{}}  {:<{}}  {:>9}\n", words_of(p, made.per), words_of(c.what), c.record,
                         kind_width, c.rule.empty() ? "-" : c.rule, rule_width, grouped(c.n));
  return out;
}

std::string words_of(const NightCalendar& made, bool rules) {
  const auto whats = made.whats();
  std::string out =
      fmt::format("nights of {} through {}, as the facts stand; policy {}\n\n", calendar::to_iso(made.from),
                  calendar::to_iso(made.until), made.policy_hash.substr(0, 16));
  if (whats.empty()) return out + "nothing falls due\n";
  out += (rules ? by_rule(made) : by_period(made)) + "\n";
  for (const std::string& what : whats)
    out += fmt::format("{}{} {}", what == whats.front() ? "in all " : ", ", grouped(made.total(what)), words_of(what));
  return out + "\n";
}

std::string json_of(const NightCalendar& made) {
  std::vector<codec::ReportRow> rows;
  for (const Period& p : made.periods)
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
                          {"per", std::string(name_of(made.per))},
                          {"first_night", calendar::to_iso(made.first_night)},
                          {"followed", static_cast<std::int64_t>(made.followed)},
                          {"erased", made.total("erased")},
                          {"reviewed", made.total("reviewed")}},
                         {{"counts", rows}}});
}

std::map<std::string, std::string> titles_of(const model::RuleSet& rules) {
  std::map<std::string, std::string> titles;
  for (const model::RetentionRule& rule : rules.retention)
    titles[rule.heading.name] = words::title_of(words::Language::English, rule.heading.titles, rule.heading.name);
  return titles;
}

Per per_of(const Arguments& arguments, const run::ComingOptions& options) {
  if (!arguments.has("--per")) return service::usual_per(options.from, options.until);
  const std::string& per = arguments.one("--per");
  return per == "day" ? Per::Day : per == "week" ? Per::Week : Per::Month;
}

ExitCode calendar_of_nights(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  service::OpenDatabase& db = database.value();
  const auto written = arguments.has("--from") ? std::optional(arguments.one("--from")) : std::nullopt;
  const auto from = service::as_of(written, db.rules());
  if (!from) return fail(console, from.error(), arguments);
  const auto until = service::as_of(arguments.one("--until"), db.rules());
  if (!until) return fail(console, until.error(), arguments);
  Stages stages(console, arguments.has("--quiet"));
  const run::ComingOptions options{from.value().day, until.value().day, service::now(), stages.teller()};
  const auto made = service::make_calendar(db, options, per_of(arguments, options));
  stages.end();
  if (!made) return fail(console, made.error(), arguments);
  const bool rules = arguments.has("--by-rule");
  if (arguments.has("--svg")) {
    const std::string picture = service::calendar_picture(made.value(), titles_of(db.rules()), rules);
    if (auto done = write_file(arguments.one("--svg"), picture); !done) return fail(console, done.error(), arguments);
  }
  console.print(arguments.has("--json") ? json_of(made.value()) : words_of(made.value(), rules));
  return ExitCode::Done;
}

}  // namespace

Command calendar_command() {
  return {"calendar",
          "Nights",
          "how many entries fall due in the coming nights, when and by which rule",
          "Each entry that may change is decided on the day of its change and followed from there, as if a night ran "
          "every day; no fact changes meanwhile, and what is done to one entry changes nothing for others. What is due "
          "already falls to the first night. Changes nothing.",
          {},
          {database_option(),
           {"--until", "DATE", "the last night", {}, true},
           {"--from", "DATE", "the first night; without it today"},
           {"--per",
            "PERIOD",
            "a line for each of them; without it days up to seven weeks, weeks up to two years, then months",
            {"day", "week", "month"}},
           {"--by-rule", "", "each kind and rule by itself; in the picture a panel for each rule"},
           {"--svg", "FILE", "also write a picture, with bars that can be told apart in black and white"},
           json_option(),
           quiet_option()},
          {{"frist calendar --db bureau.db --from 2026-01-01 --until 2026-12-31 --per month",
            "how many go in which month?"},
           {"frist calendar --db bureau.db --from 2026-01-01 --until 2026-01-31 --by-rule --svg january.svg",
            "every night of a month by rule, and as a picture"}},
          calendar_of_nights};
}

}  // namespace frist::cli
