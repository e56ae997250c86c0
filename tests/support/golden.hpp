// SPDX-License-Identifier: Apache-2.0
// Golden tests: an input file and beside it what must come out. With FRIST_UPDATE_GOLDEN=1 in the environment what came
// out is written instead of compared; look at the difference before keeping it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frist::testing {

struct GoldenPair {
  /// The name of both files without extension.
  std::string name;
  /// The content of the input file.
  std::string input;
  std::string expected_path;
};

/// The inputs NAME + `input_extension` of tests/golden/FOLDER, sorted by name.
std::vector<GoldenPair> golden_pairs(std::string_view folder, std::string_view input_extension,
                                     std::string_view expected_extension);

/// Empty where `actual` is what the expected file holds; otherwise the lines that differ, "-" before expected and "+"
/// before actual ones.
std::string compare_golden(const GoldenPair& pair, std::string_view actual);

/// The lines in which two texts differ, with a few common ones around; empty for equal texts.
std::string line_difference(std::string_view expected, std::string_view actual);

/// The whole content of a file. Fails the test where it cannot be read.
std::string read_whole_file(const std::string& path);

}  // namespace frist::testing
