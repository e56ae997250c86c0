// SPDX-License-Identifier: Apache-2.0
// Restrictions of processing that people place (GDPR Art. 18): the entry is stored and not used. On the grounds of
// Art. 18(1)(b) and (c) the subject wants it kept, so that a hold comes with it; on the others the rules erase it when
// their day comes. Each deed is in the log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/store/restrictions.hpp"

namespace frist::service {

struct RestrictionGround {
  std::string_view word, article;
  bool keeps = false;  // nothing erases the entry meanwhile
};
const std::vector<RestrictionGround>& restriction_grounds();
// Null where there is no such ground.
const RestrictionGround* find_restriction_ground(std::string_view word);

struct RestrictionOrder {
  std::string entry;  // as people write it
  std::string ground, reason, by;
  std::string since;  // may be empty (today)
};
struct NamedRestriction {
  store::Restriction restriction;
  std::string entry;  // "claim/4711"
};
// Errors: no such entry (Data, Usage), a word that is no line, no ground or no day (Usage), and those of do_deed().
text::Result<NamedRestriction> place_restriction(OpenDatabase& database, const RestrictionOrder& order);

struct RestrictionEnd {
  std::int64_t number = 0;
  std::string reason, by;
  std::string told_on;  // on which the subject was told that it will be lifted (Art. 18(3))
};
// Errors (Usage): none of that number stands, a day that has not come or is before the restriction.
text::Result<NamedRestriction> lift_restriction(OpenDatabase& database, const RestrictionEnd& end);

// By number.
text::Result<std::vector<NamedRestriction>> list_restrictions(OpenDatabase& database);

}  // namespace frist::service
