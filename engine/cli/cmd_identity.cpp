// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>

#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/identity_keys.hpp"

namespace frist::cli {
namespace {

std::string identity_words(const std::vector<service::IdentityValue>& values) {
  std::size_t width = 0;
  for (const auto& v : values) width = std::max(width, v.field.size());
  std::string out;
  for (const auto& v : values)
    out += fmt::format("{:<{}}  {}\n", v.field, width,
                       v.why_not.empty() ? (v.value.empty() ? "-" : v.value) : fmt::format("({})", v.why_not));
  return out.empty() ? "this record has no identity fields\n" : out;
}

std::string identity_json(const std::string& entry, const std::vector<service::IdentityValue>& values) {
  std::vector<codec::ReportRow> rows;
  for (const auto& v : values) rows.push_back({{"field", v.field}, {"value", v.value}, {"why_not", v.why_not}});
  return codec::text_of({"frist/identity/1", {{"entry", entry}}, {{"fields", rows}}});
}

ExitCode identity(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const std::string& entry = arguments.one("ENTRY");
  const auto values = service::identity_of(database.value(), entry, arguments.one_or("--keys", ""));
  if (!values) return fail(console, values.error(), arguments);
  console.print(arguments.has("--json") ? identity_json(entry, values.value()) : identity_words(values.value()));
  const bool all = std::all_of(values.value().begin(), values.value().end(),
                               [](const service::IdentityValue& v) { return v.why_not.empty(); });
  return all ? ExitCode::Done : ExitCode::Findings;
}

ExitCode rotate(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto epoch = service::begin_epoch(database.value(), arguments.one_or("--keys", ""));
  if (!epoch) return fail(console, epoch.error(), arguments);
  const auto& e = epoch.value();
  console.print(arguments.has("--json")
                    ? codec::text_of({"frist/keys-rotate/1",
                                      {{"epoch", static_cast<std::int64_t>(e.epoch)},
                                       {"kept", static_cast<std::int64_t>(e.kept)},
                                       {"destroyed", static_cast<std::int64_t>(e.destroyed)}},
                                      {}})
                    : fmt::format("epoch {}: {} keys wrapped anew, {} that no row asks for are gone, and the old epoch "
                                  "key with them\n",
                                  e.epoch, e.kept, e.destroyed));
  return ExitCode::Done;
}

}  // namespace

Option keys_option() {
  return {"--keys", "FILE", "the key file of sealed identity fields; without it DATABASE-frist-keys"};
}

Command identity_command() {
  return {
      "identity",
      "Databases",
      "show the identity fields of an entry, opened where they are sealed",
      "The only command that shows them. Exit status 1 where a value is there and cannot be opened, because its key "
      "was destroyed, the key file is missing, or the cell was changed or copied from another place.",
      {{"ENTRY", "such as person/12"}},
      {database_option(), keys_option(), json_option()},
      {{"frist identity person/12 --db bureau.db", "who is person 12?"}},
      identity};
}

Command keys_rotate_command() {
  return {
      "keys rotate",
      "Databases",
      "begin a new epoch of the keys of sealed identity fields, once a month",
      "Every key that a row asks for is wrapped by a new epoch key into a new key file; the old file and the old epoch "
      "key are overwritten. Copies of older key files open nothing any more: do it monthly, and after a "
      "backup of the key file was made that should end.",
      {},
      {database_option(), keys_option(), json_option()},
      {{"frist keys rotate --db bureau.db", "the first of the month"}},
      rotate};
}

}  // namespace frist::cli
