// SPDX-License-Identifier: Apache-2.0
#include "engine/store/request_register.hpp"

#include <fmt/core.h>

#include "engine/store/holds.hpp"

namespace frist::store {
namespace {

constexpr const char* kSelectRegister =
    "SELECT number, kind, entry, received_on, received_by, gone, extended_on, extended_by, extend_reason, answered_on, "
    "answered_by, outcome, ground, answer_reason FROM frist_request_register WHERE ";

std::optional<calendar::Day> day_in(const Statement& row, int column) {
  if (row.is_null(column)) return {};
  return static_cast<calendar::Day>(row.integer(column));
}

RegisteredRequest registered_in(const Statement& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  return {row.integer(0), row.integer(1),
          row.key(2),     static_cast<calendar::Day>(row.integer(3)),
          text(4),        row.integer(5) != 0,
          day_in(row, 6), text(7),
          text(8),        day_in(row, 9),
          text(10),       text(11),
          text(12),       text(13)};
}

Result<std::vector<RegisteredRequest>> read_register(Statement& rows) {
  std::vector<RegisteredRequest> requests;
  for (;;) {
    auto row = rows.step();
    if (!row) return row.error();
    if (!row.value()) return requests;
    requests.push_back(registered_in(rows));
  }
}

Result<std::optional<RegisteredRequest>> first_of(Statement& rows) {
  auto found = read_register(rows);
  if (!found) return found.error();
  return found.value().empty() ? std::nullopt : std::optional(std::move(found.value().front()));
}

Status forget_registered(Connection& connection, std::int64_t number) {
  auto statement = connection.cached("DELETE FROM frist_request_register WHERE number = ?1");
  return statement ? statement.value()->bind(1, number).run() : Status(statement.error());
}

}  // namespace

Result<std::vector<RegisteredRequest>> registered_requests(Connection& connection, bool answered_too) {
  auto rows =
      connection.cached(fmt::format("{} (?1 OR answered_on IS NULL) ORDER BY received_on, number", kSelectRegister));
  if (!rows) return rows.error();
  return read_register(rows.value()->bind(1, answered_too ? 1 : 0));
}

Result<std::optional<RegisteredRequest>> registered_request(Connection& connection, std::int64_t number) {
  auto rows = connection.cached(fmt::format("{} number = ?1", kSelectRegister));
  if (!rows) return rows.error();
  return first_of(rows.value()->bind(1, number));
}

Result<std::optional<RegisteredRequest>> registered_request_on(Connection& connection, std::int64_t kind,
                                                               const Key& entry) {
  auto rows = connection.cached(fmt::format("{} kind = ?1 AND entry = ?2 ORDER BY gone, number DESC", kSelectRegister));
  if (!rows) return rows.error();
  return first_of(rows.value()->bind(1, kind).bind(2, entry));
}

Status note_extension(Connection& connection, const RegisteredRequest& request) {
  auto update = connection.cached(
      "UPDATE frist_request_register SET extended_on = ?2, extended_by = ?3, extend_reason = ?4 WHERE number = ?1");
  if (!update) return update.error();
  auto& row = update.value()->bind(1, request.number).bind(2, request.extended_on.value());
  return row.bind_text(3, request.extended_by).bind_text(4, request.extend_reason).run();
}

Status note_answer(Connection& connection, const RegisteredRequest& request) {
  if (request.gone) return forget_registered(connection, request.number);
  auto update = connection.cached(
      "UPDATE frist_request_register SET answered_on = ?2, answered_by = ?3, outcome = ?4, ground = ?5, "
      "answer_reason = ?6 WHERE number = ?1");
  if (!update) return update.error();
  auto& row = update.value()->bind(1, request.number).bind(2, request.answered_on.value());
  row.bind_text(3, request.answered_by).bind_text(4, request.outcome).bind_text(5, request.ground);
  return row.bind_text(6, request.answer_reason).run();
}

Status withdraw_request(Connection& connection, const RegisteredRequest& request) {
  if (auto gone = forget_registered(connection, request.number); !gone) return gone;
  return request.gone ? Status() : withdraw_request(connection, request.kind, request.entry);
}

}  // namespace frist::store
