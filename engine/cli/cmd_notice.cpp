// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <charconv>

#include "engine/audit/leaf.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/notices.hpp"

namespace frist::cli {
namespace {

constexpr std::int64_t kDaysToAcknowledge = 30;
constexpr std::int64_t kMostDays = 36'500;

text::Result<std::int64_t> days_of(const Arguments& arguments) {
  if (!arguments.has("--days")) return kDaysToAcknowledge;
  const std::string& written = arguments.one("--days");
  std::int64_t days = -1;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), days);
  if (error == std::errc() && end == written.data() + written.size() && days >= 0 && days <= kMostDays) return days;
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("--days takes a whole number from 0 to {}, not `{}`", kMostDays, written)};
}

codec::ReportRow notice_row(const store::Notice& notice, bool overdue) {
  codec::ReportRow row = {{"number", notice.number},
                          {"id", notice.id},
                          {"recipient", notice.recipient},
                          {"reference", notice.reference},
                          {"what", notice.what},
                          {"made_at", audit::utc_time(notice.made_at)},
                          {"overdue", overdue}};
  if (!notice.acknowledged_at) return row;
  row.emplace_back("acknowledged_at", audit::utc_time(*notice.acknowledged_at));
  row.emplace_back("acknowledged_by", notice.acknowledged_by);
  return row;
}

std::string notice_words(const service::ListedNotice& listed) {
  const store::Notice& n = listed.notice;
  if (n.acknowledged_at)
    return fmt::format("notice {} to {}: something was {} on {}; acknowledged, as {} says\n", n.number, n.recipient,
                       n.what, audit::utc_time(n.made_at).substr(0, 10), n.acknowledged_by);
  return fmt::format("notice {} to {}: {} was {} on {}{}\n", n.number, n.recipient, n.reference, n.what,
                     audit::utc_time(n.made_at).substr(0, 10), listed.overdue ? ", overdue" : "");
}

ExitCode notice_list(const Arguments& arguments, const Console& console) {
  const auto days = days_of(arguments);
  if (!days) return fail(console, days.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto notices =
      service::list_notices(database.value(), {arguments.has("--all"), arguments.has("--overdue"), days.value()});
  if (!notices) return fail(console, notices.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::ListedNotice& listed : notices.value()) {
    rows.push_back(notice_row(listed.notice, listed.overdue));
    words += notice_words(listed);
  }
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/notices/1", {}, {{"notices", rows}}}));
  else
    console.print(!words.empty() ? words : arguments.has("--overdue") ? "no notice is overdue\n" : "no notice\n");
  return ExitCode::Done;
}

ExitCode notice_acknowledge(const Arguments& arguments, const Console& console) {
  const auto number = number_of(arguments, "a notice");
  if (!number) return fail(console, number.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto notice = service::acknowledge_notice(database.value(), number.value(), arguments.one("--by"));
  if (!notice) return fail(console, notice.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/notice-acknowledged/1",
                                  {{"number", notice.value().number},
                                   {"id", notice.value().id},
                                   {"recipient", notice.value().recipient},
                                   {"what", notice.value().what}},
                                  {}}));
  else
    console.print(fmt::format("notice {} is acknowledged: {} knows that {} was {}\n", number.value(),
                              notice.value().recipient, notice.value().reference, notice.value().what));
  return ExitCode::Done;
}

// What the recipient needs and no more.
std::string message_line(const store::Notice& notice) {
  return codec::line_of({{"schema", std::string("frist/notice/1")},
                         {"id", notice.id},
                         {"recipient", notice.recipient},
                         {"reference", notice.reference},
                         {"what", notice.what},
                         {"made_at", audit::utc_time(notice.made_at)}});
}

ExitCode notice_export(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto notices = service::list_notices(database.value(), {});
  if (!notices) return fail(console, notices.error(), arguments);
  std::string lines;
  std::int64_t written = 0;
  for (const service::ListedNotice& listed : notices.value()) {
    if (arguments.has("--to") && listed.notice.recipient != arguments.one("--to")) continue;
    lines += message_line(listed.notice);
    ++written;
  }
  if (auto done = write_file(arguments.one("FILE"), lines); !done) return fail(console, done.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/notices-exported/1", {{"notices", written}}, {}}));
  else
    console.print(
        fmt::format("wrote {} {} to {}\n", written, written == 1 ? "notice" : "notices", arguments.one("FILE")));
  return ExitCode::Done;
}

}  // namespace

Command notice_list_command() {
  return {"notice list",
          "Recipients",
          "what recipients have to be told and have not acknowledged (GDPR Art. 19)",
          "Once a notice is acknowledged, the entry and its reference are forgotten here.",
          {},
          {database_option(),
           {"--all", "", "those that were acknowledged, too"},
           {"--overdue", "", "only those that wait for longer than --days"},
           {"--days", "N", "after so many days a notice is overdue; without it 30"},
           json_option()},
          {{"frist notice list --db bureau.db", "who has to be told?"},
           {"frist notice list --overdue --days 14 --db bureau.db", "who has not answered in two weeks?"}},
          notice_list};
}

Command notice_acknowledge_command() {
  return {"notice acknowledge",
          "Recipients",
          "a recipient has confirmed a notice",
          "The log tells of it.",
          {{"NUMBER", "the notice's number, as `frist notice list` shows it"}},
          {database_option(), by_option(), json_option()},
          {{"frist notice acknowledge 1 --by 'records office' --db bureau.db", "the recipient has answered"}},
          notice_acknowledge};
}

Command notice_export_command() {
  return {"notice export",
          "Recipients",
          "write the notices that wait into a file, one JSON object a line, for whoever sends them",
          "Each has an id that stays the same however often it is written, so that a recipient takes a notice that "
          "comes twice for one. Nothing but the recipient, its reference, what happened and when is in it.",
          {{"FILE", "where to"}},
          {database_option(), {"--to", "RECIPIENT", "those of this recipient alone"}, json_option()},
          {{"frist notice export outbox.ndjson --db bureau.db", "hand them to the sender"}},
          notice_export};
}

}  // namespace frist::cli
