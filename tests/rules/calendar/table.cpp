// SPDX-License-Identifier: Apache-2.0
#include "tests/rules/calendar/table.hpp"

#include <fstream>
#include <sstream>

#include "tests/support/catch.hpp"

namespace frist::calendar {

std::vector<TableRow> read_table(const std::string& path_in_repository) {
  std::ifstream file(FRIST_SOURCE_DIR "/" + path_in_repository);
  INFO(path_in_repository);
  REQUIRE(file.good());
  std::vector<TableRow> rows;
  std::string text;
  bool heading = true;
  for (int line = 1; std::getline(file, text); ++line) {
    if (text.empty() || text.front() == '#') continue;
    TableRow row{line, {}};
    std::istringstream cells(text);
    for (std::string cell; std::getline(cells, cell, ',');) row.cells.push_back(cell);
    if (!heading) rows.push_back(row);
    heading = false;
  }
  return rows;
}

}  // namespace frist::calendar
