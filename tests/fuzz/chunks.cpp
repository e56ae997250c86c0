// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/pack_chunks.hpp"
#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {
namespace {

program::Input input_of(unsigned kind) {
  program::Input input;
  input.storage = kind == 0 ? program::Storage::Truth : kind == 1 ? program::Storage::Day : program::Storage::Number;
  input.with_currency = kind == 3;
  return input;
}

void keys(std::string_view chunk, std::size_t rows) {
  store::KeyColumn first, second;
  if (!pack::read_chunk(chunk, rows, first)) return;
  law(first.size() == rows, "a chunk has as many keys as rows");
  law(pack::read_chunk(pack::chunk_of(first), rows, second), "packed keys can be read");
  for (std::size_t row = 0; row < rows; ++row) law(first.at(row) == second.at(row), "keys come back as they were");
}

void column(std::string_view chunk, std::size_t rows, const program::Input& input) {
  decide::Column first, second;
  if (!pack::read_chunk(chunk, input, rows, first)) return;
  law(pack::read_chunk(pack::chunk_of(input, first), input, rows, second), "a packed column can be read");
  law(first.truths == second.truths && first.days == second.days && first.numbers == second.numbers &&
          first.currencies == second.currencies,
      "a column comes back as it was");
}

void hanging(std::string_view chunk, std::size_t entries) {
  decide::SpaceRows first, second;
  if (!pack::read_chunk(chunk, entries, first)) return;
  law(pack::read_chunk(pack::chunk_of(first), entries, second), "packed counts can be read");
  law(first.offsets == second.offsets && first.rows == second.rows && first.unknown == second.unknown,
      "counts come back as they were");
}

}  // namespace

void pack_chunks(std::string_view input) {
  if (input.size() < 2) return;
  const unsigned kind = static_cast<unsigned char>(input[0]) % 6;
  const std::size_t rows = static_cast<unsigned char>(input[1]);
  const std::string_view chunk = input.substr(2);
  if (kind < 4) return column(chunk, rows, input_of(kind));
  kind == 4 ? keys(chunk, rows) : hanging(chunk, rows);
}

}  // namespace frist::fuzz
