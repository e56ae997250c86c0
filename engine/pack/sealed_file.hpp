// SPDX-License-Identifier: Apache-2.0
// A file of chunks that are sealed under a key of its own, which stands in a small file beside it:
// DATABASE-frist-columns and DATABASE-frist-columns-key, both readable by their owner alone. Whoever overwrites the key
// has made all of it unreadable, wherever copies of the blocks may be left on the disk. For this room only.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/audit/cipher.hpp"
#include "engine/codec/pack_directory.hpp"

namespace frist::pack {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class SealedWriter {
 public:
  /// Makes both files, with a new key, in place of what is there. Errors: the disk.
  static text::Result<SealedWriter> create(const std::string& database);
  text::Result<codec::PackPlace> add(std::string_view chunk);
  /// The last chunk, which open() finds; everything is on the disk afterwards.
  text::Status finish(std::string_view directory);
  /// 32 hexadecimal digits that no other file has.
  const std::string& id() const { return id_; }
  std::uint64_t size() const { return size_; }

 private:
  SealedWriter(std::string path, File file, audit::Cipher cipher, std::string id)
      : path_(std::move(path)), file_(std::move(file)), cipher_(std::move(cipher)), id_(std::move(id)) {}
  text::Status write(std::string_view bytes);
  std::string path_;
  File file_;
  audit::Cipher cipher_;
  std::string id_, sealed_;
  std::uint64_t size_ = 0;
};

class SealedReader {
 public:
  /// Nothing where there are no such files, they do not belong together, or are another user's and not for us to read.
  /// Errors: the disk.
  static text::Result<std::optional<SealedReader>> open(const std::string& database);
  const std::string& id() const { return id_; }
  std::uint64_t size() const { return size_; }
  /// The text of the last chunk.
  text::Result<std::string> directory();
  /// Errors (Data): it is not as it was written.
  text::Status read(const codec::PackPlace& place, std::string& chunk);

 private:
  SealedReader(std::string path, File file, audit::Cipher cipher, std::string id)
      : path_(std::move(path)), file_(std::move(file)), cipher_(std::move(cipher)), id_(std::move(id)) {}
  std::string path_;
  File file_;
  audit::Cipher cipher_;
  std::string id_, sealed_;
  std::uint64_t size_ = 0;
  codec::PackPlace directory_;
};

/// Overwrites the key on the disk, then removes both files. Nothing to do where there are none. Errors: the disk; the
/// key may then still be there.
text::Status destroy_sealed(const std::string& database);
/// Whether either file is there.
bool any_sealed(const std::string& database);

}  // namespace frist::pack
