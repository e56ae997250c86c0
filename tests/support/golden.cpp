// SPDX-License-Identifier: Apache-2.0
#include "tests/support/golden.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace frist::testing {
namespace {

constexpr std::size_t kContext = 2;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void append_line(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += ' ';
  out += line;
  out += '\n';
}

}  // namespace

std::string read_whole_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + path);
  return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

std::vector<GoldenPair> golden_pairs(std::string_view folder, std::string_view input_extension,
                                     std::string_view expected_extension) {
  const std::filesystem::path root = std::filesystem::path(FRIST_SOURCE_DIR) / "tests" / "golden" / folder;
  std::vector<GoldenPair> pairs;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() != input_extension) continue;
    std::filesystem::path expected = entry.path();
    expected.replace_extension(expected_extension);
    pairs.push_back({entry.path().stem().string(), read_whole_file(entry.path().string()), expected.string()});
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return pairs;
}

std::string compare_golden(const GoldenPair& pair, std::string_view actual) {
  const char* const update = std::getenv("FRIST_UPDATE_GOLDEN");
  if (update != nullptr && std::string_view(update) == "1") {
    std::ofstream stream(pair.expected_path, std::ios::binary);
    stream << actual;
    if (!stream.flush()) throw std::runtime_error("cannot write " + pair.expected_path);
    return {};
  }
  if (!std::filesystem::exists(pair.expected_path)) {
    return pair.expected_path + " is missing (FRIST_UPDATE_GOLDEN=1 writes it)\n" + line_difference("", actual);
  }
  return line_difference(read_whole_file(pair.expected_path), actual);
}

std::string line_difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  const auto a = lines_of(expected);
  const auto b = lines_of(actual);
  std::size_t head = 0;
  while (head < std::min(a.size(), b.size()) && a[head] == b[head]) ++head;
  std::size_t tail = 0;
  while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;

  std::string out;
  for (std::size_t i = head - std::min(head, kContext); i < head; ++i) append_line(out, ' ', a[i]);
  for (std::size_t i = head; i < a.size() - tail; ++i) append_line(out, '-', a[i]);
  for (std::size_t i = head; i < b.size() - tail; ++i) append_line(out, '+', b[i]);
  for (std::size_t i = 0; i < std::min(tail, kContext); ++i) append_line(out, ' ', a[a.size() - tail + i]);
  return out.empty() ? "the texts differ in their last line break\n" : out;
}

}  // namespace frist::testing
