// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/stages.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/packs.hpp"

namespace frist::cli {
namespace {

std::string pack_words(const pack::PackReport& report) {
  return fmt::format(
      "{} entries packed into {} KiB, under a key that the next night destroys\n"
      "`frist diff` and `frist run --dry-run --policy` read them instead of the tables\n",
      report.entries, (report.bytes + 1023) >> 10);
}

std::string pack_json(bool dropped, const std::optional<pack::PackReport>& report) {
  const auto number = [&](std::uint64_t n) { return static_cast<std::int64_t>(n); };
  return codec::text_of({"frist/pack/1",
                         {{"packed", report.has_value()},
                          {"dropped", dropped},
                          {"policy", report ? report->policy : ""},
                          {"made_at", report ? report->made_at : 0},
                          {"entries", report ? number(report->entries) : 0},
                          {"bytes", report ? number(report->bytes) : 0}},
                         {}});
}

ExitCode pack_columns(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const bool json = arguments.has("--json");
  if (arguments.has("--drop")) {
    const auto dropped = service::drop_pack(database.value());
    if (!dropped) return fail(console, dropped.error(), arguments);
    console.print(json              ? pack_json(dropped.value(), {})
                  : dropped.value() ? "the packed columns are gone, and the key with them\n"
                                    : "there are no packed columns\n");
    return ExitCode::Done;
  }
  Stages stages(console, arguments.has("--quiet"));
  const auto report = service::pack_database(database.value(), service::now(), stages.teller());
  stages.end();
  if (!report) return fail(console, report.error(), arguments);
  console.print(json ? pack_json(false, report.value()) : pack_words(report.value()));
  return ExitCode::Done;
}

}  // namespace

Command pack_command() {
  return {
      "pack",
      "Nights",
      "keep what rules read as packed columns, so that changed policies can be tried on all entries at once",
      "Beside the database two files are made: the columns of every field that a rule may read (no identity fields, no "
      "texts but those that rules compare; keys are among them), sealed, and the key. `frist diff` and `frist run "
      "--dry-run --policy` then "
      "decide from them, and read from the tables only what has changed since. Every night, `attach` and `detach` "
      "overwrite the key and remove both files before they do anything. Made anew at will. Nothing else needs "
      "them.",
      {},
      {database_option(), {"--drop", "", "destroy the key and remove the files"}, json_option(), quiet_option()},
      {{"frist run --db bureau.db; frist pack --db bureau.db", "before an afternoon of trying rules"},
       {"frist pack --db bureau.db --drop", "done with it"}},
      pack_columns};
}

}  // namespace frist::cli
