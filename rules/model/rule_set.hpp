// SPDX-License-Identifier: Apache-2.0
// A checked policy: everything that its texts mean, frozen. Made by rules/bind, read by everyone; immutable and safe to
// share between threads. It keeps the texts it came from, so that explanations can quote conditions as written.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dsl/text/source_file.hpp"
#include "rules/calendar/business_calendar.hpp"
#include "rules/model/example.hpp"
#include "rules/model/record.hpp"

namespace frist::model {

struct NamedCalendar {
  Heading heading;
  std::string zone;
  calendar::BusinessCalendar calendar;
  calendar::CalendarData declared;   // what it was built from; `declared.includes` stays empty
  std::vector<CalendarId> includes;  // in the order of its clauses
};

struct RuleSet {
  std::string name;
  Titles titles;
  std::string version;
  std::string zone = "UTC";
  std::optional<calendar::Counting> counting;  // the policy's own; none: every clause says its own
  std::optional<calendar::MonthEnd> month_end;

  std::vector<Expr> exprs;  // children before parents
  std::vector<SymbolSet> symbol_sets;
  std::vector<Record> records;
  std::vector<Source> sources;
  std::vector<Choice> choices;
  std::vector<Define> defines;
  std::vector<RetentionRule> retention;
  std::vector<Eligibility> eligibility;
  std::vector<Deadline> deadlines;
  std::vector<Bands> bands;
  std::vector<Party> parties;
  std::vector<Purpose> purposes;
  std::vector<Access> permissions, prohibitions;
  std::vector<DataCategory> data_names;
  std::vector<ProhibitedData> prohibited_data;
  std::vector<Approval> approvals;
  std::vector<NamedCalendar> calendars;
  std::vector<Example> examples;

  std::shared_ptr<const text::Sources> texts;

  const Expr& expr(ExprId id) const { return exprs[id]; }
  // The text as written, without comments and with runs of white space made one space; empty where there is none.
  std::string as_written(text::Span span) const;
  std::optional<RecordId> find_record(std::string_view name) const;
};

}  // namespace frist::model
