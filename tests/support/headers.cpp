// SPDX-License-Identifier: Apache-2.0
#include "tests/support/headers.hpp"  // something to compile, so that they are precompiled once for all test programs
