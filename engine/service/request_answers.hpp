// SPDX-License-Identifier: Apache-2.0
// Answers to requests for erasure (GDPR Art. 12(3) to (5) and 17): told, put off, shown. An answer is about telling the
// person: it changes nothing that rules decide, and it is refused where it says other than they do.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/service/ask.hpp"
#include "engine/service/requests.hpp"

namespace frist::service {

// Why a request may be refused; `word` is what people write.
struct RefusalGround {
  std::string_view word, article;
};
const std::vector<RefusalGround>& refusal_grounds();
// "GDPR Art. 17(3)(b)"; empty where there is no such ground.
std::string_view article_of(std::string_view ground);

struct AnswerOrder {
  std::string request;  // its number or its entry
  std::string outcome;  // "granted" or "refused"
  std::string ground;   // a word of refusal_grounds(); with "refused" alone
  std::string reason, by;
  std::string told_on;  // may be empty (today)
};
struct AnsweredRequest {
  NamedRequest request;
  std::string rule;   // granted: that lets it go; refused: that keeps it, empty where none
  Outlook outlook;    // not where the entry is gone
  bool late = false;  // told after the last day for it; a refusal has the first month (Art. 12(4))
};
// Errors: there is no such request, it was answered, a word or day that does not fit (Usage); the rules say other than
// the answer (Refused).
text::Result<AnsweredRequest> answer_request(OpenDatabase& database, const AnswerOrder& order);

struct ExtendOrder {
  std::string request, reason, by;
  std::string told_on;  // may be empty (today)
};
// Two further months. Errors: as above; the subject was not told within the first month (Refused).
text::Result<NamedRequest> extend_request(OpenDatabase& database, const ExtendOrder& order);

struct ShownRequest {
  NamedRequest request;
  std::optional<RetentionAnswer> decided;  // as of today; not where the entry is gone and the log tells nothing of it
  std::optional<Outlook> outlook;          // not where the entry is gone
};
text::Result<ShownRequest> show_request(OpenDatabase& database, const std::string& request);

}  // namespace frist::service
