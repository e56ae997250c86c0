// SPDX-License-Identifier: Apache-2.0
// Runs a target on files, without libFuzzer: `fuzz_replay TARGET FILE_OR_FOLDER...`. Prints how many there were. The
// target `planted` fails on an input that holds the word "planted"; without arguments the targets are listed.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/targets.hpp"

namespace fs = std::filesystem;

namespace {

void planted(std::string_view input) {
  frist::fuzz::law(input.find("planted") == std::string_view::npos, "no input says so");
}

const std::map<std::string, void (*)(std::string_view)> kTargets = {{"policy", frist::fuzz::policy},
                                                                    {"ndjson", frist::fuzz::ndjson},
                                                                    {"csv", frist::fuzz::csv},
                                                                    {"stored", frist::fuzz::stored},
                                                                    {"entry", frist::fuzz::entry},
                                                                    {"audit_body", frist::fuzz::audit_body},
                                                                    {"plan_body", frist::fuzz::plan_body},
                                                                    {"pack_directory", frist::fuzz::pack_directory},
                                                                    {"pack_chunks", frist::fuzz::pack_chunks},
                                                                    {"planted", planted}};

void add_files(const fs::path& path, std::vector<fs::path>& files) {
  if (!fs::is_directory(path)) return files.push_back(path);
  for (const auto& file : fs::recursive_directory_iterator(path))
    if (file.is_regular_file()) files.push_back(file.path());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1)
    for (const auto& [name, run] : kTargets) std::puts(name.c_str());
  if (argc < 2) return 0;
  const auto target = kTargets.find(argv[1]);
  if (target == kTargets.end()) return std::fprintf(stderr, "no target `%s`\n", argv[1]), 2;
  std::vector<fs::path> files;
  for (int i = 2; i < argc; ++i) add_files(argv[i], files);
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.is_open()) return std::fprintf(stderr, "cannot read `%s`\n", file.c_str()), 2;
    std::fprintf(stderr, "%s\n", file.c_str());  // the last one named is the one that failed
    target->second(bytes);
  }
  std::printf("%s: %zu inputs\n", argv[1], files.size());
}
