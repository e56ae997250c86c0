// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/service/page.hpp"
#include "engine/service/policy_comparison.hpp"

namespace frist::service {
namespace {

using run::EntryChange;

// Light and dark, and on paper; what may erase more has a word and a bar, not a colour alone.
constexpr const char* kComparisonStyle = R"css(
  :root { color-scheme: light dark; }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
  caption { text-align: left; font-weight: 600; padding: .5rem 0; }
  th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid currentColor; }
  td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
  td { overflow-wrap: anywhere; }
  .strong { font-weight: 600; border-left: .3rem solid currentColor; padding-left: .7rem; }
  @media print { body { max-width: none; margin: 0; } }
)css";

std::string dash(const std::string& text) { return text.empty() ? "\u2013" : text; }

std::string rules_table(const std::vector<analyse::RuleChange>& rules) {
  if (rules.empty()) return page::paragraph("The rules do not differ.");
  page::Table table("Rules that differ", {"Rule", "What", "Before", "After", "Leads to"});
  for (const analyse::RuleChange& c : rules)
    table.row({page::words(c.kind + " " + c.name), page::words(part_words(c)), page::words(dash(c.before)),
               page::words(dash(c.after)),
               page::words(dash(leaning_words(c.leaning)), c.leaning == analyse::Leaning::MayErase)});
  return table.html();
}

std::string summary_table(const run::PolicyDiff& diff) {
  page::Table table("What becomes of the entries", {"Entries", "What"});
  for (std::size_t i = 0; i < run::kEntryChanges; ++i) {
    const auto change = static_cast<EntryChange>(i);
    table.row({page::number(diff.total(change)), page::words(change_words(change), change == EntryChange::Now)});
  }
  return table.html();
}

std::string counts_table(const run::PolicyDiff& diff) {
  page::Table table("By rule", {"Change", "Entries", "Kind", "Old rule", "New rule"});
  for (const run::DiffCount& c : diff.counts)
    table.row({page::words(run::name_of(c.change)), page::number(c.n), page::words(c.record),
               page::words(dash(c.old_rule)), page::words(dash(c.new_rule))});
  return table.html();
}

const char* begins_words(bool begins) { return begins ? "by the new policy only" : "by the old policy only"; }

std::string acts_table(const run::PolicyDiff& diff) {
  if (diff.acts.empty()) return "";
  page::Table table("Other acts that are due now", {"Act", "Entries", "Kind", "Rule", "Due"});
  for (const run::ActCount& a : diff.acts)
    table.row({page::words(a.act), page::number(a.n), page::words(a.record), page::words(dash(a.rule)),
               page::words(begins_words(a.begins), a.begins && a.what == "anonymised")});
  return table.html();
}

std::string samples_table(const run::PolicyDiff& diff) {
  if (diff.samples.empty()) return "";
  page::Table table("Some of the entries", {"Entry", "Change", "Gone from, before", "Gone from, after"});
  for (const run::DiffSample& s : diff.samples)
    table.row({page::words(s.entry), page::words(run::name_of(s.change)),
               page::words(calendar::to_iso(s.old_gone_from)), page::words(calendar::to_iso(s.new_gone_from))});
  return table.html();
}

std::string act_samples_table(const run::PolicyDiff& diff) {
  if (diff.act_samples.empty()) return "";
  page::Table table("Some of the entries with another act", {"Entry", "Act", "Rule", "Due"});
  for (const run::ActSample& s : diff.act_samples)
    table.row(
        {page::words(s.entry), page::words(s.act), page::words(dash(s.rule)), page::words(begins_words(s.begins))});
  return table.html();
}

std::string entries_part(const run::PolicyDiff& diff) {
  std::string out = page::heading("Entries");
  out +=
      page::paragraph(fmt::format("As of {}, {} entries were decided by both policies as they stand, and nothing was "
                                  "changed.",
                                  calendar::to_iso(diff.as_of), diff.looked_at));
  if (diff.without_key > 0)
    out += page::paragraph(fmt::format("{} rows have no key; nothing ever happens to them.", diff.without_key));
  return out + summary_table(diff) + counts_table(diff) + acts_table(diff) + samples_table(diff) +
         act_samples_table(diff);
}

}  // namespace

std::string comparison_page(const PolicyComparison& c) {
  std::string body = page::paragraph("Old policy: " + policy_words(c.before));
  body += page::paragraph("New policy: " + policy_words(c.after));
  if (c.entries) body += entries_part(*c.entries);
  body += page::heading("Rules") + rules_table(c.rules);
  return page::whole("What a change of policy means", kComparisonStyle, body);
}

}  // namespace frist::service
