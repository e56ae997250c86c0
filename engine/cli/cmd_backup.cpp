// SPDX-License-Identifier: Apache-2.0
// Copies of a database, and a database from a copy.
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/copies.hpp"
#include "engine/service/deed.hpp"

namespace frist::cli {
namespace {

std::string many(std::int64_t n, const char* one, const char* more) {
  return fmt::format("{} {}", n, n == 1 ? one : more);
}

ExitCode make_backup(const Arguments& arguments, const Console& console) {
  const auto made = service::back_up(arguments.one("--db"), arguments.one("--to"));
  if (!made) return fail(console, made.error(), arguments);
  const service::BackupReport& report = made.value();
  const std::string until = calendar::to_iso(report.until);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/backup/1",
                                  {{"id", report.id},
                                   {"leaves", report.leaves},
                                   {"bytes", static_cast<std::int64_t>(report.bytes)},
                                   {"sha256", report.digest},
                                   {"until", until}},
                                  {}}));
  else
    console.print(fmt::format("wrote {}: {} KiB, {} of the log\nsha256 {}\n`frist restore` takes it until {}\n",
                              arguments.one("--to"), (report.bytes + 1023) / 1024,
                              many(report.leaves, "leaf", "leaves"), report.digest, until));
  return ExitCode::Done;
}

std::string words_of(const service::RestoreReport& report, const std::string& database) {
  if (report.was_newest)
    return fmt::format("{} is the newest that its head file knows; nothing had to be done\n", database);
  const run::ReplayReport& r = report.replayed;
  return fmt::format(
      "restored {} from a copy of {}, and what the log has since ({}) was done again:\n"
      "  {} erased, {} changed; {} of that time not in the copy\n"
      "  {} placed, {} lifted of holds, requests and restrictions\n"
      "the next run decides every entry\n",
      database, calendar::to_iso(report.day), many(r.leaves, "leaf", "leaves"), many(r.erased, "entry", "entries"),
      r.changed, r.absent, r.placed, r.lifted);
}

ExitCode restore_copy(const Arguments& arguments, const Console& console) {
  const std::string by = arguments.one_or("--by", "");
  if (!by.empty())
    if (auto good = service::require_line("the name behind --by", by); !good)
      return fail(console, good.error(), arguments);
  const auto restored =
      service::restore({arguments.one("--db"), arguments.one_or("--from", ""), arguments.one_or("--head", ""), by});
  if (!restored) return fail(console, restored.error(), arguments);
  const service::RestoreReport& report = restored.value();
  const run::ReplayReport& r = report.replayed;
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/restored/1",
                                  {{"was_newest", report.was_newest},
                                   {"copy_of", report.was_newest ? "" : calendar::to_iso(report.day)},
                                   {"leaves", r.leaves},
                                   {"erased", r.erased},
                                   {"changed", r.changed},
                                   {"absent", r.absent},
                                   {"placed", r.placed},
                                   {"lifted", r.lifted},
                                   {"log_kept_because", report.log_kept_because}},
                                  {}}));
  else
    console.print(words_of(report, arguments.one("--db")));
  if (report.log_kept_because.empty()) return ExitCode::Done;
  console.message(fmt::format("what was erased may still be in the write-ahead log: {}; the next run empties it\n",
                              report.log_kept_because));
  return ExitCode::Findings;
}

}  // namespace

Command backup_command() {
  return {
      "backup",
      "Databases",
      "write a copy of a database that is safe to have",
      "Other programs go on meanwhile; a night does not. The copy is read back before it gets its name, its SHA-256 "
      "goes into the log, and it knows that it is a copy: no command works with it until `frist restore` has erased "
      "from it what was erased since. That is what the head file is for (`frist attach --head`).",
      {},
      {database_option(), {"--to", "FILE", "where the copy goes: a new file", {}, true}, json_option()},
      {{"frist backup --db bureau.db --to bureau-monday.db", "after the night, to be taken away"}},
      make_backup};
}

Command restore_command() {
  return {
      "restore",
      "Databases",
      "make a database of a copy, and erase again what was erased since",
      "The copy is brought up to what the head file knows: its log goes on with the very leaves that it had, what was "
      "erased or emptied is so again, holds, requests and restrictions stand as they stood, and the policy in force is "
      "in force. Until all of that is done no command works with it. Without --from, a copy that stands in the place "
      "of the database already is brought up to date there. When it was interrupted, say the same again.",
      {},
      {database_option(),
       {"--from", "FILE", "the copy: it stays as it is"},
       {"--head", "FILE", "the head file, where it is not where the copy says"},
       {"--by", "NAME", "who does it, for the log"},
       json_option()},
      {{"frist restore --from bureau-monday.db --db bureau.db", "after the disk was lost"},
       {"frist restore --db bureau.db", "after somebody put an old copy in its place"}},
      restore_copy};
}

}  // namespace frist::cli
