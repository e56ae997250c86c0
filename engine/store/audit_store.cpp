// SPDX-License-Identifier: Apache-2.0
#include "engine/store/audit_store.hpp"

#include <fmt/core.h>

namespace frist::store {
namespace {

// What is kept of a text: the name of its frame, and what is its own.
Status pack(Frames& frames, std::string_view before, std::string_view own, std::string_view behind, std::string& out) {
  const auto frame = frames.of(before, behind);
  if (!frame) return frame.error();
  out.assign(frame.value()).append(own);
  return {};
}

Status pack_leaf(const std::string& leaf, const LeafParts& parts, Frames& frames, std::string& out) {
  const std::string_view text = leaf;
  return pack(frames, text.substr(0, parts.before_end), {parts.commitment.data(), parts.commitment.size()},
              text.substr(parts.behind_begin, parts.behind_end - parts.behind_begin), out);
}

Status pack_body(const AuditEntry& entry, Frames& frames, std::string& out) {
  const auto [before, behind] = entry.shared;
  const std::string_view text = entry.body;
  FRIST_CHECK(before + behind <= text.size());
  const std::size_t end = text.size() - behind;
  return pack(frames, text.substr(0, before), text.substr(before, end - before), text.substr(end), out);
}

}  // namespace

// A log that an earlier program wrote, and none of ours has written to since, has no frames and no view. It may be one
// that nobody can write to, so that the view is this connection's own.
Status AuditStore::require_view(Connection& connection) {
  const auto views = connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'frist_audit_log'");
  if (!views) return views.error();
  if (views.value() == 1) return {};
  return connection.execute(
      "CREATE TEMP VIEW IF NOT EXISTS frist_audit_log AS SELECT l.seq, l.leaf, l.leaf_hash, b.salt, b.body "
      "FROM main.frist_audit_leaf AS l LEFT JOIN main.frist_audit_body AS b ON b.seq = l.seq");
}

Result<AuditStore> AuditStore::open(Connection& connection) {
  if (auto there = require_view(connection); !there) return there.error();
  AuditStore store(connection);
  // What every one of them needs to be there.
  if (auto size = store.size(); !size) return size.error();
  return store;
}

Status AuditStore::prepare_append(Append& append, std::size_t rows) {
  if (append.about.handle()) return {};
  for (auto& [statement, sql] :
       {std::pair<Statement*, const char*>{&append.leaf, "INSERT INTO frist_audit_leaf(seq, leaf, leaf_hash)"},
        {&append.body, "INSERT INTO frist_audit_body(seq, salt, body)"},
        {&append.about, "INSERT INTO frist_audit_ref(kind, entry, seq)"}}) {
    std::string text = fmt::format("{} VALUES (?, ?, ?)", sql);
    for (std::size_t row = 1; row < rows; ++row) text += ", (?, ?, ?)";
    auto made = connection_->prepare(text);
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  return {};
}

Result<std::int64_t> AuditStore::size() {
  auto statement = connection_->cached("SELECT coalesce(max(seq), -1) + 1 FROM frist_audit_leaf");
  if (!statement) return statement.error();
  auto row = statement.value()->step();
  if (!row) return row.error();
  const auto size = statement.value()->integer(0);
  statement.value()->reset();
  return size;
}

Status AuditStore::append(std::int64_t seq, std::span<const AuditEntry> entries) {
  FRIST_CHECK(connection_->in_transaction());
  Frames frames(*connection_);
  while (!entries.empty()) {
    const std::size_t rows = entries.size() < kRowsAtOnce ? 1 : kRowsAtOnce;
    Append& inserts = rows == 1 ? one_ : many_;
    if (auto ready = prepare_append(inserts, rows); !ready) return ready;
    if (auto done = append(seq, entries.first(rows), frames, inserts); !done) return done;
    entries = entries.subspan(rows);
    seq += static_cast<std::int64_t>(rows);
  }
  return {};
}

Status AuditStore::append(std::int64_t seq, std::span<const AuditEntry> entries, Frames& frames, Append& append) {
  std::size_t about_entries = 0;
  int at = 0;
  for (std::size_t i = 0; i < entries.size(); ++i, at += 3) {
    const AuditEntry& entry = entries[i];
    const std::int64_t number = seq + static_cast<std::int64_t>(i);
    if (entry.parts)
      if (auto done = pack_leaf(entry.leaf, *entry.parts, frames, append.leaves[i]); !done) return done;
    if (entry.shared.before > 0)
      if (auto done = pack_body(entry, frames, append.bodies[i]); !done) return done;
    const std::string& leaf = entry.parts ? append.leaves[i] : entry.leaf;
    const std::string& body = entry.shared.before > 0 ? append.bodies[i] : entry.body;
    append.leaf.bind(at + 1, number).lend_blob(at + 2, leaf).lend_blob(at + 3, entry.hash);
    append.body.bind(at + 1, number).lend_blob(at + 2, entry.salt).lend_blob(at + 3, body);
    append.about.bind(at + 1, entry.about.kind).bind(at + 2, entry.about.key).bind(at + 3, number);
    about_entries += entry.about.key.empty() ? 0 : 1;
  }
  if (auto done = append.leaf.run(); !done) return done;
  if (auto done = append.body.run(); !done) return done;
  FRIST_CHECK(about_entries == 0 || about_entries == entries.size());
  return about_entries ? append.about.run() : Status();
}

Status AuditStore::append_without_body(std::int64_t seq, std::string_view leaf, std::string_view hash) {
  FRIST_CHECK(connection_->in_transaction());
  if (auto ready = prepare_append(one_, 1); !ready) return ready;
  return one_.leaf.bind(1, seq).bind_blob(2, leaf).bind_blob(3, hash).run();
}

Result<std::optional<AuditLeaf>> AuditStore::leaf(std::int64_t seq) {
  auto found = leaves(seq, 1);
  if (!found) return found.error();
  if (found.value().empty() || found.value()[0].seq != seq) return std::optional<AuditLeaf>();
  return std::optional(std::move(found.value()[0]));
}

Result<std::vector<AuditLeaf>> AuditStore::leaves(std::int64_t first, std::uint32_t limit) {
  auto statement =
      connection_->cached("SELECT seq, leaf, leaf_hash FROM frist_audit_log WHERE seq >= ?1 ORDER BY seq LIMIT ?2");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, first).bind(2, limit);
  std::vector<AuditLeaf> leaves;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return leaves;
    leaves.push_back({rows.integer(0), std::string(rows.blob(1)), std::string(rows.blob(2))});
  }
}

Status AuditStore::each(const std::function<Status(const AuditRow&)>& row) {
  auto statement = connection_->prepare(
      "SELECT seq, leaf, leaf_hash, body IS NOT NULL, salt, body FROM frist_audit_log ORDER BY seq");
  if (!statement) return statement.error();
  Statement& rows = statement.value();
  for (;;) {
    const auto more = rows.step();
    if (!more) return more.error();
    if (!more.value()) return {};
    const AuditRow at{rows.integer(0), rows.blob(1), rows.blob(2), rows.integer(3) == 1, rows.blob(4), rows.blob(5)};
    if (auto done = row(at); !done) return done;
  }
}

Result<std::int64_t> AuditStore::bodies() {
  const auto count = connection_->integer("SELECT count(*) FROM frist_audit_body");
  if (!count) return count.error();
  return count.value().value_or(0);
}

Result<std::optional<AuditBody>> AuditStore::body(std::int64_t seq) {
  auto statement = connection_->cached("SELECT salt, body FROM frist_audit_log WHERE seq = ?1 AND body IS NOT NULL");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, seq);
  auto row = rows.step();
  if (!row) return row.error();
  std::optional<AuditBody> body;
  if (row.value()) body = AuditBody{seq, std::string(rows.blob(0)), std::string(rows.blob(1))};
  rows.reset();
  return body;
}

Result<std::vector<std::int64_t>> AuditStore::about(std::int64_t kind, const Key& entry) {
  auto statement = connection_->cached("SELECT seq FROM frist_audit_ref WHERE kind = ?1 AND entry = ?2 ORDER BY seq");
  if (!statement) return statement.error();
  auto& rows = statement.value()->bind(1, kind).bind(2, entry);
  std::vector<std::int64_t> numbers;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return numbers;
    numbers.push_back(rows.integer(0));
  }
}

Result<std::optional<std::int64_t>> AuditStore::wrong_reference() {
  return connection_->integer(
      R"sql(WITH r AS (SELECT r.seq AS seq, k.record || '/' || CASE typeof(r.entry)
              WHEN 'blob' THEN 'x' || substr(quote(r.entry), 2) ELSE r.entry END AS entry
            FROM frist_audit_ref AS r LEFT JOIN frist_kind AS k USING (kind)),
          b AS (SELECT seq, json_extract(CAST(body AS TEXT), '$.entry') AS entry
            FROM frist_audit_log WHERE body IS NOT NULL)
        SELECT r.seq FROM r LEFT JOIN b USING (seq) WHERE b.entry IS NOT r.entry
        UNION ALL
        SELECT seq FROM b WHERE entry IS NOT NULL AND seq NOT IN (SELECT seq FROM frist_audit_ref) LIMIT 1)sql");
}

Result<bool> AuditStore::erase_body(std::int64_t kind, const Key& entry, std::int64_t seq) {
  auto erase = connection_->cached("DELETE FROM frist_audit_body WHERE seq = ?1");
  if (!erase) return erase.error();
  if (auto done = erase.value()->bind(1, seq).run(); !done) return done.error();
  const bool was_there = connection_->changes() == 1;
  auto forget = connection_->cached("DELETE FROM frist_audit_ref WHERE kind = ?1 AND entry = ?2 AND seq = ?3");
  if (!forget) return forget.error();
  if (auto done = forget.value()->bind(1, kind).bind(2, entry).bind(3, seq).run(); !done) return done.error();
  return was_there;
}

}  // namespace frist::store
