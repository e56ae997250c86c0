// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/sim_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>

#include "tests/faults/failing_memory.hpp"

namespace frist::faults {
namespace {

using Kind = Step::Kind;

constexpr int kRegion = 32'768;  // bytes of shared memory that SQLite asks for at a time

struct Handle;

// Who holds which lock on a file, and its shared memory.
struct Shared {
  std::map<Handle*, int> levels;  // SQLITE_LOCK_SHARED or more
  std::vector<std::unique_ptr<std::array<char, kRegion>>> regions;
  std::array<std::map<Handle*, bool>, SQLITE_SHM_NLOCK> slots;  // true: exclusive
  std::map<Handle*, bool> mapped;
};

struct World {
  std::mutex mutex;
  SimDisk disk;
  std::map<std::string, Shared> shared;
  Fault fault;
  std::int64_t steps = 0;
  bool struck = false, record = false;
  std::vector<Step> recorded;
  sqlite3_vfs* system = nullptr;
};

World& world() {
  static auto* const only = new World;
  return *only;
}

struct Handle : sqlite3_file {
  std::string path;
  std::unique_ptr<std::string> own;  // of a temporary file, which no cut leaves
};

Handle& at(sqlite3_file* file) { return *static_cast<Handle*>(file); }

bool without_power(const World& w) { return w.fault.kind == Fault::Kind::PowerCut && w.struck; }

// Whether the fault strikes at the step that is tried now.
bool strikes(World& w) {
  const std::int64_t step = w.steps++;
  const bool now = w.fault.kind != Fault::Kind::None && (w.fault.once ? step == w.fault.at : step >= w.fault.at);
  w.struck |= now;
  return now;
}

void done(World& w, Step step) {
  w.disk.take(step);
  if (w.record) w.recorded.push_back(std::move(step));
}

int failure_of(Kind kind) {
  switch (kind) {
    case Kind::Create:
      return SQLITE_CANTOPEN;
    case Kind::Write:
      return SQLITE_IOERR_WRITE;
    case Kind::Truncate:
      return SQLITE_IOERR_TRUNCATE;
    case Kind::Sync:
      return SQLITE_IOERR_FSYNC;
    case Kind::Delete:
      return SQLITE_IOERR_DELETE;
  }
  return SQLITE_IOERR;
}

int take_step(World& w, Step step) {
  if (without_power(w)) return SQLITE_IOERR;
  const Kind kind = step.kind;
  if (!strikes(w)) {
    done(w, std::move(step));
    return SQLITE_OK;
  }
  if (w.fault.kind == Fault::Kind::PowerCut) {
    if (kind != Kind::Sync) done(w, std::move(step));  // it was on its way
    return SQLITE_IOERR;
  }
  if (w.fault.kind == Fault::Kind::Full && kind != Kind::Write && kind != Kind::Create) {
    done(w, std::move(step));
    return SQLITE_OK;
  }
  if (kind == Kind::Write) {
    step.data.resize(step.data.size() / 2);
    if (!step.data.empty()) done(w, std::move(step));
    return w.fault.kind == Fault::Kind::Full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  }
  return failure_of(kind);
}

// ---- files

int close_file(sqlite3_file* file) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  if (auto found = w.shared.find(at(file).path); found != w.shared.end()) found->second.levels.erase(&at(file));
  at(file).~Handle();
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* out, int length, sqlite3_int64 offset) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  if (without_power(w)) return SQLITE_IOERR_READ;
  const Handle& handle = at(file);
  static const std::string kNothing;
  const std::string& text = handle.own ? *handle.own : w.disk.has(handle.path) ? w.disk.read(handle.path) : kNothing;
  const auto from = std::min(text.size(), static_cast<std::size_t>(offset));
  const auto there = std::min(text.size() - from, static_cast<std::size_t>(length));
  std::memcpy(out, text.data() + from, there);
  std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(length) - there);
  return there == static_cast<std::size_t>(length) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* data, int length, sqlite3_int64 offset) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  Handle& handle = at(file);
  const std::string_view text(static_cast<const char*>(data), static_cast<std::size_t>(length));
  if (!handle.own) return take_step(w, {Kind::Write, handle.path, offset, std::string(text)});
  const auto from = static_cast<std::size_t>(offset);
  if (handle.own->size() < from + text.size()) handle.own->resize(from + text.size());
  handle.own->replace(from, text.size(), text);
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 length) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  if (!at(file).own) return take_step(w, {Kind::Truncate, at(file).path, length});
  at(file).own->resize(static_cast<std::size_t>(length));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  return at(file).own ? SQLITE_OK : take_step(w, {Kind::Sync, at(file).path});
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  const Handle& handle = at(file);
  *size = handle.own                ? static_cast<sqlite3_int64>(handle.own->size())
          : w.disk.has(handle.path) ? static_cast<sqlite3_int64>(w.disk.read(handle.path).size())
                                    : 0;
  return SQLITE_OK;
}

// ---- locks

int lock_file(sqlite3_file* file, int level) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  auto& levels = w.shared[at(file).path].levels;
  for (const auto& [other, held] : levels) {
    if (other == &at(file)) continue;
    if (level == SQLITE_LOCK_SHARED ? held >= SQLITE_LOCK_PENDING
                                    : held >= SQLITE_LOCK_RESERVED || level == SQLITE_LOCK_EXCLUSIVE)
      return SQLITE_BUSY;
  }
  levels[&at(file)] = std::max(levels[&at(file)], level);
  return SQLITE_OK;
}

int unlock_file(sqlite3_file* file, int level) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  auto& levels = w.shared[at(file).path].levels;
  if (level == SQLITE_LOCK_NONE)
    levels.erase(&at(file));
  else
    levels[&at(file)] = level;
  return SQLITE_OK;
}

int somebody_writes(sqlite3_file* file, int* reserved) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  *reserved = 0;
  for (const auto& [other, held] : w.shared[at(file).path].levels) *reserved |= held >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

// ---- shared memory

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  Shared& shared = w.shared[at(file).path];
  shared.mapped[&at(file)] = true;
  *out = nullptr;
  const auto wanted = static_cast<std::size_t>(region);
  if (size != kRegion) return SQLITE_IOERR_SHMMAP;
  while (shared.regions.size() <= wanted && extend)
    shared.regions.push_back(std::make_unique<std::array<char, kRegion>>());
  if (wanted < shared.regions.size()) *out = shared.regions[wanted]->data();
  return SQLITE_OK;
}

int lock_shared(sqlite3_file* file, int first, int count, int flags) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  Shared& shared = w.shared[at(file).path];
  const bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
  for (int slot = first; slot < first + count; ++slot)
    for (const auto& [other, alone] : shared.slots[static_cast<std::size_t>(slot)])
      if (flags & SQLITE_SHM_LOCK && other != &at(file) && (exclusive || alone)) return SQLITE_BUSY;
  for (int slot = first; slot < first + count; ++slot) {
    if (flags & SQLITE_SHM_LOCK)
      shared.slots[static_cast<std::size_t>(slot)][&at(file)] = exclusive;
    else
      shared.slots[static_cast<std::size_t>(slot)].erase(&at(file));
  }
  return SQLITE_OK;
}

void shared_barrier(sqlite3_file*) { std::atomic_thread_fence(std::memory_order_seq_cst); }

int unmap_shared(sqlite3_file* file, int) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  Shared& shared = w.shared[at(file).path];
  for (auto& slot : shared.slots) slot.erase(&at(file));
  shared.mapped.erase(&at(file));
  if (shared.mapped.empty()) shared.regions.clear();
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// As SQLite takes of the disks of this system: a write that is cut off leaves the bytes around it alone.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

constexpr sqlite3_io_methods kMethods = {
    2,           close_file,     read_file,       write_file, truncate_file, sync_file,       file_size,
    lock_file,   unlock_file,    somebody_writes, control,    sector_size,   characteristics, map_shared,
    lock_shared, shared_barrier, unmap_shared,    nullptr,    nullptr};

// ---- the folder

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* given) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  file->pMethods = nullptr;
  if (given) *given = flags;
  if (path && !w.disk.has(path)) {
    if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    if (const int code = take_step(w, {Kind::Create, path}); code != SQLITE_OK) return code;
  }
  Handle& handle = *new (file) Handle;
  if (path)
    handle.path = path;
  else
    handle.own = std::make_unique<std::string>();
  handle.pMethods = &kMethods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* path, int sync_folder) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  if (!w.disk.has(path)) return SQLITE_IOERR_DELETE_NOENT;
  Step step{Kind::Delete, path};
  step.sure = sync_folder != 0;
  return take_step(w, std::move(step));
}

int is_there(sqlite3_vfs*, const char* path, int, int* there) {
  World& w = world();
  const std::lock_guard lock(w.mutex);
  *there = w.disk.has(path);
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  if (std::strlen(path) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::strcpy(out, path);
  return SQLITE_OK;
}

}  // namespace

void install() {
  static const bool installed = [] {
    install_failing_memory();
    World& w = world();
    w.system = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *w.system;  // time, sleep and random numbers are the system's
    vfs.pNext = nullptr;
    vfs.zName = "frist-sim";
    vfs.szOsFile = sizeof(Handle);
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = is_there;
    vfs.xFullPathname = full_path;
    return sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
  }();
  if (!installed) std::abort();
}

void put_disk(const Files& files, const Fault& fault) {
  install();
  World& w = world();
  const std::lock_guard lock(w.mutex);
  w.disk = SimDisk(files);
  w.shared.clear();
  w.fault = fault;
  w.steps = 0;
  w.struck = w.record = false;
  w.recorded.clear();
}

void heal() {
  const std::lock_guard lock(world().mutex);
  world().fault = {};
}

SimDisk& disk() { return world().disk; }
std::int64_t steps_done() { return world().steps; }
bool fault_struck() { return world().struck; }
void record_steps(bool record) { world().record = record; }
const std::vector<Step>& recorded_steps() { return world().recorded; }

}  // namespace frist::faults
