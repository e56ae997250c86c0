// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/plan_report.hpp"

#include <fmt/core.h>

#include "dsl/text/excerpt.hpp"
#include "engine/cli/diff_report.hpp"
#include "engine/cli/night_report.hpp"

namespace frist::cli {
namespace {

// "3 more than in the night before", for what a night erases or changes of a kind by a rule.
std::string compared(const run::PlanReport& report) {
  if (report.last_night.empty()) return "";
  const auto of = [](const std::vector<run::NightCount>& counts, const run::NightCount& like) {
    for (const run::NightCount& c : counts)
      if (c.record == like.record && c.rule == like.rule && c.what == like.what) return c.n;
    return std::int64_t{0};
  };
  std::string out;
  const auto line = [&](const run::NightCount& c, std::int64_t before, std::int64_t now) {
    if (c.what == "kept" || before == now) return;
    out += fmt::format("  {} {} by {}: {}, {} the night before\n", c.record, c.what, c.rule.empty() ? "-" : c.rule, now,
                       before);
  };
  for (const run::NightCount& c : report.counts) line(c, of(report.last_night, c), c.n);
  for (const run::NightCount& c : report.last_night)
    if (of(report.counts, c) == 0) line(c, c.n, 0);
  return out.empty() ? "\nas many as in the night before\n" : "\nother than in the night before:\n" + out;
}

std::string entry_lines(const std::vector<run::ListedEntry>& entries, std::uint64_t all) {
  std::string out;
  for (const run::ListedEntry& e : entries)
    out += fmt::format("  {:<20}  {}  {}  {}\n", e.entry, calendar::to_iso(e.due), e.action, e.rule);
  if (all > entries.size())
    out += fmt::format("  ... and {} more; --entries FILE writes all of them\n", all - entries.size());
  return out.empty() ? "" : "\n" + out;
}

std::string what_is_next(const run::PlanReport& report, const run::Missing& missing, const std::string& database) {
  const std::int64_t id = report.plan.id;
  if (missing.signatures > 0)
    return fmt::format("\n{} more {} needed: {}\n`frist approve {} --db {} --key FILE` signs this plan\n",
                       missing.signatures, missing.signatures == 1 ? "signature is" : "signatures are", missing.because,
                       id, database);
  if (!report.brake.empty() || report.policy_changed)
    return fmt::format(
        "\nlook at it; then an officer signs it (`frist approve {0} --db {1} --key FILE`) and `frist apply "
        "{0} --db {1}` does it\n",
        id, database);
  return fmt::format("\n`frist apply {} --db {}` does this and nothing else\n", id, database);
}

std::string change_said(const run::PlanChange& change) {
  const std::string top =
      fmt::format("\nthe policy is another than that of the nights before, {}\n", change.former.substr(0, 16));
  if (!change.diff)
    return top +
           fmt::format("what that changes for the entries cannot be told: {}\n", text::visible(change.not_compared));
  return top + fmt::format("of {} entries\n{}{}\nthe hash below, which is signed, covers these numbers\n",
                           change.diff->looked_at, diff_summary(*change.diff), diff_counts(*change.diff));
}

}  // namespace

std::string plan_words(const run::PlanReport& report, const run::Missing& missing,
                       const std::vector<run::ListedEntry>& entries, const std::string& database) {
  std::string out = fmt::format("plan {} for the night of {}; nothing was changed\npolicy {}\n\n", report.plan.id,
                                calendar::to_iso(report.plan.as_of), report.plan.policy.substr(0, 16));
  out += counts_table(report.counts);
  out += fmt::format("{}{} {} looked at, {} would be erased or changed\n", report.counts.empty() ? "" : "\n",
                     report.decided, report.decided == 1 ? "entry" : "entries", report.entries);
  out += entry_lines(entries, report.entries) + compared(report);
  if (report.change) out += change_said(*report.change);
  if (!report.brake.empty()) out += "\nbeyond the brake:\n" + brake_words(report.brake);
  return out + fmt::format("\nhash {}\n", report.plan.hash) + what_is_next(report, missing, database);
}

namespace {

// Nothing for a policy that was not changed.
void add_change(const run::PlanReport& report, codec::Report& said) {
  if (!report.change) return;
  said.members.push_back({"former_policy", report.change->former});
  if (!report.change->diff) return said.members.push_back({"not_compared", report.change->not_compared});
  const run::PolicyDiff& diff = *report.change->diff;
  said.members.push_back({"looked_at", static_cast<std::int64_t>(diff.looked_at)});
  said.members.push_back({"without_key", diff.without_key});
  said.members.push_back({"newly_due", diff.total(run::EntryChange::Now)});
  said.members.push_back({"newly_anonymised", diff.total_acts(true, "anonymised")});
  said.lists.push_back({"changes", diff_count_rows(diff)});
  said.lists.push_back({"changed_acts", diff_act_rows(diff)});
}

}  // namespace

std::string plan_json(const run::PlanReport& report, const run::Missing& missing,
                      const std::vector<run::ListedEntry>& entries) {
  std::vector<codec::ReportRow> rows;
  for (const run::ListedEntry& e : entries)
    rows.push_back({{"entry", e.entry}, {"due", calendar::to_iso(e.due)}, {"action", e.action}, {"rule", e.rule}});
  codec::Report said{"frist/planned/1",
                     {{"plan", report.plan.id},
                      {"hash", report.plan.hash},
                      {"policy", report.plan.policy},
                      {"as_of", calendar::to_iso(report.plan.as_of)},
                      {"policy_changed", report.policy_changed},
                      {"decided", static_cast<std::int64_t>(report.decided)},
                      {"entries", static_cast<std::int64_t>(report.entries)},
                      {"signatures_missing", static_cast<std::int64_t>(missing.signatures)}},
                     {{"counts", count_rows_of(report.counts)},
                      {"last_night", count_rows_of(report.last_night)},
                      {"brake", brake_rows(report.brake)},
                      {"first_entries", rows}}};
  add_change(report, said);
  return codec::text_of(said);
}

}  // namespace frist::cli
