// SPDX-License-Identifier: Apache-2.0
// The log and its head file: whether the database is the newest one, and the head file following what was committed.
// It follows the database and nothing else, so that it makes no difference whether it does so after each deed or the
// next time somebody comes, after the power failed between the two. Nothing here costs anything where the database has
// no head file.
#pragma once

#include <optional>
#include <string>

#include "engine/audit/tree.hpp"
#include "engine/store/head_file.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::run {

/// The head file of a database, opened; nothing where it has none. Errors (Refused): it is not there, or is that of
/// another database.
text::Result<std::optional<store::HeadFile>> head_of(store::Connection& connection);

/// Refuses a database whose log is shorter than its head file knows, or another one; else has the head file know all
/// that the database knows, and the disk confirm it. Not within a transaction. `now`: epoch seconds. Errors (Refused,
/// Busy, Io), after which what was committed stays committed.
text::Status follow_log(store::Connection& connection, std::int64_t now);

/// The same of an error of follow_log() behind an act that was done.
text::Error done_but_not_followed(const text::Error& error);

/// Makes a head file for a database that has none, or whose own was lost; it knows the log from here on. Requires a
/// path that is_there() denies.
text::Status begin_head(store::Connection& connection, const std::string& path, std::int64_t days_kept,
                        std::int64_t now);

/// Names entries in a head file: 16 bytes that nobody makes from the name without the head file's key. `entry` as in
/// bodies: "claim/4711".
std::string head_digest(audit::Hasher& hasher, const store::HeadMark& mark, std::string_view entry);

/// The subtrees of a mark. Nothing where they do not make its root.
std::optional<audit::CompactRange> range_of(audit::Hasher& hasher, const store::HeadMark& mark);
/// Writes what the tree is into the mark.
void set_range(audit::Hasher& hasher, const audit::CompactRange& range, store::HeadMark& mark);

}  // namespace frist::run
