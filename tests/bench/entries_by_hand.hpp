// SPDX-License-Identifier: Apache-2.0
// The rules of bureau.frist as a person would write them for one row of the table `entries`, and how such a row is
// read. What they say must be what frist says; bench.py compares the counts. Pure functions, but for `read`.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

namespace frist::bench {

inline constexpr std::int32_t kNoDay = INT32_MAX;

inline constexpr const char* kEntryKinds[] = {"loan",
                                              "inquiry",
                                              "account",
                                              "card",
                                              "telecom",
                                              "previous_address",
                                              "garnishment_account",
                                              "debtor_register",
                                              "discharge",
                                              "rejected_insolvency",
                                              "negative"};

struct EntryRow {
  std::int64_t id = 0;
  int kind = 0;  // of kEntryKinds
  std::int32_t recorded_on = kNoDay, settled_on = kNoDay, closed_on = kNoDay, last_event_on = kNoDay, proof_on = kNoDay;
  std::int64_t amount = 0;
  bool titled = false, creditor_confirms = false, legal_hold = false;
};

struct EntryDecision {
  const char* rule = nullptr;  // the rule that sets `gone_from`, or the hold
  std::int32_t gone_from = kNoDay;
  bool erase = false, held = false;
  std::int32_t review_on = kNoDay;  // the next review, or the one that is due
};

// The columns that `read` expects, in this order.
inline constexpr const char* kEntryColumns =
    "id, kind, recorded_on, settled_on, closed_on, last_event_on, proof_on, amount, titled, creditor_confirms, "
    "legal_hold";

// False where the statement has no more rows.
bool read(sqlite3_stmt* statement, EntryRow& row);

EntryDecision decide(const EntryRow& row, std::int32_t today);

// What many decisions come to; every peer that decides the same entries tells these numbers of its own, as JSON.
struct Tally {
  std::int64_t entries = 0, erase = 0, erase_ids = 0, review = 0, review_ids = 0;
  std::int64_t days = 0;  // of all entries that are ever gone, held ones too: the day, times id % 65521

  void add(std::int64_t id, const EntryDecision& decision, std::int32_t today);
  std::string json() const;
};

// The entry as canonical JSON, as the log keeps it.
std::string facts_of(const EntryRow& row);

std::string iso(std::int32_t day);
std::int32_t day_of(const char* iso);

}  // namespace frist::bench
