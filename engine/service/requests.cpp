// SPDX-License-Identifier: Apache-2.0
#include "engine/service/requests.hpp"

#include <fmt/core.h>

#include "engine/service/ask.hpp"
#include "engine/service/deed.hpp"
#include "rules/calendar/period.hpp"

namespace frist::service {
namespace {

text::Status require_good_lines(const RequestOrder& order) {
  for (const auto& [what, line] : {std::pair{"the name behind --by", &order.by}, {"the reason", &order.reason}})
    if (auto good = require_line(what, *line); !good) return good;
  return {};
}

text::Result<calendar::Day> received_on(OpenDatabase& database, const RequestOrder& order) {
  const auto today = day_of(database, "");
  if (!today) return today;
  const auto day = day_of(database, order.received);
  if (day && day.value() > today.value())
    return text::Error{text::ErrorKind::Usage, fmt::format("{} has not come yet", calendar::to_iso(day.value()))};
  return day;
}

codec::EntryBody request_body(const char* action, calendar::Day on, const RequestOrder& order) {
  codec::EntryBody body;
  body.action = action;
  body.on = on;
  body.by = order.by;
  body.reason = order.reason;
  return body;
}

NamedRequest named_request(store::Request request, std::string entry) {
  const calendar::Day due = answer_due(request.requested_on);
  return {std::move(request), std::move(entry), due};
}

text::Status note_request(OpenDatabase& database, const RequestOrder& order, calendar::Day day, FiledRequest& filed) {
  const auto entry = find_entry(database, order.entry);
  if (!entry) return entry.error();
  const EntryRef& e = entry.value();
  const auto fresh = store::request_erasure(database.connection, e.kind, e.key, day, order.by);
  if (!fresh) return fresh.error();
  filed.asked_before = !fresh.value();
  auto stands = store::request_on(database.connection, e.kind, e.key);
  if (!stands) return stands.error();
  filed.request = named_request(std::move(*stands.value()), e.name);
  if (filed.asked_before) return {};
  return note_deed(database, audit::Happening::Act, e, request_body("request erasure", day, order));
}

}  // namespace

calendar::Day answer_due(calendar::Day received) {
  return calendar::add(received, calendar::months(1), calendar::MonthEnd::LastDay);
}

text::Result<FiledRequest> file_request(OpenDatabase& database, const RequestOrder& order) {
  if (auto good = require_good_lines(order); !good) return good.error();
  const auto day = received_on(database, order);
  if (!day) return day.error();
  FiledRequest filed;
  auto done = do_deed(database, [&] { return note_request(database, order, day.value(), filed); });
  if (!done) return done.error();
  const auto answer = why(database, filed.request.entry, {});
  if (!answer) return answer.error();
  filed.outlook = outlook_of(database.rules(), answer.value().retention);
  return filed;
}

text::Result<NamedRequest> withdraw_request(OpenDatabase& database, const RequestOrder& order) {
  if (auto good = require_good_lines(order); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  NamedRequest withdrawn;
  auto done = do_deed(database, [&]() -> text::Status {
    const auto entry = find_entry(database, order.entry);
    if (!entry) return entry.error();
    const EntryRef& e = entry.value();
    auto stands = store::request_on(database.connection, e.kind, e.key);
    if (!stands) return stands.error();
    if (!stands.value())
      return text::Error{
          text::ErrorKind::Usage,
          fmt::format("nobody asks for the erasure of {}; `frist request list` shows what stands", e.name)};
    withdrawn = named_request(std::move(*stands.value()), e.name);
    if (auto gone = store::withdraw_request(database.connection, e.kind, e.key); !gone) return gone;
    return note_deed(database, audit::Happening::Act, e, request_body("withdraw request", today.value(), order));
  });
  if (!done) return done.error();
  return withdrawn;
}

text::Result<std::vector<NamedRequest>> list_requests(OpenDatabase& database) {
  auto found = store::standing_requests(database.connection);
  if (!found) return found.error();
  std::vector<NamedRequest> requests;
  for (store::Request& request : found.value()) {
    auto entry = written_entry(database.connection, request.kind, request.entry);
    if (!entry) return entry.error();
    requests.push_back(named_request(std::move(request), std::move(entry).value()));
  }
  return requests;
}

}  // namespace frist::service
