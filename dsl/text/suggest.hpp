// SPDX-License-Identifier: Apache-2.0
// "Did you mean ...?": which known word a person most likely wanted. Pure functions with a bounded cost; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace frist::text {

/// Insertions, deletions, replacements and swaps of neighbours (in code points) that turn `a` into `b`, or `limit` + 1
/// where more than `limit` are needed. Symmetric. No letter is edited twice (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The known word nearest to `word`, nothing where none is near. First what differs in letter case only, then in
/// underscore, hyphen or space only, then in look-alike letters only, then by edit distance: one edit for words of 3 to
/// 5 letters, two up to 8, three beyond. `word` itself is never the answer. Ties go to the same first letter, then to
/// the earlier one. Words over 64 bytes and candidates after the first 50 000 are not looked at.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

/// "did you mean `X`?" for a diagnostic's help, empty where nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace frist::text
