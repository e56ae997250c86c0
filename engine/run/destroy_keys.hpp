// SPDX-License-Identifier: Apache-2.0
// The last step of an erasure in a database with sealed identity fields. The transaction that takes a row away leaves
// the numbers of its data keys in frist_identity_pending; here the keys are overwritten in the key file, on the disk,
// and only then are the numbers forgotten and the log told. Killed in between, the next night does it again.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "dsl/text/result.hpp"
#include "engine/run/journal.hpp"
#include "engine/run/night.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::run {

/// Tells `report` how many keys went, or why they are still there: the key file is missing, another's or in use.
/// `in_transaction` runs its argument in a write transaction of the night. Errors: those of the database.
text::Status destroy_pending_keys(
    store::Connection& connection, const NightOptions& options, Journal& journal,
    const std::function<text::Status(const std::function<text::Status()>&)>& in_transaction, NightReport& report);

}  // namespace frist::run
