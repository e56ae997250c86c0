// SPDX-License-Identifier: Apache-2.0
// One audit entry: a leaf that says what happened without saying to whom, and a body that says it in full. The leaf
// commits to the body by HMAC-SHA-256 under a random salt, so that it stays checkable, and tells nothing, after salt
// and body were erased by the body's own period. Format (docs/audit_format.md): UTF-8 lines that end in LF,
//   retlog/v1 KIND / seq N / time RFC 3339 / run 32 hex / policy sha256:64 hex / body 64 hex
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/audit/hash.hpp"

namespace frist::audit {

// What can happen. The words are part of the format.
enum class Happening : std::uint8_t {
  RunStart,
  RunEnd,
  Erase,
  Act,
  Review,
  Keep,
  HoldSet,
  HoldLifted,
  PolicySet,
  PlanWithdrawn,
  OfficerAdded,
  OfficerRetired,
  Backup,
  Restore,
  KeyDestroyed
};
std::string_view word_of(Happening happening);

// What every leaf of one run shares.
struct LeafContext {
  std::string time;         // RFC 3339 in UTC; the run's start for all of its leaves, so that seconds single out nobody
  std::string run;          // 32 hex digits
  std::string policy_hash;  // 64 hex digits
};

struct SealedEntry {
  std::string leaf;
  Digest leaf_hash;
  Digest salt;
  std::string body;  // canonical JSON
};

// Makes leaf `seq` over a body, with a fresh salt.
SealedEntry seal(Hasher& hasher, const LeafContext& context, Happening happening, std::uint64_t seq, std::string body);

// The same for a body that stays where it is; the leaf replaces what is in `leaf`, whose memory is reused.
struct Seal {
  Digest leaf_hash;
  Digest salt;
};
Seal seal(Hasher& hasher, const LeafContext& context, Happening happening, std::uint64_t seq, std::string_view body,
          std::string& leaf);

// Whether body and salt are what the leaf committed to; no value where the text is no leaf of this format.
std::optional<bool> opens(Hasher& hasher, std::string_view leaf, std::string_view salt, std::string_view body);

// The lines of a leaf, as views into it.
struct LeafLines {
  std::string_view kind, time, run, policy_hash, commitment;  // the last three in hex
  std::uint64_t seq = 0;
};
// Nothing where the text is not written exactly as seal() writes leaves. Kinds of later programs are good.
std::optional<LeafLines> read_leaf(std::string_view leaf);

// The leaf of these lines: the inverse.
std::string write_leaf(const LeafLines& lines);

// "2026-04-01T02:00:00Z" of seconds since 1970-01-01.
std::string utc_time(std::int64_t epoch_seconds);

}  // namespace frist::audit
