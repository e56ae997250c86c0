// SPDX-License-Identifier: Apache-2.0
// What a database knows of its copies, in `frist_meta`: that it is one itself and not yet to be worked with, and which
// head file goes with its log. Functions over a borrowed connection.
#pragma once

#include <optional>
#include <string>

#include "engine/store/sqlite.hpp"
#include "rules/calendar/day.hpp"

namespace frist::store {

/// That a file is a copy of a database as it was, and what it was then. Nobody works with it until it was restored.
struct CopyMark {
  std::string id;         // 32 hex digits; empty: a copy that was not made by `frist backup`
  calendar::Day day = 0;  // of the copy, in UTC
  std::int64_t size = 0;  // leaves of the log
  std::string root;       // of their tree, 32 bytes
};
/// Nothing where the database is no copy, or has no tables of ours.
Result<std::optional<CopyMark>> copy_mark(Connection& connection);
/// In place of a mark that is there. Requires a write transaction.
Status mark_as_copy(Connection& connection, const CopyMark& mark);
/// It is a database again, and remembers of which copy it was made.
Status unmark_as_copy(Connection& connection);
Result<std::optional<CopyMark>> made_of(Connection& connection);
/// Error (Refused) where the database is such a copy.
Status require_no_copy(Connection& connection);

/// Where the head file is, and the name that it must have inside.
struct HeadPlace {
  std::string path, id;
};
/// Nothing where the log has no head file.
Result<std::optional<HeadPlace>> head_place(Connection& connection);
Status set_head_place(Connection& connection, const HeadPlace& place);

}  // namespace frist::store
