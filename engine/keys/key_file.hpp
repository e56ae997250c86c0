// SPDX-License-Identifier: Apache-2.0
// Data keys of identity fields, outside of the database: FILE holds one slot of 64 bytes for each key, wrapped by an
// epoch key, and FILE-epoch the epoch key, both readable by their owner alone. A key is destroyed by overwriting its
// slot where it lies. A new epoch writes FILE anew under a new epoch key and overwrites the old one, so that copies of
// older slots (backups of FILE, blocks that the disk moved) open nothing any more. Killed at any step, the next opening
// for writing ends what was begun. docs/identity.md gives every byte.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dsl/text/result.hpp"
#include "engine/keys/field_seal.hpp"

namespace frist::keys {

class KeyFile {
 public:
  enum class Use : std::uint8_t { Read, Write };

  /// New files with that id (16 bytes that no other has) and a first epoch key; a FILE-epoch with that id, which an
  /// interrupted create() left, is gone on with. Errors: FILE or another FILE-epoch is there already (Refused), Io.
  static text::Result<KeyFile> create(const std::string& path, const std::string& id, std::int64_t now);
  /// Errors: either file is missing, or they do not belong together (Refused); not of this form (Data); another program
  /// has held them for seconds (Busy); the disk (Io). One that writes keeps all others out for as long as it lives.
  static text::Result<KeyFile> open(const std::string& path, Use use);
  KeyFile(KeyFile&&) noexcept;
  KeyFile& operator=(KeyFile&&) noexcept;
  ~KeyFile();

  /// 16 bytes that no other key file has; they stay over epochs.
  const std::string& id() const;
  std::uint64_t epoch() const;
  std::int64_t epoch_began() const;  ///< epoch seconds
  std::uint64_t last() const;        ///< the highest number of a key in the file; 0: there is none

  /// A new random key with that number. Requires: it is higher than last(). On the disk after sync().
  text::Result<DataKey> add(std::uint64_t number);
  text::Status sync();

  /// Nothing where there is no such key or it was destroyed. Errors: a slot that was changed (Data), the disk.
  text::Result<std::optional<DataKey>> find(std::uint64_t number);

  /// Overwrites the keys with these numbers where they lie and waits for the disk. Numbers that are not there count as
  /// destroyed. Returns how many were there. After an error some may be gone; doing it again is right.
  text::Result<std::size_t> destroy(std::span<const std::uint64_t> numbers);

  struct Rotated {
    std::uint64_t kept = 0, destroyed = 0;
  };
  /// A new epoch: keys in `live` (ascending) are wrapped anew, all others end with the old epoch key.
  text::Result<Rotated> rotate(std::span<const std::uint64_t> live, std::int64_t now);

 private:
  struct State;
  explicit KeyFile(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace frist::keys
