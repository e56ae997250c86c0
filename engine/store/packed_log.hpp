// SPDX-License-Identifier: Apache-2.0
// What leaves and bodies of a night have in common stands once, in frist_audit_frame: a frame is what comes before and
// behind the part that is their own. A packed leaf is the frame's five bytes (zero, then its number, big end first) and
// the 32 bytes of its commitment; the text is before, seq, behind, the commitment in hex, LF. A packed body is the
// frame's five bytes and what stands between. A text that is kept as it is begins with no zero byte. The view
// frist_audit_log reads all of them. Functions over a borrowed connection, in the caller's transaction.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/sqlite.hpp"

namespace frist::store {

/// Where a leaf's own parts stand between what many share; nothing where it is not written in this way.
struct LeafParts {
  std::size_t before_end = 0, behind_begin = 0, behind_end = 0;
  std::array<char, 32> commitment = {};
};
std::optional<LeafParts> parts_of_leaf(std::string_view leaf, std::int64_t seq);

/// Frames by what is in them. For one transaction: another may have undone what this one added.
class Frames {
 public:
  explicit Frames(Connection& connection) : connection_(&connection) {}
  /// The five bytes of a frame, which is added if it is new; valid until the next call.
  Result<std::string_view> of(std::string_view before, std::string_view behind);

 private:
  struct Frame {
    std::string before, behind, name;
  };
  Result<std::string> find(std::string_view before, std::string_view behind);
  Result<std::string> add(std::string_view before, std::string_view behind);

  Connection* connection_;
  std::vector<Frame> known_;  // few: a rule's, a kind of happening's
};

}  // namespace frist::store
