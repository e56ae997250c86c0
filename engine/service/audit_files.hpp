// SPDX-License-Identifier: Apache-2.0
// What leaves the database of its log: the whole of it as tiles, without any body, and receipts for one entry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/audit_log.hpp"
#include "engine/service/open_database.hpp"

namespace frist::service {

struct LogSigner {
  std::string origin, private_pem;
};
struct ExportedLog {
  std::uint64_t size = 0;
  audit::Digest root{};
  std::int64_t files = 0;  // written
};

// Writes tiles and bundles into the folder, and, where there is a signer, the checkpoint last. Into a folder with a
// checkpoint the same log may be written again once it has grown. Errors: the folder has the checkpoint of another log,
// or one that is ahead (Data); a bad origin (Usage); the errors of VerifiedLog::read(); Io.
text::Result<ExportedLog> export_log(store::Connection& connection, const std::string& folder,
                                     const std::optional<LogSigner>& signer);

struct WrittenReceipts {
  std::vector<std::int64_t> numbers;  // of the leaves, each with a file N.leaf and a file N.tlog-proof
  std::int64_t younger = 0;           // leaves about the entry that the checkpoint does not have yet
};

// Receipts for the leaves about an entry whose bodies live, by a checkpoint that `key` has signed. Errors: the log does
// not continue the checkpoint, or tells nothing of the entry (Data); no such kind (Usage); Io.
text::Result<WrittenReceipts> write_receipts(OpenDatabase& database, const std::string& entry,
                                             const std::string& checkpoint, const audit::VerifierKey& key,
                                             const std::string& folder);

}  // namespace frist::service
