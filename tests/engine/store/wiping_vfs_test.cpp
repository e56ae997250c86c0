// SPDX-License-Identifier: Apache-2.0
// Under the wiping VFS lies one that keeps what the disk has confirmed of each file, and looks at that when a file is
// cut or removed.
#include "engine/store/wiping_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "engine/store/page_gap.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {
namespace {

// Where a value was when its file let go of it, and how many writes are still allowed.
struct Disk {
  std::map<std::string, std::string> confirmed;  // of each file, the bytes at its latest sync
  std::vector<std::string> lost_unwiped;         // names of files that let go of bytes that were not zeros
  std::size_t wiped = 0;                         // bytes that went as zeros
  std::map<std::string, std::pair<std::size_t, std::size_t>> first_unconfirmed;  // of each file, a range of bytes
  int changes_left = -1;  // then every change fails; -1: none does
};
Disk disk;

// A disk keeps no order between two syncs: of what it had not confirmed, the first write of each file never came.
void cut_power() {
  for (const auto& [name, range] : disk.first_unconfirmed) {
    std::string old = disk.confirmed[name];
    old.resize(std::max(old.size(), range.second));
    std::fstream file(name, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(range.first));
    file.write(old.data() + range.first, static_cast<std::streamsize>(range.second - range.first));
  }
  disk.first_unconfirmed.clear();
}

bool may_change() {
  if (disk.changes_left == 0) cut_power();
  if (disk.changes_left == 0) return false;
  if (disk.changes_left > 0) --disk.changes_left;
  return true;
}

struct WatchedFile {
  sqlite3_file base;
  char name[512];
};
sqlite3_file* real_of(sqlite3_file* f) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<WatchedFile*>(f) + 1);
}
std::string name_of(sqlite3_file* f) { return reinterpret_cast<WatchedFile*>(f)->name; }

std::string bytes_of(sqlite3_file* real) {
  sqlite3_int64 size = 0;
  REQUIRE(real->pMethods->xFileSize(real, &size) == SQLITE_OK);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (size > 0) REQUIRE(real->pMethods->xRead(real, bytes.data(), static_cast<int>(size), 0) == SQLITE_OK);
  return bytes;
}

void let_go(const std::string& name, std::size_t from, std::size_t size) {
  std::string on_disk = disk.confirmed[name];
  on_disk.resize(std::max(size, from), 'x');  // what was never confirmed may be anything
  if (std::all_of(on_disk.begin() + static_cast<std::ptrdiff_t>(from), on_disk.end(), [](char c) { return c == 0; }))
    disk.wiped += size - from;
  else
    disk.lost_unwiped.push_back(name);
}

int watched_truncate(sqlite3_file* f, sqlite3_int64 size) {
  if (!may_change()) return SQLITE_IOERR_TRUNCATE;
  const auto is = bytes_of(real_of(f)).size();
  disk.first_unconfirmed.erase(name_of(f));
  if (is > static_cast<std::size_t>(size)) let_go(name_of(f), static_cast<std::size_t>(size), is);
  disk.confirmed[name_of(f)].resize(std::min(disk.confirmed[name_of(f)].size(), static_cast<std::size_t>(size)));
  return real_of(f)->pMethods->xTruncate(real_of(f), size);
}

int watched_write(sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
  if (!may_change()) return SQLITE_IOERR_WRITE;
  disk.first_unconfirmed.emplace(name_of(f), std::pair(static_cast<std::size_t>(at), static_cast<std::size_t>(at + n)));
  return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}

int watched_sync(sqlite3_file* f, int) {
  if (!may_change()) return SQLITE_IOERR_FSYNC;
  disk.confirmed[name_of(f)] = bytes_of(real_of(f));
  disk.first_unconfirmed.erase(name_of(f));
  return SQLITE_OK;  // nobody cuts the power of this machine
}

int watched_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out) {
  static sqlite3_io_methods methods = [] {
    sqlite3_io_methods m{};
    m.iVersion = 3;
    m.xClose = [](sqlite3_file* x) { return real_of(x)->pMethods->xClose(real_of(x)); };
    m.xRead = [](sqlite3_file* x, void* to, int n, sqlite3_int64 at) {
      return real_of(x)->pMethods->xRead(real_of(x), to, n, at);
    };
    m.xWrite = watched_write;
    m.xTruncate = watched_truncate;
    m.xSync = watched_sync;
    m.xFileSize = [](sqlite3_file* x, sqlite3_int64* n) { return real_of(x)->pMethods->xFileSize(real_of(x), n); };
    m.xLock = [](sqlite3_file* x, int l) { return real_of(x)->pMethods->xLock(real_of(x), l); };
    m.xUnlock = [](sqlite3_file* x, int l) { return real_of(x)->pMethods->xUnlock(real_of(x), l); };
    m.xCheckReservedLock = [](sqlite3_file* x, int* o) {
      return real_of(x)->pMethods->xCheckReservedLock(real_of(x), o);
    };
    m.xFileControl = [](sqlite3_file* x, int w, void* p) {
      return real_of(x)->pMethods->xFileControl(real_of(x), w, p);
    };
    m.xSectorSize = [](sqlite3_file* x) { return real_of(x)->pMethods->xSectorSize(real_of(x)); };
    m.xDeviceCharacteristics = [](sqlite3_file* x) { return real_of(x)->pMethods->xDeviceCharacteristics(real_of(x)); };
    m.xShmMap = [](sqlite3_file* x, int p, int n, int e, void volatile** to) {
      return real_of(x)->pMethods->xShmMap(real_of(x), p, n, e, to);
    };
    m.xShmLock = [](sqlite3_file* x, int o, int n, int l) {
      return real_of(x)->pMethods->xShmLock(real_of(x), o, n, l);
    };
    m.xShmBarrier = [](sqlite3_file* x) { real_of(x)->pMethods->xShmBarrier(real_of(x)); };
    m.xShmUnmap = [](sqlite3_file* x, int d) { return real_of(x)->pMethods->xShmUnmap(real_of(x), d); };
    m.xFetch = [](sqlite3_file*, sqlite3_int64, int, void**) {
      FAIL("a file was mapped into memory");
      return SQLITE_ERROR;
    };
    m.xUnfetch = [](sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; };
    return m;
  }();
  auto* base = static_cast<sqlite3_vfs*>(vfs->pAppData);
  std::strncpy(reinterpret_cast<WatchedFile*>(f)->name, name ? name : "temporary", sizeof WatchedFile{}.name - 1);
  const int code = base->xOpen(base, name, real_of(f), flags, out);
  f->pMethods = code == SQLITE_OK ? &methods : nullptr;
  if (code == SQLITE_OK && name) disk.confirmed.emplace(name, bytes_of(real_of(f)));
  return code;
}

int watched_delete(sqlite3_vfs* vfs, const char* name, int sync) {
  if (!may_change()) return SQLITE_IOERR_DELETE;
  std::error_code none;
  const auto size = std::filesystem::file_size(name, none);
  if (!none) let_go(name, 0, size);
  disk.confirmed.erase(name);
  disk.first_unconfirmed.erase(name);
  auto* base = static_cast<sqlite3_vfs*>(vfs->pAppData);
  return base->xDelete(base, name, sync);
}

// "watched" alone, and "watched_wipe" with the layer under test over it.
void register_both() {
  static const bool once = [] {
    auto* watched = new sqlite3_vfs(*sqlite3_vfs_find(nullptr));
    watched->pAppData = sqlite3_vfs_find(nullptr);
    watched->pNext = nullptr;
    watched->zName = "watched";
    watched->szOsFile += static_cast<int>(sizeof(WatchedFile));
    watched->xOpen = watched_open;
    watched->xDelete = watched_delete;
    sqlite3_vfs_register(watched, 0);
    return make_wiping_vfs(watched, "watched_wipe") != nullptr;
  }();
  REQUIRE(once);
  disk = {};
}

class Raw {
 public:
  Raw(const std::string& path, const char* vfs) {
    REQUIRE(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs) == SQLITE_OK);
    run("PRAGMA secure_delete = ON");
  }
  ~Raw() { sqlite3_close(database_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  int run(const std::string& sql) { return sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr); }
  std::string text(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    std::string found;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
      found = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return found;
  }

 private:
  sqlite3* database_ = nullptr;
};

const std::string kFill =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
    "WHERE i < 2000) INSERT INTO t SELECT i, 'a value that somebody has to erase one day, number ' || i FROM n; ";

// Everything that lets go of bytes: logs and journals of each mode, a database that shrinks, temporary files.
void use(const std::string& mode, const char* vfs) {
  TemporaryFolder folder;
  Raw database(folder.file("a.db"), vfs);
  REQUIRE(database.run("PRAGMA temp_store = FILE; PRAGMA cache_size = 10; PRAGMA journal_mode = " + mode) == SQLITE_OK);
  REQUIRE(database.run(kFill) == SQLITE_OK);
  REQUIRE(database.run("DELETE FROM t WHERE id > 500; PRAGMA wal_checkpoint(TRUNCATE); VACUUM") == SQLITE_OK);
  REQUIRE(database.run("PRAGMA wal_checkpoint(TRUNCATE); UPDATE t SET a = 'other'") == SQLITE_OK);
}

}  // namespace

TEST_CASE("what a file lets go of is zeros on the disk before it is cut or removed") {
  const std::string mode = GENERATE(as<std::string>(), "WAL", "DELETE", "TRUNCATE");
  CAPTURE(mode);
  register_both();
  use(mode, "watched_wipe");
  CHECK(disk.lost_unwiped == std::vector<std::string>());
  CHECK(disk.wiped > 100'000);
  // The planted bug: without the layer the same watcher sees what is lost.
  register_both();
  use(mode, "watched");
  CHECK(disk.lost_unwiped.size() >= 3);
}

TEST_CASE(
    "the power may fail at any step of wiping: the database is whole, and has or has not what was committed last") {
  const std::string mode = GENERATE(as<std::string>(), "WAL", "DELETE", "TRUNCATE");
  CAPTURE(mode);
  register_both();
  std::size_t cuts = 0;
  for (bool more = true; more; ++cuts) {
    TemporaryFolder folder;
    {
      Raw before(folder.file("a.db"), nullptr);
      REQUIRE(before.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = " + mode + ";" + kFill) == SQLITE_OK);
    }
    disk = {};
    bool first = false, second = false;
    {
      Raw database(folder.file("a.db"), "watched_wipe");
      database.run("PRAGMA synchronous = FULL; PRAGMA journal_mode = " + mode);
      disk.changes_left = static_cast<int>(cuts);
      // Two transactions over the same pages: a log of which a part is played back brings the first one back.
      first = database.run("UPDATE t SET a = 'first ' || a") == SQLITE_OK;
      second = database.run("UPDATE t SET a = 'second ' || id") == SQLITE_OK;
      more = database.run("PRAGMA wal_checkpoint(TRUNCATE)") != SQLITE_OK || !second || disk.changes_left == 0;
    }
    disk.changes_left = -1;
    Raw after(folder.file("a.db"), nullptr);
    CAPTURE(cuts, first, second);
    REQUIRE(after.text("PRAGMA integrity_check") == "ok");
    const std::string state =
        after.text("SELECT count(*) || ' ' || count(DISTINCT substr(a, 1, 5)) || ' ' || min(substr(a, 1, 5)) FROM t");
    REQUIRE((state == "2000 1 secon" || (!second && state == "2000 1 first") || (!first && state == "2000 1 a val")));
  }
  CHECK(cuts > 50);
}

TEST_CASE("no page keeps copies where SQLite has spread rows anew, and every page stays what it is") {
  const std::string vacuum = GENERATE(as<std::string>(), "NONE", "FULL", "INCREMENTAL");
  const std::string encoding = GENERATE(as<std::string>(), "UTF-8", "UTF-16le");
  CAPTURE(vacuum, encoding);
  const auto copies_left = [&](const char* vfs) {
    register_both();
    TemporaryFolder folder;
    Raw database(folder.file("a.db"), vfs);
    // Small pages: several pages of the pointer map.
    REQUIRE(database.run("PRAGMA page_size = 512; PRAGMA encoding = '" + encoding + "'; PRAGMA auto_vacuum = " +
                         vacuum + "; PRAGMA journal_mode = WAL; " + kFill + "CREATE INDEX i ON t(a)") == SQLITE_OK);
    for (int n = 7; n > 1; --n)
      REQUIRE(database.run("DELETE FROM t WHERE id % " + std::to_string(n) + " = 1; PRAGMA wal_checkpoint(TRUNCATE)") ==
              SQLITE_OK);
    REQUIRE(database.text("PRAGMA integrity_check") == "ok");
    REQUIRE(database.run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
    REQUIRE(database.text("PRAGMA integrity_check") == "ok");
    std::ifstream file(folder.file("a.db"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const auto rules = page_rules(bytes);
    REQUIRE(rules);
    REQUIRE(rules->has_pointer_map == (vacuum != "NONE"));
    std::size_t left = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 512) {
      const std::string_view page = std::string_view(bytes).substr(at, 512);
      const auto gap = page_gap(page, static_cast<std::int64_t>(at / 512 + 1), *rules);
      if (gap) left += page.substr(gap->from, gap->to - gap->from).find_first_not_of('\0') != std::string_view::npos;
    }
    return left;
  };
  CHECK(copies_left("watched_wipe") == 0);
  CHECK(copies_left("watched") > 0);  // the planted bug: plain SQLite
}

TEST_CASE("every connection of ours goes through the wiping VFS, and a failure to wipe is told") {
  TestDatabase database;
  sqlite3_vfs* vfs = nullptr;
  sqlite3* handle = sqlite3_db_handle(need(database.connection.prepare("SELECT 1")).handle());
  REQUIRE(sqlite3_file_control(handle, "main", SQLITE_FCNTL_VFS_POINTER, &vfs) == SQLITE_OK);
  CHECK(std::string(vfs->zName) == wiping_vfs());

  register_both();
  TemporaryFolder folder;
  Raw failing(folder.file("a.db"), "watched_wipe");
  REQUIRE(failing.run("PRAGMA journal_mode = WAL;" + kFill) == SQLITE_OK);
  REQUIRE(failing.run("PRAGMA wal_checkpoint(RESTART)") == SQLITE_OK);
  disk.changes_left = 1;  // the first sector may be written, and not confirmed
  CHECK(failing.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_IOERR);
  CHECK(std::filesystem::file_size(folder.file("a.db-wal")) > 0);
  disk.changes_left = -1;
  CHECK(failing.run("PRAGMA wal_checkpoint(TRUNCATE)") == SQLITE_OK);
  CHECK(std::filesystem::file_size(folder.file("a.db-wal")) == 0);
  CHECK(disk.lost_unwiped.empty());
}

}  // namespace frist::store
