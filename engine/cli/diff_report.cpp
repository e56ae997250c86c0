// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/diff_report.hpp"

#include <fmt/core.h>

#include "dsl/text/excerpt.hpp"

namespace frist::cli {
namespace {

using run::EntryChange;
using service::PolicyComparison;

std::vector<codec::ReportRow> change_rows(const std::vector<analyse::RuleChange>& rules) {
  std::vector<codec::ReportRow> rows;
  for (const analyse::RuleChange& c : rules)
    rows.push_back({{"kind", c.kind},
                    {"name", c.name},
                    {"what", c.what},
                    {"before", c.before},
                    {"after", c.after},
                    {"leaning", std::string(analyse::name_of(c.leaning))}});
  return rows;
}

std::vector<codec::ReportRow> sample_rows(const run::PolicyDiff& diff) {
  std::vector<codec::ReportRow> rows;
  for (const run::DiffSample& s : diff.samples)
    rows.push_back({{"entry", s.entry},
                    {"change", std::string(run::name_of(s.change))},
                    {"old_rule", s.old_rule},
                    {"new_rule", s.new_rule},
                    {"old_gone_from", calendar::to_iso(s.old_gone_from)},
                    {"new_gone_from", calendar::to_iso(s.new_gone_from)}});
  return rows;
}

std::string begins_word(bool begins) { return begins ? "now" : "no longer"; }

std::vector<codec::ReportRow> act_sample_rows(const run::PolicyDiff& diff) {
  std::vector<codec::ReportRow> rows;
  for (const run::ActSample& s : diff.act_samples)
    rows.push_back({{"entry", s.entry}, {"act", s.act}, {"rule", s.rule}, {"change", begins_word(s.begins)}});
  return rows;
}

}  // namespace

std::vector<codec::ReportRow> diff_count_rows(const run::PolicyDiff& diff) {
  std::vector<codec::ReportRow> rows;
  for (const run::DiffCount& c : diff.counts)
    rows.push_back({{"record", c.record},
                    {"old_rule", c.old_rule},
                    {"new_rule", c.new_rule},
                    {"change", std::string(run::name_of(c.change))},
                    {"n", c.n}});
  return rows;
}

std::vector<codec::ReportRow> diff_act_rows(const run::PolicyDiff& diff) {
  std::vector<codec::ReportRow> rows;
  for (const run::ActCount& a : diff.acts)
    rows.push_back({{"record", a.record},
                    {"act", a.act},
                    {"what", a.what},
                    {"rule", a.rule},
                    {"change", begins_word(a.begins)},
                    {"n", a.n}});
  return rows;
}

namespace {

void add_entries(const run::PolicyDiff& diff, codec::Report& report) {
  report.members.push_back({"as_of", calendar::to_iso(diff.as_of)});
  report.members.push_back({"looked_at", static_cast<std::int64_t>(diff.looked_at)});
  report.members.push_back({"without_key", diff.without_key});
  report.members.push_back({"newly_due", diff.total(EntryChange::Now)});
  report.members.push_back({"newly_anonymised", diff.total_acts(true, "anonymised")});
  report.lists.push_back({"counts", diff_count_rows(diff)});
  report.lists.push_back({"samples", sample_rows(diff)});
  report.lists.push_back({"acts", diff_act_rows(diff)});
  report.lists.push_back({"act_samples", act_sample_rows(diff)});
}

std::string rules_said(const std::vector<analyse::RuleChange>& rules) {
  if (rules.empty()) return "no difference in the rules\n";
  std::string out = "rules\n";
  for (const analyse::RuleChange& c : rules) {
    const std::string leaning = service::leaning_words(c.leaning);
    out += fmt::format("  {} {}: {}{}\n", c.kind, c.name, service::part_words(c),
                       leaning.empty() ? "" : fmt::format(" ({})", leaning));
    if (!c.before.empty()) out += "    was  " + c.before + "\n";
    if (!c.after.empty()) out += "    is   " + c.after + "\n";
  }
  return out;
}

std::string named_or_dash(const std::string& rule) { return rule.empty() ? "-" : rule; }

}  // namespace

std::string diff_summary(const run::PolicyDiff& diff) {
  std::string out;
  for (std::size_t i = 0; i < run::kEntryChanges; ++i) {
    const auto change = static_cast<EntryChange>(i);
    if (diff.total(change) > 0 || change == EntryChange::Now)
      out += fmt::format("  {:>9}  {}\n", diff.total(change), service::change_words(change));
  }
  if (diff.total_acts(true) > 0)
    out += fmt::format("  {:>9}  other acts at once that the old policy would not do\n", diff.total_acts(true));
  if (diff.total_acts(false) > 0)
    out += fmt::format("  {:>9}  other acts that the old policy would do at once and the new one does not\n",
                       diff.total_acts(false));
  if (diff.without_key > 0)
    out += fmt::format("  {:>9}  rows without a key, to which nothing ever happens\n", diff.without_key);
  return out;
}

std::string diff_counts(const run::PolicyDiff& diff) {
  std::string out = "\nby rule, old -> new\n";
  for (const run::DiffCount& c : diff.counts)
    out += fmt::format("  {:<10}  {:>9}  {}: {} -> {}\n", run::name_of(c.change), c.n, c.record,
                       named_or_dash(c.old_rule), named_or_dash(c.new_rule));
  for (const run::ActCount& a : diff.acts)
    out += fmt::format("  {:<10}  {:>9}  {}: {} by {}\n", begins_word(a.begins), a.n, a.record, a.act,
                       named_or_dash(a.rule));
  return out;
}

namespace {

std::string samples_said(const run::PolicyDiff& diff) {
  if (diff.samples.empty() && diff.act_samples.empty()) return "";
  std::string out = "\nsome of them\n";
  for (const run::DiffSample& s : diff.samples)
    out += fmt::format("  {:<10}  {}: gone from {} -> {}\n", run::name_of(s.change), text::visible(s.entry),
                       calendar::to_iso(s.old_gone_from), calendar::to_iso(s.new_gone_from));
  for (const run::ActSample& s : diff.act_samples)
    out += fmt::format("  {:<10}  {}: {}\n", begins_word(s.begins), text::visible(s.entry), s.act);
  return out;
}

}  // namespace

std::string diff_json(const PolicyComparison& c) {
  codec::Report report{
      "frist/diff/1", {{"old", c.before.hash}, {"new", c.after.hash}}, {{"rules", change_rows(c.rules)}}};
  if (c.entries) add_entries(*c.entries, report);
  return codec::text_of(report);
}

std::string diff_words(const PolicyComparison& c) {
  const std::string top =
      fmt::format("old  {}\nnew  {}\n\n", service::policy_words(c.before), service::policy_words(c.after));
  if (!c.entries) return top + rules_said(c.rules);
  return top +
         fmt::format("as of {}, of {} entries\n{}\n", calendar::to_iso(c.entries->as_of), c.entries->looked_at,
                     diff_summary(*c.entries)) +
         rules_said(c.rules) + diff_counts(*c.entries) + samples_said(*c.entries);
}

}  // namespace frist::cli
