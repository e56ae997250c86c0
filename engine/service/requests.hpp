// SPDX-License-Identifier: Apache-2.0
// Requests for erasure (GDPR Art. 17): filed, listed and withdrawn; service/request_answers.hpp has the rest. What is
// filed here is the same that a review closed with `erase` files, and what rules read as erasure_requested_on. Each
// deed is in the log.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/service/outlook.hpp"
#include "engine/store/request_register.hpp"

namespace frist::service {

struct RequestOrder {
  std::string entry;  // as people write it; to withdraw also the request's number
  std::string by;
  std::string reason, received;  // may be empty; a day as people write it
};
struct NamedRequest {
  store::RegisteredRequest request;
  std::string entry;            // "claim/4711"
  calendar::Day answer_by = 0;  // see answer_due()
  bool overdue = false;         // nobody answered, and that day has passed
};
struct FiledRequest {
  NamedRequest request;  // that stands: where one stood before, that one
  bool asked_before = false;
  Outlook outlook;
};

// The last day for telling the person what was done: one month from the day of receipt, or three where that was
// extended (GDPR Art. 12(3)); the day of receipt does not count, and a month without that day ends sooner (Regulation
// 1182/71 Art. 3). Where that day is free the law may give some days more, on which nobody should count.
calendar::Day answer_due(calendar::Day received, bool extended = false);

// Errors: no such entry (Data, Usage), a day that has not come (Usage), and those of do_deed().
text::Result<FiledRequest> file_request(OpenDatabase& database, const RequestOrder& order);
// Error (Usage) where there is no request.
text::Result<NamedRequest> withdraw_request(OpenDatabase& database, const RequestOrder& order);

struct RequestQuery {
  bool answered_too = false, only_overdue = false;
};
// By day of receipt.
text::Result<std::vector<NamedRequest>> list_requests(OpenDatabase& database, const RequestQuery& query);

// The request of that number, or on that entry. Errors: there is none (Usage), no such entry (Data, Usage).
text::Result<NamedRequest> find_request(OpenDatabase& database, const std::string& written);
text::Result<NamedRequest> named_request(OpenDatabase& database, store::RegisteredRequest request);

}  // namespace frist::service
