// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/key_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "engine/keys/epoch_file.hpp"

namespace frist::keys {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

namespace {

// 16 bytes that name the form, 16 that name the file, the epoch (8), zeros up to 64; then slots of 64 bytes, ascending:
// number (8), salt (8), key (32) and tag (16) under the epoch key. Of a destroyed key the number stays.
constexpr std::string_view kSlotForm = "frist keyfile 1\n";
static_assert(kSlotForm.size() == 16);
constexpr std::size_t kSlot = 64, kNumber = 8, kSalt = 8, kFileId = 16;
constexpr std::size_t kAtOnce = 1024;  // slots written or read together
static_assert(kNumber + kSalt + 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES == kSlot);

std::string epoch_path(const std::string& path) { return path + "-epoch"; }

const unsigned char* bytes_at(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_at(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string header_of(const std::string& id, std::uint64_t epoch) {
  std::string header(kSlotForm);
  header += id + big_endian(epoch);
  header.resize(kSlot);
  return header;
}

bool is_destroyed(std::string_view slot) { return slot.substr(kNumber).find_first_not_of('\0') == std::string::npos; }

// Number, salt and epoch make a nonce that one epoch key never sees twice.
std::string nonce_of(std::string_view slot, std::uint64_t epoch) {
  return std::string(slot.substr(0, kNumber + kSalt)) + big_endian(epoch);
}
std::string about_slot(const std::string& id, std::uint64_t epoch, std::string_view slot) {
  return std::string(kSlotForm) + id + big_endian(epoch) + std::string(slot.substr(0, kNumber));
}

std::string wrap(const EpochKey& epoch, const std::string& id, std::uint64_t number, const DataKey& key) {
  std::string slot = big_endian(number);
  slot.resize(kSlot);
  randombytes_buf(slot.data() + kNumber, kSalt);
  const std::string nonce = nonce_of(slot, epoch.number), about = about_slot(id, epoch.number, slot);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_at(slot) + kNumber + kSalt, nullptr, key.bytes.data(),
                                             key.bytes.size(), bytes_at(about), about.size(), nullptr, bytes_at(nonce),
                                             epoch.key.bytes.data());
  return slot;
}

std::optional<DataKey> unwrap(const EpochKey& epoch, const std::string& id, std::string_view slot) {
  const std::string nonce = nonce_of(slot, epoch.number), about = about_slot(id, epoch.number, slot);
  DataKey key;
  const bool good = crypto_aead_xchacha20poly1305_ietf_decrypt(
                        key.bytes.data(), nullptr, nullptr, bytes_at(slot) + kNumber + kSalt, kSlot - kNumber - kSalt,
                        bytes_at(about), about.size(), bytes_at(nonce), epoch.key.bytes.data()) == 0;
  return good ? std::optional(key) : std::nullopt;
}

}  // namespace

struct KeyFile::State {
  State(std::string p, EpochFile e) : path(std::move(p)), epochs(std::move(e)) {}

  Status open_slots(bool writes);
  Status settle();
  Result<std::string> read_slot(std::uint64_t index) const {
    return read_at(file, path, kSlot, static_cast<off_t>((index + 1) * kSlot));
  }
  Result<std::optional<std::uint64_t>> index_of(std::uint64_t number) const;
  Status write_waiting();
  Error damaged(std::uint64_t number) const {
    return {ErrorKind::Data,
            fmt::format("the key {} in `{}` was changed; restore a backup of the key file", number, path)};
  }
  Result<Rotated> copy_live(const Descriptor& next, const std::string& next_path, std::span<const std::uint64_t> live,
                            const EpochKey& old_epoch, const EpochKey& new_epoch) const;

  std::string path;
  EpochFile epochs;  // its lock is ours
  Descriptor file;
  const EpochKey* epoch = nullptr;
  std::uint64_t slots = 0, last = 0;
  std::string waiting;  // slots that are not written yet
};

KeyFile::KeyFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
KeyFile::KeyFile(KeyFile&&) noexcept = default;
KeyFile& KeyFile::operator=(KeyFile&&) noexcept = default;
KeyFile::~KeyFile() = default;

const std::string& KeyFile::id() const { return state_->epochs.id(); }
std::uint64_t KeyFile::epoch() const { return state_->epoch->number; }
std::int64_t KeyFile::epoch_began() const { return state_->epoch->began; }
std::uint64_t KeyFile::last() const { return state_->last; }

Result<KeyFile> KeyFile::create(const std::string& path, const std::string& id, std::int64_t now) {
  FRIST_CHECK(sodium_init() >= 0);
  if (access(path.c_str(), F_OK) == 0)
    return Error{ErrorKind::Refused, fmt::format("there is a key file `{}` already", path)};
  const bool begun = access(epoch_path(path).c_str(), F_OK) == 0;
  {
    auto epochs = begun ? EpochFile::open(epoch_path(path), true) : EpochFile::create(epoch_path(path), id, now);
    if (!epochs) return epochs.error();
    const EpochKey* key = epochs.value().newest();
    if (epochs.value().id() != id)
      return Error{ErrorKind::Refused, fmt::format("`{}` is there already and belongs to another", epoch_path(path))};
    if (!key) return Error{ErrorKind::Data, fmt::format("`{}` holds no key", epoch_path(path))};
    const std::string made = path + ".new";
    if (unlink(made.c_str()) != 0 && errno != ENOENT) return disk_error("remove", made);
    const Descriptor file = open_file(made, O_RDWR | O_CREAT | O_EXCL);
    if (!file) return disk_error("make", made);
    if (auto done = write_at(file, made, header_of(id, key->number), 0); !done) return done.error();
    if (auto synced = sync_file(file, made); !synced) return synced.error();
    if (rename(made.c_str(), path.c_str()) != 0) return disk_error("make", path);
    if (auto synced = sync_folder_of(path); !synced) return synced.error();
  }
  return open(path, Use::Write);
}

Result<KeyFile> KeyFile::open(const std::string& path, Use use) {
  FRIST_CHECK(sodium_init() >= 0);
  if (access(path.c_str(), F_OK) != 0 && errno == ENOENT)
    return Error{ErrorKind::Refused, fmt::format("the key file `{}` is not there", path)};
  auto epochs = EpochFile::open(epoch_path(path), use == Use::Write);
  if (!epochs) return epochs.error();
  auto state = std::make_unique<State>(path, std::move(epochs).value());
  if (auto opened = state->open_slots(use == Use::Write); !opened) return opened.error();
  if (use == Use::Write)
    if (auto settled = state->settle(); !settled) return settled.error();
  return KeyFile(std::move(state));
}

Status KeyFile::State::open_slots(bool writes) {
  file = open_file(path, writes ? O_RDWR : O_RDONLY);
  if (!file) return disk_error("open", path);
  struct stat found {};
  if (fstat(file.get(), &found) != 0) return disk_error("read", path);
  const auto header = read_at(file, path, kSlot, 0);
  if (!header) return header.error();
  const std::string_view head = header.value();
  if (head.size() != kSlot || !head.starts_with(kSlotForm))
    return Error{ErrorKind::Data, fmt::format("`{}` is no key file", path)};
  epoch = epochs.find(from_big_endian(head.substr(kSlotForm.size() + kFileId)));
  if (head.substr(kSlotForm.size(), kFileId) != epochs.id() || !epoch)
    return Error{ErrorKind::Refused, fmt::format("`{}` does not hold the epoch key of `{}`", epoch_path(path), path)};
  // Half a slot at the end was never used: a row is stored after its key was synced.
  slots = static_cast<std::uint64_t>(found.st_size) / kSlot - 1;
  if (slots == 0) return {};
  const auto slot = read_slot(slots - 1);
  if (!slot) return slot.error();
  last = from_big_endian(slot.value());
  return {};
}

// What a change of epochs that was cut off has left.
Status KeyFile::State::settle() {
  if (auto wiped = wipe_file(path + ".next"); !wiped) return wiped;
  const std::string old = path + ".old";
  struct stat ours {
  }, theirs{};
  if (lstat(old.c_str(), &theirs) == 0 && fstat(file.get(), &ours) == 0 && ours.st_ino == theirs.st_ino) {
    if (unlink(old.c_str()) != 0) return disk_error("remove", old);
  } else if (auto wiped = wipe_file(old); !wiped) {
    return wiped;
  }
  const std::uint64_t current = epoch->number;
  auto kept = epochs.keep_only(current);
  epoch = epochs.find(current);
  return kept;
}

Result<DataKey> KeyFile::add(std::uint64_t number) {
  FRIST_CHECK(number > state_->last);
  DataKey key;
  randombytes_buf(key.bytes.data(), key.bytes.size());
  state_->waiting += wrap(*state_->epoch, id(), number, key);
  state_->last = number;
  if (state_->waiting.size() >= kAtOnce * kSlot)
    if (auto written = state_->write_waiting(); !written) return written.error();
  return key;
}

Status KeyFile::State::write_waiting() {
  if (auto written = write_at(file, path, waiting, static_cast<off_t>((slots + 1) * kSlot)); !written) return written;
  slots += waiting.size() / kSlot;
  waiting.clear();
  return {};
}

Status KeyFile::sync() {
  if (auto written = state_->write_waiting(); !written) return written;
  return sync_file(state_->file, state_->path);
}

Result<std::optional<std::uint64_t>> KeyFile::State::index_of(std::uint64_t number) const {
  std::uint64_t begin = 0, end = slots;
  while (begin < end) {
    const std::uint64_t middle = begin + (end - begin) / 2;
    const auto slot = read_slot(middle);
    if (!slot) return slot.error();
    if (slot.value().size() < kSlot)
      return Error{ErrorKind::Data, fmt::format("`{}` has become shorter while it was read", path)};
    const std::uint64_t found = from_big_endian(slot.value());
    if (found == number) return std::optional(middle);
    (found < number ? begin : end) = found < number ? middle + 1 : middle;
  }
  return std::optional<std::uint64_t>();
}

Result<std::optional<DataKey>> KeyFile::find(std::uint64_t number) {
  if (auto written = state_->write_waiting(); !written) return written.error();
  const auto index = state_->index_of(number);
  if (!index) return index.error();
  if (!index.value()) return std::optional<DataKey>();
  const auto slot = state_->read_slot(*index.value());
  if (!slot) return slot.error();
  if (is_destroyed(slot.value())) return std::optional<DataKey>();
  auto key = unwrap(*state_->epoch, id(), slot.value());
  if (!key) return state_->damaged(number);
  return key;
}

Result<std::size_t> KeyFile::destroy(std::span<const std::uint64_t> numbers) {
  if (auto written = state_->write_waiting(); !written) return written.error();
  const std::string zeros(kSlot - kNumber, '\0');
  std::size_t there = 0;
  for (const std::uint64_t number : numbers) {
    const auto index = state_->index_of(number);
    if (!index) return index.error();
    if (!index.value()) continue;
    const auto at = static_cast<off_t>((*index.value() + 1) * kSlot + kNumber);
    if (auto done = write_at(state_->file, state_->path, zeros, at); !done) return done.error();
    ++there;
  }
  if (auto synced = sync_file(state_->file, state_->path); !synced) return synced.error();
  return there;
}

Result<KeyFile::Rotated> KeyFile::State::copy_live(const Descriptor& next, const std::string& next_path,
                                                   std::span<const std::uint64_t> live, const EpochKey& old_epoch,
                                                   const EpochKey& new_epoch) const {
  Rotated done;
  off_t to = kSlot;
  for (std::uint64_t begin = 0; begin < slots; begin += kAtOnce) {
    const auto n = std::min<std::uint64_t>(kAtOnce, slots - begin);
    const auto read = read_at(file, path, n * kSlot, static_cast<off_t>((begin + 1) * kSlot));
    if (!read) return read.error();
    std::string part;
    for (std::size_t at = 0; at + kSlot <= read.value().size(); at += kSlot) {
      const std::string_view slot = std::string_view(read.value()).substr(at, kSlot);
      const std::uint64_t number = from_big_endian(slot);
      if (is_destroyed(slot)) continue;
      if (!std::binary_search(live.begin(), live.end(), number)) {
        ++done.destroyed;
        continue;
      }
      const auto key = unwrap(old_epoch, epochs.id(), slot);
      if (!key) return damaged(number);
      part += wrap(new_epoch, epochs.id(), number, *key);
      ++done.kept;
    }
    if (auto written = write_at(next, next_path, part, to); !written) return written.error();
    to += static_cast<off_t>(part.size());
  }
  return done;
}

Result<KeyFile::Rotated> KeyFile::rotate(std::span<const std::uint64_t> live, std::int64_t now) {
  State& s = *state_;
  if (auto written = s.write_waiting(); !written) return written.error();
  const EpochKey old_epoch = *s.epoch;
  const auto new_epoch = s.epochs.add_next(old_epoch.number, now);
  s.epoch = s.epochs.find(old_epoch.number);
  if (!new_epoch) return new_epoch.error();
  const std::string next_path = s.path + ".next", old_path = s.path + ".old";
  Rotated rotated;
  {
    const Descriptor next = open_file(next_path, O_RDWR | O_CREAT | O_EXCL);
    if (!next) return disk_error("make", next_path);
    const auto header = header_of(id(), new_epoch.value().number);
    if (auto written = write_at(next, next_path, header, 0); !written) return written.error();
    auto copied = s.copy_live(next, next_path, live, old_epoch, new_epoch.value());
    if (!copied) return copied.error();
    rotated = copied.value();
    if (auto synced = sync_file(next, next_path); !synced) return synced.error();
  }
  if (link(s.path.c_str(), old_path.c_str()) != 0) return disk_error("link", old_path);
  if (rename(next_path.c_str(), s.path.c_str()) != 0) return disk_error("rename", next_path);
  if (auto synced = sync_folder_of(s.path); !synced) return synced.error();
  if (auto opened = s.open_slots(true); !opened) return opened.error();
  if (auto settled = s.settle(); !settled) return settled.error();
  return rotated;
}

}  // namespace frist::keys
