// SPDX-License-Identifier: Apache-2.0
#include "engine/service/audit_files.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "dsl/text/files.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/audit/tile.hpp"
#include "engine/service/ask.hpp"
#include "engine/service/durable_file.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/kinds.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::size_t kMostOfCheckpoint = std::size_t{1} << 20;

// What was written into the folder before must be the beginning of this log: tiles are never taken back.
Status require_same_log(VerifiedLog& log, const fs::path& file, const std::optional<LogSigner>& signer) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return {};
  const auto text = text::read_text_file(file.string(), kMostOfCheckpoint);
  if (!text) return text.error();
  const auto note = audit::read_note(text.value());
  if (!note) return note.error().with_context(file.string());
  const auto before = audit::read_checkpoint(note.value().text);
  if (!before) return before.error().with_context(file.string());
  if (signer && signer->origin != before.value().origin)
    return Error{ErrorKind::Data, fmt::format("`{}` is a checkpoint of the log `{}`; give another folder for `{}`",
                                              file.string(), before.value().origin, signer->origin)};
  return log.require_continues(before.value()).with_context(file.string());
}

// Numbers of the leaves about an entry, which may be gone from its table.
Result<std::vector<std::int64_t>> leaves_about(OpenDatabase& database, const std::string& entry) {
  const auto name = entry_name(database.rules(), entry);
  if (!name) return name.error();
  const auto kind = store::find_kind(database.connection, database.rules().records[name.value().record].name);
  if (!kind) return kind.error();
  std::vector<std::int64_t> numbers;
  if (!kind.value()) return numbers;
  auto log = store::AuditStore::open(database.connection);
  if (!log) return log.error();
  const auto keys = store::known_keys(database.connection, *kind.value(), name.value().id);
  if (!keys) return keys.error();
  for (const store::Key& key : keys.value()) {
    const auto about = log.value().about(*kind.value(), key);
    if (!about) return about.error();
    numbers.insert(numbers.end(), about.value().begin(), about.value().end());
  }
  return numbers;
}

}  // namespace

Result<ExportedLog> export_log(store::Connection& connection, const std::string& folder,
                               const std::optional<LogSigner>& signer) {
  const fs::path into = folder;
  ExportedLog exported;
  {  // the log as a whole first: nothing is written of one that is not good
    auto log = VerifiedLog::read(connection);
    if (!log) return log.error();
    if (auto same = require_same_log(log.value(), into / "checkpoint", signer); !same) return same.error();
  }
  audit::Tiler tiler([&](const std::string& path, const std::string& bytes) {
    ++exported.files;
    return write_durably(into / path, bytes);
  });
  auto log = VerifiedLog::read(
      connection, [&](std::string_view leaf, const audit::Digest& leaf_hash) { return tiler.append(leaf, leaf_hash); });
  if (!log) return log.error();
  if (auto done = tiler.finish(); !done) return done.error();
  exported.size = log.value().size();
  exported.root = log.value().root();
  if (!signer) return exported;
  const auto note = sign_log(log.value(), signer->origin, signer->private_pem);
  if (!note) return note.error();
  if (auto done = write_durably(into / "checkpoint", note.value()); !done) return done.error();
  ++exported.files;
  return exported;
}

Result<WrittenReceipts> write_receipts(OpenDatabase& database, const std::string& entry, const std::string& checkpoint,
                                       const audit::VerifierKey& key, const std::string& folder) {
  const auto signed_log = audit::open_checkpoint(checkpoint, key);
  if (!signed_log) return signed_log.error();
  auto log = VerifiedLog::read(database.connection);
  if (!log) return log.error();
  if (auto same = log.value().require_continues(signed_log.value()); !same) return same.error();
  const auto numbers = leaves_about(database, entry);
  if (!numbers) return numbers.error();
  if (numbers.value().empty())
    return Error{ErrorKind::Data, fmt::format("the log tells nothing of `{}`, or no longer", entry)};
  WrittenReceipts written;
  for (const std::int64_t number : numbers.value()) {
    const auto seq = static_cast<std::uint64_t>(number);
    if (seq >= signed_log.value().size) {
      ++written.younger;
      continue;
    }
    auto proof = log.value().inclusion(seq, signed_log.value().size);
    if (!proof) return proof.error();
    const auto content = log.value().content(seq);
    if (!content) return content.error();
    const audit::Receipt receipt{content.value().salt, content.value().body, seq, std::move(proof).value(), checkpoint};
    const fs::path file = fs::path(folder) / fmt::format("{}", number);
    if (auto done = write_durably(file.string() + ".leaf", content.value().leaf); !done) return done.error();
    if (auto done = write_durably(file.string() + ".tlog-proof", text_of(receipt)); !done) return done.error();
    written.numbers.push_back(number);
  }
  return written;
}

}  // namespace frist::service
