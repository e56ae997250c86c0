// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <charconv>

#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/review_work.hpp"

namespace frist::cli {
namespace {

constexpr std::uint32_t kReviewsShown = 100;

text::Result<std::uint32_t> review_limit(const Arguments& arguments) {
  if (!arguments.has("--limit")) return kReviewsShown;
  const std::string& written = arguments.one("--limit");
  std::uint32_t limit = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), limit);
  if (error == std::errc() && end == written.data() + written.size() && limit > 0) return limit;
  return text::Error{text::ErrorKind::Usage, fmt::format("--limit takes a whole number from 1 on, not `{}`", written)};
}

ExitCode review_list(const Arguments& arguments, const Console& console) {
  const auto limit = review_limit(arguments);
  if (!limit) return fail(console, limit.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto open = service::list_reviews(database.value(), arguments.one_or("--record", ""), limit.value());
  if (!open) return fail(console, open.error(), arguments);
  std::vector<codec::ReportRow> rows;
  std::string words;
  for (const service::OpenReview& r : open.value().reviews) {
    rows.push_back({{"entry", r.entry}, {"due_on", calendar::to_iso(r.due_on)}, {"rule", r.rule}});
    words += fmt::format("  {}  {:<24} {}\n", calendar::to_iso(r.due_on), r.entry, r.rule);
  }
  const std::int64_t more = open.value().waiting - static_cast<std::int64_t>(rows.size());
  if (more > 0) words += fmt::format("and {} more; --limit shows more of them\n", more);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/reviews/1", {{"waiting", open.value().waiting}}, {{"reviews", rows}}}));
  else
    console.print(words.empty() ? "no review is open\n" : words);
  return ExitCode::Done;
}

std::string closed_words(const service::ClosedReview& closed) {
  std::string words = fmt::format("the review of {} is closed\n", closed.entry);
  if (closed.hold)
    words += fmt::format("hold {} keeps it until somebody lifts it (`frist hold lift {}`)\n", closed.hold, closed.hold);
  if (closed.asked_before) words += "its erasure was asked for before\n";
  if (closed.outlook) words += closed.outlook->sentence + "\n";
  const bool goes = closed.outlook && closed.outlook->kind == service::Outlook::Kind::Next;
  if (calendar::is_day(closed.next_review) && !goes)
    words += fmt::format("next review by the rules: {}\n", calendar::to_iso(closed.next_review));
  return words;
}

codec::ReportRow closed_row(const service::ClosedReview& closed, const std::string& outcome) {
  codec::ReportRow row = {{"entry", closed.entry}, {"outcome", outcome}};
  if (closed.hold) row.emplace_back("hold", closed.hold);
  if (calendar::is_day(closed.next_review)) row.emplace_back("next_review", calendar::to_iso(closed.next_review));
  if (!closed.outlook) return row;
  row.emplace_back("asked_before", closed.asked_before);
  add_outlook(row, *closed.outlook);
  return row;
}

ExitCode review_close(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto closed = service::close_review(
      database.value(), {arguments.one("ENTRY"), arguments.one("--outcome"), arguments.one("--reason"),
                         arguments.one("--by"), arguments.one_or("--until", "")});
  if (!closed) return fail(console, closed.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/review/1", closed_row(closed.value(), arguments.one("--outcome")), {}}));
  else
    console.print(closed_words(closed.value()));
  return ExitCode::Done;
}

}  // namespace

Command review_list_command() {
  return {"review list",
          "People",
          "the reviews that wait for a person, by day",
          "Runs raise them; they stay until somebody closes them.",
          {},
          {database_option(),
           {"--record", "KIND", "of this kind of entry alone"},
           {"--limit", "N", "at most so many; without it 100"},
           json_option()},
          {{"frist review list --db bureau.db", "what is there to do?"}},
          review_list};
}

Command review_close_command() {
  return {
      "review close",
      "People",
      "end the open review of an entry: keep it, keep it longer, or ask for its erasure",
      "keep: it is done, the next one comes by the rules. extend: besides, a hold stands with --until as its day of "
      "review. erase: besides, the office asks for erasure, as a subject would. Nothing is erased that no rule lets "
      "go; the answer says whether one does, and when. The log tells of each.",
      {{"ENTRY", "kind/id, such as claim/4711"}},
      {database_option(),
       {"--outcome", "OUTCOME", "what came out", {"keep", "erase", "extend"}, true},
       {"--reason", "TEXT", "why", {}, true},
       by_option(),
       {"--until", "DATE", "with extend: when somebody looks again"},
       json_option()},
      {{"frist review close claim/1 --outcome keep --reason 'still owed' --by 'records office' --db bureau.db",
        "it stays"}},
      review_close};
}

}  // namespace frist::cli
