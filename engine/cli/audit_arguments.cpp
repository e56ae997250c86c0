// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/audit_arguments.hpp"

#include "dsl/text/files.hpp"

namespace frist::cli {
namespace {

constexpr std::size_t kMostOfLogKey = 16'384, kMostOfNoteFile = std::size_t{1} << 20;  // bytes

}  // namespace

Option log_key_option(bool required) {
  return {"--key", "FILE", "the public key of the log, as `frist audit key` prints it", {}, required};
}
Option signing_key_option(bool required) {
  return {"--key", "FILE", "the private key of the log, as `frist audit key` writes it", {}, required};
}
Option origin_option(bool required) {
  return {"--origin", "NAME", "the log's name, the same as of its key", {}, required};
}

text::Result<std::string> read_log_key(const std::string& file) { return text::read_text_file(file, kMostOfLogKey); }

text::Result<audit::VerifierKey> read_verifier_key(const std::string& file) {
  const auto text = text::read_text_file(file, kMostOfLogKey);
  if (!text) return text.error();
  return audit::verifier_key(text.value()).with_context(file);
}

text::Result<std::string> read_note_file(const std::string& file) {
  return text::read_text_file(file, kMostOfNoteFile);
}

text::Result<audit::Checkpoint> signed_checkpoint(const std::string& file, const std::string& key_file) {
  const auto key = read_verifier_key(key_file);
  if (!key) return key.error();
  const auto note = read_note_file(file);
  if (!note) return note.error();
  return audit::open_checkpoint(note.value(), key.value()).with_context(file);
}

}  // namespace frist::cli
