// SPDX-License-Identifier: Apache-2.0
// The small file with the epoch key, and for the time of a change the next one beside it. Its lock is the lock of the
// key file. For this room only.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dsl/text/result.hpp"
#include "engine/keys/field_seal.hpp"

namespace frist::keys {

/// A file descriptor that ends with its owner.
class Descriptor {
 public:
  explicit Descriptor(int file = -1) : file_(file) {}
  Descriptor(Descriptor&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();
  int get() const { return file_; }
  explicit operator bool() const { return file_ >= 0; }

 private:
  int file_;
};

/// What went wrong with a file, in words; errno says why.
text::Error disk_error(const char* what, const std::string& path);
/// Only files, nothing that somebody put there instead; made with mode 0600.
Descriptor open_file(const std::string& path, int flags);
text::Status write_at(const Descriptor& file, const std::string& path, std::string_view bytes, off_t at);
/// Fewer bytes than asked for where the file ends.
text::Result<std::string> read_at(const Descriptor& file, const std::string& path, std::size_t bytes, off_t at);
text::Status sync_file(const Descriptor& file, const std::string& path);
text::Status sync_folder_of(const std::string& path);
/// Overwrites a whole file with zeros, waits for the disk and removes it. Nothing to do where it is not there.
text::Status wipe_file(const std::string& path);

struct EpochKey {
  std::uint64_t number = 0;
  std::int64_t began = 0;
  DataKey key;
};

class EpochFile {
 public:
  /// A new file with that id (16 bytes) and the epoch 1. It is there whole or not at all.
  static text::Result<EpochFile> create(const std::string& path, const std::string& id, std::int64_t now);
  /// Errors: it is missing (Refused), it is no such file (Data), another holds it (Busy), the disk (Io).
  static text::Result<EpochFile> open(const std::string& path, bool exclusive);

  const std::string& id() const { return id_; }
  /// The key of that epoch, if it is there.
  const EpochKey* find(std::uint64_t epoch) const;
  /// The highest of those that are there; null where there is none.
  const EpochKey* newest() const;
  /// Puts the next epoch's key beside `current`, on the disk.
  text::Result<EpochKey> add_next(std::uint64_t current, std::int64_t now);
  /// Overwrites the key of every other epoch and waits for the disk.
  text::Status keep_only(std::uint64_t epoch);

 private:
  EpochFile(std::string path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  text::Status load();
  text::Status store(std::size_t place, const EpochKey* key);

  std::string path_, id_;
  Descriptor file_;
  std::array<std::optional<EpochKey>, 2> keys_;
};

}  // namespace frist::keys
