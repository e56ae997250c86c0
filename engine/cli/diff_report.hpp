// SPDX-License-Identifier: Apache-2.0
// A comparison of policies for people at a terminal and for programs. Pure.
#pragma once

#include <string>
#include <vector>

#include "engine/codec/report_json.hpp"
#include "engine/service/policy_comparison.hpp"

namespace frist::cli {

std::string diff_words(const service::PolicyComparison& comparison);
std::string diff_json(const service::PolicyComparison& comparison);

}  // namespace frist::cli
