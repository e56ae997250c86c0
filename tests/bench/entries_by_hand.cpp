// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/entries_by_hand.hpp"

#include <fmt/core.h>

#include <array>
#include <cstring>

#include "tests/bench/textbook_calendar.hpp"

namespace frist::bench {
namespace {

enum Kind { Loan, Inquiry, Account, Card, Telecom, Address, Garnishment, Debtor, Discharge, Insolvency, Negative };
int kind_of(const char* text) {
  for (std::size_t k = 0; k < std::size(kEntryKinds); ++k)
    if (std::strcmp(text, kEntryKinds[k]) == 0) return static_cast<int>(k);
  return -1;
}

const char* text_at(sqlite3_stmt* statement, int column) {
  return reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
}

std::int32_t after(std::int32_t from, int months) { return from == kNoDay ? from : same_day_after(from, months) + 1; }

void limit_of(const EntryRow& r, EntryDecision& d) {
  const auto set = [&](const char* rule, std::int32_t day) { d.rule = rule, d.gone_from = day; };
  switch (r.kind) {
    case Loan:
      return set("repaid_loan", after(r.settled_on, 36));
    case Inquiry:
      return set("old_inquiry", after(r.recorded_on, 12));
    case Account:
    case Card:
    case Telecom:
    case Garnishment:
      return set("closed_account", r.closed_on);
    case Address:
      return set("old_address", after(r.recorded_on, 36));
    case Debtor:
      set("register", after(r.recorded_on, 36));
      if (r.proof_on < d.gone_from) set("register_proof", r.proof_on);
      return;
    case Discharge:
      return set("discharged", after(r.closed_on, 6));
    case Insolvency:
      return set("rejected", after(r.closed_on, 36));
    default:
      return set("settled_negative", after(r.settled_on, 36));
  }
}

bool early(const EntryRow& r) {
  return r.settled_on != kNoDay && r.settled_on >= r.recorded_on && r.settled_on <= r.recorded_on + 42 &&
         r.amount <= 200000 && r.creditor_confirms && !r.titled;
}

}  // namespace

std::string iso(std::int32_t day) {
  const Civil c = civil(day);
  return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day);
}

std::int32_t day_of(const char* t) {
  const auto two = [&](int i) { return (t[i] - '0') * 10 + t[i + 1] - '0'; };
  return days_from(two(0) * 100 + two(2), two(5), two(8));
}

bool read(sqlite3_stmt* s, EntryRow& row) {
  if (sqlite3_step(s) != SQLITE_ROW) return false;
  row.id = sqlite3_column_int64(s, 0);
  row.kind = kind_of(text_at(s, 1));
  int column = 2;
  for (std::int32_t* day : {&row.recorded_on, &row.settled_on, &row.closed_on, &row.last_event_on, &row.proof_on}) {
    const char* text = text_at(s, column++);
    *day = text ? day_of(text) : kNoDay;
  }
  row.amount = sqlite3_column_int64(s, 7);
  row.titled = sqlite3_column_int(s, 8) != 0;
  row.creditor_confirms = sqlite3_column_int(s, 9) != 0;
  row.legal_hold = sqlite3_column_int(s, 10) != 0;
  return true;
}

EntryDecision decide(const EntryRow& r, std::int32_t today) {
  EntryDecision d;
  limit_of(r, d);
  if (early(r) && r.settled_on < d.gone_from) d.rule = "early", d.gone_from = r.settled_on;
  if (r.legal_hold) d.rule = "litigation", d.held = true;
  d.erase = !r.legal_hold && d.gone_from <= today;
  if (r.kind != Negative || r.settled_on != kNoDay) return d;
  const std::int32_t from = r.last_event_on == kNoDay ? r.recorded_on : std::max(r.recorded_on, r.last_event_on);
  d.review_on = same_day_after(from, 36);
  for (int k = 2; same_day_after(from, 36 * k) <= today; ++k) d.review_on = same_day_after(from, 36 * k);
  return d;
}

void Tally::add(std::int64_t id, const EntryDecision& d, std::int32_t today) {
  ++entries;
  if (d.erase) ++erase, erase_ids += id;
  if (d.review_on <= today) ++review, review_ids += id;
  if (d.gone_from != kNoDay) days += id % 65521 * d.gone_from;
}

std::string Tally::json() const {
  return fmt::format("{{\"entries\":{},\"erase\":{},\"erase_ids\":{},\"review\":{},\"review_ids\":{},\"days\":{}}}",
                     entries, erase, erase_ids, review, review_ids, days);
}

std::string facts_of(const EntryRow& r) {
  std::string out = fmt::format("{{\"amount\":\"{}.{:02} EUR\"", r.amount / 100, r.amount % 100);
  const auto date = [&](const char* name, std::int32_t day) {
    if (day != kNoDay) out += fmt::format(",\"{}\":\"{}\"", name, iso(day));
  };
  const auto truth = [](bool yes) { return yes ? "yes" : "no"; };
  date("closed_on", r.closed_on);
  out += fmt::format(",\"creditor_confirms\":\"{}\",\"kind\":\"{}\"", truth(r.creditor_confirms),
                     kEntryKinds[static_cast<std::size_t>(r.kind)]);
  date("last_event_on", r.last_event_on);
  out += fmt::format(",\"legal_hold\":\"{}\"", truth(r.legal_hold));
  date("proof_on", r.proof_on);
  out += ",\"record\":\"entry\"";
  date("recorded_on", r.recorded_on);
  date("settled_on", r.settled_on);
  return out + fmt::format(",\"titled\":\"{}\"}}", truth(r.titled));
}

}  // namespace frist::bench
