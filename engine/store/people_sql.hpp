// SPDX-License-Identifier: Apache-2.0
// The tables of version 6 of our schema and what keeps them in step: the register of requests,
// restrictions by people. Pure functions. For this
// room only.
#pragma once

#include <string>

namespace frist::store {

std::string version_6();

}  // namespace frist::store
