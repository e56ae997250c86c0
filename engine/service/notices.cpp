// SPDX-License-Identifier: Apache-2.0
#include "engine/service/notices.hpp"

#include <fmt/core.h>

#include "engine/service/as_of.hpp"
#include "engine/service/deed.hpp"

namespace frist::service {

using text::Error;
using text::ErrorKind;

namespace {

constexpr std::int64_t kSecondsOfDay = 24 * 60 * 60;

text::Status require_telling_lines(const DisclosureOrder& order) {
  for (const auto& [what, line] : {std::pair{"the name behind --by", &order.by},
                                   {"the recipient", &order.recipient},
                                   {"the reference", &order.reference}})
    if (auto good = require_line(what, *line); !good) return good;
  if (order.recipient.find_first_not_of(' ') != std::string::npos) return {};
  return Error{ErrorKind::Usage, "the recipient has no name"};
}

codec::EntryBody disclosure_body(const char* action, calendar::Day on, const std::string& by,
                                 const std::string& outcome) {
  codec::EntryBody body = deed_body(action, on, by, "");
  body.outcome = outcome;
  return body;
}

text::Result<NamedDisclosure> disclosure_of(OpenDatabase& database, const DisclosureOrder& order, calendar::Day on) {
  const auto entry = find_entry(database, order.entry);
  if (!entry) return entry.error();
  const EntryRef& e = entry.value();
  return NamedDisclosure{
      {e.kind, e.key, order.recipient, order.reference.empty() ? e.name : order.reference, on}, e.name, false};
}

EntryRef entry_of(const NamedDisclosure& named) { return {named.disclosure.kind, named.disclosure.entry, named.entry}; }

}  // namespace

text::Result<NamedDisclosure> add_disclosure(OpenDatabase& database, const DisclosureOrder& order) {
  if (auto good = require_telling_lines(order); !good) return good.error();
  const auto on = day_so_far(database, order.on);
  if (!on) return on.error();
  NamedDisclosure added;
  auto done = do_deed(database, [&]() -> text::Status {
    auto disclosure = disclosure_of(database, order, on.value());
    if (!disclosure) return disclosure.error();
    added = std::move(disclosure).value();
    const auto fresh = store::note_disclosure(database.connection, added.disclosure);
    if (!fresh) return fresh.error();
    added.noted_before = !fresh.value();
    return note_deed(database, audit::Happening::Act, entry_of(added),
                     disclosure_body("note disclosure", on.value(), order.by, "to " + order.recipient));
  });
  if (!done) return done.error();
  return added;
}

text::Result<NamedDisclosure> remove_disclosure(OpenDatabase& database, const DisclosureOrder& order) {
  if (auto good = require_telling_lines(order); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  NamedDisclosure removed;
  auto done = do_deed(database, [&]() -> text::Status {
    auto disclosure = disclosure_of(database, order, today.value());
    if (!disclosure) return disclosure.error();
    removed = std::move(disclosure).value();
    const auto gone = store::remove_disclosures(database.connection, removed.disclosure);
    if (!gone) return gone.error();
    if (gone.value() == 0)
      return Error{ErrorKind::Usage, fmt::format("no disclosure of {} to that recipient is noted; `frist disclosure "
                                                 "list` shows what is",
                                                 removed.entry)};
    return note_deed(database, audit::Happening::Act, entry_of(removed),
                     disclosure_body("remove disclosure", today.value(), order.by, "to " + order.recipient));
  });
  if (!done) return done.error();
  return removed;
}

text::Result<std::vector<NamedDisclosure>> list_disclosures(OpenDatabase& database, const std::string& entry) {
  store::Disclosure of;
  if (!entry.empty()) {
    const auto found = find_entry(database, entry);
    if (!found) return found.error();
    of.kind = found.value().kind;
    of.entry = found.value().key;
  }
  auto found = store::disclosures(database.connection, entry.empty() ? nullptr : &of);
  if (!found) return found.error();
  std::vector<NamedDisclosure> named;
  for (store::Disclosure& disclosure : found.value()) {
    auto name = written_entry(database.connection, disclosure.kind, disclosure.entry);
    if (!name) return name.error();
    named.push_back({std::move(disclosure), std::move(name).value(), false});
  }
  return named;
}

text::Result<Rectified> tell_rectified(OpenDatabase& database, const std::string& written, const std::string& by,
                                       const std::string& reason) {
  if (auto good = require_who_and_why(by, reason); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  Rectified rectified;
  auto done = do_deed(database, [&]() -> text::Status {
    const auto entry = find_entry(database, written);
    if (!entry) return entry.error();
    rectified.entry = entry.value().name;
    const auto made = store::make_notices(database.connection, entry.value().kind, entry.value().key, "rectified");
    if (!made) return made.error();
    rectified.notices = made.value();
    if (made.value() == 0)
      return Error{ErrorKind::Usage,
                   fmt::format("no disclosure of {} is noted, so that nobody has to be told", rectified.entry)};
    return note_deed(database, audit::Happening::Act, entry.value(),
                     deed_body("tell rectification", today.value(), by, reason));
  });
  if (!done) return done.error();
  return rectified;
}

text::Result<std::vector<ListedNotice>> list_notices(OpenDatabase& database, const NoticeQuery& query) {
  auto found = store::notices(database.connection, query.acknowledged_too);
  if (!found) return found.error();
  const std::int64_t oldest = now() - query.days * kSecondsOfDay;
  std::vector<ListedNotice> listed;
  for (store::Notice& notice : found.value()) {
    const bool overdue = !notice.acknowledged_at && notice.made_at < oldest;
    if (overdue || !query.only_overdue) listed.push_back({std::move(notice), overdue});
  }
  return listed;
}

text::Result<store::Notice> acknowledge_notice(OpenDatabase& database, std::int64_t number, const std::string& by) {
  if (auto good = require_line("the name behind --by", by); !good) return good.error();
  const auto today = day_of(database, "");
  if (!today) return today.error();
  store::Notice notice;
  auto done = do_deed(database, [&]() -> text::Status {
    auto found = store::notice_by_number(database.connection, number);
    if (!found) return found.error();
    if (!found.value() || found.value()->acknowledged_at)
      return Error{ErrorKind::Usage, found.value()
                                         ? fmt::format("notice {} was acknowledged already", number)
                                         : fmt::format("there is no notice {}; `frist notice list` shows those that "
                                                       "wait",
                                                       number)};
    notice = std::move(*found.value());
    auto name = written_entry(database.connection, notice.kind, notice.entry);
    if (!name) return name.error();
    if (auto gone = store::acknowledge_notice(database.connection, number, now(), by); !gone) return gone;
    return note_deed(database, audit::Happening::Act, {notice.kind, notice.entry, name.value()},
                     disclosure_body("acknowledge notice", today.value(), by,
                                     fmt::format("{} knows that it was {}", notice.recipient, notice.what)));
  });
  if (!done) return done.error();
  return notice;
}

}  // namespace frist::service
