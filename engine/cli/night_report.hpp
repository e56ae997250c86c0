// SPDX-License-Identifier: Apache-2.0
// What a night did, or would do, for people and for programs: shared by the commands that run one or plan one.
#pragma once

#include <string>
#include <vector>

#include "engine/cli/command.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/run/night.hpp"

namespace frist::cli {

std::string night_words(const run::NightReport& r, bool dry_run);
std::string night_json(const run::NightReport& r, bool dry_run);
ExitCode night_exit_code(const run::NightReport& report, const Arguments& arguments);

// One line for each kind, rule and outcome; what was erased first.
std::string counts_table(std::vector<run::NightCount> counts);
std::vector<codec::ReportRow> count_rows_of(const std::vector<run::NightCount>& counts);
// A line for each.
std::string brake_words(const std::vector<run::BrakeFinding>& findings);
std::vector<codec::ReportRow> brake_rows(const std::vector<run::BrakeFinding>& findings);

// The limits of the brake as options, and what was given for them. Error (Usage): no number.
std::vector<Option> brake_options();
text::Result<run::Brake> brake_of(const Arguments& arguments);

}  // namespace frist::cli
