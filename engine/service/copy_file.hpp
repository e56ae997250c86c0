// SPDX-License-Identifier: Apache-2.0
// A copy of a database on its way to its name: written beside it, whole and on the disk before it is called so. What is
// taken away on the way is overwritten. Functions over the file system, for backups and for what they are restored to.
#pragma once

#include <string>

#include "dsl/text/result.hpp"
#include "engine/audit/hash.hpp"

namespace frist::service {

/// The name beside `path` under which it is written.
std::string copy_in_work(const std::string& path);
/// Takes what an earlier try has left there away, with the files that SQLite puts beside it.
text::Status remove_copy_in_work(const std::string& path);
/// Gives it its name, and brings that to the disk. Error (Usage) where there is a file of that name.
text::Status move_into_place(const std::string& path);
/// SHA-256 of its bytes.
text::Result<audit::Digest> digest_of_file(const std::string& path);

}  // namespace frist::service
