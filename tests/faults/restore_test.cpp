// SPDX-License-Identifier: Apache-2.0
// Whatever backup is restored, whenever: nothing comes back that was erased, and no hold is lost.
#include <sqlite3.h>

#include "engine/run/head.hpp"
#include "engine/store/copy_mark.hpp"
#include "tests/faults/copies_world.hpp"

namespace frist::service {
namespace {

enum class Plant { Nothing, NoReplay, NoHolds };

void execute_raw(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  char* message = nullptr;
  sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
  INFO((message ? message : ""));
  REQUIRE(message == nullptr);
  sqlite3_close(database);
}

// As by a program that knows nothing of what was erased: the copy is a database at once.
void restore_by_copying(CopiesWorld& world, const std::string& from) {
  std::filesystem::copy_file(from, world.database());
  execute_raw(world.database(), "DELETE FROM frist_meta WHERE key LIKE 'copy_%' OR key LIKE 'head_%'");
}

void restore_one(CopiesWorld& world, Plant plant) {
  const auto& kept = world.backups()[world.below(world.backups().size())];
  world.remove_database();
  world.rows_are_of(kept);
  if (plant == Plant::NoReplay) return restore_by_copying(world, kept.file);
  if (plant == Plant::NoHolds) execute_raw(world.head(), "DELETE FROM head_standing WHERE what = 1");
  RestoreOrder order;
  order.database = world.database();
  order.from = kept.file;
  need(restore(order));
}

// One story: what is wrong after the first restore that went wrong, or nothing.
std::string tell(CopiesWorld& world, Plant plant, int steps) {
  world.back_up_now();
  for (int step = 0; step < steps; ++step) {
    switch (world.below(9)) {
      case 0:
        world.back_up_now();
        break;
      case 1:
      case 2:
        world.night();
        break;
      case 3:
      case 4:
        world.hold();
        break;
      case 5:
        world.lift();
        break;
      case 6:
        world.request();
        break;
      case 7:
        world.add_row();
        break;
      default:
        if (plant == Plant::NoReplay) continue;  // once at the end: there is no head file any more
        restore_one(world, plant);
        if (const std::string wrong = world.wrong(); !wrong.empty()) return wrong;
    }
  }
  restore_one(world, plant);
  if (const std::string wrong = world.wrong(); !wrong.empty() || plant != Plant::Nothing) return wrong;
  world.night();  // it opens, and goes on
  return world.wrong();
}

}  // namespace

TEST_CASE("of many stories of backups, nights, holds and restores, none brings back what was erased", "[restore]") {
  const InMemoryFolder in_memory;
  const store::TemporaryFolder folder;
  CopiesWorld::attach_base(folder);
  unsigned restored_after_erasure = 0, with_holds = 0;
  for (unsigned seed = 0; seed < stories(500); ++seed) {
    CopiesWorld world(folder, seed);
    INFO("story " << seed);
    CHECK(tell(world, Plant::Nothing, 10) == "");
    restored_after_erasure += world.anything_gone() ? 1 : 0;
    with_holds += world.any_hold() ? 1 : 0;
  }
  CHECK(restored_after_erasure > stories(500) / 3);
  CHECK(with_holds > stories(500) / 3);
}

TEST_CASE("a restore that replays nothing, or no holds, is found out", "[restore]") {
  const InMemoryFolder in_memory;
  const store::TemporaryFolder folder;
  CopiesWorld::attach_base(folder);
  for (const Plant plant : {Plant::NoReplay, Plant::NoHolds}) {
    unsigned found = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
      CopiesWorld world(folder, seed);
      const std::string wrong = tell(world, plant, 16);
      const char* const expected = plant == Plant::NoReplay ? "was erased and is there" : "is lost";
      found += wrong.find(expected) != std::string::npos ? 1 : 0;
    }
    CHECK(found > 5);
  }
}

TEST_CASE("a backup is no database until it was restored, and an old copy in its place is none either", "[restore]") {
  const InMemoryFolder in_memory;
  const store::TemporaryFolder folder;
  CopiesWorld::attach_base(folder);
  CopiesWorld world(folder, 1);
  world.back_up_now();
  const std::string backup = world.backups()[0].file;
  need(world.open().connection.checkpoint());
  std::filesystem::copy_file(world.database(), folder.file("old.db"));
  world.hold();

  for (const auto mode : {store::OpenOptions::Mode::ReadWrite, store::OpenOptions::Mode::ReadOnly})
    CHECK(open_attached(backup, mode).error().kind == text::ErrorKind::Refused);
  CHECK(attach_database(backup, *club_policy()).error().kind == text::ErrorKind::Refused);
  CHECK(detach_database(backup, true).error().kind == text::ErrorKind::Refused);
  CHECK(back_up(backup, folder.file("again.db")).error().kind == text::ErrorKind::Refused);
  CHECK(std::filesystem::status(backup).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));

  SECTION("nothing is written over") {
    CHECK(back_up(world.database(), backup).error().kind == text::ErrorKind::Usage);
    CHECK(restore({world.database(), backup, "", ""}).error().kind == text::ErrorKind::Usage);
    CHECK(world.wrong() == "");
    CHECK_FALSE(std::filesystem::exists(world.database() + ".frist-new"));
  }
  SECTION("an old copy in the place of the database") {
    world.remove_database();
    std::filesystem::copy_file(folder.file("old.db"), world.database());
    const auto refused = open_attached(world.database(), store::OpenOptions::Mode::ReadWrite);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == text::ErrorKind::Refused);
    CHECK(refused.error().message.find("frist restore --db") != std::string::npos);
    CHECK(detach_database(world.database(), true).error().kind == text::ErrorKind::Refused);
    need(restore({world.database(), "", "", "office"}));
    CHECK(world.wrong() == "");
    CHECK(need(restore({world.database(), "", "", ""})).was_newest);
  }
  SECTION("a backup that was changed") {
    execute_raw(backup, "UPDATE cards SET member = 'another' WHERE id = 1");
    world.remove_database();
    CHECK(restore({world.database(), backup, "", ""}).error().kind == text::ErrorKind::Data);
    CHECK_FALSE(std::filesystem::exists(world.database()));
  }
  SECTION("a head file that is lost, older than the backup, or of another log") {
    world.back_up_now();
    const std::string newer = world.backups()[1].file;
    world.remove_database();
    std::filesystem::rename(world.head(), folder.file("moved.head"));
    CHECK(restore({world.database(), newer, "", ""}).error().kind == text::ErrorKind::Refused);
    std::filesystem::copy_file(folder.file("base.head"), world.head());
    CHECK(restore({world.database(), newer, "", ""}).error().kind == text::ErrorKind::Refused);
    CHECK_FALSE(std::filesystem::exists(world.database()));
    need(restore({world.database(), newer, folder.file("moved.head"), ""}));
    CHECK(world.wrong() == "");
  }
  SECTION("a backup from before what the head file keeps") {
    OpenDatabase& opened = world.open();
    need(run::follow_log(opened.connection, now() + 40 * 86'400));
    world.hold();
    {
      OpenDatabase& later = world.open();
      auto writing = need(store::Transaction::begin_write(later.connection));
      need(later.connection.execute("INSERT OR REPLACE INTO frist_meta VALUES('last_hold', 77)"));
      need(writing.commit());
      need(run::follow_log(later.connection, now() + 80 * 86'400));
    }
    world.remove_database();
    const auto refused = restore({world.database(), backup, "", ""});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == text::ErrorKind::Refused);
    CHECK(refused.error().message.find("too old") != std::string::npos);
  }
}

}  // namespace frist::service
