// SPDX-License-Identifier: Apache-2.0
// Identity fields for people: the values of one entry, and a new epoch of the keys under which they are sealed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/service/open_database.hpp"

namespace frist::service {

struct IdentityValue {
  std::string field;
  std::string value;    // empty: none
  std::string why_not;  // it is there and cannot be opened; empty where it can, or is none
};

/// The identity fields of a row, opened where they are sealed; `key_file` empty: DATABASE-frist-keys. Errors: no such
/// record (Usage) or row (Data). What hinders one value does not hinder the others.
text::Result<std::vector<IdentityValue>> identity_of(OpenDatabase& database, const std::string& entry,
                                                     const std::string& key_file);

struct NewEpoch {
  std::uint64_t epoch = 0, kept = 0, destroyed = 0;
};

/// A new epoch key; every data key that a row asks for is wrapped by it, the others end with the old one. The log
/// tells. Errors: a night is at work or somebody imports (Busy), no sealed fields (Usage), the key file is missing or
/// another's (Refused), the disk (Io).
text::Result<NewEpoch> begin_epoch(OpenDatabase& database, const std::string& key_file);

/// How old an epoch may grow before `frist doctor` asks for another.
inline constexpr std::int64_t kEpochDays = 31;

}  // namespace frist::service
