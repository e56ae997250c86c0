// SPDX-License-Identifier: Apache-2.0
// The log as something to be proved: checked, signed, shown to grow.
#include <fmt/core.h>

#include "engine/audit/base64.hpp"
#include "engine/cli/audit_arguments.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"

namespace frist::cli {
namespace {

std::string leaves_words(std::uint64_t n) { return fmt::format("{} {}", n, n == 1 ? "leaf" : "leaves"); }

ExitCode audit_key(const Arguments& arguments, const Console& console) {
  const auto key = service::make_log_key(arguments.one("ORIGIN"), arguments.one("--key"));
  if (!key) return fail(console, key.error(), arguments);
  const std::string text = audit::text_of(key.value());
  if (arguments.has("--out"))
    if (auto done = write_file(arguments.one("--out"), text + "\n"); !done)
      return fail(console, done.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/audit-key/1", {{"origin", key.value().name}, {"key", text}}, {}}));
  else
    console.print(fmt::format("{}\nthe private key is in {}; keep it where this database's backups do not go\n", text,
                              arguments.one("--key")));
  return ExitCode::Done;
}

ExitCode audit_verify(const Arguments& arguments, const Console& console) {
  if (arguments.has("--checkpoint") != arguments.has("--key"))
    return fail(console,
                {text::ErrorKind::Usage, "give --checkpoint FILE and --key FILE together: whose checkpoint is it?"},
                arguments);
  std::optional<audit::Checkpoint> outside;
  if (arguments.has("--checkpoint")) {
    auto checkpoint = signed_checkpoint(arguments.one("--checkpoint"), arguments.one("--key"));
    if (!checkpoint) return fail(console, checkpoint.error(), arguments);
    outside = std::move(checkpoint).value();
  }
  auto database = service::open_log(arguments.one("--db"));
  if (!database) return fail(console, database.error(), arguments);
  const auto known = service::known_beginning(database.value());
  if (!known) return fail(console, known.error(), arguments);
  auto log = service::VerifiedLog::read(database.value());
  if (!log) return fail(console, log.error(), arguments);
  if (known.value())
    if (auto same = log.value().require_continues(*known.value()); !same)
      return fail(console, same.error().with_context("against what its head file knows"), arguments);
  if (outside)
    if (auto same = log.value().require_continues(*outside); !same) return fail(console, same.error(), arguments);
  const std::uint64_t size = log.value().size(), bodies = log.value().bodies();
  if (arguments.has("--json")) {
    codec::ReportRow row = {{"leaves", static_cast<std::int64_t>(size)},
                            {"bodies", static_cast<std::int64_t>(bodies)},
                            {"root", audit::to_base64(audit::bytes_of(log.value().root()))}};
    if (outside) row.emplace_back("checkpoint_leaves", static_cast<std::int64_t>(outside->size));
    if (known.value()) row.emplace_back("head_leaves", static_cast<std::int64_t>(known.value()->size));
    console.print(codec::text_of({"frist/audit-verified/1", row, {}}));
    return ExitCode::Done;
  }
  const std::string head =
      known.value() ? fmt::format("it is the log of its head file, which knows {}\n", leaves_words(known.value()->size))
                    : "";
  console.print(fmt::format("{}, {} with a body: every hash and number is right\nroot {}\n{}{}", leaves_words(size),
                            bodies, audit::to_base64(audit::bytes_of(log.value().root())), head,
                            outside ? fmt::format("it is the log of the checkpoint with {}, and has {} since\n",
                                                  leaves_words(outside->size), leaves_words(size - outside->size))
                                    : "without a checkpoint from elsewhere (--checkpoint) nothing tells whether the "
                                      "whole log was written anew\n"));
  return ExitCode::Done;
}

ExitCode audit_checkpoint(const Arguments& arguments, const Console& console) {
  const auto key = read_log_key(arguments.one("--key"));
  if (!key) return fail(console, key.error(), arguments);
  auto database = service::open_log(arguments.one("--db"));
  if (!database) return fail(console, database.error(), arguments);
  const auto log = service::VerifiedLog::read(database.value());
  if (!log) return fail(console, log.error(), arguments);
  const auto note = service::sign_log(log.value(), arguments.one("--origin"), key.value());
  if (!note) return fail(console, note.error(), arguments);
  if (arguments.has("--out"))
    if (auto done = write_file(arguments.one("--out"), note.value()); !done)
      return fail(console, done.error(), arguments);
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/audit-checkpoint/1",
                                  {{"leaves", static_cast<std::int64_t>(log.value().size())}, {"note", note.value()}},
                                  {}}));
  else
    console.print(arguments.has("--out") ? fmt::format("wrote the checkpoint of {} to {}\n",
                                                       leaves_words(log.value().size()), arguments.one("--out"))
                                         : note.value());
  return ExitCode::Done;
}

ExitCode audit_consistency(const Arguments& arguments, const Console& console) {
  const auto old = signed_checkpoint(arguments.one("CHECKPOINT"), arguments.one("--key"));
  if (!old) return fail(console, old.error(), arguments);
  auto database = service::open_log(arguments.one("--db"));
  if (!database) return fail(console, database.error(), arguments);
  auto log = service::VerifiedLog::read(database.value());
  if (!log) return fail(console, log.error(), arguments);
  if (auto same = log.value().require_continues(old.value()); !same) return fail(console, same.error(), arguments);
  const auto proof = log.value().consistency(old.value().size);
  if (!proof) return fail(console, proof.error(), arguments);
  std::vector<std::string> hashes;
  for (const audit::Digest& hash : proof.value()) hashes.push_back(audit::to_base64(audit::bytes_of(hash)));
  if (arguments.has("--json")) {
    console.print(codec::text_of({"frist/audit-consistency/1",
                                  {{"old_leaves", static_cast<std::int64_t>(old.value().size)},
                                   {"leaves", static_cast<std::int64_t>(log.value().size())},
                                   {"root", audit::to_base64(audit::bytes_of(log.value().root()))},
                                   {"proof", hashes}},
                                  {}}));
    return ExitCode::Done;
  }
  console.print(fmt::format("the log of {} begins with the {} of the checkpoint\n", leaves_words(log.value().size()),
                            leaves_words(old.value().size)));
  for (const std::string& hash : hashes) console.print(hash + "\n");
  return ExitCode::Done;
}

}  // namespace

Command audit_key_command() {
  return {
      "audit key",
      "Proof",
      "make a key that signs checkpoints of a log",
      "The key is Ed25519. What is printed is its public half with the log's origin, in the form that programs for "
      "transparency logs read; whoever checks the log needs it, and the private half signs. Whoever has both the "
      "database and the private key can write the log anew, so checkpoints belong outside as soon as they are made.",
      {{"ORIGIN", "the log's name, without spaces, such as archive.example/audit/1"}},
      {{"--key", "FILE", "write the private half to this new file", {}, true},
       {"--out", "FILE", "write the public half to this file, too"},
       json_option()},
      {{"frist audit key archive.example/audit/1 --key log.pem --out log.vkey", "once for each log"}},
      audit_key};
}

Command audit_verify_command() {
  return {
      "audit verify",
      "Proof",
      "check the log from end to end, and against a checkpoint that was kept elsewhere",
      "Computes the hash of every leaf anew, looks for holes in their numbers, opens every body that is still there "
      "and computes the root. With a checkpoint from outside, its signature is checked and that the log still begins "
      "with what it had then: without one, a log that was written anew as a whole looks as good as any. A log with a "
      "head "
      "file is held against that, too, and a backup against what it was when it was made.",
      {},
      {database_option(),
       {"--checkpoint", "FILE", "a signed checkpoint of this log that was kept elsewhere"},
       log_key_option(false),
       json_option()},
      {{"frist audit verify --db bureau.db", "is the log in itself whole?"},
       {"frist audit verify --db bureau.db --checkpoint march.note --key log.vkey", "is it still that of March?"}},
      audit_verify};
}

Command audit_checkpoint_command() {
  return {
      "audit checkpoint",
      "Proof",
      "sign what the log is now",
      "Three lines, origin, size and root, with a signature: a C2SP checkpoint. Only a log that verifies is signed. "
      "Print it, mail it to the data protection officer, have it stamped: what counts is that it leaves this house.",
      {},
      {database_option(),
       signing_key_option(true),
       origin_option(true),
       {"--out", "FILE", "write it to this file instead of printing it"},
       json_option()},
      {{"frist audit checkpoint --db bureau.db --key log.pem --origin archive.example/audit/1 --out march.note",
        "after each night"}},
      audit_checkpoint};
}

Command audit_consistency_command() {
  return {
      "audit consistency",
      "Proof",
      "prove that the log has only grown since a checkpoint",
      "The hashes are an RFC 6962 consistency proof: with it and the two checkpoints anybody can check, without the "
      "database, that nothing of the older log was changed.",
      {{"CHECKPOINT", "the file with the older checkpoint"}},
      {database_option(), log_key_option(true), json_option()},
      {{"frist audit consistency march.note --db bureau.db --key log.vkey", "from March to now"}},
      audit_consistency};
}

}  // namespace frist::cli
