// SPDX-License-Identifier: Apache-2.0
// Permissions, prohibitions, approvals.
#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/numbers.hpp"
#include "rules/bind/objects.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {

std::optional<model::Action> action_named(std::string_view word) {
  static constexpr std::string_view kWords[] = {"read",     "query",  "report", "store", "use",
                                                "disclose", "change", "erase",  "order", "enter"};
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (kWords[i] == word) return static_cast<model::Action>(i);
  }
  return std::nullopt;
}

std::optional<model::Object> bind_object(Context& context, const Node& node) {
  const Node what = node.nth(0);
  if (what.is(NodeKind::Word)) return model::Object{};
  if (const auto id = context.names[NameKind::Record].find(what.text()))
    return model::Object{model::Object::Kind::Record, *id};
  if (const auto id = context.names[NameKind::Bands].find(what.text()))
    return model::Object{model::Object::Kind::Bands, *id};
  if (const auto data = context.data_names.find(what.name()); data != context.data_names.end()) {
    return model::Object{model::Object::Kind::Data, data->second.id};
  }
  std::vector<std::string> known = context.names[NameKind::Record].names();
  for (const std::string& one : context.names[NameKind::Bands].names()) known.push_back(one);
  for (const auto& [name, data] : context.data_names) known.push_back(name);
  context.error(Kind::UnknownName, what.span(),
                fmt::format("there is no record, bands or prohibited data `{}`", what.text()),
                context.help_among(what.text(), known, "record"));
  return std::nullopt;
}

std::vector<model::FieldId> bind_showing(Context& context, const Node& showing, const model::Object& object) {
  std::vector<model::FieldId> result;
  if (object.kind != model::Object::Kind::Record) {
    context.error(Kind::ClauseNotAllowed, showing.span(), "only a record has fields to show",
                  "leave `showing` out, or name a record");
    return result;
  }
  for (const Node& name : showing.children_of(NodeKind::Name)) {
    if (const auto id = context.find_field(object.id, name.text())) {
      result.push_back(*id);
    } else if (context.data_names.count(name.name()) == 0) {
      context.error(Kind::UnknownField, name.span(),
                    fmt::format("`{}` has no field `{}`", context.record(object.id).name, name.text()),
                    context.help_among(name.text(), context.field_names(object.id), "field"));
    }
  }
  return result;
}

namespace {

class AccessBinder {
 public:
  AccessBinder(Context& context, const Node& node, model::Access& access)
      : context_(context), node_(node), access_(access) {}

  void bind(NodeKind act_kind, std::string_view word) {
    for (const auto& [kind, words] :
         {std::pair{act_kind, word}, std::pair{NodeKind::For, std::string_view("for")},
          std::pair{NodeKind::When, std::string_view("when")}, std::pair{NodeKind::Until, std::string_view("until")},
          std::pair{NodeKind::Refer, std::string_view("refer to")}}) {
      context_.only_once(node_, kind, words);
    }
    const auto act = node_.child(act_kind);
    if (!act) {
      context_.error(Kind::MissingClause, access_.heading.name_span,
                     fmt::format("`{}` does not say what it {}s", access_.heading.name, word),
                     fmt::format("add `{} PARTY to read RECORD`", word));
      return;
    }
    bind_act(*act);
    bind_purposes_named();
    bind_conditions();
    bind_refer();
    check_shown(*act);
  }

 private:
  void bind_act(const Node& act) {
    for (const Node& name : act.child(NodeKind::Parties)->children_of(NodeKind::Name)) {
      if (const auto id = context_.resolve(NameKind::Party, name)) access_.parties.push_back(*id);
    }
    access_.action = action_named(act.text_of(NodeKind::Word)).value_or(model::Action::Read);
    const auto object = bind_object(context_, *act.child(NodeKind::Object));
    if (!object) return;
    access_.object = *object;
    if (const auto showing = act.child(NodeKind::Showing)) {
      access_.shows_all = false;
      access_.showing = bind_showing(context_, *showing, *object);
    }
  }

  void bind_purposes_named() {
    const auto clause = node_.child(NodeKind::For);
    if (!clause) return;
    for (const Node& name : clause->children_of(NodeKind::Name)) {
      const auto id = context_.resolve(NameKind::Purpose, name);
      if (!id) continue;
      access_.purposes.push_back(*id);
      access_.purpose_spans.push_back(name.span());
    }
  }

  void bind_conditions() {
    const RecordId record = access_.object.kind == model::Object::Kind::Record ? access_.object.id : kNoId;
    const Conventions around = conventions_in(context_, node_, context_.conventions);
    ExprBinder binder(context_, {record, kNoId, around});
    if (const auto when = node_.child(NodeKind::When)) {
      const Maybe bound = binder.condition(when->nth(0));
      access_.when = bound.value_or(kNoId);
      if (bound) binder.guards().assume(*bound, true);
      if (!bound) binder.guards().assume_all();
    }
    if (const auto until = node_.child(NodeKind::Until)) bind_until(binder, *until, around);
  }

  void bind_until(ExprBinder& binder, const Node& until, const Conventions& around) {
    binder.place().conventions = conventions_in(context_, until, around);
    const auto length = binder.period(until.nth(0));
    const Maybe start = binder.date(until.nth(1));
    access_.until_span = until.span();
    if (length && start) access_.until = binder.kept_through(*start, *length, until.span()).value_or(kNoId);
  }

  void bind_refer() {
    const auto clause = node_.child(NodeKind::Refer);
    if (!clause) return;
    const Node to = clause->nth(0);
    if (to.is(NodeKind::Text)) {
      access_.refer_text = to.name();
    } else {
      access_.refer_to = context_.resolve(NameKind::Party, to).value_or(kNoId);
    }
  }

  /// Prohibited data are shown to nobody but the one exempted, for the one purpose.
  void check_shown(const Node& act) {
    const auto showing = act.child(NodeKind::Showing);
    if (!showing || act.is(NodeKind::Forbid)) return;
    for (const Node& name : showing->children_of(NodeKind::Name)) {
      const auto data = context_.data_names.find(name.name());
      if (data == context_.data_names.end() || is_exempt(data->second)) continue;
      const bool reported = data->second.party == kNoId && access_.object.kind == model::Object::Kind::Record &&
                            context_.find_field(access_.object.id, name.text());
      if (reported) continue;  // the field itself is the mistake
      context_.error(Kind::ProhibitedShown, name.span(),
                     fmt::format("`{}` is prohibited data and must not be shown", name.text()),
                     "take it out of `showing`", {{data->second.span, "prohibited here"}});
    }
  }

  bool is_exempt(const Prohibition& data) const {
    const auto all_are = [](const std::vector<std::uint32_t>& ids, std::uint32_t one) {
      return !ids.empty() && std::all_of(ids.begin(), ids.end(), [&](std::uint32_t id) { return id == one; });
    };
    return data.party != kNoId && all_are(access_.parties, data.party) && all_are(access_.purposes, data.purpose);
  }

  Context& context_;
  Node node_;
  model::Access& access_;
};

std::uint32_t approvers_in(Context& context, const Node& clause) {
  const Node number = *clause.child(NodeKind::Number);
  const auto count = parse_number(context, number, 0);
  if (count && (*count < 1 || *count > 100)) {
    context.error(Kind::NumberOutOfRange, number.span(), fmt::format("{} people cannot approve", number.text()),
                  "give a number from 1 to 100");
    return 1;
  }
  return static_cast<std::uint32_t>(count.value_or(1));
}

void bind_approval(Context& context, const Node& node, model::Approval& approval) {
  context.only_once(node, NodeKind::ApprovedBy, "by");
  context.only_once(node, NodeKind::Widening, "widening needs");
  context.only_once(node, NodeKind::Author, "author");
  if (const auto by = node.child(NodeKind::ApprovedBy)) {
    for (const Node& name : by->children_of(NodeKind::Name)) {
      if (const auto id = context.resolve(NameKind::Party, name)) approval.by.push_back(*id);
    }
  } else {
    context.error(Kind::MissingClause, approval.heading.name_span,
                  fmt::format("`{}` does not say who approves", approval.heading.name), "add `by PARTY`");
  }
  for (const Node& clause : node.children_of(NodeKind::Needs)) {
    model::ApprovalNeed need;
    need.approvers = approvers_in(context, clause);
    for (const Node& name : clause.children_of(NodeKind::Name)) {
      if (const auto id = context.resolve(NameKind::Record, name)) need.records.push_back(*id);
    }
    approval.needs.push_back(std::move(need));
  }
  if (approval.needs.empty()) {
    context.error(Kind::MissingClause, approval.heading.name_span,
                  fmt::format("`{}` does not say how many have to approve", approval.heading.name), "add `needs 2`");
  }
  if (const auto clause = node.child(NodeKind::Widening)) approval.widening = approvers_in(context, *clause);
  if (const auto clause = node.child(NodeKind::Author))
    approval.author_may_approve = clause->text_of(NodeKind::Word) == "may";
}

}  // namespace

void bind_accesses(Context& context) {
  model::RuleSet& rules = *context.rules;
  for (std::size_t i = 0; i < rules.permissions.size(); ++i) {
    const Node node = context.node_of(NameKind::Permission, static_cast<std::uint32_t>(i));
    AccessBinder(context, node, rules.permissions[i]).bind(NodeKind::Allow, "allow");
  }
  for (std::size_t i = 0; i < rules.prohibitions.size(); ++i) {
    const Node node = context.node_of(NameKind::Prohibition, static_cast<std::uint32_t>(i));
    AccessBinder(context, node, rules.prohibitions[i]).bind(NodeKind::Forbid, "forbid");
  }
}

void bind_approvals(Context& context) {
  auto& approvals = context.rules->approvals;
  for (std::size_t i = 0; i < approvals.size(); ++i) {
    bind_approval(context, context.node_of(NameKind::Approval, static_cast<std::uint32_t>(i)), approvals[i]);
  }
}

}  // namespace frist::bind
