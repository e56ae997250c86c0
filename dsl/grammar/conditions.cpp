// SPDX-License-Identifier: Apache-2.0
// A condition: labelled or not, a bulleted list or a chain of comparisons.
#include "dsl/grammar/chain.hpp"
#include "dsl/grammar/directives.hpp"
#include "dsl/grammar/rules.hpp"
#include "dsl/grammar/terminals.hpp"

namespace frist::grammar {
namespace {

using syntax::NodeKind;

constexpr x3::rule<struct operand_id> operand = "operand";
constexpr x3::rule<struct body_id> body = "body";

/// `every` also begins "every reminder has written", so there the bullet decides.
const auto list_head = kw("every") >> bullet_ahead | kw("any of") >> as<NodeKind::AnyOf> |
                       kw("none of") >> as<NodeKind::NoneOf> |
                       kw("at least") >> whole >> kw("of") >> as<NodeKind::AtLeastOf>;

const auto operand_def = node<NodeKind::Not>[kw("not") >> nested[operand]] | comparison;

const auto body_def =
    node<NodeKind::Every>[list_head >> bulleted[+(bullet >> nested[block])]] | fold[chain_of(operand)];

BOOST_SPIRIT_DEFINE(operand, body)

}  // namespace

const auto block_def = group("a condition")[node<NodeKind::Labelled>[label >> body] | body];

BOOST_SPIRIT_DEFINE(block)
BOOST_SPIRIT_INSTANTIATE(decltype(block), Iterator, Context)

}  // namespace frist::grammar
