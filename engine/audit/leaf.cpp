// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/leaf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "rules/calendar/day.hpp"

namespace frist::audit {
namespace {

constexpr std::string_view kFormat = "retlog/v1 ";

// Takes a line that begins with `word` from the text, and gives what stands behind it.
std::optional<std::string_view> take_leaf_line(std::string_view& text, std::string_view word) {
  const auto end = text.find('\n');
  if (!text.starts_with(word) || end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  return rest;
}

// Whether the text has the form: `d` is a digit, `h` a hex digit in lower case, anything else itself.
bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : form[i] == 'h' ? !digit && (text[i] < 'a' || text[i] > 'f') : text[i] != form[i])
      return false;
  }
  return true;
}

// In place of what is in `leaf`.
void write_lines(const LeafLines& lines, std::string& leaf) {
  const fmt::format_int number(lines.seq);
  const std::string_view parts[] = {kFormat,
                                    lines.kind,
                                    "\nseq ",
                                    {number.data(), number.size()},
                                    "\ntime ",
                                    lines.time,
                                    "\nrun ",
                                    lines.run,
                                    "\npolicy sha256:",
                                    lines.policy_hash,
                                    "\nbody ",
                                    lines.commitment,
                                    "\n"};
  leaf.clear();
  for (const std::string_view part : parts) leaf += part;
}

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
    case Happening::Backup:
      return "backup";
    case Happening::Restore:
      return "restore";
    case Happening::KeyDestroyed:
      return "key-destroyed";
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
  const std::string commitment = to_hex(hasher.hmac(bytes_of(made.salt), body));
  write_lines({word_of(happening), context.time, context.run, context.policy_hash, commitment, seq}, leaf);
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

std::optional<LeafLines> read_leaf(std::string_view leaf) {
  const auto kind = take_leaf_line(leaf, kFormat), seq = take_leaf_line(leaf, "seq "),
             time = take_leaf_line(leaf, "time "), run = take_leaf_line(leaf, "run "),
             policy = take_leaf_line(leaf, "policy sha256:"), body = take_leaf_line(leaf, "body ");
  if (!kind || !seq || !time || !run || !policy || !body || !leaf.empty() || kind->empty()) return std::nullopt;
  LeafLines lines{*kind, *time, *run, *policy, *body};
  const auto [end, failed] = std::from_chars(seq->data(), seq->data() + seq->size(), lines.seq);
  const bool word = std::all_of(kind->begin(), kind->end(), [](char c) { return c == '-' || (c >= 'a' && c <= 'z'); });
  if (failed != std::errc() || fmt::format("{}", lines.seq) != *seq || !word ||
      !has_form(*time, "dddd-dd-ddTdd:dd:ddZ") || !has_form(*run, std::string(32, 'h')) ||
      !has_form(*policy, std::string(64, 'h')) || !has_form(*body, std::string(64, 'h')))
    return std::nullopt;
  return lines;
}

std::string write_leaf(const LeafLines& lines) {
  std::string leaf;
  write_lines(lines, leaf);
  return leaf;
}

std::string utc_time(std::int64_t epoch_seconds) {
  constexpr std::int64_t kDay = 86400;
  const std::int64_t day = epoch_seconds >= 0 ? epoch_seconds / kDay : -((kDay - 1 - epoch_seconds) / kDay);
  const std::int64_t second = epoch_seconds - day * kDay;
  return fmt::format("{}T{:02}:{:02}:{:02}Z", calendar::to_iso(static_cast<calendar::Day>(day)), second / 3600,
                     second / 60 % 60, second % 60);
}

}  // namespace frist::audit
