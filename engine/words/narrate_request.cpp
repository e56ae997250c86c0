// SPDX-License-Identifier: Apache-2.0
#include "engine/words/narrate_request.hpp"

#include <array>
#include <utility>

#include "engine/words/page.hpp"

namespace frist::words {
namespace {

constexpr std::array<std::pair<std::string_view, Word>, 7> kGrounds = {{{"needed", Word::ground_needed},
                                                                        {"expression", Word::ground_expression},
                                                                        {"duty", Word::ground_duty},
                                                                        {"health", Word::ground_health},
                                                                        {"archives", Word::ground_archives},
                                                                        {"claims", Word::ground_claims},
                                                                        {"unfounded", Word::ground_unfounded}}};

std::string ground_text(const Voice& voice, const std::string& ground) {
  for (const auto& [name, word] : kGrounds)
    if (name == ground) return voice.say(word);
  return ground;
}

void add_outcome(Page& page, const RequestTold& request) {
  const Voice& voice = page.voice();
  if (request.outcome == "granted") page.answer(voice.say(Word::request_granted));
  if (request.outcome == "refused")
    page.answer(voice.say(Word::request_refused, {{"ground", ground_text(voice, request.ground)}}));
  if (request.gone) page.answer(voice.say(Word::request_done));
  if (request.goes) page.answer(voice.say(Word::request_next_run));
  if (!request.reason.empty()) page.answer(voice.say(Word::request_reason, {{"reason", request.reason}}));
}

}  // namespace

Lines narrate_request(const model::RuleSet& rules, const RequestTold& request, const Manner& manner) {
  Page page(rules, manner);
  const Voice& voice = page.voice();
  page.answer(voice.say(Word::request_heading, {{"number", std::to_string(request.number)},
                                                {"received", voice.date(request.received)},
                                                {"entry", request.entry}}));
  if (request.extension_told)
    page.answer(voice.say(Word::request_extended, {{"until", voice.date(request.answer_by)},
                                                   {"told", voice.date(*request.extension_told)},
                                                   {"reason", request.extend_reason}}));
  else if (request.outcome.empty())
    page.answer(voice.say(Word::request_answer_by, {{"date", voice.date(request.answer_by)}}));
  add_outcome(page, request);
  if (request.rules) page.heading(Word::heading_request_rules);
  return page.take();
}

Lines narrate_rights(const model::RuleSet& rules, const Manner& manner) {
  Page page(rules, manner);
  page.heading(Word::heading_request_rights);
  page.text(page.voice().say(Word::request_rights));
  return page.take();
}

}  // namespace frist::words
