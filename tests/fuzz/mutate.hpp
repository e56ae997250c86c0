// SPDX-License-Identifier: Apache-2.0
// Inputs made out of kept ones, where there is no libFuzzer. It does not see which code an input reaches: what is new
// is found by libFuzzer (`./dev fuzz`), and kept; this tries the neighbourhood of what is kept, with any compiler's
// sanitizers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace frist::fuzz {

/// Makes inputs of up to `longest` bytes out of `kept`, which must not be empty. The same seed makes the same inputs.
class Mutator {
 public:
  Mutator(std::vector<std::string> kept, std::size_t longest, std::uint64_t seed);

  /// The next input: a kept one, changed in one place to eight.
  std::string next();

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  const std::string& any_kept() { return kept_[below(kept_.size())]; }
  std::string piece_of(const std::string& text);
  void change(std::string& input);

  std::vector<std::string> kept_, words_;
  std::size_t longest_;
  std::mt19937_64 random_;
};

}  // namespace frist::fuzz
