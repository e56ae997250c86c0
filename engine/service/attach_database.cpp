// SPDX-License-Identifier: Apache-2.0
#include "engine/service/attach_database.hpp"

#include <fmt/core.h>

#include <filesystem>

#include "engine/run/head.hpp"
#include "engine/run/readiness.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/copies.hpp"
#include "engine/service/policy_hash.hpp"
#include "engine/store/copy_mark.hpp"

namespace frist::service {
namespace {

// Neither a copy that was not restored nor an old one in the place of the database. Where another head file is named,
// the one that it has may be lost.
text::Status require_newest(store::Connection& connection, const std::optional<HeadChoice>& head) {
  if (auto good = store::require_no_copy(connection); !good) return good;
  const auto place = store::head_place(connection);
  if (!place) return place.error();
  std::error_code failed;
  if (place.value() && head && !std::filesystem::exists(place.value()->path, failed)) return {};
  return run::follow_log(connection, now());
}

}  // namespace

text::Result<store::AttachReport> attach_to(store::Connection& connection, const LoadedPolicy& policy,
                                            const std::string& by, const std::optional<HeadChoice>& head) {
  const auto alone = run::take_alone(connection);
  if (!alone) return alone.error();
  if (auto newest = require_newest(connection, head); !newest) return newest.error();
  if (head)
    if (auto usable = require_usable_head(connection, head->path); !usable) return usable.error();
  store::StoredPolicy stored{policy_hash(*policy.rules), policy.rules->name, policy.rules->version, {}, now(), by};
  const PolicyTexts texts = texts_of(policy);
  stored.files.push_back({texts.path, texts.texts.at(texts.path)});
  for (const auto& [path, text] : texts.texts)
    if (path != texts.path) stored.files.push_back({path, text});
  auto report = store::attach(connection, *policy.rules, stored);
  if (!report || !report.value().attached) return report;
  auto followed = head ? use_head(connection, head->path, head->days_kept, now()) : run::follow_log(connection, now());
  if (!followed) return followed.error().with_context("attached, but the head file does not know it");
  return report;
}

text::Result<store::AttachReport> attach_database(const std::string& path, const LoadedPolicy& policy,
                                                  const std::string& by, const std::optional<HeadChoice>& head) {
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  return attach_to(connection.value(), policy, by, head);
}

text::Status vacuum_database(const std::string& path) {
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  const auto alone = run::take_alone(connection.value());
  if (!alone) return alone.error();
  // A copy in memory would need as much of it as the database is large.
  if (auto built = connection.value().execute("PRAGMA temp_store = FILE; VACUUM"); !built) return built;
  const auto emptied = connection.value().checkpoint();
  if (!emptied) return emptied.error();
  if (!emptied.value())
    return text::Error{text::ErrorKind::Busy,
                       "another program is reading, so that the former pages stay in the write-ahead log; try again "
                       "when it has ended"};
  return {};
}

text::Result<std::vector<std::pair<std::string, std::string>>> left_behind(store::Connection& connection) {
  std::vector<std::pair<std::string, std::string>> left;
  // What is freed through our connections is overwritten.
  const auto free = connection.integer(
      "SELECT freelist_count FROM pragma_freelist_count WHERE NOT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = "
      "'frist_meta')");
  if (!free) return free.error();
  if (free.value().value_or(0) > 0)
    left.emplace_back(fmt::format("{} free pages of the file may hold what was erased before", *free.value()),
                      "`frist attach POLICY --db FILE --vacuum` builds the file anew");
  auto indexes = connection.prepare(
      "SELECT name, lower(sql) LIKE '%using%fts5%' FROM sqlite_schema WHERE type = 'table' AND rootpage = 0 AND "
      "(lower(sql) "
      "LIKE 'create virtual table%using%fts3%' OR lower(sql) LIKE 'create virtual table%using%fts4%' OR lower(sql) "
      "LIKE "
      "'create virtual table%using%fts5%') ORDER BY name");
  if (!indexes) return indexes.error();
  for (;;) {
    const auto row = indexes.value().step();
    if (!row) return row.error();
    if (!row.value()) return left;
    const std::string name(indexes.value().text(0));
    left.emplace_back(
        fmt::format("the full-text index `{}` keeps words of rows that are gone until it is merged", name),
        indexes.value().integer(1) != 0
            ? fmt::format(
                  "after each night INSERT INTO {0}({0}) VALUES('optimize'), with PRAGMA secure_delete on; from "
                  "SQLite 3.42 on its option 'secure-delete' does that at once",
                  name)
            : fmt::format("after each night INSERT INTO {0}({0}) VALUES('optimize'), with PRAGMA secure_delete on",
                          name));
  }
}

text::Result<std::vector<std::pair<std::string, std::string>>> left_behind(const std::string& path) {
  store::OpenOptions options;
  options.mode = store::OpenOptions::Mode::ReadOnly;
  auto connection = store::Connection::open(path, options);
  if (!connection) return connection.error();
  return left_behind(connection.value());
}

text::Status detach_database(const std::string& path, bool keep_audit) {
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  const auto alone = run::take_alone(connection.value());
  if (!alone) return alone.error();
  if (auto newest = require_newest(connection.value(), {}); !newest) return newest;
  return store::detach(connection.value(), keep_audit);
}

}  // namespace frist::service
