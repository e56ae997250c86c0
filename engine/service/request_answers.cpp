// SPDX-License-Identifier: Apache-2.0
#include "engine/service/request_answers.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/service/deed.hpp"

namespace frist::service {

using text::Error;
using text::ErrorKind;

namespace {

text::Status require_answer_lines(const std::string& by, const std::string& reason) {
  if (auto good = require_who_and_why(by, reason); !good) return good;
  if (reason.find_first_not_of(' ') != std::string::npos) return {};
  return Error{ErrorKind::Usage, "the reason is empty; the person is told one"};
}

text::Status require_ground(const AnswerOrder& order) {
  if (order.outcome != "granted" && order.outcome != "refused")
    return Error{ErrorKind::Usage, fmt::format("an answer is granted or refused, not `{}`", order.outcome)};
  if (order.outcome == "granted")
    return order.ground.empty() ? text::Status()
                                : Error{ErrorKind::Usage, "--ground goes with --outcome refused alone"};
  if (order.ground.empty())
    return Error{ErrorKind::Usage,
                 "a refusal needs --ground, what it rests on; `frist request answer --help` lists them"};
  if (!article_of(order.ground).empty()) return {};
  return Error{ErrorKind::Usage, fmt::format("`{}` is no ground for a refusal", order.ground)};
}

text::Result<calendar::Day> told_on(OpenDatabase& database, const std::string& written,
                                    const store::RegisteredRequest& request) {
  const auto day = day_so_far(database, written);
  if (day && day.value() < request.received_on)
    return Error{ErrorKind::Usage, fmt::format("{} is before the day of receipt, {}", calendar::to_iso(day.value()),
                                               calendar::to_iso(request.received_on))};
  return day;
}

text::Result<NamedRequest> open_request(OpenDatabase& database, const std::string& written) {
  auto found = find_request(database, written);
  if (!found) return found;
  const store::RegisteredRequest& request = found.value().request;
  if (request.answered_on)
    return Error{ErrorKind::Usage, fmt::format("request {} was answered on {} already: {}", request.number,
                                               calendar::to_iso(*request.answered_on), request.outcome)};
  return found;
}

// The rule by whose duty or hold the entry stays.
std::string keeping_rule(const model::RuleSet& rules, const explain::Retention& retention) {
  for (const explain::RuleSaid& said : retention.rules)
    for (const explain::EffectSaid& effect : said.effects)
      if (effect.part == explain::Part::Keeps) return rules.retention[said.rule].heading.name;
  return {};
}

// What is told to the person is what happens: else the request was refused and the next night erases it, or it was
// granted and the entry stays.
text::Status require_same_as_rules(const AnswerOrder& order, const AnsweredRequest& answered) {
  const bool goes = answered.outlook.kind == Outlook::Kind::Next;
  if (goes == (order.outcome == "granted")) return {};
  const std::string entry = answered.request.entry;
  if (goes)
    return Error{ErrorKind::Refused,
                 fmt::format("{} cannot be refused: {}. Place a hold before, if there is cause for one, or grant it",
                             entry, answered.outlook.sentence)};
  return Error{ErrorKind::Refused, fmt::format("{} cannot be granted: {}. Refuse it with a ground, or answer once it "
                                               "goes",
                                               entry, answered.outlook.sentence)};
}

text::Status weigh(OpenDatabase& database, const AnswerOrder& order, AnsweredRequest& answered) {
  if (answered.request.request.gone) {
    if (order.outcome == "granted") return {};
    return Error{ErrorKind::Refused,
                 fmt::format("{} is gone; that cannot be refused any more", answered.request.entry)};
  }
  const auto decided = why(database, answered.request.entry, {});
  if (!decided) return decided.error();
  answered.outlook = outlook_of(database.rules(), decided.value().retention);
  if (auto same = require_same_as_rules(order, answered); !same) return same;
  answered.rule =
      order.outcome == "granted" ? answered.outlook.rule : keeping_rule(database.rules(), decided.value().retention);
  return {};
}

text::Status note_told(OpenDatabase& database, const AnswerOrder& order, AnsweredRequest& answered) {
  auto found = open_request(database, order.request);
  if (!found) return found.error();
  answered.request = std::move(found).value();
  store::RegisteredRequest& request = answered.request.request;
  const auto day = told_on(database, order.told_on, request);
  if (!day) return day.error();
  if (auto good = weigh(database, order, answered); !good) return good;
  answered.late =
      day.value() > (order.outcome == "refused" ? answer_due(request.received_on) : answered.request.answer_by);
  request.answered_on = day.value();
  request.answered_by = order.by;
  request.outcome = order.outcome;
  request.ground = order.ground;
  request.answer_reason = order.reason;
  answered.request.overdue = false;
  if (auto noted = store::note_answer(database.connection, request); !noted) return noted;
  codec::EntryBody body = deed_body("answer request", day.value(), order.by, order.reason);
  body.rule = answered.rule;
  body.outcome = order.outcome;
  body.mandate = article_of(order.ground);
  return note_deed(database, audit::Happening::Act, {request.kind, request.entry, answered.request.entry},
                   std::move(body));
}

text::Status note_put_off(OpenDatabase& database, const ExtendOrder& order, NamedRequest& extended) {
  auto found = open_request(database, order.request);
  if (!found) return found.error();
  store::RegisteredRequest request = std::move(found.value().request);
  if (request.extended_on)
    return Error{ErrorKind::Usage, fmt::format("request {} was extended before, until {}; the law allows it once",
                                               request.number, calendar::to_iso(found.value().answer_by))};
  const auto day = told_on(database, order.told_on, request);
  if (!day) return day.error();
  const calendar::Day first = answer_due(request.received_on);
  if (day.value() > first)
    return Error{ErrorKind::Refused,
                 fmt::format("the person has to be told of it within the first month, which ended on {} (GDPR Art. "
                             "12(3)); answer the request now",
                             calendar::to_iso(first))};
  request.extended_on = day.value();
  request.extended_by = order.by;
  request.extend_reason = order.reason;
  if (auto noted = store::note_extension(database.connection, request); !noted) return noted;
  auto named = named_request(database, std::move(request));
  if (!named) return named.error();
  extended = std::move(named).value();
  return note_deed(database, audit::Happening::Act, {extended.request.kind, extended.request.entry, extended.entry},
                   deed_body("extend request", day.value(), order.by, order.reason));
}

}  // namespace

const std::vector<RefusalGround>& refusal_grounds() {
  static const std::vector<RefusalGround> grounds = {
      {"needed", "GDPR Art. 17(1)"},         // none of its grounds applies
      {"expression", "GDPR Art. 17(3)(a)"},  // freedom of expression and information
      {"duty", "GDPR Art. 17(3)(b)"},        // a legal obligation, or a task in the public interest
      {"health", "GDPR Art. 17(3)(c)"},      // public health
      {"archives", "GDPR Art. 17(3)(d)"},    // archives, research, statistics
      {"claims", "GDPR Art. 17(3)(e)"},      // legal claims
      {"unfounded", "GDPR Art. 12(5)(b)"}};  // manifestly unfounded or excessive
  return grounds;
}

std::string_view article_of(std::string_view ground) {
  for (const RefusalGround& known : refusal_grounds())
    if (known.word == ground) return known.article;
  return {};
}

text::Result<AnsweredRequest> answer_request(OpenDatabase& database, const AnswerOrder& order) {
  if (auto good = require_answer_lines(order.by, order.reason); !good) return good.error();
  if (auto good = require_ground(order); !good) return good.error();
  AnsweredRequest answered;
  auto done = do_deed(database, [&] { return note_told(database, order, answered); });
  if (!done) return done.error();
  return answered;
}

text::Result<NamedRequest> extend_request(OpenDatabase& database, const ExtendOrder& order) {
  if (auto good = require_answer_lines(order.by, order.reason); !good) return good.error();
  NamedRequest extended;
  auto done = do_deed(database, [&] { return note_put_off(database, order, extended); });
  if (!done) return done.error();
  return extended;
}

text::Result<ShownRequest> show_request(OpenDatabase& database, const std::string& written) {
  const auto view = store::Transaction::begin_read(database.connection);
  if (!view) return view.error();
  auto found = find_request(database, written);
  if (!found) return found.error();
  ShownRequest shown{std::move(found).value(), {}, {}};
  auto decided = why(database, shown.request.entry, {});
  if (!decided && decided.error().kind != ErrorKind::Data) return decided.error();
  // What stands under the key of an entry that is gone is another entry.
  if (!decided || (shown.request.request.gone && !decided.value().erased)) return shown;
  shown.decided = std::move(decided).value();
  if (!shown.decided->erased) shown.outlook = outlook_of(database.rules(), shown.decided->retention);
  return shown;
}

}  // namespace frist::service
