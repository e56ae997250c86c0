// SPDX-License-Identifier: Apache-2.0
// One chunk of a pack: the keys of some entries, a column of theirs, or how many rows of another table hang on each.
// Pure functions; those that read say false where the bytes are not such a chunk. For this room only.
#pragma once

#include <string>
#include <string_view>

#include "engine/store/reader.hpp"

namespace frist::pack {

std::string chunk_of(const store::KeyColumn& keys);
bool read_chunk(std::string_view chunk, std::size_t rows, store::KeyColumn& keys);

std::string chunk_of(const program::Input& input, const decide::Column& column);
bool read_chunk(std::string_view chunk, const program::Input& input, std::size_t rows, decide::Column& column);

std::string chunk_of(const decide::SpaceRows& hanging);
bool read_chunk(std::string_view chunk, std::size_t entries, decide::SpaceRows& hanging);

}  // namespace frist::pack
