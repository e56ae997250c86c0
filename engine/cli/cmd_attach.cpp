// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "dsl/text/diagnostic.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/attach_database.hpp"

namespace frist::cli {
namespace {

const char* word_of(store::Severity severity) {
  switch (severity) {
    case store::Severity::Error:
      return "error";
    case store::Severity::Warning:
      return "warning";
    case store::Severity::Note:
      return "note";
  }
  return "";
}

// The page that explains a finding, where `frist explain` has one.
std::string_view code_of(const store::Finding& f) {
  switch (f.kind) {
    case store::FindingKind::UndeclaredRows:
      return text::code_of(text::Kind::UndeclaredPointers);
    case store::FindingKind::TableMissing:
    case store::FindingKind::ColumnMissing:
    case store::FindingKind::ColumnType:
      return text::code_of(text::Kind::BadColumn);
    case store::FindingKind::MoneyAsReal:
      return text::code_of(text::Kind::RealForMoney);
    default:
      return {};
  }
}

std::string place_of(const store::Finding& f) {
  std::string place = f.table.empty() ? f.record : f.table;
  return f.column.empty() ? place : place + "." + f.column;
}

std::string words_of(const store::MappingReport& report, const Console& console) {
  std::string out;
  for (const store::Finding& f : report.findings) {
    const std::string word = f.severity == store::Severity::Error ? console.red("error") : word_of(f.severity);
    const std::string code = code_of(f).empty() ? "" : fmt::format(" {}", code_of(f));
    out += fmt::format("{}{}: {}: {}{}\n", word, code, place_of(f), f.message,
                       f.of > 0 ? fmt::format(" ({} of {} rows)", f.count, f.of) : "");
    if (!f.help.empty()) out += fmt::format("  help: {}\n", f.help);
  }
  return out;
}

std::string json_of(const store::AttachReport& report,
                    const std::vector<std::pair<std::string, std::string>>& left_behind) {
  std::vector<codec::ReportRow> findings, fields, left;
  for (const auto& [says, help] : left_behind) left.push_back({{"message", says}, {"help", help}});
  for (const store::Finding& f : report.mapping.findings)
    findings.push_back({{"code", std::string(code_of(f))},
                        {"severity", std::string(word_of(f.severity))},
                        {"record", f.record},
                        {"table", f.table},
                        {"column", f.column},
                        {"rows", f.count},
                        {"of", f.of},
                        {"message", f.message},
                        {"help", f.help}});
  for (const store::FieldCount& c : report.mapping.fields)
    fields.push_back({{"record", c.record},
                      {"field", c.field},
                      {"rows", c.rows},
                      {"missing", c.missing},
                      {"not_readable", c.not_readable}});
  return codec::text_of({"frist/attach/1",
                         {{"attached", report.attached}, {"decide_again", report.decide_again}},
                         {{"findings", findings}, {"fields", fields}, {"left_behind", left}}});
}

text::Result<std::optional<service::HeadChoice>> head_of(const Arguments& arguments) {
  constexpr std::int64_t kMostDays = 36'500;
  if (!arguments.has("--head") && arguments.has("--backups-kept"))
    return text::Error{text::ErrorKind::Usage, "`--backups-kept` is about the head file; say with --head which one"};
  if (!arguments.has("--head")) return std::optional<service::HeadChoice>();
  service::HeadChoice head{arguments.one("--head"), {}};
  if (!arguments.has("--backups-kept")) return std::optional(head);
  const std::string& text = arguments.one("--backups-kept");
  std::int64_t days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size() || days < 1 || days > kMostDays)
    return text::Error{
        text::ErrorKind::Usage,
        fmt::format("`--backups-kept` needs a whole number of days from 1 to {}, not `{}`", kMostDays, text)};
  head.days_kept = days;
  return std::optional(head);
}

ExitCode attach(const Arguments& arguments, const Console& console) {
  const auto policy = read_policy(arguments.one("POLICY"), arguments, console);
  if (!policy.policy) return policy.code;
  const auto& approvals = policy.policy->rules->approvals;
  const auto may_not = [](const model::Approval& a) { return !a.author_may_approve; };
  if (std::any_of(approvals.begin(), approvals.end(), may_not) && !arguments.has("--by"))
    return fail(console,
                {text::ErrorKind::Usage,
                 "this policy keeps its authors from approving what it does; say with --by NAME who attaches it"},
                arguments);
  const auto head = head_of(arguments);
  if (!head) return fail(console, head.error(), arguments);
  if (arguments.has("--vacuum"))
    if (auto built = service::vacuum_database(arguments.one("--db")); !built)
      return fail(console, built.error(), arguments);
  const auto left = service::left_behind(arguments.one("--db"));
  if (!left) return fail(console, left.error(), arguments);
  const auto report =
      service::attach_database(arguments.one("--db"), *policy.policy, arguments.one_or("--by", ""), head.value());
  if (!report) return fail(console, report.error(), arguments);
  if (arguments.has("--json"))
    console.print(json_of(report.value(), left.value()));
  else {
    for (const auto& [says, help] : left.value()) console.print(fmt::format("warning: {}\n  help: {}\n", says, help));
    console.print(words_of(report.value().mapping, console));
    console.print(report.value().attached
                      ? fmt::format("attached `{}`{}\n", policy.policy->rules->name,
                                    report.value().decide_again ? "; the next run decides every entry" : "")
                      : "not attached; nothing was changed\n");
  }
  return report.value().attached ? ExitCode::Done : ExitCode::Data;
}

ExitCode detach(const Arguments& arguments, const Console& console) {
  if (auto done = service::detach_database(arguments.one("--db"), !arguments.has("--drop-log")); !done)
    return fail(console, done.error(), arguments);
  const bool kept = !arguments.has("--drop-log");
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/detach/1", {{"log_kept", kept}}, {}}));
  else
    console.print(kept ? "detached; the log of what was erased stays as proof\n"
                       : "detached; nothing of frist is left in the database\n");
  return ExitCode::Done;
}

}  // namespace

Command attach_command() {
  return {"attach",
          "Databases",
          "tie a policy to a database: check that they fit, and watch its tables for changes",
          "Your tables stay as they are; what frist keeps is in tables of its own (frist_...). Where something does "
          "not fit, nothing is changed.",
          {{"POLICY", "the policy file, or a folder with one"}},
          {database_option(),
           {"--by", "NAME", "who attaches it: an author of the policy, who may not approve its plans where it says so"},
           {"--vacuum", "", "first build the file anew, so that nothing stays of what was erased before frist came"},
           {"--head", "FILE",
            "keep the head of the log in this file, on another disk that backups leave alone: then an old copy in the "
            "place of the database is noticed, and `frist restore` knows what was erased since a backup"},
           {"--backups-kept", "DAYS", "for how long backups must be restorable; 30 unless it is set"},
           json_option()},
          {{"frist attach policies/schufa --db bureau.db", "check the mapping and attach"},
           {"frist attach policies/schufa --db bureau.db --head bureau.head", "the same, with a head file"}},
          attach};
}

Command detach_command() {
  return {"detach",
          "Databases",
          "take frist out of a database",
          "Its triggers, indexes and tables go; the log of what was erased stays, and so do the policies that it "
          "cites. Refused while holds or requests stand.",
          {},
          {database_option(),
           {"--drop-log", "", "take the log of what was erased along, too: the proof is gone for good"},
           json_option()},
          {{"frist detach --db bureau.db", "the log stays as proof"}},
          detach};
}

}  // namespace frist::cli
