// SPDX-License-Identifier: Apache-2.0
// The kinds of nodes, one enumerator for each line of `node_kinds.def`. Plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace frist::syntax {

enum class NodeKind : std::uint8_t {
#define FRIST_NODE(Kind) Kind,
#include "dsl/syntax/node_kinds.def"
#undef FRIST_NODE
};

inline constexpr std::size_t kNodeKindCount = 0
#define FRIST_NODE(Kind) +1
#include "dsl/syntax/node_kinds.def"
#undef FRIST_NODE
    ;
static_assert(kNodeKindCount <= 256, "NodeKind is one byte");

/// The enumerator as written in `node_kinds.def`.
std::string_view name_of(NodeKind kind);

/// A kind that never has children and whose text counts: Name, Text, Number, Date, ... Currency.
constexpr bool is_token(NodeKind kind) { return kind <= NodeKind::Currency; }

}  // namespace frist::syntax
