// SPDX-License-Identifier: Apache-2.0
// What a person lays down about an entry, outside of a night: one transaction with its entry of the log. It waits for
// its turn at the database, also while a night works, and is never put off to another time.
#pragma once

#include <functional>
#include <string>

#include "engine/audit/leaf.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/service/open_database.hpp"
#include "engine/store/key.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::service {

// An entry of the user's tables as our own tables refer to it.
struct EntryRef {
  std::int64_t kind = 0;
  store::Key key;    // as the table has it
  std::string name;  // "claim/4711"
};

// Errors: no such kind (Usage), no such row (Data), a record whose rows are no entries of their own (Usage).
text::Result<EntryRef> find_entry(OpenDatabase& database, const std::string& written);
// The entry behind a kind's number and a key, as people write it.
text::Result<std::string> written_entry(store::Connection& connection, std::int64_t kind, const store::Key& key);

// A day as people write it, the policy's today where nothing is written.
text::Result<calendar::Day> day_of(OpenDatabase& database, const std::string& written);

// The same of what has happened. Error (Usage) also where the day has not come yet.
text::Result<calendar::Day> day_so_far(OpenDatabase& database, const std::string& written);

// Error (Usage) where the text, which is called `what`, is not one line of good UTF-8.
text::Status require_line(const char* what, const std::string& text);
// The same of who lays something down and why.
text::Status require_who_and_why(const std::string& by, const std::string& reason);

// Runs `work` in a write transaction and commits it. Errors: those of `work`, Busy where another program held the
// database for minutes, Refused where the policy was changed since `database` was opened.
text::Status do_deed(OpenDatabase& database, const std::function<text::Status()>& work);

// What the log says of every deed.
codec::EntryBody deed_body(const char* action, calendar::Day on, const std::string& by, const std::string& reason);

// The log's entry of a deed, within do_deed. `body` need not name entry, policy and as_of.
text::Status note_deed(OpenDatabase& database, audit::Happening happening, const EntryRef& entry,
                       codec::EntryBody body);

}  // namespace frist::service
