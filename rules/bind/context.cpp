// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/context.hpp"

#include <fmt/core.h>

namespace frist::bind {
namespace {

Kind unknown_kind(NameKind kind) {
  switch (kind) {
    case NameKind::Source:
      return Kind::UnknownSource;
    case NameKind::Record:
      return Kind::UnknownRecord;
    case NameKind::Retention:
      return Kind::UnknownRule;
    case NameKind::Bands:
      return Kind::UnknownBands;
    case NameKind::Party:
      return Kind::UnknownParty;
    case NameKind::Purpose:
      return Kind::UnknownPurpose;
    case NameKind::Calendar:
      return Kind::UnknownCalendar;
    case NameKind::Choice:
      return Kind::UnknownChoice;
    default:
      return Kind::UnknownName;
  }
}

}  // namespace

Context::Context(std::span<const Unit> all_units, std::shared_ptr<const text::Sources> sources,
                 text::DiagnosticSink& the_sink, const BindOptions& the_options)
    : units(all_units), sink(the_sink), options(the_options), exprs(rules->exprs), implied(exprs) {
  rules->texts = std::move(sources);
}

void Context::error(Kind kind, Span span, std::string message, std::string help, std::vector<text::Label> labels) {
  sink.report({kind, span, std::move(message), std::move(labels), std::move(help)});
}

std::string Context::help_among(std::string_view name, const std::vector<std::string>& known,
                                std::string_view what) const {
  return sink.full() ? std::string() : help_for(name, known, what);
}

std::optional<std::uint32_t> Context::resolve(NameKind kind, const Node& name) {
  const auto& found = resolve_all(kind, name);
  return found.empty() ? std::nullopt : std::optional<std::uint32_t>(found.front());
}

const std::vector<std::uint32_t>& Context::resolve_all(NameKind kind, const Node& name) {
  const auto& found = names[kind].all(name.text());
  if (!found.empty()) return found;
  const std::string what = name_kind_words(kind);
  std::string help;
  if (const auto other = names.other_kind(name.text(), kind)) {
    help = fmt::format("`{}` is {}; name {} here", name.text(), name_kind_words(*other, true),
                       name_kind_words(kind, true));
  } else {
    help = help_among(name.text(), names[kind].names(), what);
  }
  error(unknown_kind(kind), name.span(), fmt::format("there is no {} `{}`", what, name.text()), std::move(help));
  return found;
}

void Context::only_once(const Node& declaration, NodeKind clause, std::string_view words) {
  const auto found = declaration.children_of(clause);
  for (std::size_t i = 1; i < found.size(); ++i) {
    error(Kind::DuplicateClause, found[i].span(), fmt::format("`{}` is given a second time", words),
          "keep one of the two", {{found[0].span(), "first given here"}});
  }
}

std::optional<model::FieldId> Context::find_field(RecordId id, std::string_view name) const {
  const auto& fields = fields_by_name[id];
  const auto found = fields.find(std::string(name));
  return found == fields.end() ? std::nullopt : std::optional<model::FieldId>(found->second);
}

std::vector<std::string> Context::field_names(RecordId id) const {
  std::vector<std::string> result;
  if (sink.full()) return result;
  for (const model::Field& field : record(id).fields) result.push_back(field.name);
  return result;
}

std::optional<std::uint32_t> Context::find_reading(model::ChoiceId id, const Node& name) {
  const auto& known = readings_by_name[id];
  if (const auto found = known.find(name.name()); found != known.end()) return found->second;
  const model::Choice& choice = rules->choices[id];
  std::vector<std::string> readings;
  for (const model::Reading& reading : choice.readings) readings.push_back(reading.name);
  error(Kind::UnknownReading, name.span(), fmt::format("`{}` has no reading `{}`", choice.heading.name, name.text()),
        help_among(name.text(), readings, "reading"));
  return std::nullopt;
}

std::optional<Counting> counting_of(std::string_view word) {
  if (word == "day itself") return Counting::FromDayItself;
  if (word == "next day") return Counting::FromNextDay;
  return std::nullopt;
}

std::optional<MonthEnd> month_end_of(std::string_view word) {
  if (word == "last day") return MonthEnd::LastDay;
  if (word == "next day") return MonthEnd::NextDay;
  if (word == "refused") return MonthEnd::Reject;
  return std::nullopt;
}

Conventions conventions_in(const Context& context, const Node& clause, const Conventions& around) {
  Conventions result = around;
  if (const auto counting = clause.child(NodeKind::Counting)) {
    const std::string word = counting->text_of(NodeKind::Word);
    if (word == "next hour") {
      result.next_hour = true;
    } else {
      result.counting = counting_of(word);
    }
  }
  if (const auto month_end = clause.child(NodeKind::MonthEnd)) {
    result.month_end = month_end_of(month_end->text_of(NodeKind::Word));
  }
  if (context.options.counting) result.counting = context.options.counting;
  if (context.options.month_end) result.month_end = context.options.month_end;
  return result;
}

std::string listed(const std::vector<std::string>& names, std::string_view last_word) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? fmt::format(" {} ", last_word) : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  return text;
}

}  // namespace frist::bind
