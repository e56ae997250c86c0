// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checksums.hpp"
#include "engine/store/sqlite.hpp"

#include <new>

namespace frist::store {

Result<Transaction> Transaction::begin(Connection& connection, std::string_view sql) {
  FRIST_CHECK(!connection.in_transaction());
  if (auto begun = connection.execute(sql); !begun) return begun.error();
  return Transaction(connection);
}

Result<Transaction> Transaction::begin_write(Connection& connection) {
  auto transaction = begin(connection, "BEGIN IMMEDIATE");
  if (transaction) transaction.value().writes_ = true;
  return transaction;
}

Result<Transaction> Transaction::begin_read(Connection& connection) {
  auto transaction = begin(connection, "BEGIN");
  if (!transaction) return transaction;
  // BEGIN alone takes no snapshot; the first read does.
  if (auto first = connection.integer("SELECT 1 FROM sqlite_schema LIMIT 1"); !first) return first.error();
  return transaction;
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)), writes_(other.writes_) {}

Transaction::~Transaction() {
  // Some failures (a full disk, for one) have ended the transaction already.
  if (!connection_ || !connection_->in_transaction()) return;
  try {
    static_cast<void>(connection_->execute("ROLLBACK"));
  } catch (const std::bad_alloc&) {  // closing the connection undoes it, too
  }
}

Status Transaction::commit() {
  FRIST_CHECK(connection_ != nullptr);
  Connection* connection = std::exchange(connection_, nullptr);
  if (!connection->in_transaction())
    return text::Error{text::ErrorKind::Io, "an earlier failure has undone what was to be committed"};
  auto committed = writes_ ? update_checksums(*connection) : Status();
  if (committed) committed = connection->execute("COMMIT");
  if (!committed && connection->in_transaction()) static_cast<void>(connection->execute("ROLLBACK"));
  return committed;
}

}  // namespace frist::store
