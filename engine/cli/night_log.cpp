// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/night_log.hpp"

#include <fmt/core.h>

#include "engine/audit/leaf.hpp"
#include "engine/codec/error_json.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/as_of.hpp"

namespace frist::cli {
namespace {

codec::ReportRow event_row(const char* event) {
  return {{"event", std::string(event)}, {"time", audit::utc_time(service::now())}};
}

}  // namespace

void NightLog::start(const run::NightOptions& options, const std::string& policy_hash) const {
  if (!on_) return;
  codec::ReportRow row = event_row("night_start");
  row.insert(row.end(), {{"policy", policy_hash},
                         {"as_of", calendar::to_iso(options.as_of.day)},
                         {"dry_run", options.dry_run},
                         {"catch_up", options.catch_up}});
  console_.message(codec::line_of(row));
}

void NightLog::end(const run::NightReport& report, bool dry_run, std::int64_t seconds, ExitCode exit) const {
  if (!on_) return;
  for (const run::NightCount& c : report.counts) {
    codec::ReportRow row = event_row("night_count");
    row.insert(row.end(), {{"run", report.run}, {"record", c.record}, {"rule", c.rule}, {"what", c.what}, {"n", c.n}});
    console_.message(codec::line_of(row));
  }
  for (const run::Unreadable& u : report.unreadable) {
    codec::ReportRow row = event_row("night_unreadable");
    row.insert(row.end(), {{"run", report.run}, {"record", u.record}, {"field", u.field}, {"values", u.values}});
    console_.message(codec::line_of(row));
  }
  codec::ReportRow row = event_row("night_end");
  row.insert(row.end(), {{"run", report.run},
                         {"policy", report.policy_hash},
                         {"as_of", calendar::to_iso(report.as_of)},
                         {"dry_run", dry_run},
                         {"resumed", report.resumed},
                         {"nothing_to_do", report.nothing_to_do},
                         {"log_kept_pages", !report.log_kept_because.empty()},
                         {"keys_destroyed", report.keys_destroyed},
                         {"keys_kept", !report.keys_kept_because.empty()},
                         {"seconds", seconds},
                         {"decided", static_cast<std::int64_t>(report.decided)},
                         {"erased", static_cast<std::int64_t>(report.total("erased"))},
                         {"reviewed", static_cast<std::int64_t>(report.total("reviewed"))},
                         {"waiting", report.waiting},
                         {"failed", static_cast<std::int64_t>(report.total("failed"))},
                         {"exit", static_cast<std::int64_t>(exit)}});
  console_.message(codec::line_of(row));
}

ExitCode NightLog::fail(const text::Error& error, const Arguments& arguments) const {
  if (!on_) return cli::fail(console_, error, arguments);
  const ExitCode code = exit_code_of(error.kind, arguments.has("--detailed-exit"));
  codec::ReportRow row = event_row("error");
  row.insert(row.end(), {{"kind", codec::name_of(error.kind)}, {"exit", static_cast<std::int64_t>(code)}});
  console_.message(codec::line_of(row));
  console_.print(arguments.has("--json") ? codec::error_json(error, static_cast<int>(code))
                                         : fmt::format("frist: {}\n", error.message));
  return code;
}

}  // namespace frist::cli
