// SPDX-License-Identifier: Apache-2.0
// Ties a policy to a database, and takes it away again. `by`: who does it, noted as an author of the policy; empty:
// nobody says.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/service/load_policy.hpp"
#include "engine/store/attach.hpp"

namespace frist::service {

// A head file for the database (copies.hpp): where it is, and for how many days backups are kept.
struct HeadChoice {
  std::string path;
  std::optional<std::int64_t> days_kept;
};

// Errors also where the database is not the newest one that its head file knows (Refused).
text::Result<store::AttachReport> attach_database(const std::string& path, const LoadedPolicy& policy,
                                                  const std::string& by = "",
                                                  const std::optional<HeadChoice>& head = {});
text::Status detach_database(const std::string& path, bool keep_audit);

// Builds the file anew, so that nothing is left of values that were erased before they were erased here: what lies in
// free pages, and copies within pages. SQLite's temporary copy is a file, overwritten before it goes. Takes as much
// room on the disk again as the database, twice. Errors: another frist at work or a reader in the way (Busy), the disk
// (Io).
text::Status vacuum_database(const std::string& path);

// What is kept of erased values outside the tables of the policy, a sentence each, with what to do: free pages, where
// no policy was attached yet, and
// full-text indexes, which keep words of rows that are gone.
text::Result<std::vector<std::pair<std::string, std::string>>> left_behind(store::Connection& connection);
text::Result<std::vector<std::pair<std::string, std::string>>> left_behind(const std::string& path);

// The same as attach_database() on an open connection.
text::Result<store::AttachReport> attach_to(store::Connection& connection, const LoadedPolicy& policy,
                                            const std::string& by = "", const std::optional<HeadChoice>& head = {});

}  // namespace frist::service
