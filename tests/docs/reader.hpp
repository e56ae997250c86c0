// SPDX-License-Identifier: Apache-2.0
// What a careful reader would find in the policies of a page: each block is loaded as `frist check` loads a file, and
// its examples are run. Keeps the named files of the blocks that were read. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/docs/block.hpp"

namespace frist::docs {

class Reader {
 public:
  /// What is wrong with the block, one sentence each with its line; empty if it is as it says. Blocks are read in the
  /// order of the page, since later ones may `use` the files of earlier ones.
  std::vector<std::string> problems_with(const Block& block);

 private:
  /// The codes of what is found, in order.
  std::vector<std::string> codes_found(const Block& block);

  std::map<std::string, std::string> files_;
};

/// All problems of a page.
std::vector<std::string> problems_of(const std::vector<Block>& blocks);

}  // namespace frist::docs
