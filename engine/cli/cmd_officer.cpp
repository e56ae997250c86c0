// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/audit/leaf.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/officers.hpp"

namespace frist::cli {
namespace {

std::string hex_of(const std::string& bytes) {
  std::string hex;
  for (const char c : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

codec::ReportRow row_of(const store::Officer& officer) {
  codec::ReportRow row = {{"name", officer.name},
                          {"party", officer.party},
                          {"public_key", hex_of(officer.public_key)},
                          {"added_at", audit::utc_time(officer.added_at)}};
  if (officer.retired_at) row.emplace_back("retired_at", audit::utc_time(*officer.retired_at));
  return row;
}

ExitCode officer_add(const Arguments& arguments, const Console& console) {
  if (arguments.has("--key") == arguments.has("--public-key"))
    return fail(console,
                {text::ErrorKind::Usage,
                 "give --key FILE, where a new private key is written to, or --public-key HEX of one that is there"},
                arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const std::string name = arguments.one("NAME"), party = arguments.one_or("--party", "");
  const auto added = arguments.has("--key")
                         ? service::add_officer(database.value(), name, party, arguments.one("--key"))
                         : service::add_officer_with_key(database.value(), name, party, arguments.one("--public-key"));
  if (!added) return fail(console, added.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/officer/1", row_of(added.value()), {}}));
  else
    console.print(fmt::format("{}{} may sign plans from now on\npublic key {}\n{}", name,
                              party.empty() ? "" : " of " + party, hex_of(added.value().public_key),
                              arguments.has("--key")
                                  ? fmt::format("the private key is in {}; give it to {} and to nobody "
                                                "else\n",
                                                arguments.one("--key"), name)
                                  : ""));
  return ExitCode::Done;
}

ExitCode officer_list(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto officers = store::officers(database.value().connection);
  if (!officers) return fail(console, officers.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const store::Officer& o : officers.value()) {
    rows.push_back(row_of(o));
    words += fmt::format("  {:<24} {:<28} {}{}\n", o.name, o.party, hex_of(o.public_key).substr(0, 16),
                         o.retired_at ? "  retired" : "");
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/officers/1", {}, {{"officers", rows}}}));
  else
    console.print(words.empty() ? "no officer yet; `frist officer add` adds one\n" : words);
  return ExitCode::Done;
}

ExitCode officer_retire(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const std::string& name = arguments.one("NAME");
  if (auto done = service::retire_officer(database.value(), name); !done) return fail(console, done.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/officer-retired/1", {{"name", name}}, {}}));
  else
    console.print(fmt::format("{} signs no more; signatures under plans that were applied stay\n", name));
  return ExitCode::Done;
}

Positional name_positional() { return {"NAME", "the officer's name, which stays theirs"}; }

}  // namespace

Command officer_add_command() {
  return {
      "officer add",
      "People",
      "add somebody who may sign plans",
      "The key is Ed25519. Who makes their key elsewhere gives its public half, so that nobody else has ever held the "
      "private one. Plans that were made before are not theirs to sign.",
      {name_positional()},
      {database_option(),
       {"--party", "PARTY", "the party of the policy that they act for; needed where it has any"},
       {"--key", "FILE", "make a key and write its private half to this new file"},
       {"--public-key", "HEX", "the public half of a key that is there, as 64 hex digits"},
       json_option()},
      {{"frist officer add 'records office' --party schufa --key officer.pem --db bureau.db", "with a new key"}},
      officer_add};
}

Command officer_list_command() {
  return {"officer list",
          "People",
          "who may sign plans",
          "",
          {},
          {database_option(), json_option()},
          {{"frist officer list --db bureau.db", "names, parties and the beginnings of their keys"}},
          officer_list};
}

Command officer_retire_command() {
  return {
      "officer retire",
      "People",
      "somebody signs no more",
      "Their name and key are never used again. Their signatures under plans that are not applied yet no longer count.",
      {name_positional()},
      {database_option(), json_option()},
      {{"frist officer retire 'records office' --db bureau.db", "from now on"}},
      officer_retire};
}

}  // namespace frist::cli
