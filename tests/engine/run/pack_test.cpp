// SPDX-License-Identifier: Apache-2.0
// What is decided from packed columns is what is decided from the tables: by random policies, on random entries, after
// other programs and people have changed them. FRIST_QUICK=1 takes a tenth, FRIST_SEED replays from one seed on.
#include "engine/pack/pack.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "engine/run/policy_diff.hpp"
#include "engine/run/preview.hpp"
#include "engine/service/packs.hpp"
#include "engine/store/work_lock.hpp"
#include "rules/program/compile.hpp"
#include "tests/engine/run/random_things.hpp"
#include "tests/property/random_edit.hpp"

namespace frist::run {
namespace {

constexpr const char* kSeen = "\nretention seen of other_thing\n  erase after 1 year from seen_on\n";

std::uint64_t pack_trials() { return std::getenv("FRIST_QUICK") ? 60 : 600; }
std::uint64_t first_pack_seed() {
  const char* seed = std::getenv("FRIST_SEED");
  return seed ? std::strtoull(seed, nullptr, 10) : 1;
}

template <class T>
T got(text::Result<T> result) {
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result);
  return std::move(result).value();
}
void done(const text::Status& status) {
  INFO((status ? std::string() : status.error().message));
  REQUIRE(status);
}

model::AsOf start_of(const model::RuleSet& rules, calendar::Day day) {
  return {day, calendar::Zone::find(rules.zone)->start_of_day(day).value_or(0)};
}

std::string words_of(NightReport report) {
  const auto order = [](const NightCount& a, const NightCount& b) {
    return std::tie(a.record, a.rule, a.what) < std::tie(b.record, b.rule, b.what);
  };
  std::sort(report.counts.begin(), report.counts.end(), order);
  std::string text = fmt::format("{} looked at\n", report.decided);
  for (const NightCount& c : report.counts) text += fmt::format("{} {} {} {}\n", c.record, c.rule, c.what, c.n);
  return text;
}

// Of entries that changed since, what was not readable when they were packed counts as well.
bool no_fewer_unreadable(const NightReport& packed, const NightReport& read) {
  return std::all_of(read.unreadable.begin(), read.unreadable.end(), [&](const Unreadable& u) {
    return std::any_of(packed.unreadable.begin(), packed.unreadable.end(), [&](const Unreadable& p) {
      return p.record == u.record && p.field == u.field && p.values >= u.values;
    });
  });
}

std::string words_of(const PolicyDiff& diff) {
  std::string text = fmt::format("{} compared, {} without key\n", diff.looked_at, diff.without_key);
  for (const DiffCount& c : diff.counts)
    text += fmt::format("{} {} {} {} {}\n", c.record, c.old_rule, c.new_rule, name_of(c.change), c.n);
  for (const ActCount& a : diff.acts)
    text += fmt::format("{} {} {} {} {} {}\n", a.record, a.act, a.what, a.rule, a.begins, a.n);
  return text + fmt::format("{} samples", diff.samples.size());
}

// One policy on all entries, and two compared.
struct SaidOfAll {
  NightReport night;
  std::string words;
};
SaidOfAll said(store::Connection& connection, const std::shared_ptr<const model::RuleSet>& before,
               const std::shared_ptr<const model::RuleSet>& after, calendar::Day day) {
  NightOptions options;
  options.as_of = start_of(*after, day);
  DiffOptions sampling;
  sampling.samples = 2;
  const NightReport night = got(preview_night(connection, after, "another", options));
  return {night, words_of(night) + words_of(got(diff_entries(connection, {before, "one", start_of(*before, day)},
                                                             {after, "another", start_of(*after, day)}, sampling)))};
}

bool is_used(store::Connection& connection, const std::shared_ptr<const model::RuleSet>& rules,
             const char* record = "thing") {
  const auto program = program::compile(rules, *rules->find_record(record), program::Purpose::Night);
  auto pack = got(pack::Pack::open(connection));
  return pack && got(pack::PackScan::open(*pack, connection, *program));
}

struct PackTrial {
  std::uint64_t tried = 0, used = 0, wrong = 0;
  std::string first;
};

using Meanwhile = void (*)(RandomThings&);

void try_pack(std::uint64_t seed, Meanwhile careless, PackTrial& trial) {
  property::Random random(seed + 99);
  const property::Edited pair = property::random_edit(seed, static_cast<int>(seed % 4));
  if (!NightDatabase::loads(pair.before + kSeen)) return;
  RandomThings things(seed, 160, pair.before + kSeen);
  const calendar::Day day = property::random_day(random);
  const std::string early = "1970-01-02";
  if (!things.database().try_night(early)) return;  // a policy whose night needs people
  store::Connection& connection = things.connection();
  const auto before = things.database().rules();
  for (auto n = property::below(random, 6); n > 0; --n) things.change();
  done(text::Status(got(pack::make_pack(connection, before, things.database().policy_hash(), 0, {})).entries > 0
                        ? text::Status()
                        : text::Error{text::ErrorKind::Data, "no entry was packed"}));
  for (auto n = property::below(random, 8); n > 0; --n) things.change();
  if (careless) careless(things);
  ++trial.tried;
  trial.used += is_used(connection, pair.new_rules);
  const SaidOfAll packed = said(connection, before, pair.new_rules, day);
  done(pack::destroy_pack(connection));
  const SaidOfAll read = said(connection, before, pair.new_rules, day);
  if (packed.words == read.words && no_fewer_unreadable(packed.night, read.night)) return;
  if (trial.wrong++ == 0)
    trial.first = fmt::format("seed {} on {}\npacked: {}\nread: {}\n{}\n---\n{}", seed, calendar::to_iso(day),
                              packed.words, read.words, pair.before, pair.after);
}

PackTrial try_packs(std::uint64_t from, std::uint64_t trials, Meanwhile careless = nullptr) {
  const InMemory folder;
  PackTrial trial;
  for (std::uint64_t seed = from; seed < from + trials && trial.wrong < 5; ++seed) try_pack(seed, careless, trial);
  return trial;
}

bool any_file(const NightDatabase& db) {
  return std::filesystem::exists(db.path() + "-frist-columns") ||
         std::filesystem::exists(db.path() + "-frist-columns-key");
}

pack::PackReport packed(NightDatabase& db) {
  return got(pack::make_pack(db.connection(), db.rules(), db.policy_hash(), 7, {}));
}

std::string bytes_in(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("packed columns and the tables come to the same, whatever was changed meanwhile") {
  const PackTrial trial = try_packs(first_pack_seed(), pack_trials());
  INFO(trial.first);
  CHECK(trial.wrong == 0);
  WARN(fmt::format("{} packs, {} used", trial.tried, trial.used));
  if (!std::getenv("FRIST_SEED")) CHECK(trial.used * 3 > trial.tried);
}

TEST_CASE("a planted bug is found: changes are not noted") {
  const auto careless = [](RandomThings& things) { things.database().run("DELETE FROM frist_changed"); };
  CHECK(try_packs(1, 40, careless).wrong > 0);
}

TEST_CASE("a planted bug is found: entries that are gone are not noted") {
  const auto careless = [](RandomThings& things) {
    things.database().run("DELETE FROM things WHERE id = (SELECT min(id) FROM things); DELETE FROM frist_gone");
  };
  CHECK(try_packs(1, 10, careless).wrong > 0);
}

TEST_CASE("nights and attach and detach leave no packed columns and no key") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01'), (2, 'm', 0, NULL)");
  db.night("2019-06-01");
  CHECK(packed(db).entries == 2);
  REQUIRE(any_file(db));
  CHECK(db.text("SELECT value FROM frist_meta WHERE key = 'packed'").find(' ') == 32);
  SECTION("a night") { db.night("2019-06-02"); }
  SECTION("a night that finds nothing to do") { db.night("2019-06-01"); }
  SECTION("attach") { db.attach(cards_policy(kFormer)); }
  SECTION("detach") { done(service::detach_database(db.path(), true)); }
  CHECK_FALSE(any_file(db));
  CHECK(db.number("SELECT count(*) FROM frist_meta WHERE key = 'packed'") == 0);
}

TEST_CASE("the key is overwritten where it lies, not only unlinked") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  const std::string key_path = db.path() + "-frist-columns-key";
  const std::string before = bytes_in(key_path);
  std::ifstream still_open(key_path, std::ios::binary);  // the same bytes of the disk, whatever its name
  done(pack::destroy_pack(db.connection()));
  const std::string after{std::istreambuf_iterator<char>(still_open), {}};
  CHECK(before.size() == 32);
  CHECK(before != std::string(32, '\0'));
  CHECK(after == std::string(32, '\0'));
}

TEST_CASE("packed columns that cannot be trusted are not read") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  const auto usable = [&] { return got(pack::Pack::open(db.connection())).has_value(); };
  REQUIRE(usable());
  SECTION("a trigger was dropped") { db.run("DROP TRIGGER frist_card_after_update_1"); }
  SECTION("the database is another one's copy, where another pack was made") {
    db.run("UPDATE frist_meta SET value = '00' WHERE key = 'packed'");
  }
  SECTION("the key is gone") { std::filesystem::remove(db.path() + "-frist-columns-key"); }
  SECTION("another policy is attached") { db.run("UPDATE frist_meta SET value = 'x' WHERE key = 'policy'"); }
  CHECK_FALSE(usable());
}

TEST_CASE("packed columns that are made by way of a link go with a night by way of the file") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  const std::string link = db.path() + "-link";
  std::filesystem::create_symlink(db.path(), link);
  {
    auto by_link = got(service::open_attached(link, store::OpenOptions::Mode::ReadWrite));
    got(service::pack_database(by_link, 7, {}));
    const auto alone = got(store::WorkLock::take(db.connection().path()));
    const auto dropped = service::drop_pack(by_link);
    REQUIRE_FALSE(dropped);
    CHECK(dropped.error().kind == text::ErrorKind::Busy);
  }
  db.night("2019-06-02");
  CHECK_FALSE(any_file(db));
  for (const char* file : {"-frist-columns", "-frist-columns-key"}) CHECK_FALSE(std::filesystem::exists(link + file));
  std::filesystem::remove(link);
}

TEST_CASE("an entry whose key is spelt anew is in the packed columns or in the table, not in both") {
  NightDatabase db(cards_policy(kFormer),
                   "CREATE TABLE cards(id TEXT PRIMARY KEY COLLATE NOCASE, member TEXT, main INTEGER, left_on TEXT);");
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
      "INSERT INTO cards SELECT 'card' || i, 'm', 0, '2019-01-01' FROM n");
  db.night("2019-06-01");
  packed(db);
  SECTION("changed") { db.run("UPDATE cards SET id = 'CARD7' WHERE id = 'card7'"); }
  SECTION("deleted, and there again") {
    db.run("DELETE FROM cards WHERE id = 'card8'; INSERT INTO cards VALUES ('Card8', 'm', 0, '2020-01-01')");
  }
  SECTION("there again since before they were packed") {
    db.run("DELETE FROM cards WHERE id = 'card9'; INSERT INTO cards VALUES ('Card9', 'm', 0, '2020-01-01')");
    db.night("2019-06-02");
    packed(db);
  }
  const auto rules = db.rules();
  REQUIRE(is_used(db.connection(), rules, "card"));
  const calendar::Day day = *calendar::parse_day("2021-06-01");
  const std::string from_pack = said(db.connection(), rules, rules, day).words;
  done(pack::destroy_pack(db.connection()));
  CHECK(from_pack == said(db.connection(), rules, rules, day).words);
}

TEST_CASE("what was erased before the columns were packed does not count as changed since") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
      "INSERT INTO cards SELECT i, 'm', 0, CASE WHEN i % 2 THEN '2015-01-01' ELSE '2019-01-01' END FROM n");
  REQUIRE(db.night("2019-06-01").total("erased") == 30);
  REQUIRE(db.number("SELECT count(*) FROM frist_gone") == 30);
  auto open = got(service::open_attached(db.path(), store::OpenOptions::Mode::ReadWrite));
  CHECK(got(service::pack_database(open, 7, {})).entries == 30);
  CHECK(is_used(db.connection(), db.rules(), "card"));
  db.check_schedule();
}

TEST_CASE("who may not read the packed columns of another user reads the tables") {
  struct Nobody {
    Nobody() { changed = geteuid() == 0 && seteuid(65534) == 0; }
    ~Nobody() { changed = changed && seteuid(0) == 0; }
    bool changed = false;
  };
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  REQUIRE(chmod((db.path() + "-frist-columns-key").c_str(), 0) == 0);
  auto opened = [&] {
    const Nobody nobody;
    return pack::Pack::open(db.connection());
  }();
  CHECK_FALSE(got(std::move(opened)).has_value());
}

TEST_CASE("a pipe in the place of the key keeps neither readers nor nights waiting") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  const std::string key = db.path() + "-frist-columns-key";
  std::filesystem::remove(key);
  REQUIRE(mkfifo(key.c_str(), 0600) == 0);
  CHECK_FALSE(got(pack::Pack::open(db.connection())).has_value());
  const auto night = db.try_night("2019-06-02");
  REQUIRE_FALSE(night);
  CHECK(night.error().kind == text::ErrorKind::Io);
}

TEST_CASE("a changed byte of the packed columns is found") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01'), (2, 'n', 0, '2019-02-01')");
  db.night("2019-06-01");
  packed(db);
  const std::string path = db.path() + "-frist-columns", whole = bytes_in(path);
  NightOptions options = NightDatabase::options("2022-01-01");
  const auto rules = db.rules();
  for (std::size_t at = 32; at + 16 < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 1);
    std::ofstream(path, std::ios::binary) << other;
    const auto report = preview_night(db.connection(), rules, "another", options);
    // Either a chunk that was read does not open, or it is one that no rule reads.
    if (report) CHECK(report.value().total("erased") == 2);
    if (!report) CHECK(report.error().kind == text::ErrorKind::Data);
  }
  std::ofstream(path, std::ios::binary) << whole.substr(0, whole.size() / 2);
  const auto half = preview_night(db.connection(), rules, "another", options);
  if (half) CHECK(half.value().total("erased") == 2);
}

TEST_CASE("no packed column holds a name or a text that no rule reads") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'a very secret name', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  const std::string bytes = bytes_in(db.path() + "-frist-columns");
  CHECK(bytes.find("secret") == std::string::npos);
  CHECK(bytes.find("cards") == std::string::npos);
}

TEST_CASE("a database that was moved away from its packed columns destroys them all the same") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  const std::string there = db.path() + "-moved.db";
  done(text::Status(got(db.connection().checkpoint()) ? text::Status() : text::Error{}));
  std::filesystem::copy_file(db.path(), there);
  {
    auto moved = got(store::Connection::open(there));
    done(pack::destroy_pack(moved));
  }
  CHECK_FALSE(any_file(db));
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(there + suffix);
}

TEST_CASE("packed columns from before a night that another program ran are not read") {
  NightDatabase db(cards_policy(kFormer), kCards);
  db.run("INSERT INTO cards VALUES (1, 'm', 1, '2019-01-01')");
  db.night("2019-06-01");
  packed(db);
  REQUIRE(got(pack::Pack::open(db.connection())));
  db.run("INSERT INTO frist_run(policy, as_of, started, state) SELECT policy, as_of, started, state FROM frist_run");
  CHECK_FALSE(got(pack::Pack::open(db.connection())));
}

}  // namespace frist::run
