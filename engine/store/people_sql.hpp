// SPDX-License-Identifier: Apache-2.0
// The tables of version 7 of our schema and what keeps them in step: the register of requests,
// restrictions by people, disclosures and what their recipients are told. Pure functions. For this
// room only.
#pragma once

#include <string>

namespace frist::store {

std::string version_7();

/// An INSERT of one message for each recipient of an entry; the arguments are SQL.
std::string notices_sql(const std::string& what, const std::string& kind, const std::string& entry,
                        const std::string& equals = "=");

}  // namespace frist::store
