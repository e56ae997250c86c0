// SPDX-License-Identifier: Apache-2.0
#include "engine/run/plan_chain.hpp"

#include <fmt/core.h>

#include "engine/audit/hash.hpp"

namespace frist::run {
namespace {

constexpr std::uint32_t kEntriesOfChain = 8192;  // held in memory

// A key of another type is another key, so its type is in the line.
std::string line_of(const store::PlanEntry& e) {
  std::string digest;
  for (const char c : e.digest) digest += fmt::format("{:02x}", static_cast<std::uint8_t>(c));
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", e.kind, static_cast<int>(e.entry.kind), store::to_text(e.entry),
                     e.action, e.rule, calendar::to_iso(e.due), digest);
}

std::string add_to_chain(std::string hash, const std::vector<store::PlanEntry>& entries, audit::Hasher& hasher) {
  for (const store::PlanEntry& e : entries) hash = audit::to_hex(hasher.sha256(hash + line_of(e)));
  return hash;
}

}  // namespace

text::Result<PlanChain> chain_of(store::Connection& connection, std::int64_t plan) {
  audit::Hasher hasher;
  PlanChain chain{std::string(64, '0'), 0, {}};
  for (store::PlanEntry at;;) {
    const auto entries = store::plan_entries(connection, plan, at, kEntriesOfChain);
    if (!entries) return entries.error();
    if (entries.value().empty()) return chain;
    std::string hash = add_to_chain(chain.hash, entries.value(), hasher);
    chain.blocks.push_back({at, entries.value().back(), chain.hash, hash});
    chain.hash = std::move(hash);
    chain.entries += static_cast<std::int64_t>(entries.value().size());
    at = entries.value().back();
  }
}

text::Result<bool> is_unchanged(store::Connection& connection, std::int64_t plan, const PlanBlock& block) {
  audit::Hasher hasher;
  const auto entries = store::plan_entries(connection, plan, block.before, kEntriesOfChain);
  if (!entries) return entries.error();
  return add_to_chain(block.hash_before, entries.value(), hasher) == block.hash;
}

}  // namespace frist::run
