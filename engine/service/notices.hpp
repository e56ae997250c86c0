// SPDX-License-Identifier: Apache-2.0
// Recipients of entries and what they have to be told (GDPR Art. 19). What is erased, anonymised or restricted is told
// by itself, in the same transaction; that something was put right a person says. Each deed is in the log.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/store/notices.hpp"

namespace frist::service {

struct DisclosureOrder {
  std::string entry;  // as people write it
  std::string recipient, by;
  std::string reference;  // by which the recipient knows the entry; empty: the entry's name
  std::string on;         // may be empty (today)
};
struct NamedDisclosure {
  store::Disclosure disclosure;
  std::string entry;          // "claim/4711"
  bool noted_before = false;  // by the same reference
};
// Errors: no such entry (Data, Usage), a word that is no line or is empty, a day that has not come (Usage), and those
// of do_deed().
text::Result<NamedDisclosure> add_disclosure(OpenDatabase& database, const DisclosureOrder& order);
// It was noted by mistake; that recipient is told nothing. Error (Usage): it was not noted.
text::Result<NamedDisclosure> remove_disclosure(OpenDatabase& database, const DisclosureOrder& order);
// Of one entry, or of all where it is empty.
text::Result<std::vector<NamedDisclosure>> list_disclosures(OpenDatabase& database, const std::string& entry);

// What was disclosed of the entry was put right (GDPR Art. 16): one message for each recipient. Error (Usage): nothing
// was disclosed of it.
struct Rectified {
  std::string entry;
  std::int64_t notices = 0;
};
text::Result<Rectified> tell_rectified(OpenDatabase& database, const std::string& entry, const std::string& by,
                                       const std::string& reason);

struct NoticeQuery {
  bool acknowledged_too = false, only_overdue = false;
  std::int64_t days = 0;  // after which one that nobody acknowledged is overdue
};
struct ListedNotice {
  store::Notice notice;
  bool overdue = false;
};
// By number.
text::Result<std::vector<ListedNotice>> list_notices(OpenDatabase& database, const NoticeQuery& query);
// Error (Usage): there is none of that number, or it was acknowledged before.
text::Result<store::Notice> acknowledge_notice(OpenDatabase& database, std::int64_t number, const std::string& by);

}  // namespace frist::service
