// SPDX-License-Identifier: Apache-2.0
// Fills lines with tokens as planned, breaks those that grow too long and writes the comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/format/plan.hpp"
#include "dsl/format/tokens.hpp"

namespace frist::format {

/// The finished text.
std::string lines_of(const Tokens& tokens, const std::vector<Step>& plan);

/// A text literal on one line: a line break with the blanks around it becomes one blank.
std::string on_one_line(std::string_view literal);

/// Whether nothing stands between two tokens: before `,` and `)`, behind `(`.
bool touches(const Token& left, const Token& right);

}  // namespace frist::format
