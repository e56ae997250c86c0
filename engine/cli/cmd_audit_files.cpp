// SPDX-License-Identifier: Apache-2.0
// The log outside of its database: tiles for everybody, receipts for those whom an entry is about.
#include <fmt/core.h>

#include "engine/audit/base64.hpp"
#include "engine/audit/receipt.hpp"
#include "engine/cli/audit_arguments.hpp"
#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/audit_files.hpp"

namespace frist::cli {
namespace {

ExitCode audit_export(const Arguments& arguments, const Console& console) {
  if (arguments.has("--key") != arguments.has("--origin"))
    return fail(
        console,
        {text::ErrorKind::Usage, "give --key FILE and --origin NAME together for a signed checkpoint, or neither"},
        arguments);
  std::optional<service::LogSigner> signer;
  if (arguments.has("--key")) {
    auto key = read_log_key(arguments.one("--key"));
    if (!key) return fail(console, key.error(), arguments);
    signer = service::LogSigner{arguments.one("--origin"), std::move(key).value()};
  }
  auto database = service::open_log(arguments.one("--db"));
  if (!database) return fail(console, database.error(), arguments);
  const auto exported = service::export_log(database.value(), arguments.one("--into"), signer);
  if (!exported) return fail(console, exported.error(), arguments);
  const service::ExportedLog& log = exported.value();
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/audit-exported/1",
                                  {{"leaves", static_cast<std::int64_t>(log.size)},
                                   {"root", audit::to_base64(audit::bytes_of(log.root))},
                                   {"files", log.files},
                                   {"signed", signer.has_value()}},
                                  {}}));
  else
    console.print(fmt::format("wrote {} {} in {} {} to {}{}\n", log.size, log.size == 1 ? "leaf" : "leaves", log.files,
                              log.files == 1 ? "file" : "files", arguments.one("--into"),
                              signer ? ", with a signed checkpoint" : ", without a checkpoint"));
  return ExitCode::Done;
}

ExitCode audit_receipt(const Arguments& arguments, const Console& console) {
  const auto key = read_verifier_key(arguments.one("--key"));
  if (!key) return fail(console, key.error(), arguments);
  const auto note = read_note_file(arguments.one("--checkpoint"));
  if (!note) return fail(console, note.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const std::string &entry = arguments.one("ENTRY"), &folder = arguments.one("--into");
  const auto written = service::write_receipts(database.value(), entry, note.value(), key.value(), folder);
  if (!written) return fail(console, written.error(), arguments);
  const std::vector<std::int64_t>& numbers = written.value().numbers;
  if (arguments.has("--json")) {
    std::vector<codec::ReportRow> rows;
    for (const std::int64_t number : numbers)
      rows.push_back({{"number", number},
                      {"leaf", fmt::format("{}/{}.leaf", folder, number)},
                      {"receipt", fmt::format("{}/{}.tlog-proof", folder, number)}});
    console.print(
        codec::text_of({"frist/audit-receipts/1", {{"younger", written.value().younger}}, {{"receipts", rows}}}));
  } else {
    for (const std::int64_t number : numbers)
      console.print(fmt::format("wrote {0}/{1}.tlog-proof, about {0}/{1}.leaf\n", folder, number));
    if (written.value().younger > 0)
      console.print(fmt::format(
          "{} younger than the checkpoint; sign a new one with `frist audit checkpoint`\n",
          written.value().younger == 1 ? "1 leaf is" : fmt::format("{} leaves are", written.value().younger)));
  }
  return written.value().younger == 0 ? ExitCode::Done : ExitCode::Findings;
}

ExitCode audit_open(const Arguments& arguments, const Console& console) {
  const auto key = read_verifier_key(arguments.one("--key"));
  if (!key) return fail(console, key.error(), arguments);
  const auto text = read_note_file(arguments.one("RECEIPT"));
  if (!text) return fail(console, text.error(), arguments);
  const auto leaf = read_note_file(arguments.one("--leaf"));
  if (!leaf) return fail(console, leaf.error(), arguments);
  const auto opened =
      audit::open_receipt(text.value(), leaf.value(), key.value()).with_context(arguments.one("RECEIPT"));
  if (!opened) return fail(console, opened.error(), arguments);
  const audit::Receipt& receipt = opened.value();
  if (arguments.has("--json"))
    console.print(codec::text_of({"frist/audit-receipt/1",
                                  {{"number", static_cast<std::int64_t>(receipt.index)},
                                   {"origin", key.value().name},
                                   {"leaf", leaf.value()},
                                   {"body", receipt.body}},
                                  {}}));
  else
    console.print(fmt::format("{}{}\nthe log {} has this leaf as number {}\n", leaf.value(), receipt.body,
                              key.value().name, receipt.index));
  return ExitCode::Done;
}

}  // namespace

Command audit_export_command() {
  return {
      "audit export",
      "Proof",
      "write the log as files that anybody may have and check",
      "Tiles of hashes and of leaves (C2SP tlog-tiles) and, with --key, the signed checkpoint. No bodies, so nothing "
      "about a person. May be written again into the same folder once the log has grown.",
      {},
      {database_option(),
       {"--into", "FOLDER", "where to", {}, true},
       signing_key_option(false),
       origin_option(false),
       json_option()},
      {{"frist audit export --db bureau.db --into log --key log.pem --origin archive.example/audit/1",
        "for the web server, the auditor, the safe"}},
      audit_export};
}

Command audit_receipt_command() {
  return {
      "audit receipt",
      "Proof",
      "receipts for what the log says about one entry",
      "For each leaf about the entry two files: the leaf, and a C2SP tlog-proof with the leaf's body, its place in the "
      "log and the checkpoint. Whoever has them and the log's public key can prove what was done without the database, "
      "also after the body is erased here. They tell whom they are about: give them to nobody else.",
      {{"ENTRY", "kind and id, such as claim/4711; it may be erased"}},
      {database_option(),
       {"--checkpoint", "FILE", "a signed checkpoint of the log", {}, true},
       log_key_option(true),
       {"--into", "FOLDER", "where to", {}, true},
       json_option()},
      {{"frist audit receipt claim/4711 --db bureau.db --checkpoint march.note --key log.vkey --into receipts",
        "for the person, or a court"}},
      audit_receipt};
}

Command audit_open_command() {
  return {"audit open",
          "Proof",
          "check a receipt and read it, without any database",
          "",
          {{"RECEIPT", "the file that ends in .tlog-proof"}},
          {{"--leaf", "FILE", "the leaf that it is about", {}, true}, log_key_option(true), json_option()},
          {{"frist audit open receipts/3.tlog-proof --leaf receipts/3.leaf --key log.vkey", "does it hold?"}},
          audit_open};
}

}  // namespace frist::cli
