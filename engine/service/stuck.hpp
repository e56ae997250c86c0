// SPDX-License-Identifier: Apache-2.0
// Entries whose decision waits for a fact that nobody recorded, by fact: what to record first so that most can be
// decided. Decides whole tables in batches, within one unchanging view of the database; memory follows the batch and
// the number of facts that rules read, not the tables.
#pragma once

#include <string>
#include <vector>

#include "engine/decide/missing.hpp"
#include "engine/service/open_database.hpp"

namespace frist::service {

struct StuckFact {
  std::string record;             // kind of the entries that wait
  std::string fact;               // "settled_on", "paid_on of a payment"
  decide::MissingFact missing;    // the same by ids
  std::int64_t waiting = 0;       // entries that wait for it, perhaps for others too
  std::int64_t alone = 0;         // those that wait for nothing else today
  std::vector<std::string> some;  // the first few of them by key, those that wait for nothing else before others
};
struct Stuck {
  std::int64_t looked_at = 0, waiting = 0;  // entries
  std::vector<StuckFact> facts;             // by `alone`, then by `waiting`, the most first
};

// An entry waits where its rules leave something open (what `frist why` lists as missing), it is not due for erasure,
// and no person holds it. `record`: of this kind alone; empty: of all. `written`: the day, empty for today. Errors: no
// such kind of entry (Usage), no day (Usage), and those of reading.
text::Result<Stuck> stuck_entries(OpenDatabase& database, const std::string& record, const std::string& written);

}  // namespace frist::service
