// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/cli/request_rows.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/requests.hpp"

namespace frist::cli {
namespace {

service::RequestOrder request_order(const Arguments& arguments, const char* name) {
  return {arguments.one(name), arguments.one("--by"), arguments.one_or("--reason", ""),
          arguments.one_or("--received", "")};
}

ExitCode request_file(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto filed = service::file_request(database.value(), request_order(arguments, "ENTRY"));
  if (!filed) return fail(console, filed.error(), arguments);
  const service::FiledRequest& f = filed.value();
  if (arguments.has("--json")) {
    codec::ReportRow row = request_row(f.request);
    row.emplace_back("asked_before", f.asked_before);
    add_outlook(row, f.outlook);
    console.print(codec::text_of({"frist/request/1", row, {}}));
  } else {
    console.print((f.asked_before ? "it was asked for before, and nothing was changed\n" : "") +
                  request_words(f.request) + f.outlook.sentence + "\n");
  }
  return ExitCode::Done;
}

ExitCode request_withdraw(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto withdrawn = service::withdraw_request(database.value(), request_order(arguments, "REQUEST"));
  if (!withdrawn) return fail(console, withdrawn.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/request/1", request_row(withdrawn.value()), {}}));
  else
    console.print(fmt::format("the request for {} is withdrawn{}\n", withdrawn.value().entry,
                              withdrawn.value().request.gone ? "" : "; the next run decides the entry again"));
  return ExitCode::Done;
}

ExitCode request_list(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto requests = service::list_requests(database.value(), {arguments.has("--all"), arguments.has("--overdue")});
  if (!requests) return fail(console, requests.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::NamedRequest& named : requests.value()) {
    rows.push_back(request_row(named));
    words += request_words(named);
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/requests/1", {}, {{"requests", rows}}}));
  else
    console.print(!words.empty() ? words : arguments.has("--overdue") ? "no request is overdue\n" : "no request\n");
  return ExitCode::Done;
}

}  // namespace

Command request_file_command() {
  return {
      "request file",
      "People",
      "somebody asks for the erasure of an entry (GDPR Art. 17)",
      "The rules decide what it comes to, and the answer says so. It is the same that closing a review with erase "
      "files. The first day stays. The log tells of it.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(),
       by_option(),
       {"--received", "DATE", "when it came; without it today"},
       {"--reason", "TEXT", "the ground that was given"},
       json_option()},
      {{"frist request file claim/1 --by 'records office' --received 2026-01-31 --db bureau.db", "it came by post"}},
      request_file};
}

Command request_list_command() {
  return {
      "request list",
      "People",
      "the requests for erasure that wait for an answer, and by when the person is told",
      "One month from receipt, or three where that was extended (GDPR Art. 12(3)). A request stays here until it is "
      "answered, also once its entry is erased; one that was answered goes with its entry.",
      {},
      {database_option(),
       {"--all", "", "those that were answered, too"},
       {"--overdue", "", "only those whose last day for an answer has passed"},
       json_option()},
      {{"frist request list --db bureau.db", "what is there to answer?"},
       {"frist request list --overdue --db bureau.db", "what is late"}},
      request_list};
}

Command request_withdraw_command() {
  return {"request withdraw",
          "People",
          "nobody asks for the erasure of an entry any more",
          "Also for what a review closed with erase has filed. The log tells of it.",
          {request_positional()},
          {database_option(), by_option(), {"--reason", "TEXT", "why"}, json_option()},
          {{"frist request withdraw 1 --by 'records office' --db bureau.db", "it was a mistake"}},
          request_withdraw};
}

}  // namespace frist::cli
