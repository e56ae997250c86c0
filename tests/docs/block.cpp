// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/block.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

#include "dsl/text/utf8.hpp"

namespace frist::docs {
namespace {

constexpr std::string_view kFence = "```";

bool is_code(std::string_view word) {
  return word.size() == 5 && word[0] == 'F' &&
         std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::uint32_t> number_in(std::string_view digits, int base) {
  std::uint32_t value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (problem != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// What `{inside}` stands for; nothing where it is none of ours.
std::optional<std::string> meaning_of(std::string_view inside) {
  std::string result;
  if (inside.starts_with("U+")) {
    const auto code = number_in(inside.substr(2), 16);
    if (!code) return std::nullopt;
    text::append_utf8(result, static_cast<char32_t>(*code));
    return result;
  }
  if (inside.starts_with("byte ")) {
    const auto byte = number_in(inside.substr(5), 16);
    if (!byte || *byte > 0xFF) return std::nullopt;
    return std::string(1, static_cast<char>(*byte));
  }
  const auto times = inside.find(" times ");
  const auto count = times == std::string_view::npos ? std::nullopt : number_in(inside.substr(0, times), 10);
  if (!count) return std::nullopt;
  for (std::uint32_t i = 0; i < *count; ++i) result += inside.substr(times + 7);
  return result;
}

Block opened(std::string_view fence, const std::string& page, std::size_t line) {
  std::istringstream words{std::string(fence.substr(kFence.size()))};
  Block block;
  words >> block.kind;
  for (std::string word; words >> word;) block.words.push_back(word);
  block.page = page;
  block.line = line;
  return block;
}

}  // namespace

std::string made_real(std::string_view text) {
  std::string result(text);
  for (std::size_t close = result.find('}'); close != std::string::npos; close = result.find('}', close)) {
    const std::size_t open = result.rfind('{', close);
    const auto meaning = open == std::string::npos
                             ? std::nullopt
                             : meaning_of(std::string_view(result).substr(open + 1, close - open - 1));
    if (!meaning) {
      ++close;
      continue;
    }
    result.replace(open, close - open + 1, *meaning);
    close = open + meaning->size();
  }
  return result;
}

std::vector<Block> blocks_of(std::string_view markdown) {
  std::vector<Block> blocks;
  std::istringstream lines{std::string(markdown)};
  std::string page;
  bool inside = false;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (inside && line == kFence) {
      inside = false;
      blocks.back().text = made_real(blocks.back().text);
    } else if (inside) {
      blocks.back().text += line + "\n";
    } else if (line.starts_with(kFence)) {
      blocks.push_back(opened(line, page, number));
      inside = true;
    } else if (line.starts_with("#")) {
      page = line.substr(std::min(line.find_first_not_of("# "), line.size()));
    }
  }
  return blocks;
}

std::vector<std::string> codes_in(const Block& block) {
  std::vector<std::string> codes;
  std::copy_if(block.words.begin(), block.words.end(), std::back_inserter(codes), is_code);
  return codes;
}

std::string file_name_of(const Block& block) {
  const auto named = std::find_if(block.words.begin(), block.words.end(),
                                  [](const std::string& word) { return word.ends_with(".frist"); });
  return named == block.words.end() ? std::string() : *named;
}

bool has_word(const Block& block, std::string_view word) {
  return std::find(block.words.begin(), block.words.end(), word) != block.words.end();
}

std::string code_of_page(const Block& block) { return block.page.substr(0, block.page.find(' ')); }

}  // namespace frist::docs
