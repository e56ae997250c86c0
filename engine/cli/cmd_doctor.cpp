// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/doctor.hpp"

namespace frist::cli {
namespace {

const char* word_of(service::Health health) {
  return health == service::Health::Ok ? "ok" : health == service::Health::Warning ? "warning" : "error";
}

std::string json_of(const std::vector<service::CheckUp>& checks) {
  std::vector<codec::ReportRow> rows;
  for (const service::CheckUp& c : checks)
    rows.push_back({{"check", c.what}, {"health", std::string(word_of(c.health))}, {"says", c.says}, {"help", c.help}});
  return codec::text_of(
      {"frist/doctor/1", {{"health", std::string(word_of(service::worst_of(checks)))}}, {{"checks", rows}}});
}

std::string words_of(const std::vector<service::CheckUp>& checks, const Console& console) {
  std::string out;
  for (const service::CheckUp& c : checks) {
    const std::string word = fmt::format("{:<7}", word_of(c.health));
    out +=
        fmt::format("{}  {:<11}  {}\n", c.health == service::Health::Error ? console.red(word) : word, c.what, c.says);
    if (!c.help.empty()) out += fmt::format("{:22}help: {}\n", "", c.help);
  }
  return out;
}

ExitCode doctor(const Arguments& arguments, const Console& console) {
  const auto checks = service::check_up(arguments.one("--db"),
                                        {service::now(), arguments.has("--deep"), arguments.one_or("--keys", "")});
  if (!checks) return fail(console, checks.error(), arguments);
  console.print(arguments.has("--json") ? json_of(checks.value()) : words_of(checks.value(), console));
  const service::Health worst = service::worst_of(checks.value());
  return worst == service::Health::Ok        ? ExitCode::Done
         : worst == service::Health::Warning ? ExitCode::Findings
                                             : ExitCode::Data;
}

}  // namespace

Command doctor_command() {
  return {"doctor",
          "Databases",
          "look a database over before a night: policy, tables, values, clock, disk, what waits",
          "One line for each check, with what to do where something is the matter. Exit status 1 for warnings, 4 for "
          "errors. Changes nothing.",
          {},
          {database_option(),
           {"--deep", "", "also read every page of the file, and every row of frist's own tables and log"},
           keys_option(),
           json_option()},
          {{"frist doctor --db bureau.db", "is all well?"}},
          doctor};
}

}  // namespace frist::cli
