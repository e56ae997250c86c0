// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "engine/cli/command_list.hpp"
#include "engine/cli/people.hpp"
#include "engine/cli/request_rows.hpp"
#include "engine/cli/show.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/request_answers.hpp"
#include "engine/words/narrate_request.hpp"

namespace frist::cli {
namespace {

constexpr const char* kRightsTold =
    "tell the person: the outcome and its reasons, the right to complain to a supervisory authority (GDPR Art. 77) and "
    "to a judicial remedy (Art. 79); `frist request show` puts it into words\n";

Option told_option() { return {"--told-on", "DATE", "the day on which the person was told; without it today"}; }

std::vector<std::string> ground_words() {
  std::vector<std::string> words;
  for (const service::RefusalGround& ground : service::refusal_grounds()) words.emplace_back(ground.word);
  return words;
}

std::string answered_words(const service::AnsweredRequest& answered) {
  std::string words = request_words(answered.request);
  if (!answered.rule.empty() && answered.request.request.outcome == "refused")
    words += fmt::format("`{}` keeps it\n", answered.rule);
  if (!answered.request.request.gone) words += answered.outlook.sentence + "\n";
  if (answered.late)
    words += fmt::format("late: the last day for it was {}\n",
                         calendar::to_iso(answered.request.request.outcome == "refused"
                                              ? service::answer_due(answered.request.request.received_on)
                                              : answered.request.answer_by));
  return words + (answered.request.request.outcome == "refused" ? kRightsTold : "");
}

ExitCode request_answer(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto answered = service::answer_request(
      database.value(), {arguments.one("REQUEST"), arguments.one("--outcome"), arguments.one_or("--ground", ""),
                         arguments.one("--reason"), arguments.one("--by"), arguments.one_or("--told-on", "")});
  if (!answered) return fail(console, answered.error(), arguments);
  if (!arguments.has("--json")) {
    console.print(answered_words(answered.value()));
    return ExitCode::Done;
  }
  codec::ReportRow row = request_row(answered.value().request);
  row.emplace_back("late", answered.value().late);
  if (!answered.value().rule.empty()) row.emplace_back("rule", answered.value().rule);
  if (!answered.value().request.request.gone) add_outlook(row, answered.value().outlook);
  console.print(codec::text_of({"frist/request/1", row, {}}));
  return ExitCode::Done;
}

ExitCode request_extend(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadWrite);
  if (!database) return fail(console, database.error(), arguments);
  const auto extended = service::extend_request(
      database.value(),
      {arguments.one("REQUEST"), arguments.one("--reason"), arguments.one("--by"), arguments.one_or("--told-on", "")});
  if (!extended) return fail(console, extended.error(), arguments);
  console.print(arguments.has("--json") ? codec::text_of({"frist/request/1", request_row(extended.value()), {}})
                                        : request_words(extended.value()));
  return ExitCode::Done;
}

words::RequestTold told_of(const service::ShownRequest& shown) {
  const store::RegisteredRequest& request = shown.request.request;
  words::RequestTold told;
  told.number = request.number;
  told.entry = shown.request.entry;
  told.received = request.received_on;
  told.answer_by = shown.request.answer_by;
  told.extension_told = request.extended_on;
  told.extend_reason = request.extend_reason;
  told.outcome = request.outcome;
  told.ground = request.ground;
  told.reason = request.answer_reason;
  told.gone = request.gone;
  told.goes = shown.outlook && shown.outlook->kind == service::Outlook::Kind::Next;
  told.rules = shown.decided.has_value();
  return told;
}

words::Lines letter(const service::ShownRequest& shown, const model::RuleSet& rules, const words::Manner& manner) {
  words::Lines lines = words::narrate_request(rules, told_of(shown), manner);
  const auto add = [&](const words::Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); };
  if (shown.decided) add(words::narrate_why(*shown.decided->policy->rules, shown.decided->retention, manner));
  add(words::narrate_rights(rules, manner));
  return lines;
}

ExitCode request_show(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto shown = service::show_request(database.value(), arguments.one("REQUEST"));
  if (!shown) return fail(console, shown.error(), arguments);
  if (!arguments.has("--json")) {
    show(letter(shown.value(), database.value().rules(), manner_of(arguments)), console);
    return ExitCode::Done;
  }
  codec::ReportRow row = request_row(shown.value().request);
  if (shown.value().outlook) add_outlook(row, *shown.value().outlook);
  console.print(codec::text_of({"frist/request/1", row, {}}));
  return ExitCode::Done;
}

}  // namespace

Command request_answer_command() {
  return {
      "request answer",
      "People",
      "note that the person was told what becomes of a request for erasure",
      "It changes nothing that the rules decide, and says only what they do: granted where the next run erases the "
      "entry or it is gone, refused where it stays. The person is told the reasons and the rights to complain and to "
      "a remedy (GDPR Art. 12(4)). Grounds: needed, none of the grounds of Art. 17(1) applies; expression, duty, "
      "health, archives, claims, Art. 17(3)(a) to (e); unfounded, Art. 12(5)(b). The log tells of it.",
      {request_positional()},
      {database_option(),
       {"--outcome", "OUTCOME", "what the person was told", {"granted", "refused"}, true},
       {"--reason", "TEXT", "why, as the person was told", {}, true},
       by_option(),
       {"--ground", "GROUND", "with refused: what that rests on", ground_words()},
       told_option(),
       json_option()},
      {{"frist request answer 1 --outcome granted --reason 'no longer needed' --by 'records office' --db bureau.db",
        "it goes"},
       {"frist request answer 2 --outcome refused --ground duty --reason 'tax law keeps it' --by 'records office' "
        "--db bureau.db",
        "it stays"}},
      request_answer};
}

Command request_extend_command() {
  return {"request extend",
          "People",
          "put the answer to a request off by two further months (GDPR Art. 12(3))",
          "Only where the request is complex or there are many, once, and only if the person was told within the first "
          "month, with the reason. The log tells of it.",
          {request_positional()},
          {database_option(),
           {"--reason", "TEXT", "why, as the person was told", {}, true},
           by_option(),
           told_option(),
           json_option()},
          {{"frist request extend 1 --reason 'three archives to ask' --by 'records office' --db bureau.db",
            "it takes longer"}},
          request_extend};
}

Command request_show_command() {
  return {"request show",
          "People",
          "one request with what the rules decide about its entry, as an answer in words",
          "Who has to answer reads what to say: erased at the next run, or kept, by which rule and until when.",
          {request_positional()},
          {database_option(), language_option(), json_option()},
          {{"frist request show 1 --db bureau.db", "what do we tell the person?"},
           {"frist request show claim/4711 --lang de --db bureau.db", "the same in German, by the entry"}},
          request_show};
}

}  // namespace frist::cli
