// SPDX-License-Identifier: Apache-2.0
#include "engine/store/early_writing.hpp"

#include <sys/stat.h>

#include <cstring>
#include <memory>

#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

// A file opened as the wiping VFS opens it.
struct Opened {
  Opened(sqlite3_vfs* vfs, const std::string& path)
      : memory(new std::byte[static_cast<std::size_t>(vfs->szOsFile)]),
        file(reinterpret_cast<sqlite3_file*>(memory.get())) {
    file->pMethods = nullptr;
    code = open_and_tell(vfs, path.c_str(), file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_WAL, nullptr,
                         descriptor);
  }
  ~Opened() {
    if (file->pMethods) file->pMethods->xClose(file);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  std::unique_ptr<std::byte[]> memory;
  sqlite3_file* file;
  int descriptor = -2, code = SQLITE_OK;
};

}  // namespace

TEST_CASE("the descriptor of a file that SQLite opens is told") {
  sqlite3_vfs* vfs = sqlite3_vfs_find("unix");
  REQUIRE(vfs);
  REQUIRE(watch_descriptors(vfs));
  TemporaryFolder folder;
  for (const char* name : {"first", "second"}) {
    const std::string path = folder.file(name);
    const Opened opened(vfs, path);
    REQUIRE(opened.code == SQLITE_OK);
    struct stat by_name {
    }, by_descriptor{};
    REQUIRE(::stat(path.c_str(), &by_name) == 0);
    REQUIRE(::fstat(opened.descriptor, &by_descriptor) == 0);
    CHECK(by_name.st_ino == by_descriptor.st_ino);
  }
  CHECK(Opened(vfs, folder.file("there is no such folder/a")).descriptor == -1);
}

TEST_CASE("a file layer without descriptors is left alone") {
  sqlite3_vfs other = *sqlite3_vfs_find("unix");
  other.xSetSystemCall = nullptr;
  CHECK_FALSE(watch_descriptors(&other));
  other = *sqlite3_vfs_find("unix");
  other.iVersion = 2;
  CHECK_FALSE(watch_descriptors(&other));
}

TEST_CASE("the disk is asked to begin once there is a mebibyte for it, and what was written is there") {
  constexpr int kPage = 4096;
  sqlite3_vfs* vfs = sqlite3_vfs_find("unix");
  REQUIRE(watch_descriptors(vfs));
  TemporaryFolder folder;
  Opened opened(vfs, folder.file("a"));
  REQUIRE(opened.code == SQLITE_OK);
  EarlyWriting early{opened.descriptor};
  const std::string page(kPage, 'p');
  for (int i = 300; i-- > 0;) {  // from the end: the range is what lies between
    REQUIRE(opened.file->pMethods->xWrite(opened.file, page.data(), kPage, sqlite3_int64{i} * kPage) == SQLITE_OK);
    early.wrote(std::int64_t{i} * kPage, kPage);
    if (i == 45) CHECK((early.bytes == 255 * kPage && early.from == 45 * kPage && early.to == 300 * kPage));
    if (i == 44) CHECK(early.bytes == 0);
  }
  CHECK(early.bytes == 44 * kPage);
  CHECK(early.from == 0);
  CHECK(early.to == 44 * kPage);
  std::string back(kPage, '\0');
  for (int i = 0; i < 300; ++i) {
    REQUIRE(opened.file->pMethods->xRead(opened.file, back.data(), kPage, sqlite3_int64{i} * kPage) == SQLITE_OK);
    REQUIRE(back == page);
  }
  EarlyWriting nowhere;
  nowhere.wrote(0, 2 << 20);
  CHECK(nowhere.bytes == 0);
}

}  // namespace frist::store
