// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/example_facts.hpp"
#include "rules/bind/literals.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/model/dump.hpp"

namespace frist::bind {
namespace {

using model::Value;

Value known(std::int64_t number) { return {Value::State::Known, number, {}, {}}; }

std::optional<Value> mismatch(Context& context, const Node& literal, const model::Field& field) {
  std::string help = fmt::format("`{}` is of type {}", field.name, model::name_of(*context.rules, field.type));
  if (field.type.base == Base::Money) help += ": write the currency too, as in `300 EUR`";
  if (field.type.base == Base::Moment) help += ": write the time of day too, as in `2025-03-31T09:30`";
  context.error(Kind::TypeMismatch, literal.span(),
                fmt::format("`{}` is no value for `{}`", context.rules->as_written(literal.span()), field.name),
                std::move(help));
  return std::nullopt;
}

std::optional<Value> scaled(Context& context, const Node& number, int places) {
  const auto value = parse_number(context, number, places);
  return value ? std::optional<Value>(known(*value)) : std::nullopt;
}

std::optional<Value> money(Context& context, const Node& literal, const model::Field& field) {
  const auto value = parse_number(context, literal.nth(0), 2);
  if (!value) return std::nullopt;
  Value result = known(*value);
  result.currency = currency_of(literal.nth(1).text()).value_or(model::kAnyCurrency);
  if (field.type.currency == model::kAnyCurrency || field.type.currency == result.currency) return result;
  context.error(Kind::CurrencyMix, literal.nth(1).span(),
                fmt::format("`{}` is in {}", field.name, std::string_view(field.type.currency.data(), 3)),
                "give an amount in that currency, or declare the field as `money`");
  return std::nullopt;
}

std::optional<Value> symbol(Context& context, const Node& literal, const model::Field& field) {
  const auto& values = context.symbols_by_name[field.type.symbols];
  if (const auto found = values.find(literal.name()); found != values.end()) return known(found->second);
  std::vector<std::string> names;
  for (const model::Symbol& one : context.rules->symbol_sets[field.type.symbols]) names.push_back(one.name);
  context.error(Kind::UnknownSymbol, literal.span(),
                fmt::format("`{}` is none of the values of `{}`", literal.text(), field.name),
                context.help_among(literal.text(), names, "value"));
  return std::nullopt;
}

Value text_value(const Node& literal) { return {Value::State::Known, 0, {}, literal.name()}; }

/// `none` or `unknown`.
std::optional<Value> absence(Context& context, const Node& word, const model::Field& field) {
  Value result;
  if (word.text() == "unknown") return result;
  if (field.absent != model::Absent::None) {
    context.error(Kind::MissingAbsentMeans, word.span(), fmt::format("`{}` is never none", field.name),
                  "declare the field with `absent means none`, or give `unknown`");
    return std::nullopt;
  }
  result.state = Value::State::None;
  return result;
}

std::optional<Value> by_type(Context& context, const Node& literal, const model::Field& field) {
  switch (field.type.base) {
    case Base::YesNo:
      if (literal.is(NodeKind::Yes) || literal.is(NodeKind::No)) return known(literal.is(NodeKind::Yes) ? 1 : 0);
      break;
    case Base::Number:
      if (literal.is(NodeKind::Number)) return scaled(context, literal, 0);
      break;
    case Base::Decimal:
      if (literal.is(NodeKind::Number)) return scaled(context, literal, 6);
      if (literal.is(NodeKind::Percent) && field.type.percent) return scaled(context, literal.nth(0), 6);
      break;
    case Base::Money:
      if (literal.is(NodeKind::Money)) return money(context, literal, field);
      break;
    case Base::Text:
    case Base::Link:
      if (literal.is(NodeKind::Text)) return text_value(literal);
      break;
    case Base::Symbol:
      if (literal.is(NodeKind::Name)) return symbol(context, literal, field);
      break;
    case Base::Date:
      if (literal.is(NodeKind::Date)) {
        const auto day = day_of(context, literal);
        return day ? std::optional<Value>(known(*day)) : std::nullopt;
      }
      break;
    case Base::Moment:
      if (literal.is(NodeKind::Moment)) {
        const auto instant = instant_of(context, literal);
        return instant ? std::optional<Value>(known(*instant)) : std::nullopt;
      }
      break;
  }
  return mismatch(context, literal, field);
}

}  // namespace

model::Value absent_value(const model::Field& field) {
  Value result;
  if (field.absent == model::Absent::None) result.state = Value::State::None;
  if (field.absent == model::Absent::No) result.state = Value::State::Known;
  return result;
}

std::optional<model::Value> value_of(Context& context, const Node& literal, const model::Field& field) {
  if (literal.is(NodeKind::Word)) return absence(context, literal, field);
  return by_type(context, literal, field);
}

}  // namespace frist::bind
