// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/checkpoint.hpp"

#include <fmt/core.h>

#include <charconv>

#include "engine/audit/base64.hpp"

namespace frist::audit {
namespace {

// Takes the first line, without its LF, from the text.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string text_of(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size, to_base64(bytes_of(checkpoint.root)));
}

text::Result<Checkpoint> read_checkpoint(std::string_view text) {
  Checkpoint checkpoint;
  checkpoint.origin = take_line(text);
  const std::string_view size = take_line(text), root = take_line(text);
  const auto [end, failed] = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  const auto digest = digest_from_base64(root);
  // Read back as it is written: no sign, no zero before the size.
  if (failed == std::errc() && digest && !checkpoint.origin.empty() && fmt::format("{}", checkpoint.size) == size) {
    checkpoint.root = *digest;
    return checkpoint;
  }
  return text::Error{text::ErrorKind::Data, "this is no checkpoint: it has no origin, size and root in three lines"};
}

text::Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const std::string& private_pem) {
  if (auto good = require_key_name("the origin of a log", checkpoint.origin); !good) return good.error();
  return sign_note(text_of(checkpoint), checkpoint.origin, private_pem);
}

text::Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key) {
  const auto text = open_note(note, key);
  if (!text) return text.error();
  auto checkpoint = read_checkpoint(text.value());
  if (!checkpoint || checkpoint.value().origin == key.name) return checkpoint;
  return text::Error{text::ErrorKind::Data, fmt::format("the checkpoint is of the log `{}`, the key of `{}`",
                                                        checkpoint.value().origin, key.name)};
}

}  // namespace frist::audit
