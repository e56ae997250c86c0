// SPDX-License-Identifier: Apache-2.0
// The house as docs/architecture.md draws it, held against the includes: rooms in order, one folder for each heavy
// library, files that stay small.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace fs = std::filesystem;

namespace {

// Bottom up: a room includes from itself and from rooms before it.
const std::vector<std::string> kRooms = {"dsl/text",       "dsl/syntax",    "dsl/grammar",    "dsl/format",
                                         "rules/calendar", "rules/model",   "rules/bind",     "rules/analyse",
                                         "rules/program",  "engine/decide", "engine/explain", "engine/words",
                                         "engine/keys",    "engine/store",  "engine/codec",   "engine/audit",
                                         "engine/pack",    "engine/run",    "engine/service", "engine/cli"};

const std::map<std::string, std::string> kHeavy = {{"boost/spirit", "dsl/grammar"}, {"date/", "rules/calendar"},
                                                   {"sqlite3.h", "engine/store"},   {"nlohmann/", "engine/codec"},
                                                   {"openssl/", "engine/audit"},    {"sodium.h", "engine/keys"},
                                                   {"CLI/", "engine/cli"}};
constexpr int kMostLines = 400;

struct Include {
  fs::path file;
  std::string room, what;
};

std::string room_of(const fs::path& relative) {
  auto part = relative.begin();
  const std::string top = part->string();
  return ++part == relative.end() ? top : top + "/" + part->string();
}

std::vector<fs::path> sources() {
  std::vector<fs::path> files;
  for (const char* top : {"dsl", "rules", "engine"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FRIST_SOURCE_DIR) / top)) {
      const auto extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".hpp") files.push_back(entry.path());
    }
  return files;
}

std::vector<Include> includes() {
  std::vector<Include> found;
  for (const fs::path& file : sources()) {
    const fs::path relative = fs::relative(file, FRIST_SOURCE_DIR);
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("#include ")) continue;
      const auto open = line.find_first_of("<\""), close = line.find_last_of(">\"");
      if (open != std::string::npos && close > open)
        found.push_back({relative, room_of(relative), line.substr(open + 1, close - open - 1)});
    }
  }
  return found;
}

std::ptrdiff_t rank(const std::string& room) { return std::find(kRooms.begin(), kRooms.end(), room) - kRooms.begin(); }

// Whether an include breaks the order; used on the real ones and on a planted one.
bool points_up(const Include& include) {
  const std::string to = room_of(include.what);
  if (rank(to) == static_cast<std::ptrdiff_t>(kRooms.size()) || !kRooms.size()) return false;
  return rank(include.room) < rank(to);
}
bool brings_a_heavy_library(const Include& include) {
  return std::any_of(kHeavy.begin(), kHeavy.end(),
                     [&](const auto& h) { return include.what.starts_with(h.first) && include.room != h.second; });
}

}  // namespace

TEST_CASE("every folder of the source is a room of the house") {
  for (const fs::path& file : sources()) {
    const fs::path relative = fs::relative(file, FRIST_SOURCE_DIR);
    if (relative == "engine/main.cpp") continue;
    INFO(relative.string());
    CHECK(rank(room_of(relative)) < static_cast<std::ptrdiff_t>(kRooms.size()));
  }
}

TEST_CASE("includes point from a room to itself or to rooms below it") {
  for (const Include& include : includes()) {
    INFO(include.file.string() + " includes " + include.what);
    if (include.file != "engine/main.cpp") CHECK_FALSE(points_up(include));
  }
}

TEST_CASE("each heavy library has one folder; engine/codec's forward declarations serve its own headers only") {
  for (const Include& include : includes()) {
    INFO(include.file.string() + " includes " + include.what);
    CHECK_FALSE(brings_a_heavy_library(include));
  }
}

TEST_CASE("planted: an include that points up, and one that brings SQLite into a rule, are found") {
  CHECK(points_up({"rules/model/x.hpp", "rules/model", "engine/decide/machine.hpp"}));
  CHECK(brings_a_heavy_library({"rules/bind/x.cpp", "rules/bind", "sqlite3.h"}));
  CHECK_FALSE(points_up({"engine/decide/x.hpp", "engine/decide", "rules/model/expr.hpp"}));
}

TEST_CASE("no source file has more than 400 lines") {
  for (const fs::path& file : sources()) {
    std::ifstream in(file);
    const auto lines = std::count(std::istreambuf_iterator<char>(in), {}, '\n');
    INFO(file.string() << " has " << lines << " lines");
    CHECK(lines <= kMostLines);
  }
}
