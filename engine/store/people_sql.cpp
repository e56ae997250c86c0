// SPDX-License-Identifier: Apache-2.0
#include "engine/store/people_sql.hpp"

#include <fmt/core.h>

#include "engine/store/quote.hpp"

namespace frist::store {
namespace {

// frist_request is what the rules read: it goes with its entry. The register is what people still owe an answer to, so
// a request that is not answered stays in it. Triggers keep it in step, whoever writes frist_request; an UPDATE or
// DELETE of the register meets no conflict, and a number is never given twice, so no outer conflict clause matters.
constexpr const char* kRequests = R"sql(
CREATE TABLE IF NOT EXISTS frist_request_register(number INTEGER NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, entry NOT NULL,
  received_on INTEGER NOT NULL, received_by TEXT NOT NULL, gone INTEGER NOT NULL DEFAULT 0, extended_on INTEGER,
  extended_by TEXT NOT NULL DEFAULT '', extend_reason TEXT NOT NULL DEFAULT '', answered_on INTEGER,
  answered_by TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '', ground TEXT NOT NULL DEFAULT '',
  answer_reason TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS frist_request_register_entry ON frist_request_register(kind, entry);
INSERT INTO frist_meta(key, value) SELECT 'last_request', 0
  WHERE NOT EXISTS (SELECT 1 FROM frist_meta WHERE key = 'last_request');
CREATE TRIGGER IF NOT EXISTS frist_request_insert_registered AFTER INSERT ON frist_request WHEN NOT EXISTS
  (SELECT 1 FROM frist_request_register AS r WHERE r.kind = NEW.kind AND r.entry = NEW.entry AND r.gone = 0)
  BEGIN UPDATE frist_meta SET value = value + 1 WHERE key = 'last_request';
  INSERT INTO frist_request_register(number, kind, entry, received_on, received_by)
    SELECT m.value, NEW.kind, NEW.entry, NEW.requested_on, NEW.received_by FROM frist_meta AS m WHERE m.key = 'last_request';
  END;
CREATE TRIGGER IF NOT EXISTS frist_request_update_registered AFTER UPDATE ON frist_request
  BEGIN UPDATE frist_request_register SET kind = NEW.kind, entry = NEW.entry, received_on = NEW.requested_on,
    received_by = NEW.received_by WHERE kind = OLD.kind AND entry = OLD.entry AND gone = 0; END;
CREATE TRIGGER IF NOT EXISTS frist_request_delete_registered AFTER DELETE ON frist_request
  BEGIN DELETE FROM frist_request_register
    WHERE kind = OLD.kind AND entry = OLD.entry AND gone = 0 AND answered_on IS NOT NULL;
  UPDATE frist_request_register SET gone = 1 WHERE kind = OLD.kind AND entry = OLD.entry AND gone = 0; END;
INSERT INTO frist_request_register(kind, entry, received_on, received_by)
  SELECT q.kind, q.entry, q.requested_on, q.received_by FROM frist_request AS q WHERE NOT EXISTS
    (SELECT 1 FROM frist_request_register AS r WHERE r.kind = q.kind AND r.entry = q.entry AND r.gone = 0)
  ORDER BY q.requested_on, q.kind, q.entry;
UPDATE frist_meta SET value = (SELECT max(frist_meta.value, coalesce(max(number), 0)) FROM frist_request_register)
  WHERE key = 'last_request';
)sql";

// Restrictions by people; frist_restriction is the fact that the rules read, of people and of rules alike. They go with
// it.
constexpr const char* kRestrictions = R"sql(
CREATE TABLE IF NOT EXISTS frist_restriction_order(number INTEGER NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, entry NOT NULL,
  since INTEGER NOT NULL, ground TEXT NOT NULL, reason TEXT NOT NULL, placed_by TEXT NOT NULL, placed_at INTEGER NOT NULL,
  hold INTEGER);
CREATE INDEX IF NOT EXISTS frist_restriction_order_entry ON frist_restriction_order(kind, entry);
CREATE TRIGGER IF NOT EXISTS frist_restriction_update_carried AFTER UPDATE ON frist_restriction
  BEGIN UPDATE frist_restriction_order SET kind = NEW.kind, entry = NEW.entry WHERE kind = OLD.kind AND entry = OLD.entry;
  END;
CREATE TRIGGER IF NOT EXISTS frist_restriction_delete_carried AFTER DELETE ON frist_restriction
  BEGIN DELETE FROM frist_restriction_order WHERE kind = OLD.kind AND entry = OLD.entry; END;
)sql";

// A recipient's key and reference in frist_notice go when it has acknowledged; the row stays, so that no number comes
// twice.
constexpr const char* kDisclosures = R"sql(
CREATE TABLE IF NOT EXISTS frist_disclosure(kind INTEGER NOT NULL, entry NOT NULL, recipient TEXT NOT NULL, reference TEXT NOT NULL,
  disclosed_on INTEGER NOT NULL, PRIMARY KEY(kind, entry, recipient, reference)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS frist_notice(number INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL, kind INTEGER NOT NULL, entry,
  recipient TEXT NOT NULL, reference TEXT NOT NULL, what TEXT NOT NULL, made_at INTEGER NOT NULL, acknowledged_at INTEGER,
  acknowledged_by TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS frist_notice_open ON frist_notice(made_at) WHERE acknowledged_at IS NULL;
CREATE TRIGGER IF NOT EXISTS frist_disclosure_kind_noted BEFORE INSERT ON frist_disclosure WHEN NOT EXISTS
  (SELECT 1 FROM frist_kind WHERE kind = NEW.kind) BEGIN SELECT RAISE(ABORT, 'there is no such kind of entry'); END;
)sql";

std::string telling_trigger(const char* table, const char* what, const char* when) {
  return fmt::format(
      "CREATE TRIGGER IF NOT EXISTS {0}_insert_told AFTER INSERT ON {0} WHEN {1}EXISTS (SELECT 1 FROM frist_disclosure "
      "WHERE kind = NEW.kind AND entry = NEW.entry) BEGIN {2}; END;\n",
      table, when, notices_sql(sql_text(what), "NEW.kind", "NEW.entry"));
}

}  // namespace

std::string notices_sql(const std::string& what, const std::string& kind, const std::string& entry,
                        const std::string& equals) {
  return fmt::format(
      "INSERT INTO frist_notice(id, kind, entry, recipient, reference, what, made_at) SELECT "
      "lower(hex(randomblob(16))), "
      "d.kind, d.entry, d.recipient, d.reference, {}, CAST(strftime('%s', 'now') AS INTEGER) FROM frist_disclosure AS "
      "d "
      "WHERE d.kind = {} AND d.entry {} {}",
      what, kind, equals, entry);
}

std::string version_7() {
  return std::string(kRequests) + kRestrictions + kDisclosures +
         telling_trigger("frist_restriction", "restricted", "") +
         telling_trigger("frist_act", "anonymised", "NEW.act LIKE 'anonymise%' AND ");
}

}  // namespace frist::store
