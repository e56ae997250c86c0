// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/request_rows.hpp"

#include <fmt/core.h>

#include "engine/service/request_answers.hpp"

namespace frist::cli {

codec::ReportRow request_row(const service::NamedRequest& named) {
  const store::RegisteredRequest& request = named.request;
  codec::ReportRow row = {{"number", request.number},
                          {"entry", named.entry},
                          {"received_on", calendar::to_iso(request.received_on)},
                          {"received_by", request.received_by},
                          {"answer_by", calendar::to_iso(named.answer_by)},
                          {"overdue", named.overdue},
                          {"gone", request.gone}};
  if (request.extended_on) {
    row.emplace_back("extended_on", calendar::to_iso(*request.extended_on));
    row.emplace_back("extended_by", request.extended_by);
    row.emplace_back("extend_reason", request.extend_reason);
  }
  if (!request.answered_on) return row;
  row.emplace_back("answered_on", calendar::to_iso(*request.answered_on));
  row.emplace_back("answered_by", request.answered_by);
  row.emplace_back("outcome", request.outcome);
  if (!request.ground.empty()) row.emplace_back("ground", request.ground);
  row.emplace_back("answer_reason", request.answer_reason);
  return row;
}

std::string request_words(const service::NamedRequest& named) {
  const store::RegisteredRequest& request = named.request;
  std::string words = fmt::format("request {} on {}: erasure asked for on {} (received by {}); ", request.number,
                                  named.entry, calendar::to_iso(request.received_on), request.received_by);
  if (!request.answered_on)
    words += fmt::format("tell the person by {} what is done{}\n", calendar::to_iso(named.answer_by),
                         named.overdue ? ", overdue" : "");
  else
    words += fmt::format("{} on {}\n", request.outcome, calendar::to_iso(*request.answered_on));
  if (request.extended_on)
    words += fmt::format("    extended by two months, told on {} by {}: {}\n", calendar::to_iso(*request.extended_on),
                         request.extended_by, request.extend_reason);
  if (request.answered_on) {
    const std::string_view article = service::article_of(request.ground);
    words += fmt::format("    answered by {}: {}{}\n", request.answered_by, request.answer_reason,
                         article.empty() ? "" : fmt::format(" ({})", article));
  } else if (request.gone) {
    words += "    it stands no more: its entry was erased\n";
  }
  return words;
}

}  // namespace frist::cli
