// SPDX-License-Identifier: Apache-2.0
// To whom entries were disclosed, and the outbox of what these recipients have to be told (GDPR Art. 19). A message is
// put into it by triggers, in the transaction that erases, anonymises or restricts the entry, whoever does it
// (people_sql.cpp, triggers.cpp): once for each recipient and reference. Functions over a borrowed connection; writing
// needs a transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

struct Disclosure {
  std::int64_t kind = 0;
  Key entry;
  std::string recipient;
  std::string reference;  // by which the recipient knows the entry
  calendar::Day disclosed_on = 0;
};
/// False: that recipient was noted under that reference before; the later of both days stays.
Result<bool> note_disclosure(Connection& connection, const Disclosure& disclosure);
/// Forgets the recipient, under every reference. How many there were.
Result<std::int64_t> remove_disclosures(Connection& connection, const Disclosure& disclosure);
/// Over all kinds, by entry and recipient; of one entry where `of` is given (its kind and key count).
Result<std::vector<Disclosure>> disclosures(Connection& connection, const Disclosure* of);

struct Notice {
  std::int64_t number = 0;
  std::string id;  // 32 hex digits, the same as often as it is sent
  std::int64_t kind = 0;
  Key entry;
  std::string recipient, reference;
  std::string what;          // "erased", "anonymised", "restricted", "rectified"
  std::int64_t made_at = 0;  // epoch seconds
  std::optional<std::int64_t> acknowledged_at;
  std::string acknowledged_by;
};
/// One message `what` for each recipient of the entry. How many.
Result<std::int64_t> make_notices(Connection& connection, std::int64_t kind, const Key& entry, const std::string& what);
/// By number; those that were acknowledged only with `acknowledged_too`. They have no entry and no reference any more.
Result<std::vector<Notice>> notices(Connection& connection, bool acknowledged_too);
/// Nothing where there is none of that number.
Result<std::optional<Notice>> notice_by_number(Connection& connection, std::int64_t number);
Status acknowledge_notice(Connection& connection, std::int64_t number, std::int64_t at, const std::string& by);

}  // namespace frist::store
