// SPDX-License-Identifier: Apache-2.0
#include "engine/store/head_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

constexpr int kWaitForOthers = 60'000;  // milliseconds: who follows a large night takes some seconds

// What leaves that come together have in common stands once, in head_context; those of one transaction have numbers
// of their own, so that they can be forgotten together.
constexpr const char* kHeadTables = R"sql(
CREATE TABLE head(id TEXT NOT NULL PRIMARY KEY, key BLOB NOT NULL, days_kept INTEGER NOT NULL, first INTEGER NOT NULL,
  size INTEGER NOT NULL, last BLOB NOT NULL, root BLOB NOT NULL, subtrees BLOB NOT NULL, policy TEXT NOT NULL,
  last_hold INTEGER NOT NULL, last_request INTEGER NOT NULL, last_restriction INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE head_context(number INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, time TEXT NOT NULL, run TEXT NOT NULL,
  policy TEXT NOT NULL, action TEXT NOT NULL, rule TEXT NOT NULL, since INTEGER);
CREATE TABLE head_leaf(seq INTEGER NOT NULL PRIMARY KEY, context INTEGER NOT NULL, body BLOB NOT NULL, entry BLOB);
CREATE TABLE head_step(first INTEGER NOT NULL PRIMARY KEY, context INTEGER NOT NULL, added_at INTEGER NOT NULL);
CREATE TABLE head_standing(what INTEGER NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL, entry NOT NULL,
  since INTEGER NOT NULL, until INTEGER, at INTEGER, word TEXT NOT NULL, hold INTEGER, gone INTEGER NOT NULL,
  PRIMARY KEY(what, number)) WITHOUT ROWID;
CREATE TABLE head_policy(number INTEGER NOT NULL PRIMARY KEY, hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  version TEXT NOT NULL, attached_at INTEGER NOT NULL);
CREATE TABLE head_policy_file(policy TEXT NOT NULL, position INTEGER NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(policy, position)) WITHOUT ROWID;
CREATE TABLE head_backup(id TEXT NOT NULL PRIMARY KEY, made_at INTEGER NOT NULL, size INTEGER NOT NULL, digest BLOB NOT NULL)
  WITHOUT ROWID;
PRAGMA user_version = 1;
)sql";
constexpr std::int64_t kHeadVersion = 1;

Error not_a_head(const std::string& path, const std::string& why) {
  return {
      ErrorKind::Refused,
      fmt::format("the head file `{}` {}, so that nothing tells whether the database is an old copy. Bring it back; "
                  "if it is lost, `frist attach POLICY --db FILE --head FILE` begins a new one, and backups from "
                  "before that cannot be restored",
                  path, why)};
}

std::optional<std::int64_t> optional_number(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.integer(column));
}

Statement& bind_or_null(Statement& statement, int parameter, const std::optional<std::int64_t>& value) {
  return value ? statement.bind(parameter, *value) : statement.bind_null(parameter);
}

}  // namespace

Result<bool> HeadFile::is_there(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return false;
  auto connection = Connection::open(path);
  if (!connection) return connection.error();
  const auto tables = connection.value().integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  return tables.value().value_or(0) > 0;
}

Result<HeadFile> HeadFile::create(const std::string& path, const HeadMark& mark) {
  const auto there = is_there(path);
  if (!there) return there.error();
  if (there.value()) return Error{ErrorKind::Usage, fmt::format("`{}` is there already", path)};
  OpenOptions options;
  options.mode = OpenOptions::Mode::Create;
  auto connection = Connection::open(path, options);
  if (!connection) return connection.error();
  std::error_code failed;
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
  if (failed)
    return Error{ErrorKind::Io, fmt::format("cannot make `{}` its owner's alone: {}", path, failed.message())};
  HeadFile head(std::move(connection).value());
  auto transaction = head.begin();
  if (!transaction) return transaction.error();
  if (auto made = head.connection_.execute(kHeadTables); !made) return made.error();
  if (auto set = head.set_mark(mark); !set) return set.error();
  if (auto done = transaction.value().commit(); !done) return done.error();
  return head;
}

Result<HeadFile> HeadFile::open(const std::string& path) {
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return not_a_head(path, "is not there");
  OpenOptions options;
  options.busy_milliseconds = kWaitForOthers;
  auto connection = Connection::open(path, options);
  if (!connection) return connection.error().with_context("the head file");
  const auto version = connection.value().integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto tables = connection.value().integer("SELECT count(*) FROM sqlite_schema WHERE name = 'head'");
  if (!tables) return tables.error();
  if (tables.value() != 1) return not_a_head(path, "is none");
  if (version.value() != kHeadVersion)
    return not_a_head(path, fmt::format("is of another version of frist ({})", version.value().value_or(0)));
  return HeadFile(std::move(connection).value());
}

Result<Transaction> HeadFile::begin() {
  context_ = 0;  // contexts belong to one transaction
  return Transaction::begin_write(connection_);
}

Result<HeadMark> HeadFile::mark() {
  auto statement = connection_.cached(
      "SELECT id, key, days_kept, first, size, last, root, subtrees, policy, last_hold, last_request, last_restriction "
      "FROM head");
  if (!statement) return statement.error();
  Statement& row = *statement.value();
  const auto found = row.step();
  if (!found) return found.error();
  if (!found.value()) return not_a_head(path(), "is empty");
  HeadMark mark{std::string(row.text(0)), std::string(row.blob(1)),
                row.integer(2),           row.integer(3),
                row.integer(4),           std::string(row.blob(5)),
                std::string(row.blob(6)), std::string(row.blob(7)),
                std::string(row.text(8)), {row.integer(9), row.integer(10), row.integer(11)}};
  row.reset();
  return mark;
}

Status HeadFile::set_mark(const HeadMark& mark) {
  FRIST_CHECK(connection_.in_transaction());
  auto statement = connection_.cached(
      "INSERT OR REPLACE INTO head VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
      "?12)");
  if (!statement) return statement.error();
  auto& row = statement.value()->bind_text(1, mark.id).bind_blob(2, mark.key).bind(3, mark.days_kept);
  row.bind(4, mark.first).bind(5, mark.size).bind_blob(6, mark.last).bind_blob(7, mark.root);
  row.bind_blob(8, mark.subtrees).bind_text(9, mark.policy).bind(10, mark.numbers.hold);
  return row.bind(11, mark.numbers.request).bind(12, mark.numbers.restriction).run();
}

Result<std::vector<Standing>> HeadFile::standing() {
  auto statement = connection_.cached(
      "SELECT what, number, record, entry, since, until, at, word, hold, gone FROM head_standing ORDER BY what, "
      "number");
  if (!statement) return statement.error();
  Statement& row = *statement.value();
  std::vector<Standing> standing;
  for (;;) {
    const auto more = row.step();
    if (!more) return more.error();
    if (!more.value()) return standing;
    standing.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), row.key(3), row.integer(4),
                        optional_number(row, 5), optional_number(row, 6), std::string(row.text(7)),
                        optional_number(row, 8), row.integer(9) != 0});
  }
}

Status HeadFile::set_standing(const std::vector<Standing>& standing) {
  FRIST_CHECK(connection_.in_transaction());
  const auto before = this->standing();
  if (!before) return before.error();
  const auto differs = [](const Standing& s, const std::vector<Standing>& others) {
    const auto at = std::lower_bound(others.begin(), others.end(), s, [](const Standing& a, const Standing& b) {
      return std::pair(a.what, a.number) < std::pair(b.what, b.number);
    });
    return at == others.end() || *at != s;
  };
  auto remove = connection_.cached("DELETE FROM head_standing WHERE what = ?1 AND number = ?2");
  if (!remove) return remove.error();
  for (const Standing& s : before.value())
    if (differs(s, standing))
      if (auto gone = remove.value()->bind(1, s.what).bind(2, s.number).run(); !gone) return gone;
  auto insert = connection_.cached("INSERT INTO head_standing VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  if (!insert) return insert.error();
  for (const Standing& s : standing) {
    if (!differs(s, before.value())) continue;
    auto& row = insert.value()->bind(1, s.what).bind(2, s.number).bind_text(3, s.record).bind(4, s.entry);
    bind_or_null(bind_or_null(row.bind(5, s.since), 6, s.until), 7, s.at).bind_text(8, s.word);
    if (auto done = bind_or_null(row, 9, s.hold).bind(10, static_cast<std::int64_t>(s.gone)).run(); !done) return done;
  }
  return {};
}

Result<std::vector<StoredPolicy>> HeadFile::policies() {
  auto statement = connection_.cached(
      "SELECT p.hash, p.name, p.version, p.attached_at, f.path, f.text FROM head_policy AS p JOIN head_policy_file AS "
      "f "
      "ON f.policy = p.hash ORDER BY p.number, f.position");
  if (!statement) return statement.error();
  Statement& row = *statement.value();
  std::vector<StoredPolicy> policies;
  for (;;) {
    const auto more = row.step();
    if (!more) return more.error();
    if (!more.value()) return policies;
    if (policies.empty() || policies.back().hash != row.text(0))
      policies.push_back(
          {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), {}, row.integer(3)});
    policies.back().files.push_back({std::string(row.text(4)), std::string(row.text(5))});
  }
}

Status HeadFile::add_policy(const StoredPolicy& policy) {
  FRIST_CHECK(connection_.in_transaction());
  auto insert = connection_.cached("INSERT INTO head_policy(hash, name, version, attached_at) VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, policy.hash).bind_text(2, policy.name).bind_text(3, policy.version);
  if (auto done = row.bind(4, policy.attached_at).run(); !done) return done;
  auto file = connection_.cached("INSERT INTO head_policy_file VALUES (?1, ?2, ?3, ?4)");
  if (!file) return file.error();
  for (std::size_t i = 0; i < policy.files.size(); ++i) {
    auto& text = file.value()->bind_text(1, policy.hash).bind(2, static_cast<std::int64_t>(i));
    if (auto done = text.bind_text(3, policy.files[i].path).bind_text(4, policy.files[i].text).run(); !done)
      return done;
  }
  return {};
}

Status HeadFile::each_leaf(std::int64_t from, const std::function<Status(const HeadLeaf&)>& take) {
  auto statement = connection_.prepare(
      "SELECT l.seq, c.kind, c.time, c.run, c.policy, l.body, l.entry, c.action, c.rule, c.since FROM head_leaf AS l "
      "JOIN head_context AS c ON c.number = l.context WHERE l.seq >= ?1 ORDER BY l.seq");
  if (!statement) return statement.error();
  Statement& row = statement.value().bind(1, from);
  for (;;) {
    const auto more = row.step();
    if (!more) return more.error();
    if (!more.value()) return {};
    HeadLeaf leaf{row.integer(0),           std::string(row.text(1)),
                  std::string(row.text(2)), std::string(row.text(3)),
                  std::string(row.text(4)), std::string(row.blob(5)),
                  std::string(row.blob(6)), std::string(row.text(7)),
                  std::string(row.text(8)), {}};
    if (!row.is_null(9)) leaf.since = static_cast<calendar::Day>(row.integer(9));
    if (auto taken = take(leaf); !taken) return taken;
  }
}

Status HeadFile::new_context(const HeadLeaf& leaf, std::int64_t now) {
  const auto last = connection_.integer("SELECT max(number) FROM head_context");
  if (!last) return last.error();
  auto insert = connection_.cached("INSERT INTO head_context VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  if (!insert) return insert.error();
  const std::int64_t number = last.value().value_or(0) + 1;
  auto& row = insert.value()->bind(1, number).bind_text(2, leaf.kind).bind_text(3, leaf.time).bind_text(4, leaf.run);
  row.bind_text(5, leaf.policy).bind_text(6, leaf.action).bind_text(7, leaf.rule);
  if (auto done = bind_or_null(row, 8, leaf.since ? std::optional<std::int64_t>(*leaf.since) : std::nullopt).run();
      !done)
    return done;
  const bool first = context_ == 0;
  context_ = number;
  before_ = leaf;
  if (!first) return {};
  auto step = connection_.cached("INSERT INTO head_step VALUES (?1, ?2, ?3)");
  return step ? step.value()->bind(1, leaf.seq).bind(2, number).bind(3, now).run() : Status(step.error());
}

Status HeadFile::add_leaf(const HeadLeaf& leaf, std::int64_t now) {
  FRIST_CHECK(connection_.in_transaction());
  const auto parts = [](const HeadLeaf& l) {
    return std::tie(l.kind, l.time, l.run, l.policy, l.action, l.rule, l.since);
  };
  if (context_ == 0 || parts(leaf) != parts(before_))
    if (auto made = new_context(leaf, now); !made) return made;
  auto insert = connection_.cached("INSERT INTO head_leaf VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind(1, leaf.seq).bind(2, context_).bind_blob(3, leaf.body);
  return (leaf.entry.empty() ? row.bind_null(4) : row.bind_blob(4, leaf.entry)).run();
}

Result<std::optional<HeadBackup>> HeadFile::backup(const std::string& id) {
  auto statement = connection_.cached("SELECT made_at, size, digest FROM head_backup WHERE id = ?1");
  if (!statement) return statement.error();
  Statement& row = statement.value()->bind_text(1, id);
  const auto found = row.step();
  if (!found) return found.error();
  if (!found.value()) return std::optional<HeadBackup>();
  HeadBackup backup{id, row.integer(0), row.integer(1), std::string(row.blob(2))};
  row.reset();
  return std::optional(std::move(backup));
}

Status HeadFile::add_backup(const HeadBackup& backup) {
  FRIST_CHECK(connection_.in_transaction());
  auto insert = connection_.cached("INSERT INTO head_backup VALUES (?1, ?2, ?3, ?4)");
  if (!insert) return insert.error();
  auto& row = insert.value()->bind_text(1, backup.id).bind(2, backup.made_at).bind(3, backup.size);
  return row.bind_blob(4, backup.digest).run();
}

Result<std::int64_t> HeadFile::forget_before(std::int64_t time, const HeadMark& mark) {
  FRIST_CHECK(connection_.in_transaction());
  // What lies before a step was there when the step was added.
  const auto step = connection_.integer(fmt::format("SELECT max(first) FROM head_step WHERE added_at < {}", time));
  if (!step) return step.error();
  const std::int64_t first = std::max(mark.first, step.value().value_or(0));
  if (first == mark.first) return first;
  auto gone = connection_.execute(
      fmt::format("DELETE FROM head_context WHERE number < (SELECT context FROM head_step WHERE first = {0});"
                  "DELETE FROM head_leaf WHERE seq < {0}; DELETE FROM head_step WHERE first < {0};"
                  "DELETE FROM head_backup WHERE size < {0};",
                  first));
  if (!gone) return gone.error();
  return first;
}

Status HeadFile::checkpoint() {
  const auto emptied = connection_.checkpoint();
  return emptied ? Status() : Status(emptied.error());
}

}  // namespace frist::store
