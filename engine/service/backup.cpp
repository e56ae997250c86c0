// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "dsl/text/files.hpp"
#include "engine/run/head.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/audit_log.hpp"
#include "engine/service/copies.hpp"
#include "engine/service/copy_file.hpp"
#include "engine/service/deed.hpp"
#include "engine/service/durable_file.hpp"
#include "engine/store/copy_mark.hpp"
#include "engine/store/runs.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::service {
namespace {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

class Backup {
 public:
  Backup(OpenDatabase& database, std::string to)
      : database_(database), to_(std::move(to)), beside_(copy_in_work(to_)) {}

  Result<BackupReport> go() {
    for (auto step : {&Backup::require_room, &Backup::copy, &Backup::mark, &Backup::check, &Backup::tell_head,
                      &Backup::put_in_place, &Backup::note})
      if (auto done = (this->*step)(); !done) {
        static_cast<void>(remove_copy_in_work(to_));
        return done.error();
      }
    return report_;
  }

 private:
  Status require_room() {
    const auto head = run::head_of(database_.connection);
    if (!head) return head.error();
    if (!head.value())
      return Error{
          ErrorKind::Usage,
          fmt::format("the database has no head file, which knows what is erased after the backup: without one "
                      "nothing could be restored. `frist attach POLICY --db {} --head FILE` makes one",
                      database_.connection.path())};
    const auto unfinished = store::unfinished_run(database_.connection);
    if (!unfinished) return unfinished.error();
    if (unfinished.value())
      return Error{ErrorKind::Refused, "a night was begun and is not at its end; run it to its end first"};
    std::error_code failed;
    if (fs::exists(fs::symlink_status(to_, failed)))
      return Error{ErrorKind::Usage, fmt::format("`{}` is there already; a backup is never written over", to_)};
    return remove_copy_in_work(to_);
  }

  // For its owner alone before the first byte is in it.
  Status copy() {
    const int file = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
      return Error{ErrorKind::Io,
                   fmt::format("cannot write `{}`: {}", beside_, std::generic_category().message(errno))};
    ::close(file);
    auto vacuum = database_.connection.prepare("VACUUM INTO ?1");
    if (!vacuum) return vacuum.error();
    return vacuum.value().bind_text(1, beside_).run();
  }

  // What it is, and that it is a copy, stands in it before it has its name.
  Status mark() {
    auto copied = store::Connection::open(beside_);
    if (!copied) return copied.error();
    if (auto read = read_log(copied.value(), mark_.size, mark_.root); !read) return read;
    audit::Hasher hasher;
    mark_.id = audit::to_hex(hasher.random_salt()).substr(0, 32);
    mark_.day = static_cast<calendar::Day>(now() / 86'400);
    auto writing = store::Transaction::begin_write(copied.value());
    if (!writing) return writing.error();
    if (auto marked = store::mark_as_copy(copied.value(), mark_); !marked) return marked;
    if (auto done = writing.value().commit(); !done) return done;
    const auto emptied = copied.value().checkpoint();
    if (!emptied) return emptied.error();
    return emptied.value() ? Status()
                           : Status(Error{ErrorKind::Busy, fmt::format("another program reads `{}`", beside_)});
  }

  static Status read_log(store::Connection& connection, std::int64_t& size, std::string& root) {
    const auto log = VerifiedLog::read(connection);
    if (!log) return log.error();
    size = static_cast<std::int64_t>(log.value().size());
    root = audit::bytes_of(log.value().root());
    return {};
  }

  // Read anew from the file, as whoever restores it will.
  Status check() {
    if (auto synced = sync_file(beside_); !synced) return synced;
    {
      auto copied = store::Connection::open(beside_);
      if (!copied) return copied.error();
      const auto sound = copied.value().text("PRAGMA quick_check(1)");
      if (!sound) return sound.error();
      if (sound.value().value_or("") != "ok")
        return Error{ErrorKind::Io, fmt::format("the copy is not as it was written: {}", sound.value().value_or(""))};
      std::int64_t size = 0;
      std::string root;
      if (auto read = read_log(copied.value(), size, root); !read) return read;
      if (size != mark_.size || root != mark_.root)
        return Error{ErrorKind::Io, "the log of the copy is not as it was written"};
    }
    auto log = VerifiedLog::read(database_.connection);
    if (!log) return log.error();
    audit::Checkpoint copied{"copy", static_cast<std::uint64_t>(mark_.size), *audit::digest_of(mark_.root)};
    if (auto same = log.value().require_continues(copied); !same) return same;
    const auto digest = digest_of_file(beside_);
    if (!digest) return digest.error();
    digest_ = digest.value();
    return {};
  }

  // Before the file has its name, so that each backup that is there is known.
  Status tell_head() {
    auto head = run::head_of(database_.connection);
    if (!head) return head.error();
    auto writing = head.value()->begin();
    if (!writing) return writing.error();
    const auto known = head.value()->mark();
    if (!known) return known.error();
    const std::string bytes(audit::bytes_of(digest_));
    if (auto added = head.value()->add_backup({mark_.id, now(), mark_.size, bytes}); !added) return added;
    report_.until = mark_.day + static_cast<calendar::Day>(known.value().days_kept);
    return writing.value().commit();
  }

  Status put_in_place() {
    std::error_code failed;
    report_.id = mark_.id;
    report_.leaves = mark_.size;
    report_.digest = audit::to_hex(digest_);
    report_.bytes = fs::file_size(beside_, failed);
    return move_into_place(to_);
  }

  Status note() {
    return do_deed(database_, [&] {
      return note_deed(
          database_, audit::Happening::Backup, {0, {}, "backup/" + mark_.id},
          deed_body("make backup", mark_.day, "", fmt::format("{} leaves, sha256:{}", mark_.size, report_.digest)));
    });
  }

  OpenDatabase& database_;
  std::string to_, beside_;
  store::CopyMark mark_;
  audit::Digest digest_{};
  BackupReport report_;
};

}  // namespace

Result<BackupReport> back_up(const std::string& database, const std::string& to) {
  auto opened = open_attached(database, store::OpenOptions::Mode::ReadWrite);
  if (!opened) return opened.error();
  const auto alone = store::WorkLock::take(opened.value().connection.path());
  if (!alone) return alone.error();
  return Backup(opened.value(), to).go();
}

}  // namespace frist::service
