// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/audit/leaf.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/holds.hpp"

namespace frist::cli {
namespace {

codec::ReportRow row_of(const service::NamedHold& named) {
  const store::Hold& hold = named.hold;
  codec::ReportRow row = {
      {"number", hold.id},     {"entry", named.entry},        {"since", calendar::to_iso(hold.since)},
      {"reason", hold.reason}, {"placed_by", hold.placed_by}, {"placed_at", audit::utc_time(hold.placed_at)}};
  if (!hold.mandate.empty()) row.emplace_back("mandate", hold.mandate);
  if (!hold.owner.empty()) row.emplace_back("owner", hold.owner);
  if (hold.review_by) row.emplace_back("review_by", calendar::to_iso(*hold.review_by));
  row.emplace_back("overdue", named.overdue);
  if (!hold.lifted_at) return row;
  row.emplace_back("lifted_by", hold.lifted_by);
  row.emplace_back("lifted_at", audit::utc_time(*hold.lifted_at));
  if (!hold.lift_reason.empty()) row.emplace_back("lift_reason", hold.lift_reason);
  return row;
}

// "hold 3 on claim/12 since 2026-01-02: lawsuit (court order, owner legal office, placed by records office)".
std::string words_of(const service::NamedHold& named) {
  const store::Hold& hold = named.hold;
  std::string words = fmt::format("hold {} on {} since {}: {}\n    placed by {}", hold.id, named.entry,
                                  calendar::to_iso(hold.since), hold.reason, hold.placed_by);
  if (!hold.mandate.empty()) words += "; mandate " + hold.mandate;
  if (!hold.owner.empty()) words += "; owner " + hold.owner;
  if (hold.review_by)
    words +=
        fmt::format("; to be reviewed by {}{}", calendar::to_iso(*hold.review_by), named.overdue ? ", overdue" : "");
  if (hold.lifted_at)
    words += fmt::format("; lifted by {}{}", hold.lifted_by, hold.lift_reason.empty() ? "" : ": " + hold.lift_reason);
  return words + "\n";
}

ExitCode hold_place(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto placed =
      service::place_hold(database.value(), {arguments.one("ENTRY"), arguments.one("--reason"), arguments.one("--by"),
                                             arguments.one_or("--mandate", ""), arguments.one_or("--owner", ""),
                                             arguments.one_or("--since", ""), arguments.one_or("--review-by", "")});
  if (!placed) return fail(console, placed.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/hold/1", row_of(placed.value()), {}}));
  else
    console.print(words_of(placed.value()) +
                  fmt::format("nothing erases {} until this hold is lifted\n", placed.value().entry));
  return ExitCode::Done;
}

ExitCode hold_lift(const Arguments& arguments, const Console& console) {
  const auto number = number_of(arguments, "a hold");
  if (!number) return fail(console, number.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto lifted =
      service::lift_hold(database.value(), number.value(), arguments.one("--by"), arguments.one_or("--reason", ""));
  if (!lifted) return fail(console, lifted.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/hold/1", row_of(lifted.value()), {}}));
  else
    console.print(fmt::format("hold {} on {} is lifted; the next run decides the entry again\n", number.value(),
                              lifted.value().entry));
  return ExitCode::Done;
}

ExitCode hold_list(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto holds = service::list_holds(database.value(), {arguments.has("--all"), arguments.has("--overdue")});
  if (!holds) return fail(console, holds.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::NamedHold& named : holds.value()) {
    rows.push_back(row_of(named));
    words += words_of(named);
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/holds/1", {}, {{"holds", rows}}}));
  else
    console.print(!words.empty() ? words : arguments.has("--overdue") ? "no hold is overdue\n" : "no hold\n");
  return ExitCode::Done;
}

}  // namespace

Command hold_place_command() {
  return {
      "hold place",
      "People",
      "let nothing erase an entry until the hold is lifted",
      "It holds from the moment it is placed, whatever --since says, and against a night that is at work. Several may "
      "stand on one entry. The log tells of each.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(),
       {"--reason", "TEXT", "why", {}, true},
       by_option(),
       {"--mandate", "TEXT", "what it rests on, such as a statute or a court's order"},
       {"--owner", "WHO", "who answers for it"},
       {"--review-by", "DATE", "the last day by which somebody asks whether it is still needed"},
       {"--since", "DATE", "since when there is cause for it; without it today"},
       json_option()},
      {{"frist hold place claim/1 --reason lawsuit --by 'legal office' --review-by 2030-01-31 --db bureau.db",
        "keep it for a lawsuit"}},
      hold_place};
}

Command hold_lift_command() {
  return {"hold lift",
          "People",
          "a hold is needed no longer",
          "Other holds on the entry stay. The next run decides it again.",
          {{"NUMBER", "the hold's number, as `frist hold list` shows it"}},
          {database_option(), by_option(), {"--reason", "TEXT", "why"}, json_option()},
          {{"frist hold lift 1 --by 'legal office' --reason 'lawsuit is over' --db bureau.db", "lift hold 1"}},
          hold_lift};
}

Command hold_list_command() {
  return {"hold list",
          "People",
          "the holds that stand",
          "Holds go with their entry once it is erased.",
          {},
          {database_option(),
           {"--all", "", "those that were lifted, too"},
           {"--overdue", "", "only those that stand although their day of review has passed"},
           json_option()},
          {{"frist hold list --db bureau.db", "all that stand"},
           {"frist hold list --overdue --db bureau.db", "what should be looked at"}},
          hold_list};
}

}  // namespace frist::cli
