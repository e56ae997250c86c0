// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/model/dump_lines.hpp"

namespace frist::model {
namespace {

std::string when_of(const calendar::ClosedDay& day) {
  using namespace calendar;
  const auto of_year = [](DayMonth date) { return fmt::format("{:02}-{:02}", date.month, date.day); };
  if (const auto* fixed = std::get_if<OnDayMonth>(&day.when)) return of_year(fixed->day_month);
  if (const auto* date = std::get_if<OnDate>(&day.when)) return to_iso(date->day);
  if (const auto* easter = std::get_if<OnEaster>(&day.when)) return fmt::format("Easter{:+}", easter->days);
  if (const auto* weekly = std::get_if<OnWeekday>(&day.when)) return std::string(word_of(weekly->weekday));
  const auto& between = std::get<OnWeekdayBetween>(day.when);
  return fmt::format("{} {}..{}", word_of(between.weekday), of_year(between.from), of_year(between.through));
}

std::string years_of(const calendar::ClosedDay& day) {
  std::string text;
  if (day.from_year) text += fmt::format(" from {}", *day.from_year);
  if (day.through_year) text += fmt::format(" through {}", *day.through_year);
  return text;
}

std::string hours_of(const calendar::OpenHours& open) {
  std::string text;
  for (const calendar::Weekday day : open.weekdays) text += fmt::format(" {}", word_of(day));
  for (const calendar::MinuteSpan& span : open.spans) {
    text += fmt::format(" {:02}:{:02}-{:02}:{:02}", span.from / 60, span.from % 60, span.to / 60, span.to % 60);
  }
  return text;
}

}  // namespace

std::string DumpLines::party_names(const std::vector<PartyId>& ids) const {
  std::string text;
  for (const PartyId id : ids) text += (text.empty() ? "" : ", ") + named(rules_.parties[id].heading.name);
  return text;
}

std::string DumpLines::rule_names(const std::vector<RuleId>& ids) const {
  std::string text;
  for (const RuleId id : ids) {
    text += fmt::format("{}{}.{}", text.empty() ? "" : ", ", named(rules_.retention[id].heading.name), id);
  }
  return text;
}

std::string DumpLines::field_names(const std::vector<FieldId>& ids, RecordId record) const {
  std::string text;
  for (const FieldId id : ids) text += (text.empty() ? "" : ", ") + named(rules_.records[record].fields[id].name);
  return text;
}

std::string DumpLines::object(const Object& object) const {
  switch (object.kind) {
    case Object::Kind::Anything:
      return "anything";
    case Object::Kind::Record:
      return "record " + named(rules_.records[object.id].name);
    case Object::Kind::Bands:
      return "bands " + named(rules_.bands[object.id].heading.name);
    case Object::Kind::Data:
      break;
  }
  return "data " + named(rules_.data_names[object.id].name);
}

void DumpLines::parties() {
  for (const Party& party : rules_.parties) {
    const std::string of_whom = party.of == kNoId ? "" : " " + named(rules_.parties[party.of].heading.name);
    heading("party", party.heading, fmt::format(" is {}{}", word_of(party.role), of_whom), kNoId);
  }
  for (const Purpose& purpose : rules_.purposes) {
    heading("purpose", purpose.heading, " of " + party_names({purpose.party}), kNoId);
    if (!purpose.basis.empty()) line(1, "basis " + quoted(purpose.basis));
  }
}

void DumpLines::access(std::string_view keyword, const Access& access) {
  const RecordId record = access.object.kind == Object::Kind::Record ? access.object.id : kNoId;
  heading(keyword, access.heading, "", record);
  line(1, fmt::format("{} to {} {}", party_names(access.parties), word_of(access.action), object(access.object)));
  if (!access.shows_all) line(1, "showing " + field_names(access.showing, record));
  for (const PurposeId id : access.purposes) line(1, "for " + named(rules_.purposes[id].heading.name));
  expr_clause("when", access.when, record);
  expr_clause("until", access.until, record);
  if (access.refer_to != kNoId) line(1, "refer to " + party_names({access.refer_to}));
  if (!access.refer_text.empty()) line(1, "refer to " + quoted(access.refer_text));
}

void DumpLines::accesses() {
  for (const Access& one : rules_.permissions) access("permission", one);
  for (const Access& one : rules_.prohibitions) access("prohibition", one);
  for (const ProhibitedData& data : rules_.prohibited_data) {
    heading("prohibited data", data.heading, "", kNoId);
    for (const std::uint32_t id : data.data) {
      line(1, "data " + named(rules_.data_names[id].name));
      titles(2, "title", rules_.data_names[id].titles, rules_.data_names[id].name);
    }
    if (data.except_party == kNoId) continue;
    line(1, fmt::format("except {} for {}", party_names({data.except_party}),
                        named(rules_.purposes[data.except_purpose].heading.name)));
  }
  for (const Approval& approval : rules_.approvals) {
    heading("approval", approval.heading, "", kNoId);
    line(1, "by " + party_names(approval.by));
    for (const ApprovalNeed& need : approval.needs) {
      std::string text = fmt::format("needs {}", need.approvers);
      for (const RecordId id : need.records) text += " " + named(rules_.records[id].name);
      line(1, text);
    }
    if (approval.widening > 0) line(1, fmt::format("widening needs {}", approval.widening));
    line(1, approval.author_may_approve ? "author may approve" : "author may not approve");
  }
}

void DumpLines::calendars() {
  for (const NamedCalendar& calendar : rules_.calendars) {
    heading("calendar", calendar.heading, fmt::format(" in {}", calendar.zone), kNoId);
    line(1, fmt::format("covers {} through {}", calendar.declared.first_year, calendar.declared.last_year));
    for (const calendar::OpenHours& open : calendar.declared.open) line(1, "open" + hours_of(open));
    for (const calendar::ClosedDay& day : calendar.declared.closed) line(1, "closed " + when_of(day) + years_of(day));
    for (const CalendarId id : calendar.includes) line(1, "includes " + named(rules_.calendars[id].heading.name));
  }
}

}  // namespace frist::model
