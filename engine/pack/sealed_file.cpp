// SPDX-License-Identifier: Apache-2.0
#include "engine/pack/sealed_file.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "dsl/text/files.hpp"

namespace frist::pack {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

// 16 bytes that name the form, 16 that name the file, chunks, and where the directory stands.
constexpr std::string_view kForm = "frist columns 1\n";
constexpr std::size_t kIdBytes = 16;

struct Footer {
  std::uint64_t at, size;
};

std::string file_of(const std::string& database) { return database + "-frist-columns"; }
std::string key_file_of(const std::string& database) { return database + "-frist-columns-key"; }

Error failed(const char* what, const std::string& path) {
  return {ErrorKind::Io, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(errno))};
}
Error damaged(const std::string& path) {
  return {ErrorKind::Data, fmt::format("`{}` is damaged; `frist pack --drop` takes it away", path)};
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

std::string_view view(const audit::CipherKey& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

// What somebody put there and is no file, a pipe for one, keeps nobody waiting.
constexpr int kOnlyFiles = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;

File opened(const std::string& path, int flags) {
  const int file = open(path.c_str(), flags | kOnlyFiles, 0600);
  return File(file < 0 ? nullptr : fdopen(file, (flags & O_RDWR) != 0 ? "w+b" : "rb"));
}

Status on_disk(std::FILE* file, const std::string& path) {
  if (std::fflush(file) != 0 || fsync(fileno(file)) != 0) return failed("write", path);
  return {};
}

Status remove_file(const std::string& path) {
  return unlink(path.c_str()) == 0 || errno == ENOENT ? Status() : failed("remove", path);
}

}  // namespace

Status destroy_sealed(const std::string& database) {
  const std::string key_path = key_file_of(database);
  const int key = open(key_path.c_str(), O_WRONLY | kOnlyFiles);
  if (key < 0 && errno != ENOENT)
    return failed("open", key_path)
        .with_context("the packed columns must go first; whoever made them runs `frist pack --drop`");
  if (key >= 0) {
    const audit::CipherKey nothing{};
    const bool over =
        pwrite(key, nothing.data(), nothing.size(), 0) == static_cast<ssize_t>(nothing.size()) && fsync(key) == 0;
    const int why = errno;
    close(key);
    errno = why;
    if (!over) return failed("overwrite", key_path);
  }
  const bool any = any_sealed(database);
  for (const std::string& path : {key_path, file_of(database)})
    if (auto removed = remove_file(path); !removed) return removed;
  return any ? text::sync_folder(std::filesystem::path(key_path).parent_path().string()) : Status();
}

bool any_sealed(const std::string& database) {
  return access(file_of(database).c_str(), F_OK) == 0 || access(key_file_of(database).c_str(), F_OK) == 0;
}

Result<SealedWriter> SealedWriter::create(const std::string& database) {
  if (auto gone = destroy_sealed(database); !gone) return gone.error();
  const std::string path = file_of(database), key_path = key_file_of(database);
  const audit::CipherKey key = audit::random_cipher_key(), id = audit::random_cipher_key();
  File key_file = opened(key_path, O_RDWR | O_CREAT | O_EXCL);
  if (!key_file || std::fwrite(key.data(), 1, key.size(), key_file.get()) != key.size())
    return failed("make", key_path);
  if (auto written = on_disk(key_file.get(), key_path); !written) return written.error();
  File file = opened(path, O_RDWR | O_CREAT | O_EXCL);
  if (!file) return failed("make", path);
  const std::string_view name = view(id).substr(0, kIdBytes);
  SealedWriter writer(path, std::move(file), audit::Cipher(key), hex(name));
  for (const std::string_view part : {kForm, name})
    if (auto written = writer.write(part); !written) return written.error();
  return writer;
}

Status SealedWriter::write(std::string_view bytes) {
  size_ += bytes.size();
  return std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() ? Status() : failed("write", path_);
}

// A chunk's number is where it begins: no two have the same.
Result<codec::PackPlace> SealedWriter::add(std::string_view chunk) {
  sealed_.clear();
  cipher_.close(size_, chunk, sealed_);
  const codec::PackPlace place{size_, sealed_.size()};
  if (auto written = write(sealed_); !written) return written.error();
  return place;
}

Status SealedWriter::finish(std::string_view directory) {
  const auto place = add(directory);
  if (!place) return place.error();
  const Footer footer{place.value().at, place.value().size};
  if (auto written = write({reinterpret_cast<const char*>(&footer), sizeof footer}); !written) return written;
  return on_disk(file_.get(), path_);
}

Result<std::optional<SealedReader>> SealedReader::open(const std::string& database) {
  using Nothing = std::optional<SealedReader>;
  const std::string path = file_of(database), key_path = key_file_of(database);
  File key_file = opened(key_path, O_RDONLY), file = key_file ? opened(path, O_RDONLY) : nullptr;
  if (!key_file || !file)
    return errno == ENOENT || errno == EACCES ? Result<Nothing>(Nothing()) : failed("open", key_file ? path : key_path);
  audit::CipherKey key;
  std::array<char, kForm.size() + kIdBytes> head;
  Footer footer;
  const bool whole = std::fread(key.data(), 1, key.size(), key_file.get()) == key.size() &&
                     std::fread(head.data(), 1, head.size(), file.get()) == head.size() &&
                     std::fseek(file.get(), -static_cast<long>(sizeof footer), SEEK_END) == 0 &&
                     std::fread(&footer, 1, sizeof footer, file.get()) == sizeof footer;
  if (!whole || std::string_view(head.data(), kForm.size()) != kForm) return Nothing();
  const long end = std::ftell(file.get());
  SealedReader reader(path, std::move(file), audit::Cipher(key), hex({head.data() + kForm.size(), kIdBytes}));
  reader.size_ = static_cast<std::uint64_t>(end);
  reader.directory_ = {footer.at, footer.size};
  return Nothing(std::move(reader));
}

Result<std::string> SealedReader::directory() {
  std::string text;
  if (auto read = this->read(directory_, text); !read) return read.error();
  return text;
}

Status SealedReader::read(const codec::PackPlace& place, std::string& chunk) {
  if (place.at > size_ || place.size > size_ - place.at) return damaged(path_);
  const int file = fileno(file_.get());
  sealed_.resize(place.size);
  for (std::size_t done = 0; done < sealed_.size();) {
    const ssize_t n = pread(file, sealed_.data() + done, sealed_.size() - done, static_cast<off_t>(place.at + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("read", path_);
    if (n == 0) return damaged(path_);
    done += static_cast<std::size_t>(n);
  }
  return cipher_.open(place.at, sealed_, chunk) ? Status() : damaged(path_);
}

}  // namespace frist::pack
