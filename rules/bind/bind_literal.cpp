// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/literals.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::bind {

std::optional<model::Currency> currency_of(std::string_view text) {
  if (text.size() != 3) return std::nullopt;
  return model::Currency{text[0], text[1], text[2]};
}

std::optional<calendar::Instant> instant_of(Context& context, const Node& moment) {
  if (const auto instant = calendar::parse_instant(moment.text())) return instant;
  const auto local = calendar::parse_local(moment.text());
  const auto zone = calendar::Zone::find(context.rules->zone);
  if (!zone) return calendar::Instant{0};  // reported at the policy's `time zone`
  if (local) {
    const calendar::WallInstants found = zone->instants_of(*local);
    if (found.kind == calendar::WallInstants::Kind::Unique) return found.first;
    if (found.kind == calendar::WallInstants::Kind::Gap) {
      context.error(Kind::BadClockTime, moment.span(),
                    fmt::format("the clocks of {} skip `{}`", zone->name(), moment.text()),
                    "give the moment with its distance from UTC, such as `+02:00`");
      return std::nullopt;
    }
    if (found.kind == calendar::WallInstants::Kind::Ambiguous) {
      context.error(Kind::BadClockTime, moment.span(),
                    fmt::format("the clocks of {} show `{}` twice", zone->name(), moment.text()),
                    "give the moment with its distance from UTC, such as `+02:00` or `+01:00`");
      return std::nullopt;
    }
  }
  context.error(Kind::BadClockTime, moment.span(), fmt::format("`{}` is no moment", moment.text()),
                "write it as `2025-03-31T09:30` or `2025-03-31T09:30Z`");
  return std::nullopt;
}

std::optional<calendar::Day> day_of(Context& context, const Node& date) {
  const auto day = calendar::parse_day(date.text());
  if (!day) {
    context.error(Kind::BadDate, date.span(), fmt::format("there is no day `{}`", date.text()),
                  "write dates as `2025-03-31`");
  }
  return day;
}

Maybe ExprBinder::constant(model::Type it, std::int64_t value, Span span) {
  Expr result;
  result.op = Op::Constant;
  result.type = it;
  result.type.optional = false;
  result.type.interval = false;
  result.value = value;
  result.span = span;
  return context_.exprs.add(std::move(result));
}

/// A number takes its type from the other side; alone it is whole where it is written so.
Maybe ExprBinder::number(const Node& node, const model::Type* expected) {
  model::Type it;
  it.base = has_fraction(node.text()) ? Base::Decimal : Base::Number;
  if (expected != nullptr && expected->base == Base::Decimal) it = *expected;
  if (expected != nullptr && expected->base == Base::Number) it.base = Base::Number;
  const auto value = parse_number(context_, node, it.base == Base::Decimal ? 6 : 0);
  return value ? constant(it, *value, node.span()) : std::nullopt;
}

Maybe ExprBinder::percent(const Node& node) {
  const auto value = parse_number(context_, node.nth(0), 6);
  if (!value) return std::nullopt;
  model::Type it;
  it.base = Base::Decimal;
  it.percent = true;
  return constant(it, *value, node.span());
}

Maybe ExprBinder::money(const Node& node) {
  const auto value = parse_number(context_, node.nth(0), 2);
  const auto currency = currency_of(node.nth(1).text());
  if (!value || !currency) return std::nullopt;
  model::Type it;
  it.base = Base::Money;
  it.currency = *currency;
  return constant(it, *value, node.span());
}

Maybe ExprBinder::date_literal(const Node& node) {
  const auto day = day_of(context_, node);
  return day ? Maybe(context_.exprs.day(*day, node.span())) : std::nullopt;
}

Maybe ExprBinder::moment_literal(const Node& node) {
  const auto instant = instant_of(context_, node);
  if (!instant) return std::nullopt;
  model::Type it;
  it.base = Base::Moment;
  return constant(it, *instant, node.span());
}

Maybe ExprBinder::text_literal(const Node& node) {
  Expr result;
  result.op = Op::Constant;
  result.type.base = Base::Text;
  result.text = node.name();
  result.span = node.span();
  return context_.exprs.add(std::move(result));
}

}  // namespace frist::bind
