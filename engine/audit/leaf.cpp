// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/leaf.hpp"

#include <fmt/format.h>

#include "rules/calendar/day.hpp"

namespace frist::audit {
namespace {

constexpr std::string_view kFormat = "retlog/v1 ";

}  // namespace

std::string_view word_of(Happening happening) {
  switch (happening) {
    case Happening::RunStart:
      return "run-start";
    case Happening::RunEnd:
      return "run-end";
    case Happening::Erase:
      return "erase";
    case Happening::Act:
      return "act";
    case Happening::Review:
      return "review";
    case Happening::Keep:
      return "keep";
    case Happening::HoldSet:
      return "hold-set";
    case Happening::HoldLifted:
      return "hold-lifted";
    case Happening::PlanWithdrawn:
      return "plan-withdrawn";
    case Happening::OfficerAdded:
      return "officer-added";
    case Happening::OfficerRetired:
      return "officer-retired";
    case Happening::PolicySet:
      return "policy";
  }
  return "";
}

SealedEntry seal(Hasher& hasher, const LeafContext& context, Happening happening, std::uint64_t seq, std::string body) {
  std::string leaf;
  const Seal made = seal(hasher, context, happening, seq, std::string_view(body), leaf);
  return {std::move(leaf), made.leaf_hash, made.salt, std::move(body)};
}

Seal seal(Hasher& hasher, const LeafContext& context, Happening happening, std::uint64_t seq, std::string_view body,
          std::string& leaf) {
  Seal made;
  made.salt = hasher.random_salt();
  const fmt::format_int number(seq);
  const std::string commitment = to_hex(hasher.hmac(bytes_of(made.salt), body));
  const std::string_view parts[] = {kFormat,
                                    word_of(happening),
                                    "\nseq ",
                                    {number.data(), number.size()},
                                    "\ntime ",
                                    context.time,
                                    "\nrun ",
                                    context.run,
                                    "\npolicy sha256:",
                                    context.policy_hash,
                                    "\nbody ",
                                    commitment,
                                    "\n"};
  leaf.clear();
  for (const std::string_view part : parts) leaf += part;
  made.leaf_hash = hasher.leaf_hash(leaf);
  return made;
}

std::optional<bool> opens(Hasher& hasher, std::string_view leaf, std::string_view salt, std::string_view body) {
  constexpr std::string_view kBody = "\nbody ";
  constexpr std::size_t kHexDigits = 64;
  const auto at = leaf.rfind(kBody);
  if (!leaf.starts_with(kFormat) || at == std::string_view::npos || leaf.size() != at + kBody.size() + kHexDigits + 1)
    return std::nullopt;
  return leaf.substr(at + kBody.size(), kHexDigits) == to_hex(hasher.hmac(salt, body));
}

std::string utc_time(std::int64_t epoch_seconds) {
  constexpr std::int64_t kDay = 86400;
  const std::int64_t day = epoch_seconds >= 0 ? epoch_seconds / kDay : -((kDay - 1 - epoch_seconds) / kDay);
  const std::int64_t second = epoch_seconds - day * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", calendar::to_iso(static_cast<calendar::Day>(day)), second / 3600,
                     second / 60 % 60, second % 60);
}

}  // namespace frist::audit
