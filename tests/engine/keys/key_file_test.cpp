// SPDX-License-Identifier: Apache-2.0
#include "engine/keys/key_file.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/keys/epoch_file.hpp"
#include "tests/support/catch.hpp"

namespace frist::keys {
namespace {

namespace fs = std::filesystem;
using text::ErrorKind;

const std::string kId = "0123456789abcdef";
const Place kPlace{"members", "name", "i1"};

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "frist-keys-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() { fs::remove_all(path); }
  std::string file() const { return path + "/keys"; }
  std::string path;
};

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

template <class T>
T good(text::Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(result).value();
}

DataKey key_of(KeyFile& file, std::uint64_t number) { return good(file.find(number)).value(); }

// Keys 1 to n, each on the disk, and a value under each.
std::vector<std::string> fill(KeyFile& file, std::uint64_t n) {
  std::vector<std::string> sealed;
  for (std::uint64_t i = 1; i <= n; ++i)
    sealed.push_back(seal_field(good(file.add(i)), i, kPlace, "v" + std::to_string(i)));
  REQUIRE(file.sync());
  return sealed;
}

}  // namespace

TEST_CASE("a value opens with its key in its place and nowhere else, and no bit of it can be changed") {
  DataKey key, other;
  key.bytes.fill(7);
  other.bytes.fill(8);
  const std::string sealed = seal_field(key, 9, kPlace, "tAnna");
  CHECK(sealed.size() == 5 + kSealedExtra);
  CHECK(key_number_of(sealed) == 9U);
  CHECK(open_field(key, kPlace, sealed) == "tAnna");
  CHECK_FALSE(open_field(other, kPlace, sealed));
  for (const Place& place :
       {Place{"member", "name", "i1"}, Place{"members", "names", "i1"}, Place{"members", "name", "i2"},
        Place{"membersn", "ame", "i1"}, Place{"members", "nam", "ei1"}})
    CHECK_FALSE(open_field(key, place, sealed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    CHECK_FALSE(open_field(key, kPlace, changed));
  }
  for (std::size_t length = 0; length < sealed.size(); ++length)
    CHECK_FALSE(open_field(key, kPlace, std::string_view(sealed).substr(0, length)));
  CHECK(seal_field(key, 9, kPlace, "tAnna") != sealed);
  CHECK(open_field(key, kPlace, seal_field(key, 9, kPlace, "")) == "");
}

TEST_CASE("keys come back after the file was closed, destroyed ones do not, and their bytes are gone") {
  const Folder folder;
  std::vector<std::string> sealed;
  {
    KeyFile file = good(KeyFile::create(folder.file(), kId, 100));
    sealed = fill(file, 2000);
  }
  const std::string before = bytes_of(folder.file());
  KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
  CHECK(file.id() == kId);
  CHECK(file.epoch() == 1);
  CHECK(file.epoch_began() == 100);
  CHECK(file.last() == 2000);
  CHECK(open_field(key_of(file, 1999), kPlace, sealed[1998]) == "v1999");
  CHECK_FALSE(good(file.find(2001)));
  const std::vector<std::uint64_t> gone = {1, 1000, 2000, 5000};
  CHECK(good(file.destroy(gone)) == 3);
  for (const std::uint64_t number : {1, 1000, 2000}) {
    CHECK_FALSE(good(file.find(number)));
    CHECK(bytes_of(folder.file()).substr(number * 64 + 8, 56) == std::string(56, '\0'));
    CHECK(before.substr(number * 64 + 8, 56) != std::string(56, '\0'));
  }
  CHECK(good(file.destroy(gone)) == 3);  // again changes nothing
  CHECK(open_field(key_of(file, 2), kPlace, sealed[1]) == "v2");
  for (const char* part : {"", "-epoch"}) {
    struct stat found {};
    REQUIRE(stat((folder.file() + part).c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
  }
}

TEST_CASE("a new epoch keeps what lives; old slots do not open by it, nor what is left of the old epoch key") {
  const Folder folder;
  KeyFile file = good(KeyFile::create(folder.file(), kId, 100));
  const auto sealed = fill(file, 1500);
  const std::string old_keys = bytes_of(folder.file()), old_epoch = bytes_of(folder.file() + "-epoch");
  std::vector<std::uint64_t> live;
  for (std::uint64_t i = 2; i <= 1500; i += 2) live.push_back(i);
  const auto rotated = good(file.rotate(live, 200));
  CHECK(rotated.kept == 750);
  CHECK(rotated.destroyed == 750);
  CHECK(file.epoch() == 2);
  CHECK(file.epoch_began() == 200);
  CHECK(open_field(key_of(file, 1500), kPlace, sealed[1499]) == "v1500");
  CHECK_FALSE(good(file.find(1499)));
  const std::string new_epoch = bytes_of(folder.file() + "-epoch");
  CHECK(new_epoch.find(old_epoch.substr(64 + 16, 32)) == std::string::npos);
  good(file.add(1501));
  REQUIRE(file.sync());
  CHECK(file.last() == 1501);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder.path)) ++files;
  CHECK(files == 2);
  // A copy of the old key file beside today's epoch key.
  { KeyFile ended = std::move(file); }
  write_bytes(folder.file(), old_keys);
  CHECK(KeyFile::open(folder.file(), KeyFile::Use::Read).error().kind == ErrorKind::Refused);
  // The same with its epoch number changed to today's.
  std::string forged = old_keys;
  forged[39] = 2;
  write_bytes(folder.file(), forged);
  KeyFile opened = good(KeyFile::open(folder.file(), KeyFile::Use::Read));
  CHECK(opened.find(2).error().kind == ErrorKind::Data);
}

TEST_CASE("what a change of epochs that was cut off has left is ended or taken back by the next that writes") {
  const Folder folder;
  {
    KeyFile file = good(KeyFile::create(folder.file(), kId, 100));
    fill(file, 10);
  }
  {  // before the new file took the old one's name
    EpochFile epochs = good(EpochFile::open(folder.file() + "-epoch", true));
    good(epochs.add_next(1, 200));
    write_bytes(folder.file() + ".next", "half a file");
    fs::create_hard_link(folder.file(), folder.file() + ".old");
  }
  {
    KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
    CHECK(file.epoch() == 1);
    CHECK(good(file.find(10)));
    CHECK_FALSE(fs::exists(folder.file() + ".next"));
    CHECK_FALSE(fs::exists(folder.file() + ".old"));
  }
  CHECK(good(EpochFile::open(folder.file() + "-epoch", false)).find(2) == nullptr);
  // Behind it: the old file is still there under its other name, and the old epoch key.
  const std::string epoch_1 = bytes_of(folder.file() + "-epoch"), keys_1 = bytes_of(folder.file());
  {
    KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
    good(file.rotate(std::vector<std::uint64_t>{1, 2, 3}, 300));
  }
  std::string both = bytes_of(folder.file() + "-epoch");
  both.replace(64, 64, epoch_1, 64, 64);
  write_bytes(folder.file() + "-epoch", both);
  write_bytes(folder.file() + ".old", keys_1);
  KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
  CHECK(file.epoch() == 2);
  CHECK(good(file.find(3)));
  CHECK_FALSE(fs::exists(folder.file() + ".old"));
  CHECK(bytes_of(folder.file() + "-epoch").substr(64, 64) == std::string(64, '\0'));
}

TEST_CASE("files that are missing, in use, of another form or changed are told apart, and nothing is written over") {
  const Folder folder;
  CHECK(KeyFile::open(folder.file(), KeyFile::Use::Read).error().kind == ErrorKind::Refused);
  {
    KeyFile file = good(KeyFile::create(folder.file(), kId, 100));
    fill(file, 3);
    CHECK(KeyFile::create(folder.file(), kId, 100).error().kind == ErrorKind::Refused);
    CHECK(KeyFile::open(folder.file(), KeyFile::Use::Read).error().kind == ErrorKind::Busy);
  }
  const std::string sound = bytes_of(folder.file());
  std::string changed = sound;
  changed[2 * 64 + 20] ^= 1;
  write_bytes(folder.file(), changed);
  {
    KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
    CHECK(file.find(2).error().kind == ErrorKind::Data);
    CHECK(good(file.find(3)));
    CHECK(file.rotate(std::vector<std::uint64_t>{1, 2, 3}, 200).error().kind == ErrorKind::Data);
  }
  CHECK(bytes_of(folder.file()) == changed);
  write_bytes(folder.file(), sound + std::string(30, 'x'));  // a slot that was cut off
  {
    KeyFile file = good(KeyFile::open(folder.file(), KeyFile::Use::Write));
    CHECK(file.last() == 3);
    const DataKey made = good(file.add(4));
    REQUIRE(file.sync());
    CHECK(key_of(file, 4).bytes == made.bytes);
  }
  for (const std::string& other : {std::string(), std::string(10, 'x'), std::string(500, 'x')}) {
    write_bytes(folder.file(), other);
    CHECK(KeyFile::open(folder.file(), KeyFile::Use::Write).error().kind == ErrorKind::Data);
    CHECK(bytes_of(folder.file()) == other);
  }
  fs::remove(folder.file());  // an import that was cut off between the two goes on with the epoch key, for its own file
  CHECK(KeyFile::create(folder.file(), "another file 123", 100).error().kind == ErrorKind::Refused);
  CHECK(good(KeyFile::create(folder.file(), kId, 100)).epoch() == 1);
  fs::remove(folder.file() + "-epoch");
  CHECK(KeyFile::open(folder.file(), KeyFile::Use::Read).error().kind == ErrorKind::Refused);
}

}  // namespace frist::keys
