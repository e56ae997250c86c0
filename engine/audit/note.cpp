// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/note.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "dsl/text/check.hpp"
#include "dsl/text/utf8.hpp"
#include "engine/audit/base64.hpp"
#include "engine/audit/signature.hpp"

namespace frist::audit {
namespace {

using text::Error;
using text::ErrorKind;

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr char kEd25519 = 1;
constexpr std::size_t kKeyId = 4, kMostOfKeyName = 200, kMostOfNote = std::size_t{1} << 20;

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

Error no_note(const char* why) { return {ErrorKind::Data, fmt::format("this is no signed note: {}", why)}; }

text::Result<NoteSignature> signature_line(std::string_view line) {
  if (!line.starts_with(kDash)) return no_note("a line below the blank one is no signature");
  line.remove_prefix(kDash.size());
  const auto space = line.find(' ');
  if (space == 0 || space == std::string_view::npos || line.substr(0, space).find('+') != std::string_view::npos)
    return no_note("a signature has no name");
  const auto bytes = from_base64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kKeyId) return no_note("a signature is not base64");
  return NoteSignature{std::string(line.substr(0, space)), bytes->substr(0, kKeyId), bytes->substr(kKeyId)};
}

}  // namespace

text::Status require_key_name(const char* what, std::string_view name) {
  const bool good = std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
  if (good && !name.empty() && name.size() <= kMostOfKeyName) return {};
  return Error{ErrorKind::Usage,
               fmt::format("{} is written without spaces and `+`, in at most {} ASCII characters, such as "
                           "`archive.example/audit/1`",
                           what, kMostOfKeyName)};
}

std::string key_id(const VerifierKey& key) {
  Hasher hasher;
  const Digest digest = hasher.sha256(key.name + '\n' + kEd25519 + key.public_key);
  return std::string(bytes_of(digest).substr(0, kKeyId));
}

std::string text_of(const VerifierKey& key) {
  return fmt::format("{}+{}+{}", key.name, hex(key_id(key)), to_base64(kEd25519 + key.public_key));
}

text::Result<VerifierKey> verifier_key(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto first = text.find('+'), second = text.find('+', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos ||
      !require_key_name("", text.substr(0, first)))
    return Error{ErrorKind::Data, "this is no key to verify with, which is one line `NAME+ID+BASE64`"};
  const auto bytes = from_base64(text.substr(second + 1));
  if (!bytes || bytes->size() != 33 || bytes->front() != kEd25519)
    return Error{ErrorKind::Data, "the key to verify with is no Ed25519 key"};
  VerifierKey key{std::string(text.substr(0, first)), bytes->substr(1)};
  if (text_of(key) == text) return key;
  return Error{ErrorKind::Data, "the key to verify with was changed: its ID is not that of its name and bytes"};
}

text::Result<std::string> sign_note(std::string_view text, const std::string& name, const std::string& private_pem) {
  FRIST_CHECK(text.ends_with('\n'));
  const auto public_key = public_key_of(private_pem);
  if (!public_key) return public_key.error();
  const auto signature = sign(private_pem, text);
  if (!signature) return signature.error();
  return fmt::format("{}\n{}{} {}\n", text, kDash, name,
                     to_base64(key_id({name, public_key.value()}) + signature.value()));
}

text::Result<Note> read_note(std::string_view text) {
  if (text.size() > kMostOfNote) return no_note("it is larger than a mebibyte");
  const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 && c != '\n'; });
  if (control || text::first_invalid(text)) return no_note("it has characters that none has");
  const auto blank = text.rfind("\n\n");
  if (blank == std::string_view::npos || !text.ends_with('\n')) return no_note("it has no signatures");
  Note note{std::string(text.substr(0, blank + 1)), {}};
  for (std::string_view lines = text.substr(blank + 2); !lines.empty();) {
    const auto end = lines.find('\n');
    auto signature = signature_line(lines.substr(0, end));
    if (!signature) return signature.error();
    note.signatures.push_back(std::move(signature).value());
    lines.remove_prefix(end + 1);
  }
  if (note.signatures.empty()) return no_note("it has no signatures");
  return note;
}

text::Result<std::string> open_note(std::string_view text, const VerifierKey& key) {
  auto note = read_note(text);
  if (!note) return note.error();
  const std::string id = key_id(key);
  bool any = false;
  for (const NoteSignature& signature : note.value().signatures) {
    if (signature.name != key.name || signature.key_id != id) continue;
    if (!verifies(key.public_key, signature.signature, note.value().text))
      return Error{ErrorKind::Data,
                   fmt::format("the signature by `{}` is wrong: text or signature was changed", key.name)};
    any = true;
  }
  if (any) return std::move(note).value().text;
  return Error{ErrorKind::Data, fmt::format("there is no signature by the key `{}+{}`", key.name, hex(id))};
}

}  // namespace frist::audit
