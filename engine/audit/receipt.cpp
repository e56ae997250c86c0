// SPDX-License-Identifier: Apache-2.0
#include "engine/audit/receipt.hpp"

#include <fmt/core.h>

#include <charconv>

#include "engine/audit/base64.hpp"
#include "engine/audit/leaf.hpp"

namespace frist::audit {
namespace {

using text::Error;
using text::ErrorKind;

constexpr std::string_view kHead = "c2sp.org/tlog-proof@v1\n", kExtra = "extra ", kIndex = "index ";
constexpr std::size_t kSalt = 32, kMostHashes = 64;

Error no_receipt(const char* why) { return {ErrorKind::Data, fmt::format("this is no receipt: {}", why)}; }

// Takes what stands behind `word` in the first line; nothing where that line begins otherwise.
std::optional<std::string_view> take_word_line(std::string_view& text, std::string_view word) {
  const auto end = text.find('\n');
  if (!text.starts_with(word) || end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(word.size(), end - word.size());
  text.remove_prefix(end + 1);
  return rest;
}

}  // namespace

std::string text_of(const Receipt& receipt) {
  std::string text(kHead);
  if (!receipt.salt.empty()) text += fmt::format("{}{}\n", kExtra, to_base64(receipt.salt + receipt.body));
  text += fmt::format("{}{}\n", kIndex, receipt.index);
  for (const Digest& hash : receipt.proof) text += to_base64(bytes_of(hash)) + "\n";
  return text + "\n" + receipt.checkpoint;
}

text::Result<Receipt> read_receipt(std::string_view text) {
  if (!text.starts_with(kHead)) return no_receipt("it does not begin with `c2sp.org/tlog-proof@v1`");
  text.remove_prefix(kHead.size());
  Receipt receipt;
  if (const auto extra = take_word_line(text, kExtra)) {
    const auto bytes = from_base64(*extra);
    if (!bytes || bytes->size() < kSalt) return no_receipt("its line `extra` is not salt and body in base64");
    receipt.salt = bytes->substr(0, kSalt);
    receipt.body = bytes->substr(kSalt);
  }
  const auto index = take_word_line(text, kIndex);
  if (!index) return no_receipt("it has no line `index`");
  const auto [end, failed] = std::from_chars(index->data(), index->data() + index->size(), receipt.index);
  if (failed != std::errc() || fmt::format("{}", receipt.index) != *index) return no_receipt("its index is no number");
  for (;;) {
    const auto line = take_word_line(text, "");
    if (!line) return no_receipt("it has no checkpoint");
    if (line->empty()) break;
    const auto hash = digest_from_base64(*line);
    if (!hash || receipt.proof.size() == kMostHashes) return no_receipt("a line of its proof is no hash");
    receipt.proof.push_back(*hash);
  }
  receipt.checkpoint = text;
  return receipt;
}

text::Result<Receipt> open_receipt(std::string_view text, std::string_view leaf, const VerifierKey& key) {
  auto receipt = read_receipt(text);
  if (!receipt) return receipt;
  const Receipt& r = receipt.value();
  const auto checkpoint = open_checkpoint(r.checkpoint, key);
  if (!checkpoint) return checkpoint.error();
  Hasher hasher;
  if (!proves_inclusion(hasher, r.index, checkpoint.value().size, hasher.leaf_hash(leaf), r.proof,
                        checkpoint.value().root))
    return Error{ErrorKind::Data,
                 fmt::format("the log of the checkpoint does not have this leaf as number {}", r.index)};
  if (!r.salt.empty() && opens(hasher, leaf, r.salt, r.body) != true)
    return Error{ErrorKind::Data, "salt and body are not what the leaf commits to"};
  return receipt;
}

}  // namespace frist::audit
