// SPDX-License-Identifier: Apache-2.0
// Reviews as a person's work: what is open, and how one ends. Each that is closed is in the log.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/service/outlook.hpp"
#include "engine/store/reviews.hpp"

namespace frist::service {

struct OpenReview {
  std::string entry;  // "claim/4711"
  calendar::Day due_on = 0;
  std::string rule;
};
struct OpenReviews {
  std::vector<OpenReview> reviews;  // by day
  std::int64_t waiting = 0;         // all of them, also those beyond the limit
};
// `record`: of this kind alone; empty: of all. Error (Usage): no such kind of entry.
text::Result<OpenReviews> list_reviews(OpenDatabase& database, const std::string& record, std::uint32_t limit);

struct ReviewEnd {
  std::string entry;    // as people write it
  std::string outcome;  // "keep", "erase" or "extend"
  std::string reason, by;
  std::string until;  // with "extend": the day on which somebody looks again; else empty
};
struct ClosedReview {
  std::string entry;
  calendar::Day next_review = calendar::kNever;  // by the rules, on facts as they are
  std::int64_t hold = 0;                         // extend: its number
  bool asked_before = false;                     // erase: a request stood already
  std::optional<Outlook> outlook;                // erase
};
// keep: it is done. extend: besides, a hold keeps the entry until somebody lifts it. erase: besides, the office asks
// for erasure as a subject would; whether a rule lets the entry go for that is in `outlook`. Errors: no review is open
// (Usage), a day that has passed (Usage), and those of do_deed().
text::Result<ClosedReview> close_review(OpenDatabase& database, const ReviewEnd& end);

}  // namespace frist::service
