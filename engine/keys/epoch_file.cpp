// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/epoch_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <thread>

#include "dsl/text/files.hpp"

namespace frist::keys {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
Descriptor::~Descriptor() {
  if (file_ >= 0) close(file_);
}

Error disk_error(const char* what, const std::string& path) {
  return {ErrorKind::Io, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(errno))};
}

Descriptor open_file(const std::string& path, int flags) {
  return Descriptor(open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
}

Status write_at(const Descriptor& file, const std::string& path, std::string_view bytes, off_t at) {
  while (!bytes.empty()) {
    const ssize_t n = pwrite(file.get(), bytes.data(), bytes.size(), at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return disk_error("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += n;
  }
  return {};
}

Result<std::string> read_at(const Descriptor& file, const std::string& path, std::size_t bytes, off_t at) {
  std::string read(bytes, '\0');
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t n = pread(file.get(), read.data() + done, bytes - done, at + static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return disk_error("read", path);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  read.resize(done);
  return read;
}

Status sync_file(const Descriptor& file, const std::string& path) {
  return fsync(file.get()) == 0 ? Status() : disk_error("write", path);
}

Status sync_folder_of(const std::string& path) {
  return text::sync_folder(std::filesystem::path(path).parent_path().string());
}

Status wipe_file(const std::string& path) {
  const Descriptor file = open_file(path, O_WRONLY);
  if (!file) return errno == ENOENT ? Status() : disk_error("open", path);
  struct stat found {};
  if (fstat(file.get(), &found) != 0) return disk_error("read", path);
  const std::string zeros(1u << 16, '\0');
  for (off_t at = 0; at < found.st_size; at += static_cast<off_t>(zeros.size())) {
    const auto left = static_cast<std::size_t>(found.st_size - at);
    if (auto done = write_at(file, path, std::string_view(zeros).substr(0, left), at); !done) return done;
  }
  if (auto synced = sync_file(file, path); !synced) return synced;
  if (unlink(path.c_str()) != 0) return disk_error("remove", path);
  return sync_folder_of(path);
}

namespace {

// 16 bytes that name the form, 16 that name the file, zeros up to 64; then two places of 64 bytes: number of the epoch
// (8), when it began (8), its key (32), BLAKE2b of these (16). A place of zeros is empty.
constexpr std::string_view kEpochForm = "frist epochs 01\n";
static_assert(kEpochForm.size() == 16);
constexpr std::size_t kEpochPlace = 64, kEpochIdBytes = 16, kEpochText = 48;
constexpr int kLockTries = 100;
constexpr std::chrono::milliseconds kLockPause(50);

std::string epoch_digest(std::string_view text) {
  std::string digest(16, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return digest;
}

std::string epoch_text(const EpochKey& key) {
  std::string text = big_endian(key.number) + big_endian(static_cast<std::uint64_t>(key.began));
  text.append(reinterpret_cast<const char*>(key.key.bytes.data()), key.key.bytes.size());
  return text + epoch_digest(text);
}

EpochKey new_epoch(std::uint64_t number, std::int64_t now) {
  EpochKey made{number, now, {}};
  randombytes_buf(made.key.bytes.data(), made.key.bytes.size());
  return made;
}

Status lock(const Descriptor& file, const std::string& path, bool exclusive) {
  for (int i = 0; i < kLockTries; ++i) {
    if (flock(file.get(), (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return {};
    if (errno != EWOULDBLOCK && errno != EINTR) return disk_error("lock", path);
    std::this_thread::sleep_for(kLockPause);
  }
  return Error{ErrorKind::Busy, fmt::format("another program works with the key file `{}`", path)};
}

}  // namespace

Result<EpochFile> EpochFile::create(const std::string& path, const std::string& id, std::int64_t now) {
  FRIST_CHECK(id.size() == kEpochIdBytes);
  const std::string made = path + ".new";  // left by one that was killed: nothing was ever wrapped by it
  if (unlink(made.c_str()) != 0 && errno != ENOENT) return disk_error("remove", made);
  {
    const Descriptor file = open_file(made, O_RDWR | O_CREAT | O_EXCL);
    if (!file) return disk_error("make", made);
    std::string bytes = std::string(kEpochForm) + id;
    bytes.resize(kEpochPlace);
    bytes += epoch_text(new_epoch(1, now));
    bytes.resize(3 * kEpochPlace);
    const auto written = write_at(file, made, bytes, 0);
    sodium_memzero(bytes.data(), bytes.size());
    if (!written) return written.error();
    if (auto synced = sync_file(file, made); !synced) return synced.error();
  }
  if (rename(made.c_str(), path.c_str()) != 0) return disk_error("make", path);
  if (auto synced = sync_folder_of(path); !synced) return synced.error();
  return open(path, true);
}

Result<EpochFile> EpochFile::open(const std::string& path, bool exclusive) {
  EpochFile epochs(path, open_file(path, exclusive ? O_RDWR : O_RDONLY));
  if (!epochs.file_ && errno == ENOENT)
    return Error{ErrorKind::Refused, fmt::format("the key file `{}` is not there", path)};
  if (!epochs.file_) return disk_error("open", path);
  if (auto held = lock(epochs.file_, path, exclusive); !held) return held.error();
  if (auto loaded = epochs.load(); !loaded) return loaded.error();
  return epochs;
}

Status EpochFile::load() {
  auto bytes = read_at(file_, path_, 3 * kEpochPlace, 0);
  if (!bytes) return bytes.error();
  const std::string_view all = bytes.value();
  if (all.size() != 3 * kEpochPlace || !all.starts_with(kEpochForm))
    return Error{ErrorKind::Data, fmt::format("`{}` is no file of epoch keys", path_)};
  id_ = all.substr(kEpochForm.size(), kEpochIdBytes);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const std::string_view place = all.substr((i + 1) * kEpochPlace, kEpochPlace);
    keys_[i].reset();
    if (place.substr(kEpochText) != epoch_digest(place.substr(0, kEpochText))) continue;
    EpochKey& key = keys_[i].emplace();
    key.number = from_big_endian(place);
    key.began = static_cast<std::int64_t>(from_big_endian(place.substr(8)));
    std::copy_n(place.data() + 16, key.key.bytes.size(), reinterpret_cast<char*>(key.key.bytes.data()));
  }
  sodium_memzero(bytes.value().data(), bytes.value().size());
  return {};
}

Status EpochFile::store(std::size_t place, const EpochKey* key) {
  std::string bytes = key ? epoch_text(*key) : std::string(kEpochPlace, '\0');
  const auto at = static_cast<off_t>((place + 1) * kEpochPlace);
  const auto written = write_at(file_, path_, bytes, at);
  sodium_memzero(bytes.data(), bytes.size());
  if (!written) return written;
  if (auto synced = sync_file(file_, path_); !synced) return synced;
  keys_[place] = key ? std::optional(*key) : std::nullopt;
  return {};
}

const EpochKey* EpochFile::find(std::uint64_t epoch) const {
  for (const auto& key : keys_)
    if (key && key->number == epoch) return &*key;
  return nullptr;
}

const EpochKey* EpochFile::newest() const {
  const EpochKey* newest = nullptr;
  for (const auto& key : keys_)
    if (key && (!newest || key->number > newest->number)) newest = &*key;
  return newest;
}

Result<EpochKey> EpochFile::add_next(std::uint64_t current, std::int64_t now) {
  const std::size_t place = keys_[0] && keys_[0]->number == current ? 1 : 0;
  const EpochKey next = new_epoch(current + 1, now);
  if (auto stored = store(place, &next); !stored) return stored.error();
  return next;
}

Status EpochFile::keep_only(std::uint64_t epoch) {
  FRIST_CHECK(find(epoch) != nullptr);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (keys_[i] && keys_[i]->number == epoch) continue;
    const auto there = read_at(file_, path_, kEpochPlace, static_cast<off_t>((i + 1) * kEpochPlace));
    if (!there) return there.error();
    if (there.value().find_first_not_of('\0') == std::string::npos) continue;
    if (auto stored = store(i, nullptr); !stored) return stored;
  }
  return {};
}

}  // namespace frist::keys
