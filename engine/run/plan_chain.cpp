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

}  // namespace

text::Result<PlanChain> chain_of(store::Connection& connection, std::int64_t plan) {
  audit::Hasher hasher;
  PlanChain chain{std::string(64, '0'), 0};
  for (store::PlanEntry at;;) {
    const auto entries = store::plan_entries(connection, plan, at, kEntriesOfChain);
    if (!entries) return entries.error();
    if (entries.value().empty()) return chain;
    for (const store::PlanEntry& e : entries.value())
      chain.hash = audit::to_hex(hasher.sha256(chain.hash + line_of(e)));
    chain.entries += static_cast<std::int64_t>(entries.value().size());
    at = entries.value().back();
  }
}

}  // namespace frist::run
