// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/facts.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {

std::optional<model::Fact> fact_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kFactNames); ++i) {
    if (kFactNames[i] == name) return static_cast<model::Fact>(i);
  }
  return std::nullopt;
}

/// Whether the name has a meaning of its own here, without a hint from the other side of a comparison.
bool ExprBinder::knows(const Node& node) const {
  for (const RecordId record : {place_.row, place_.record}) {
    if (record == kNoId) continue;
    if (context_.find_field(record, node.text()) || context_.defines.count({record, node.name()}) > 0) return true;
  }
  return fact_named(node.text()).has_value();
}

Maybe ExprBinder::name(const Node& node, const model::Type* expected) {
  if (expected != nullptr && expected->base == Base::Symbol) {
    const bool is_symbol = context_.symbols_by_name[expected->symbols].count(node.name()) > 0;
    if (is_symbol || !knows(node)) return symbol(node, *expected);
  }
  if (place_.row != kNoId) {
    if (const auto found = row_name(node)) return *found;
  }
  if (place_.record != kNoId) {
    if (const auto found = entry_name(node, place_.row != kNoId)) return *found;
  }
  return unknown_name(node);
}

Maybe ExprBinder::symbol(const Node& node, const model::Type& expected) {
  const auto& values = context_.symbols_by_name[expected.symbols];
  if (const auto found = values.find(node.name()); found != values.end())
    return constant(expected, found->second, node.span());
  std::vector<std::string> known;
  for (const model::Symbol& one : context_.rules->symbol_sets[expected.symbols]) known.push_back(one.name);
  return fail(Kind::UnknownSymbol, node.span(), fmt::format("`{}` is none of the values there are", node.text()),
              context_.help_among(node.text(), known, "value"));
}

/// Of the rows of a `where`.
std::optional<Maybe> ExprBinder::row_name(const Node& node) {
  if (const auto id = context_.find_field(place_.row, node.text())) return field(node, place_.row, *id, false);
  const auto found = context_.defines.find({place_.row, node.name()});
  if (found != context_.defines.end()) return define(node, place_.row, found->second, true, false);
  return std::nullopt;
}

/// Of the entry being decided.
std::optional<Maybe> ExprBinder::entry_name(const Node& node, bool from_row) {
  const RecordId record = place_.record;
  if (const auto id = context_.find_field(record, node.text())) return field(node, record, *id, from_row);
  const auto found = context_.defines.find({record, node.name()});
  if (found != context_.defines.end()) return define(node, record, found->second, false, from_row);
  const auto engine_fact = fact_named(node.text());
  if (engine_fact && !context_.record(record).is_child()) return fact(node, *engine_fact);
  return std::nullopt;
}

/// For suggestions: what could be meant at this place.
std::vector<std::string> ExprBinder::names_here() const {
  std::vector<std::string> known;
  if (context_.sink.full()) return known;
  for (const RecordId record : {place_.row, place_.record}) {
    if (record == kNoId) continue;
    for (std::string& one : context_.field_names(record)) known.push_back(std::move(one));
    auto define = context_.defines.lower_bound({record, ""});
    for (; define != context_.defines.end() && define->first.first == record; ++define)
      known.push_back(define->first.second);
  }
  return known;
}

Maybe ExprBinder::unknown_name(const Node& node) {
  if (place_.record == kNoId) {
    return fail(Kind::UnknownName, node.span(), fmt::format("`{}` is not known: this is about no record", node.text()),
                "conditions read fields of the record that the declaration is about");
  }
  const std::vector<std::string> known = names_here();
  const std::string& record = context_.record(place_.row != kNoId ? place_.row : place_.record).name;
  std::string help = context_.help_among(node.text(), known, "field");
  if (const auto other = context_.names.other_kind(node.text(), NameKind::Define); other && help.rfind("did", 0) != 0) {
    help = fmt::format("`{}` is {}, which is no value", node.text(), name_kind_words(*other, true));
  }
  return fail(Kind::UnknownName, node.span(), fmt::format("`{}` has no field or definition `{}`", record, node.text()),
              std::move(help));
}

Maybe ExprBinder::field(const Node& node, RecordId record, model::FieldId id, bool outer) {
  if (context_.is_broken(record, id)) return std::nullopt;
  const model::Field& it = context_.record(record).fields[id];
  if (it.identity) {
    return fail(Kind::IdentityFieldInRule, node.span(),
                fmt::format("`{}` says who somebody is; rules never read it", it.name),
                "decide by other fields, or take `identity` away if it names nobody");
  }
  Expr result;
  result.op = Op::Field;
  result.type = it.type;
  result.type.optional = it.absent == model::Absent::None;
  result.field = id;
  result.outer = outer;
  result.span = node.span();
  return context_.exprs.add(std::move(result));
}

Maybe ExprBinder::define(const Node& node, RecordId record, DefineGroup& group, bool as_row, bool outer) {
  if (group.state == DefineGroup::State::Running) {
    context_.error(Kind::DefineCycle, node.span(), fmt::format("the definition of `{}` needs itself", node.text()),
                   "define one of them without the others",
                   {{context_.node_of(NameKind::Define, group.versions.front()).nth(0).span(), "its definition"}});
    return std::nullopt;
  }
  for (const std::uint32_t id : group.versions) context_.rules->defines[id].used = true;
  const Maybe bound = value_of(context_, group, record);
  if (!bound) return bound;
  const Reads reads = context_.exprs.reads(*bound);
  if ((as_row || outer) && reads.aggregate) {
    return fail(Kind::NestedAggregate, node.span(),
                fmt::format("`{}` looks at a list, inside of a `where`", node.text()),
                "a `where` reads single values only; ask for the list outside of it");
  }
  if (as_row && (reads.fact || reads.linked)) {
    return fail(Kind::UnknownField, node.span(),
                fmt::format("`{}` asks for what is known of the entry being decided only", node.text()),
                "holds, requests and links of other records are not known here");
  }
  return outer ? context_.exprs.outer(*bound) : *bound;
}

Maybe ExprBinder::fact(const Node& node, model::Fact it) {
  Expr result;
  result.op = Op::Fact;
  result.fact = it;
  result.type.base = it == model::Fact::OnHold ? Base::YesNo : Base::Date;
  result.type.optional = it != model::Fact::OnHold;
  result.span = node.span();
  return context_.exprs.add(std::move(result));
}

/// `this claim's amount`: the entry's field, seen from inside of a `where`.
Maybe ExprBinder::this_field(const Node& node) {
  const Node record_name = node.nth(0);
  const auto record = context_.resolve(NameKind::Record, record_name);
  if (!record) return std::nullopt;
  if (*record != place_.record) {
    const std::string own =
        place_.record == kNoId ? "no record" : fmt::format("`{}`", context_.record(place_.record).name);
    return fail(Kind::UnknownRecord, record_name.span(),
                fmt::format("`this {}` is not the entry being decided, which is {}", record_name.text(), own),
                "name the record that the declaration is about");
  }
  if (const auto found = entry_name(node.nth(1), place_.row != kNoId)) return *found;
  return fail(Kind::UnknownField, node.nth(1).span(),
              fmt::format("`{}` has no field `{}`", record_name.text(), node.nth(1).text()),
              context_.help_among(node.nth(1).text(), context_.field_names(*record), "field"));
}

/// `debtor's born_on`: a field of the record that a link of the entry points to.
Maybe ExprBinder::linked_field(const Node& node) {
  const Node link_name = node.nth(0);
  const auto own = place_.row == kNoId ? std::nullopt : context_.find_field(place_.row, link_name.text());
  if (own) {
    return fail(Kind::UnknownField, link_name.span(),
                fmt::format("`{}` belongs to the rows of this `where`", link_name.text()),
                "only links of the entry being decided can be followed");
  }
  const auto id = place_.record == kNoId ? std::nullopt : context_.find_field(place_.record, link_name.text());
  if (!id) return unknown_name(link_name);
  if (context_.is_broken(place_.record, *id)) return std::nullopt;
  const model::Field& link = context_.record(place_.record).fields[*id];
  if (link.type.base != Base::Link) {
    return fail(Kind::TypeMismatch, link_name.span(), fmt::format("`{}` is no link, so it has no fields", link.name),
                "only a field of type `link to ...` leads to another record");
  }
  return read_link(node.nth(1), link, *id, place_.row != kNoId);
}

Maybe ExprBinder::read_link(const Node& node, const model::Field& link, model::FieldId link_id, bool outer) {
  const RecordId target = link.link_to;
  const auto id = context_.find_field(target, node.text());
  if (!id) {
    return fail(Kind::UnknownField, node.span(),
                fmt::format("`{}` has no field `{}`", context_.record(target).name, node.text()),
                context_.help_among(node.text(), context_.field_names(target), "field"));
  }
  const Maybe plain = field(node, target, *id, outer);
  if (!plain) return plain;
  Expr result = expr(*plain);
  result.op = Op::LinkedField;
  result.link = link_id;
  result.label.clear();
  return context_.exprs.add(std::move(result));
}

}  // namespace frist::bind
