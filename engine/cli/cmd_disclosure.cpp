// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/notices.hpp"

namespace frist::cli {
namespace {

codec::ReportRow disclosure_row(const service::NamedDisclosure& named) {
  const store::Disclosure& d = named.disclosure;
  return {{"entry", named.entry},
          {"recipient", d.recipient},
          {"reference", d.reference},
          {"disclosed_on", calendar::to_iso(d.disclosed_on)}};
}

std::string disclosure_words(const service::NamedDisclosure& named) {
  const store::Disclosure& d = named.disclosure;
  return fmt::format("{} was disclosed to {} on {}{}\n", named.entry, d.recipient, calendar::to_iso(d.disclosed_on),
                     d.reference == named.entry ? "" : fmt::format(", who knows it as {}", d.reference));
}

service::DisclosureOrder disclosure_order(const Arguments& arguments) {
  return {arguments.one("ENTRY"), arguments.one("--to"), arguments.one("--by"), arguments.one_or("--reference", ""),
          arguments.one_or("--on", "")};
}

ExitCode disclosure_add(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto added = service::add_disclosure(database.value(), disclosure_order(arguments));
  if (!added) return fail(console, added.error(), arguments);
  if (arguments.has("--json")) {
    codec::ReportRow row = disclosure_row(added.value());
    row.emplace_back("noted_before", added.value().noted_before);
    console.print(codec::text_of({"frist/disclosure/1", row, {}}));
  } else {
    console.print((added.value().noted_before ? "that recipient was noted before; the later day stays\n" : "") +
                  disclosure_words(added.value()));
  }
  return ExitCode::Done;
}

ExitCode disclosure_remove(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto removed = service::remove_disclosure(database.value(), disclosure_order(arguments));
  if (!removed) return fail(console, removed.error(), arguments);
  if (arguments.has("--json"))
    console.print(
        codec::text_of({"frist/disclosure-removed/1",
                        {{"entry", removed.value().entry}, {"recipient", removed.value().disclosure.recipient}},
                        {}}));
  else
    console.print(fmt::format("{} is told nothing of {} from now on\n", removed.value().disclosure.recipient,
                              removed.value().entry));
  return ExitCode::Done;
}

ExitCode disclosure_list(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto disclosures = service::list_disclosures(database.value(), arguments.one_or("ENTRY", ""));
  if (!disclosures) return fail(console, disclosures.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::NamedDisclosure& named : disclosures.value()) {
    rows.push_back(disclosure_row(named));
    words += disclosure_words(named);
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/disclosures/1", {}, {{"disclosures", rows}}}));
  else
    console.print(words.empty() ? "no disclosure\n" : words);
  return ExitCode::Done;
}

ExitCode disclosure_rectified(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto told = service::tell_rectified(database.value(), arguments.one("ENTRY"), arguments.one("--by"),
                                            arguments.one_or("--reason", ""));
  if (!told) return fail(console, told.error(), arguments);
  if (arguments.has("--json"))
    console.print(
        codec::text_of({"frist/rectified/1", {{"entry", told.value().entry}, {"notices", told.value().notices}}, {}}));
  else
    console.print(fmt::format(
        "{} to be told that {} was put right (`frist notice list`)\n",
        told.value().notices == 1 ? "1 recipient is" : fmt::format("{} recipients are", told.value().notices),
        told.value().entry));
  return ExitCode::Done;
}

Option recipient_option() { return {"--to", "RECIPIENT", "whom", {}, true}; }

}  // namespace

Command disclosure_add_command() {
  return {
      "disclosure add",
      "Recipients",
      "note to whom an entry was disclosed, so that this recipient is told (GDPR Art. 19)",
      "When the entry is erased, anonymised or restricted, a notice for each recipient is put into the outbox in the "
      "same transaction. Programs may write rows of frist_disclosure themselves. The log tells of it.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(),
       recipient_option(),
       by_option(),
       {"--on", "DATE", "when it was disclosed; without it today"},
       {"--reference", "TEXT", "how the recipient knows the entry; without it by its name here"},
       json_option()},
      {{"frist disclosure add claim/1 --to 'credit bureau' --reference 2026/17 --by 'records office' --db bureau.db",
        "the bureau got it"}},
      disclosure_add};
}

Command disclosure_remove_command() {
  return {"disclosure remove",
          "Recipients",
          "a disclosure was noted by mistake",
          "That recipient is not told of the entry any more; notices that are in the outbox stay. The log tells of it.",
          {{"ENTRY", "kind/id, such as claim/4711"}},
          {database_option(), recipient_option(), by_option(), json_option()},
          {{"frist disclosure remove claim/1 --to 'credit bureau' --by 'records office' --db bureau.db",
            "the bureau never got it"}},
          disclosure_remove};
}

Command disclosure_list_command() {
  return {"disclosure list",
          "Recipients",
          "to whom entries were disclosed",
          "They go with their entry.",
          {{"ENTRY", "kind/id; without it all", false}},
          {database_option(), json_option()},
          {{"frist disclosure list claim/1 --db bureau.db", "who knows of this claim?"}},
          disclosure_list};
}

Command disclosure_rectified_command() {
  return {
      "disclosure rectified",
      "Recipients",
      "an entry was put right: its recipients have to be told (GDPR Art. 16 and 19)",
      "What changes in your tables need not be a correction, so a person says that it was one. The log tells of it.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(), by_option(), {"--reason", "TEXT", "what was wrong"}, json_option()},
      {{"frist disclosure rectified claim/1 --by 'records office' --db bureau.db", "its recipients are told"}},
      disclosure_rectified};
}

}  // namespace frist::cli
