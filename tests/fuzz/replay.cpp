// SPDX-License-Identifier: Apache-2.0
// Runs a target on files, without libFuzzer: `fuzz_replay TARGET FILE_OR_FOLDER...`. Prints how many there were. The
// target `planted` fails on an input that holds the word "planted"; without arguments the targets are listed.
//
// `fuzz_replay --mutate SECONDS SEED LONGEST LAST TARGET FILE_OR_FOLDER...` makes inputs of up to LONGEST bytes out of
// the files for so long, and prints how many. The file LAST holds the latest, which is the one that failed if the
// program ends early.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/fuzz/mutate.hpp"
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

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open()) std::fprintf(stderr, "cannot read `%s`\n", file.c_str()), std::exit(2);
  return bytes;
}

// A file that holds the latest input, whatever happens to this process: it is mapped, with the length in front.
class Latest {
 public:
  Latest(const char* path, std::size_t longest) : size_(sizeof(std::uint64_t) + longest) {
    const int file = ::open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || ::ftruncate(file, static_cast<off_t>(size_)) != 0)
      std::fprintf(stderr, "cannot write `%s`\n", path), std::exit(2);
    bytes_ = static_cast<char*>(::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    ::close(file);
    if (bytes_ == MAP_FAILED) std::fprintf(stderr, "cannot map `%s`\n", path), std::exit(2);
  }
  ~Latest() { ::munmap(bytes_, size_); }
  Latest(const Latest&) = delete;
  Latest& operator=(const Latest&) = delete;

  void keep(const std::string& input) {
    const std::uint64_t length = input.size();
    std::memcpy(bytes_, &length, sizeof length);
    std::memcpy(bytes_ + sizeof length, input.data(), input.size());
  }

 private:
  std::size_t size_;
  char* bytes_ = nullptr;
};

using Target = void (*)(std::string_view);

Target target_named(const char* name) {
  const auto target = kTargets.find(name);
  if (target == kTargets.end()) std::fprintf(stderr, "no target `%s`\n", name), std::exit(2);
  return target->second;
}

int mutate(char** words, int count) {
  const auto seconds = std::chrono::seconds(std::atol(words[0]));
  const std::uint64_t seed = std::strtoull(words[1], nullptr, 10);
  const std::size_t longest = std::strtoull(words[2], nullptr, 10);
  const Target run = target_named(words[4]);
  std::vector<fs::path> files;
  for (int i = 5; i < count; ++i) add_files(words[i], files);
  std::vector<std::string> kept;
  for (const fs::path& file : files)
    if (fs::file_size(file) <= longest) kept.push_back(bytes_of(file));
  if (kept.empty()) return std::fputs("no input to start from\n", stderr), 2;
  Latest latest(words[3], longest);
  frist::fuzz::Mutator mutator(std::move(kept), longest, seed);
  std::uint64_t executions = 0;
  for (const auto end = std::chrono::steady_clock::now() + seconds; std::chrono::steady_clock::now() < end;
       ++executions) {
    const std::string input = mutator.next();
    latest.keep(input);
    run(input);
  }
  std::printf("%s: %llu executions\n", words[4], static_cast<unsigned long long>(executions));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1)
    for (const auto& [name, run] : kTargets) std::puts(name.c_str());
  if (argc < 2) return 0;
  if (argc > 7 && std::strcmp(argv[1], "--mutate") == 0) return mutate(argv + 2, argc - 2);
  const Target run = target_named(argv[1]);
  std::vector<fs::path> files;
  for (int i = 2; i < argc; ++i) add_files(argv[i], files);
  for (const fs::path& file : files) {
    const std::string bytes = bytes_of(file);
    std::fprintf(stderr, "%s\n", file.c_str());  // the last one named is the one that failed
    run(bytes);
  }
  std::printf("%s: %zu inputs\n", argv[1], files.size());
}
