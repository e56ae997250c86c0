// SPDX-License-Identifier: Apache-2.0
// Who may sign plans: officers of the policy's parties, each with an Ed25519 key of their own.
#pragma once

#include <string>
#include <vector>

#include "engine/service/open_database.hpp"
#include "engine/store/plans.hpp"

namespace frist::service {

// Adds an officer under a new key, whose private half is written to `key_file`, for its owner alone. Errors: no such
// party in the policy, the name or the file is there already (Usage), Io.
text::Result<store::Officer> add_officer(OpenDatabase& database, const std::string& name, const std::string& party,
                                         const std::string& key_file);

// The same under a key that was made elsewhere: its public half as 64 hex digits.
text::Result<store::Officer> add_officer_with_key(OpenDatabase& database, const std::string& name,
                                                  const std::string& party, const std::string& public_key_hex);

text::Status retire_officer(OpenDatabase& database, const std::string& name);

}  // namespace frist::service
