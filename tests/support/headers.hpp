// SPDX-License-Identifier: Apache-2.0
// What most tests include, compiled once: headers of others alone. Tests name what they use all the same.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "tests/support/catch.hpp"
