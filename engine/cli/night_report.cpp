// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/night_report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

namespace frist::cli {
std::vector<codec::ReportRow> count_rows_of(const std::vector<run::NightCount>& counts) {
  std::vector<codec::ReportRow> rows;
  for (const run::NightCount& c : counts)
    rows.push_back({{"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
  return rows;
}

namespace {

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

}  // namespace

std::vector<codec::ReportRow> brake_rows(const std::vector<run::BrakeFinding>& findings) {
  std::vector<codec::ReportRow> rows;
  for (const run::BrakeFinding& f : findings)
    rows.push_back({{"record", f.record}, {"limit", f.limit}, {"take", f.take}, {"message", f.message}});
  return rows;
}

std::string night_json(const run::NightReport& r, bool dry_run) {
  return codec::text_of({"frist/run/1",
                         {{"run", r.run},
                          {"policy", r.policy_hash},
                          {"as_of", calendar::to_iso(r.as_of)},
                          {"dry_run", dry_run},
                          {"resumed", r.resumed},
                          {"nothing_to_do", r.nothing_to_do},
                          {"log_kept_pages", !r.log_kept_because.empty()},
                          {"keys_destroyed", r.keys_destroyed},
                          {"keys_kept", !r.keys_kept_because.empty()},
                          {"decided", static_cast<std::int64_t>(r.decided)},
                          {"erased", static_cast<std::int64_t>(r.total("erased"))},
                          {"reviewed", static_cast<std::int64_t>(r.total("reviewed"))},
                          {"waiting", r.waiting},
                          {"failed", static_cast<std::int64_t>(r.total("failed"))},
                          {"left", static_cast<std::int64_t>(r.total("left"))},
                          {"stopped", !r.brake.empty()}},
                         {{"counts", count_rows_of(r.counts)},
                          {"rows", count_rows_of(r.rows)},
                          {"failures", failures_of(r)},
                          {"unreadable", unreadable_of(r)},
                          {"brake", brake_rows(r.brake)}}});
}

// One line for each kind, rule and outcome; what was erased first.
std::string counts_table(std::vector<run::NightCount> counts) {
  static const std::vector<std::string> order = {"left",        "failed",     "erased",     "anonymised", "archived",
                                                 "transferred", "suppressed", "restricted", "reviewed",   "kept"};
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

namespace {

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
  if (r.keys_destroyed > 0)
    out += fmt::format("\n{} of erased identity fields destroyed\n",
                       counted(static_cast<std::uint64_t>(r.keys_destroyed), "key", "keys"));
  if (!r.keys_kept_because.empty())
    out += fmt::format("\nkeys of erased identity fields could not be destroyed ({}): the next run tries again\n",
                       r.keys_kept_because);
  if (!r.log_kept_because.empty())
    out += fmt::format(
        "\nthe write-ahead log could not be emptied ({}): erased values may still be in it until the next run\n",
        r.log_kept_because);
  return out;
}

}  // namespace

// What stopped the night, and what can be done about it.
std::string brake_words(const std::vector<run::BrakeFinding>& findings) {
  std::string out;
  for (const run::BrakeFinding& f : findings) out += fmt::format("  {}\n", f.message);
  return out;
}

namespace {

bool did_nothing(const run::NightReport& r) {
  return std::all_of(r.counts.begin(), r.counts.end(), [](const run::NightCount& c) {
    return c.what == "kept" || c.what == "failed" || c.what == "left" || c.what == "reviewed";
  });
}

std::string stopped_words(const run::NightReport& r) {
  return fmt::format("\nthe brake has stopped this night{}:\n",
                     did_nothing(r) ? ", and nothing was done" : "; what it did before stays done") +
         brake_words(r.brake) +
         "`frist plan` freezes what is due, so that somebody can look at it; `frist apply` then does just that. If "
         "this is\n"
         "usual here, set the limit (--most-erased and the like) in frist.toml.\n";
}

}  // namespace

std::string night_words(const run::NightReport& r, bool dry_run) {
  if (r.nothing_to_do)
    return fmt::format("nothing to do: the night of {} is done and nothing has changed since\n",
                       calendar::to_iso(r.as_of)) +
           open_ends_of(r);
  std::string out = fmt::format("{} {}{}\n", dry_run ? "the night of" : "night of", calendar::to_iso(r.as_of),
                                dry_run     ? " would do this; nothing was changed"
                                : r.resumed ? ", gone on with where it was cut off"
                                            : "");
  out += fmt::format("policy {}\n\n", r.policy_hash.substr(0, 16)) + counts_table(r.counts);
  out += fmt::format("{}{} looked at, {} {}erased, {} for a person to review\n", r.counts.empty() ? "" : "\n",
                     counted(r.decided, "entry", "entries"), r.total("erased"), dry_run ? "to be " : "",
                     r.total("reviewed"));
  for (const run::NightCount& c : r.rows)
    out += fmt::format("  {:>9} {} of {}\n", c.n, c.n == 1 ? "row" : "rows", c.record);
  if (r.total("left") > 0)
    out += fmt::format("\n{} not in the plan as {} now, and {} due for the next one\n",
                       counted(r.total("left"), "entry is", "entries are"), r.total("left") == 1 ? "it is" : "they are",
                       r.total("left") == 1 ? "stays" : "stay");
  if (!r.brake.empty()) out += stopped_words(r);
  return out + open_ends_of(r);
}

std::vector<Option> brake_options() {
  const run::Brake brake;
  return {{"--most-erased", "N", fmt::format("the brake: the most entries that may go in a night ({})", brake.most)},
          {"--most-percent", "N",
           fmt::format("the brake: the most percent of a kind's entries that may go ({}); from {} entries on",
                       brake.most_percent, run::kAHandful + 1)},
          {"--most-times-usual", "N",
           fmt::format("the brake: how many times the median of the last {} nights may go ({}); from {} entries on",
                       run::kNightsLookedBack, brake.times_usual, run::kAHandful + 1)},
          {"--none-is-fine", "", "the brake: do not stop where nothing is due and much used to be"}};
}

text::Result<run::Brake> brake_of(const Arguments& arguments) {
  run::Brake brake;
  brake.none_is_fine = arguments.has("--none-is-fine");
  for (const auto& [name, limit] : {std::pair<const char*, std::int64_t*>{"--most-erased", &brake.most},
                                    {"--most-percent", &brake.most_percent},
                                    {"--most-times-usual", &brake.times_usual}}) {
    if (!arguments.has(name)) continue;
    const std::string& written = arguments.one(name);
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), *limit);
    if (error != std::errc() || end != written.data() + written.size() || *limit < 0)
      return text::Error{text::ErrorKind::Usage,
                         fmt::format("`{}` needs a whole number from 0 on, not `{}`", name, written)};
  }
  return brake;
}

ExitCode night_exit_code(const run::NightReport& report, const Arguments& arguments) {
  if (!report.brake.empty()) return ExitCode::Refused;
  if (report.total("failed") > 0) return ExitCode::Data;
  const bool kept =
      !report.log_kept_because.empty() || !report.keys_kept_because.empty();  // what is erased may still be read
  if (report.waiting == 0 && report.total("reviewed") == 0 && report.total("left") == 0)
    return report.unreadable.empty() && !kept ? ExitCode::Done : ExitCode::Findings;
  return arguments.has("--detailed-exit") ? ExitCode::Reviews : ExitCode::Findings;
}

}  // namespace frist::cli
