// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/format.hpp"

#include "dsl/format/lines.hpp"
#include "dsl/format/plan.hpp"
#include "dsl/format/tokens.hpp"

namespace frist::format {

std::string format(const syntax::Tree& tree, const text::Sources& sources, std::uint32_t file) {
  const Tokens tokens = tokens_of(sources.file(file).text());
  return lines_of(tokens, plan_of(tree, tokens));
}

}  // namespace frist::format
