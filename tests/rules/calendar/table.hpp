// SPDX-License-Identifier: Apache-2.0
// Tables of test cases: comma-separated cells without quoting, `#` lines and empty lines left out, the first line the
// heading. Reads files below the source folder; a missing file fails the test.
#pragma once

#include <string>
#include <vector>

namespace frist::calendar {

struct TableRow {
  int line = 0;
  std::vector<std::string> cells;
};

std::vector<TableRow> read_table(const std::string& path_in_repository);

}  // namespace frist::calendar
