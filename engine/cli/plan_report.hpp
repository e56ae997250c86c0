// SPDX-License-Identifier: Apache-2.0
// A plan for people at a terminal and for programs. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/codec/report_json.hpp"
#include "engine/run/plan.hpp"
#include "engine/run/plan_listing.hpp"

namespace frist::cli {

// `entries`: the first of them. `database`: its path, for the commands that come next.
std::string plan_words(const run::PlanReport& report, const run::Missing& missing,
                       const std::vector<run::ListedEntry>& entries, const std::string& database);
std::string plan_json(const run::PlanReport& report, const run::Missing& missing,
                      const std::vector<run::ListedEntry>& entries);

}  // namespace frist::cli
