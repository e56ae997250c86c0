// SPDX-License-Identifier: Apache-2.0
#include "engine/service/requests.hpp"

#include <fmt/core.h>

#include <charconv>

#include "engine/service/ask.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/kinds.hpp"
#include "rules/calendar/period.hpp"

namespace frist::service {
namespace {

constexpr int kMonthsToAnswer = 1, kMonthsAtMost = 3;  // GDPR Art. 12(3)

text::Error no_request(const std::string& written) {
  return {text::ErrorKind::Usage,
          fmt::format("there is no request on {}; `frist request list` shows what there is", written)};
}

text::Status note_request(OpenDatabase& database, const RequestOrder& order, calendar::Day day, FiledRequest& filed) {
  const auto entry = find_entry(database, order.entry);
  if (!entry) return entry.error();
  const EntryRef& e = entry.value();
  const auto fresh = store::request_erasure(database.connection, e.kind, e.key, day, order.by);
  if (!fresh) return fresh.error();
  filed.asked_before = !fresh.value();
  auto stands = store::registered_request_on(database.connection, e.kind, e.key);
  if (!stands) return stands.error();
  if (!stands.value()) return no_request(e.name);
  auto named = named_request(database, std::move(*stands.value()));
  if (!named) return named.error();
  filed.request = std::move(named).value();
  if (filed.asked_before) return {};
  return note_deed(database, audit::Happening::Act, e, deed_body("request erasure", day, order.by, order.reason));
}

// The keys under which the entry may be known: its row's, or that of a row that is gone.
text::Result<std::vector<store::Key>> keys_of(OpenDatabase& database, const EntryName& name, std::int64_t kind) {
  const auto key = store::find_key(database.connection, database.rules().records[name.record], name.id);
  if (!key) return key.error();
  if (key.value()) return std::vector<store::Key>{*key.value()};
  return store::known_keys(database.connection, kind, name.id);
}

text::Result<std::optional<store::RegisteredRequest>> request_at(OpenDatabase& database, const std::string& written) {
  using Found = std::optional<store::RegisteredRequest>;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error == std::errc() && end == written.data() + written.size())
    return store::registered_request(database.connection, number);
  const auto name = entry_name(database.rules(), written);
  if (!name) return name.error();
  const auto kind = store::find_kind(database.connection, database.rules().records[name.value().record].name);
  if (!kind) return kind.error();
  if (!kind.value()) return Found();
  const auto keys = keys_of(database, name.value(), *kind.value());
  if (!keys) return keys.error();
  for (const store::Key& key : keys.value()) {
    auto found = store::registered_request_on(database.connection, *kind.value(), key);
    if (!found || found.value()) return found;
  }
  return Found();
}

}  // namespace

calendar::Day answer_due(calendar::Day received, bool extended) {
  const auto months = calendar::months(extended ? kMonthsAtMost : kMonthsToAnswer);
  return calendar::add(received, months, calendar::MonthEnd::LastDay);
}

text::Result<NamedRequest> named_request(OpenDatabase& database, store::RegisteredRequest request) {
  const auto today = day_of(database, "");
  if (!today) return today.error();
  auto entry = written_entry(database.connection, request.kind, request.entry);
  if (!entry) return entry.error();
  const calendar::Day due = answer_due(request.received_on, request.extended_on.has_value());
  const bool overdue = !request.answered_on && due < today.value();
  return NamedRequest{std::move(request), std::move(entry).value(), due, overdue};
}

text::Result<NamedRequest> find_request(OpenDatabase& database, const std::string& written) {
  auto found = request_at(database, written);
  if (!found) return found.error();
  if (found.value()) return named_request(database, std::move(*found.value()));
  if (written.find('/') != std::string::npos) return no_request(written);
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("there is no request {}; `frist request list` shows what there is", written)};
}

text::Result<FiledRequest> file_request(OpenDatabase& database, const RequestOrder& order) {
  if (auto good = require_who_and_why(order.by, order.reason); !good) return good.error();
  const auto day = day_so_far(database, order.received);
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
  if (auto good = require_who_and_why(order.by, order.reason); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  NamedRequest withdrawn;
  auto done = do_deed(database, [&]() -> text::Status {
    auto found = find_request(database, order.entry);
    if (!found) return found.error();
    withdrawn = std::move(found).value();
    const store::RegisteredRequest& request = withdrawn.request;
    if (auto gone = store::withdraw_request(database.connection, request); !gone) return gone;
    return note_deed(database, audit::Happening::Act, {request.kind, request.entry, withdrawn.entry},
                     deed_body("withdraw request", today.value(), order.by, order.reason));
  });
  if (!done) return done.error();
  return withdrawn;
}

text::Result<std::vector<NamedRequest>> list_requests(OpenDatabase& database, const RequestQuery& query) {
  auto found = store::registered_requests(database.connection, query.answered_too);
  if (!found) return found.error();
  std::vector<NamedRequest> requests;
  for (store::RegisteredRequest& request : found.value()) {
    auto named = named_request(database, std::move(request));
    if (!named) return named.error();
    if (named.value().overdue || !query.only_overdue) requests.push_back(std::move(named).value());
  }
  return requests;
}

}  // namespace frist::service
