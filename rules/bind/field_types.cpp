// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/field_types.hpp"

#include <fmt/core.h>

#include "rules/bind/literals.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

Base base_of(std::string_view word) {
  if (word == "yes/no") return Base::YesNo;
  if (word == "number") return Base::Number;
  if (word == "decimal" || word == "percent") return Base::Decimal;
  if (word == "money") return Base::Money;
  if (word == "one of") return Base::Symbol;
  if (word == "date") return Base::Date;
  if (word == "moment") return Base::Moment;
  if (word.rfind("link", 0) == 0) return Base::Link;
  return Base::Text;
}

model::Stored stored_of(std::string_view word) {
  if (word == "days") return model::Stored::Days;
  if (word == "seconds") return model::Stored::Seconds;
  if (word == "cents") return model::Stored::Cents;
  if (word == "decimal") return model::Stored::Decimal;
  return model::Stored::Plain;
}

bool can_be_stored(model::Stored stored, Base base) {
  switch (stored) {
    case model::Stored::Days:
      return base == Base::Date;
    case model::Stored::Seconds:
      return base == Base::Date || base == Base::Moment;
    case model::Stored::Cents:
      return base == Base::Money;
    case model::Stored::Decimal:
      return base == Base::Money || base == Base::Decimal || base == Base::Number;
    case model::Stored::Plain:
      break;
  }
  return true;
}

/// The values in their order; two of one name are reported.
bool bind_symbols(Context& context, const Node& type, model::SymbolSet& set) {
  bool good = true;
  std::set<std::string> seen;
  for (const Node& node : type.children_of(NodeKind::Symbol)) {
    model::Symbol symbol;
    symbol.name = node.nth(0).name();
    symbol.titles = titles_of(node, symbol.name);
    symbol.stored = node.text_of(NodeKind::Text);
    if (symbol.stored.empty()) symbol.stored = symbol.name;
    if (!seen.insert(symbol.name).second) {
      context.error(Kind::DuplicateField, node.nth(0).span(), fmt::format("the value `{}` is named twice", symbol.name),
                    "name each value once");
      good = false;
    }
    set.push_back(std::move(symbol));
  }
  return good;
}

bool alike(const model::SymbolSet& a, const model::SymbolSet& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const model::Symbol& x, const model::Symbol& y) {
    return x.name == y.name && x.stored == y.stored && x.titles == y.titles;
  });
}

/// Fields with the same values have the same type, so they can be compared.
std::uint32_t enter_symbols(Context& context, model::SymbolSet set) {
  std::string key;
  for (const model::Symbol& symbol : set) key += symbol.name + '\n';
  auto& sets = context.rules->symbol_sets;
  for (const std::uint32_t known : context.symbol_sets_by_names[key]) {
    if (alike(sets[known], set)) return known;
  }
  const auto id = static_cast<std::uint32_t>(sets.size());
  context.symbol_sets_by_names[key].push_back(id);
  auto& by_name = context.symbols_by_name.emplace_back();
  for (std::size_t i = 0; i < set.size(); ++i) by_name.emplace(set[i].name, static_cast<std::uint32_t>(i));
  sets.push_back(std::move(set));
  return id;
}

bool bind_base(Context& context, const Node& type, model::Field& field) {
  const std::string word = type.text_of(NodeKind::Word);
  field.type.base = base_of(word);
  field.type.percent = word == "percent";
  if (const auto currency = type.child(NodeKind::Currency)) {
    field.type.currency = currency_of(currency->text()).value_or(model::kAnyCurrency);
  }
  if (field.type.base == Base::Symbol) {
    model::SymbolSet set;
    const bool good = bind_symbols(context, type, set);
    field.type.symbols = enter_symbols(context, std::move(set));
    return good;
  }
  if (field.type.base != Base::Link) return true;
  const auto target = context.resolve(NameKind::Record, *type.child(NodeKind::Name));
  field.link_to = target.value_or(kNoId);
  return target.has_value();
}

bool bind_absent(Context& context, const Node& clause, model::Field& field) {
  const std::string word = clause.text_of(NodeKind::Word);
  if (word == "none") field.absent = model::Absent::None;
  if (word == "unknown") field.absent = model::Absent::Unknown;
  if (word != "no") return true;
  field.absent = model::Absent::No;
  if (field.type.base == Base::YesNo) return true;
  context.error(Kind::TypeMismatch, clause.span(),
                fmt::format("`{}` is not yes or no, so its absence cannot mean `no`", field.name),
                "write `absent means none` or `absent means unknown`");
  return false;
}

bool bind_currency_column(Context& context, const Node& clause, model::Field& field) {
  field.currency_column = clause.text_of(NodeKind::Text);
  if (field.type.base == Base::Money && field.type.currency == model::kAnyCurrency) return true;
  context.error(
      Kind::ClauseNotAllowed, clause.span(), fmt::format("`{}` needs no column for its currency", field.name),
      field.type.base == Base::Money ? "leave out either the currency or its column" : "only money has a currency");
  return false;
}

bool bind_stored(Context& context, const Node& clause, model::Field& field) {
  const std::string word = clause.text_of(NodeKind::Word);
  field.stored = stored_of(word);
  const bool iso = word == "iso";
  const bool good = iso ? field.type.base == Base::Date || field.type.base == Base::Moment
                        : can_be_stored(field.stored, field.type.base);
  if (good) return true;
  context.error(Kind::ClauseNotAllowed, clause.span(), fmt::format("`{}` cannot be stored as {}", field.name, word),
                "dates are stored as iso or days, moments as iso or seconds, money as cents or decimal");
  return false;
}

}  // namespace

bool bind_type(Context& context, const Node& node, model::Field& field) {
  field.column = field.name;
  bool good = bind_base(context, *node.child(NodeKind::Type), field);
  field.identity = node.has(NodeKind::Identity);
  for (const auto& [kind, words] :
       {std::pair{NodeKind::Identity, "identity"}, std::pair{NodeKind::Absent, "absent means"},
        std::pair{NodeKind::Column, "in column"}, std::pair{NodeKind::Stored, "stored as"},
        std::pair{NodeKind::CurrencyColumn, "currency in column"}}) {
    context.only_once(node, kind, words);
  }
  if (const auto column = node.child(NodeKind::Column)) field.column = column->text_of(NodeKind::Text);
  if (const auto absent = node.child(NodeKind::Absent)) good = bind_absent(context, *absent, field) && good;
  if (const auto column = node.child(NodeKind::CurrencyColumn))
    good = bind_currency_column(context, *column, field) && good;
  if (const auto stored = node.child(NodeKind::Stored)) good = bind_stored(context, *stored, field) && good;
  return good;
}

}  // namespace frist::bind
