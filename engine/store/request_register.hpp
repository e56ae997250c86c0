// SPDX-License-Identifier: Apache-2.0
// The register of requests for erasure: what was asked, by when it is answered, and the answer. Triggers keep it in
// step with frist_request, which the rules read (people_sql.cpp). A request stays in it until it is answered, also when
// its entry is gone; one that was answered goes with its entry. Functions over a borrowed connection; writing needs a
// transaction of the caller's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/key.hpp"
#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

struct RegisteredRequest {
  std::int64_t number = 0;  // no other request ever has it
  std::int64_t kind = 0;
  Key entry;
  calendar::Day received_on = 0;
  std::string received_by;
  bool gone = false;                         // the rules see it no more: its entry was erased, as a rule
  std::optional<calendar::Day> extended_on;  // the day on which the subject was told
  std::string extended_by, extend_reason;
  std::optional<calendar::Day> answered_on;  // likewise
  std::string answered_by, outcome, ground, answer_reason;
};

/// Over all kinds, by day of receipt; those that were answered only with `answered_too`.
Result<std::vector<RegisteredRequest>> registered_requests(Connection& connection, bool answered_too);
/// Nothing where there is none of that number.
Result<std::optional<RegisteredRequest>> registered_request(Connection& connection, std::int64_t number);
/// The one that stands on the entry, else the last that was left there; nothing where there is none.
Result<std::optional<RegisteredRequest>> registered_request_on(Connection& connection, std::int64_t kind,
                                                               const Key& entry);

/// Writes what `request` says of extension and answer. A request whose entry is gone leaves the register when it is
/// answered.
Status note_extension(Connection& connection, const RegisteredRequest& request);
Status note_answer(Connection& connection, const RegisteredRequest& request);
/// Takes it from the register, and from what the rules read if it stands.
Status withdraw_request(Connection& connection, const RegisteredRequest& request);

}  // namespace frist::store
