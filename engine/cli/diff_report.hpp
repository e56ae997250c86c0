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

// Parts of them: the entries of each change, of the acts too, with nothing for what does not happen; the same by rule,
// in words and as rows.
std::string diff_summary(const run::PolicyDiff& diff);
std::string diff_counts(const run::PolicyDiff& diff);
std::vector<codec::ReportRow> diff_count_rows(const run::PolicyDiff& diff);
std::vector<codec::ReportRow> diff_act_rows(const run::PolicyDiff& diff);

}  // namespace frist::cli
