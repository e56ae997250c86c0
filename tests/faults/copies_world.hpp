// SPDX-License-Identifier: Apache-2.0
// A club's database with its head file and its backups, told a story at random: rows, nights, holds, requests, backups,
// and restores of any of them. Beside it stands what must be so whatever was restored: what was erased or emptied stays
// so, and what people laid down and did not take back stands.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/run/head.hpp"
#include "engine/run/night.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/attach_database.hpp"
#include "engine/service/copies.hpp"
#include "engine/service/holds.hpp"
#include "engine/service/policy_hash.hpp"
#include "engine/service/requests.hpp"
#include "engine/store/migrations.hpp"
#include "rules/calendar/zone.hpp"
#include "tests/engine/store/database.hpp"
#include "tests/support/tier.hpp"

namespace frist::service {

using store::need;

inline constexpr const char* kClub = R"(policy club "Club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day
record card "Card" in table "cards" key "id"
  field  member   text absent means none
  field  left_on  date absent means none
  list   loans of loan
record loan "Loan" in table "loans" key "id" parent "card"
  field  made_on  date
retention former "Former" of card
  anonymise  member after 1 year from left_on
  erase      after 2 years from left_on
)";

inline constexpr const char* kClubTables =
    "CREATE TABLE cards(id INTEGER PRIMARY KEY, member TEXT, left_on TEXT);"
    "CREATE TABLE loans(id INTEGER PRIMARY KEY, card INTEGER NOT NULL REFERENCES cards(id), made_on TEXT);"
    "CREATE INDEX loans_card ON loans(card);";

// Databases in memory where the machine has such a folder: stories wait for the disk thousands of times.
struct InMemoryFolder {
  InMemoryFolder() {
    if (std::filesystem::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 1);
  }
  ~InMemoryFolder() { unsetenv("TMPDIR"); }
};

inline const std::shared_ptr<const LoadedPolicy>& club_policy() {
  static const auto policy = [] {
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    return load_policy(PolicyTexts{"club.frist", {{"club.frist", kClub}}}, sources, sink);
  }();
  REQUIRE(policy);
  return policy;
}

// As open_attached() for writing, without reading the policy's text each time.
inline text::Result<OpenDatabase> open_club(const std::string& path) {
  static const std::string hash = policy_hash(*club_policy()->rules);
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  if (auto attached = store::require_attached(connection.value()); !attached) return attached.error();
  if (auto newest = run::follow_log(connection.value(), now()); !newest) return newest.error();
  return OpenDatabase{std::move(connection).value(), club_policy(), hash};
}

class CopiesWorld {
 public:
  // `folder` has the template "base.db" and "base.head", which attach_base() has made.
  CopiesWorld(const store::TemporaryFolder& folder, unsigned seed) : folder_(folder), random_(seed) {
    remove_database();
    std::filesystem::copy_file(folder.file("base.db"), database());
    std::filesystem::copy_file(folder.file("base.head"), head(), std::filesystem::copy_options::overwrite_existing);
    for (int i = 0; i < 8; ++i) add_row();
  }

  static void attach_base(const store::TemporaryFolder& folder) {
    store::OpenOptions options;
    options.mode = store::OpenOptions::Mode::Create;
    auto connection = need(store::Connection::open(folder.file("club.db"), options));
    need(connection.execute(kClubTables));
    const auto report = need(attach_to(connection, *club_policy(), "", HeadChoice{folder.file("club.head"), 30}));
    REQUIRE(report.attached);
    REQUIRE(need(connection.checkpoint()));
    std::filesystem::copy_file(folder.file("club.db"), folder.file("base.db"));
    std::filesystem::copy_file(folder.file("club.head"), folder.file("base.head"));
  }

  std::string database() const { return folder_.file("club.db"); }
  std::string head() const { return folder_.file("club.head"); }

  void remove_database() {
    opened_.reset();
    for (const char* suffix : {"", "-wal", "-shm", "-frist"}) std::filesystem::remove(database() + suffix);
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(head() + suffix);
  }

  // Kept open until the database goes: opening it takes longer than most of what is done with it.
  OpenDatabase& open() {
    if (!opened_) opened_ = need(open_club(database()));
    return *opened_;
  }

  void add_row() {
    store::Connection& connection = open().connection;
    const int id = ++last_id_;
    const std::string left = chance(3) ? "NULL" : "'2021-0" + std::to_string(1 + below(9)) + "-15'";
    need(connection.execute("INSERT INTO cards VALUES(" + std::to_string(id) + ", 'member', " + left +
                            "); INSERT INTO loans(card, made_on) VALUES(" + std::to_string(id) + ", '2020-01-01')"));
    rows_.insert(id);
  }

  // A night some weeks after the one before; what it did is noted from what it left.
  void night() {
    OpenDatabase& opened = open();
    day_ += static_cast<calendar::Day>(20 + below(150));
    run::NightOptions options;
    options.as_of.day = day_;
    options.as_of.instant = calendar::Zone::find("Europe/Berlin")->start_of_day(day_).value();
    options.now = now();
    options.catch_up = true;
    need(run::run_night(opened.connection, opened.policy->rules, opened.policy_hash, options));
    const auto left = ids(opened.connection, "SELECT id FROM cards");
    for (const int id : rows_)
      if (!left.contains(id)) gone_.insert(id);
    rows_ = left;
    for (const int id : ids(opened.connection, "SELECT id FROM cards WHERE member IS NULL")) emptied_.insert(id);
  }

  void hold() {
    if (rows_.empty()) return;
    OpenDatabase& opened = open();
    const int id = any(rows_);
    const auto placed =
        need(place_hold(opened, {"card/" + std::to_string(id), "court", "office", "", "", "2024-01-01", ""}));
    holds_[placed.hold.id] = id;
  }

  void lift() {
    if (holds_.empty()) return;
    OpenDatabase& opened = open();
    const auto at = std::next(holds_.begin(), static_cast<std::ptrdiff_t>(below(holds_.size())));
    need(lift_hold(opened, at->first, "office", "settled"));
    holds_.erase(at);
  }

  void request() {
    std::set<int> without = rows_;
    for (const int id : requested_) without.erase(id);
    if (without.empty()) return;
    OpenDatabase& opened = open();
    const int id = any(without);
    RequestOrder order;
    order.entry = "card/" + std::to_string(id);
    order.by = "office";
    order.received = "2024-01-31";
    need(file_request(opened, order));
    requested_.insert(id);
  }

  void back_up_now() {
    const std::string file = folder_.file("backup" + std::to_string(backups_.size()) + ".db");
    std::filesystem::remove(file);
    need(back_up(database(), file));
    backups_.push_back({file, rows_});
  }

  struct Kept {
    std::string file;
    std::set<int> rows;
  };
  const std::vector<Kept>& backups() const { return backups_; }
  std::size_t below(std::size_t n) { return random_() % n; }
  bool chance(std::size_t one_in) { return below(one_in) == 0; }

  // What the rows are after that backup was restored.
  void rows_are_of(const Kept& kept) {
    rows_ = kept.rows;
    for (const int id : gone_) rows_.erase(id);
  }

  // Empty where all is as it must be.
  std::string wrong() {
    store::Connection& connection = open().connection;
    const auto there = ids(connection, "SELECT id FROM cards");
    for (const int id : there)
      if (gone_.contains(id)) return "card " + std::to_string(id) + " was erased and is there";
    if (there != rows_) return "rows are missing that nobody erased";
    for (const int id : ids(connection, "SELECT id FROM cards WHERE member IS NOT NULL"))
      if (emptied_.contains(id)) return "card " + std::to_string(id) + " was made empty and is full";
    if (need(connection.integer("SELECT count(*) FROM loans WHERE card NOT IN (SELECT id FROM cards)")) != 0)
      return "a card went without its loans";
    std::map<std::int64_t, int> standing;
    auto rows = need(connection.prepare("SELECT id, entry FROM frist_hold WHERE lifted_at IS NULL"));
    while (need(rows.step())) standing[rows.integer(0)] = static_cast<int>(rows.integer(1));
    for (const auto& [number, id] : holds_)
      if (!standing.contains(number) || standing[number] != id) return "hold " + std::to_string(number) + " is lost";
    if (standing != holds_) return "a hold stands that was lifted";
    auto asked = ids(connection, "SELECT entry FROM frist_request_register WHERE answered_on IS NULL");
    if (asked != requested_) return "a request is lost, or one too many";
    return "";
  }

  bool anything_gone() const { return !gone_.empty(); }
  bool any_hold() const { return !holds_.empty(); }

 private:
  static std::set<int> ids(store::Connection& connection, const char* sql) {
    std::set<int> found;
    auto rows = need(connection.prepare(sql));
    while (need(rows.step())) found.insert(static_cast<int>(rows.integer(0)));
    return found;
  }
  int any(const std::set<int>& of) { return *std::next(of.begin(), static_cast<std::ptrdiff_t>(below(of.size()))); }

  const store::TemporaryFolder& folder_;
  std::optional<OpenDatabase> opened_;
  std::mt19937 random_;
  int last_id_ = 0;
  calendar::Day day_ = calendar::parse_day("2022-10-01").value();
  std::set<int> rows_, gone_, emptied_, requested_;
  std::map<std::int64_t, int> holds_;  // number and entry
  std::vector<Kept> backups_;
};

// A tenth where FRIST_QUICK says so, ten times as many for a release.
inline unsigned stories(unsigned all) { return test::tiered(all / 10, all, all * 10); }

}  // namespace frist::service
