// SPDX-License-Identifier: Apache-2.0
#include "engine/store/packed_log.hpp"

#include <cstdlib>

namespace frist::store {
namespace {

constexpr std::size_t kMostKnown = 64;
constexpr std::size_t kCommitmentDigits = 64;

// Where the letters are large or no digits at all: 255.
constexpr std::array<unsigned char, 256> kDigits = [] {
  std::array<unsigned char, 256> digits{};
  digits.fill(255);
  for (unsigned char i = 0; i < 16; ++i) digits[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
  return digits;
}();

std::string name_of_frame(std::int64_t number) {
  std::string name(5, '\0');
  for (std::size_t i = 4; i > 0; --i, number >>= 8) name[i] = static_cast<char>(number & 0xff);
  return name;
}

}  // namespace

std::optional<LeafParts> parts_of_leaf(std::string_view leaf, std::int64_t seq) {
  constexpr std::string_view kSeq = "\nseq ";
  const std::string number = std::to_string(seq) + "\n";
  const std::size_t at = leaf.find(kSeq);
  if (at == leaf.npos || leaf.back() != '\n' || leaf.substr(at + kSeq.size(), number.size()) != number)
    return std::nullopt;
  LeafParts parts{at + kSeq.size(), at + kSeq.size() + number.size() - 1, 0};
  if (leaf.size() < parts.behind_begin + 1 + kCommitmentDigits + 1) return std::nullopt;
  parts.behind_end = leaf.size() - kCommitmentDigits - 1;
  unsigned any = 0;
  for (std::size_t i = 0; i < parts.commitment.size(); ++i) {
    const unsigned high = kDigits[static_cast<unsigned char>(leaf[parts.behind_end + 2 * i])];
    const unsigned low = kDigits[static_cast<unsigned char>(leaf[parts.behind_end + 2 * i + 1])];
    parts.commitment[i] = static_cast<char>(high << 4 | low);
    any |= high | low;
  }
  return any < 16 ? std::optional(parts) : std::nullopt;
}

Result<std::string_view> Frames::of(std::string_view before, std::string_view behind) {
  for (const Frame& frame : known_)
    if (frame.before == before && frame.behind == behind) return std::string_view(frame.name);
  auto name = find(before, behind);
  if (name && name.value().empty()) name = add(before, behind);
  if (!name) return name.error();
  if (known_.size() == kMostKnown) known_.clear();
  known_.push_back({std::string(before), std::string(behind), std::move(name).value()});
  return std::string_view(known_.back().name);
}

Result<std::string> Frames::find(std::string_view before, std::string_view behind) {
  auto statement = connection_->cached("SELECT frame FROM frist_audit_frame WHERE before = ?1 AND behind = ?2");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind_blob(1, before).bind_blob(2, behind);
  auto row = rows.step();
  if (!row) return row.error();
  std::string name = row.value() ? std::string(rows.blob(0)) : "";
  rows.reset();
  return name;
}

Result<std::string> Frames::add(std::string_view before, std::string_view behind) {
  const auto last = connection_->text("SELECT hex(max(frame)) FROM frist_audit_frame");
  if (!last) return last.error();
  std::string name = name_of_frame(std::strtoll(last.value().value_or("").c_str(), nullptr, 16) + 1);
  auto statement = connection_->cached("INSERT INTO frist_audit_frame(frame, before, behind) VALUES (?1, ?2, ?3)");
  if (!statement) return statement.error();
  if (auto done = statement.value()->bind_blob(1, name).bind_blob(2, before).bind_blob(3, behind).run(); !done)
    return done.error();
  return name;
}

}  // namespace frist::store
