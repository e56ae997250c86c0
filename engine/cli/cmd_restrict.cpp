// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/audit/leaf.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/restrictions.hpp"

namespace frist::cli {
namespace {

codec::ReportRow restriction_row(const service::NamedRestriction& named) {
  const store::Restriction& r = named.restriction;
  codec::ReportRow row = {{"number", r.number},
                          {"entry", named.entry},
                          {"since", calendar::to_iso(r.since)},
                          {"ground", r.ground},
                          {"article", std::string(service::find_restriction_ground(r.ground)->article)},
                          {"reason", r.reason},
                          {"placed_by", r.placed_by},
                          {"placed_at", audit::utc_time(r.placed_at)}};
  if (r.hold) row.emplace_back("hold", *r.hold);
  return row;
}

std::string restriction_words(const service::NamedRestriction& named) {
  const store::Restriction& r = named.restriction;
  return fmt::format("restriction {} on {} since {}: {} ({})\n    placed by {}{}\n", r.number, named.entry,
                     calendar::to_iso(r.since), r.reason, service::find_restriction_ground(r.ground)->article,
                     r.placed_by, r.hold ? fmt::format("; hold {} keeps it", *r.hold) : "");
}

ExitCode restrict_place(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto placed = service::place_restriction(
      database.value(), {arguments.one("ENTRY"), arguments.one("--ground"), arguments.one("--reason"),
                         arguments.one("--by"), arguments.one_or("--since", "")});
  if (!placed) return fail(console, placed.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/restriction/1", restriction_row(placed.value()), {}}));
  else
    console.print(restriction_words(placed.value()) +
                  (placed.value().restriction.hold
                       ? "it is stored and not used, and nothing erases it, until this is lifted\n"
                       : "it is stored and not used until this is lifted; the rules still erase it when its day "
                         "comes, unless a hold is placed besides\n"));
  return ExitCode::Done;
}

ExitCode restrict_lift(const Arguments& arguments, const Console& console) {
  const auto number = number_of(arguments, "a restriction");
  if (!number) return fail(console, number.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto lifted = service::lift_restriction(
      database.value(), {number.value(), arguments.one("--reason"), arguments.one("--by"), arguments.one("--told-on")});
  if (!lifted) return fail(console, lifted.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/restriction/1", restriction_row(lifted.value()), {}}));
  else
    console.print(fmt::format("restriction {} on {} is lifted; the next run decides the entry again\n", number.value(),
                              lifted.value().entry));
  return ExitCode::Done;
}

ExitCode restrict_list(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto restrictions = service::list_restrictions(database.value());
  if (!restrictions) return fail(console, restrictions.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::NamedRestriction& named : restrictions.value()) {
    rows.push_back(restriction_row(named));
    words += restriction_words(named);
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/restrictions/1", {}, {{"restrictions", rows}}}));
  else
    console.print(words.empty() ? "no restriction\n" : words);
  return ExitCode::Done;
}

std::vector<std::string> restriction_words_known() {
  std::vector<std::string> words;
  for (const service::RestrictionGround& ground : service::restriction_grounds()) words.emplace_back(ground.word);
  return words;
}

}  // namespace

Command restrict_place_command() {
  return {
      "restrict place",
      "People",
      "an entry is stored and not used, because the person says so (GDPR Art. 18)",
      "From then on `frist may` permits nothing but storing, and what a permission allows that reads restricted_on. "
      "Grounds: accuracy, it is contested; unlawful, the person wants it kept and not erased; claims, the person needs "
      "it for legal claims; objection, it is weighed (Art. 18(1)(a) to (d)). With unlawful and claims a hold keeps the "
      "entry; with the others the rules erase it when its day comes. Several may stand on one entry. The log tells of "
      "each.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(),
       {"--ground", "GROUND", "what it rests on", restriction_words_known(), true},
       {"--reason", "TEXT", "what the person says", {}, true},
       by_option(),
       {"--since", "DATE", "since when; without it today"},
       json_option()},
      {{"frist restrict place claim/1 --ground accuracy --reason 'the sum is wrong' --by 'records office' --db "
        "bureau.db",
        "until the sum is checked"}},
      restrict_place};
}

Command restrict_lift_command() {
  return {"restrict lift",
          "People",
          "a restriction ends, after the person was told (GDPR Art. 18(3))",
          "Its hold is lifted as well. Other restrictions on the entry stay, and so does one by a rule. The next run "
          "decides it again.",
          {{"NUMBER", "the restriction's number, as `frist restrict list` shows it"}},
          {database_option(),
           {"--told-on", "DATE", "the day on which the person was told", {}, true},
           {"--reason", "TEXT", "why", {}, true},
           by_option(),
           json_option()},
          {{"frist restrict lift 1 --told-on 2026-02-03 --reason 'the sum is right' --by 'records office' --db "
            "bureau.db",
            "lift restriction 1"}},
          restrict_lift};
}

Command restrict_list_command() {
  return {"restrict list",
          "People",
          "the restrictions that people placed and that stand",
          "Those of rules are not among them. They go with their entry.",
          {},
          {database_option(), json_option()},
          {{"frist restrict list --db bureau.db", "all that stand"}},
          restrict_list};
}

}  // namespace frist::cli
