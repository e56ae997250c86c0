// SPDX-License-Identifier: Apache-2.0
// Packed columns of a database: made where somebody wants to try changed policies on all entries, gone with the next
// night at the latest.
#pragma once

#include "engine/pack/pack.hpp"
#include "engine/service/open_database.hpp"

namespace frist::service {

/// Errors: a night is at work (Busy); the tables are not watched as attach left them, or not every entry was decided
/// yet (Refused); the disk (Io). `progress` as of run::NightOptions.
text::Result<pack::PackReport> pack_database(
    OpenDatabase& database, std::int64_t now,
    const std::function<void(const char* what, std::uint64_t done, std::uint64_t total)>& progress);

/// The pack that is there and good; nothing else.
text::Result<std::optional<pack::PackReport>> pack_of(OpenDatabase& database);

/// False: there was none. Errors: a night is at work (Busy), the disk (Io).
text::Result<bool> drop_pack(OpenDatabase& database);

}  // namespace frist::service
