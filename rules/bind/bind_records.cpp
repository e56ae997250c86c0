// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include "dsl/text/suggest.hpp"
#include "rules/bind/facts.hpp"
#include "rules/bind/field_types.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

using model::Record;

class RecordBinder {
 public:
  RecordBinder(Context& context, RecordId id)
      : context_(context), id_(id), record_(context.rules->records[id]), node_(context.node_of(NameKind::Record, id)) {}

  void bind_fields() {
    record_.table = node_.text_in(NodeKind::Table);
    record_.key = node_.text_in(NodeKind::Key);
    record_.parent_column = node_.text_in(NodeKind::Parent);
    for (const Node& field : node_.children_of(NodeKind::Field)) bind_field(field);
    bind_subject();
  }

  void bind_lists() {
    for (const Node& list : node_.children_of(NodeKind::List)) bind_list(list);
  }

  void check_storage() {
    if (!record_.table.empty() && record_.key.empty()) {
      context_.error(Kind::MissingKey, node_.nth(0).span(),
                     fmt::format("record `{}` is in a table, but its key is not named", record_.name),
                     "add `key \"...\"` with the column that identifies a row");
    }
    if (record_.is_child() && !record_.table.empty() && record_.parent_column.empty()) {
      context_.error(Kind::MissingParent, node_.nth(0).span(),
                     fmt::format("nobody says which column of `{}` holds the key of its `{}`", record_.name,
                                 context_.record(record_.parent).name),
                     "add `parent \"...\"` with that column");
    }
    if (!record_.is_child() && !record_.parent_column.empty()) {
      context_.error(Kind::MissingClause, node_.child(NodeKind::Parent)->span(),
                     fmt::format("`{}` names its parent's column, but no record lists it", record_.name),
                     fmt::format("add `list ... of {}` to its parent", record_.name));
    }
  }

 private:
  auto& by_name() { return context_.fields_by_name[id_]; }

  void bind_field(const Node& node) {
    const Node name = node.nth(0);
    model::Field field;
    field.name = name.name();
    field.titles = titles_of(node, field.name);
    field.span = name.span();
    const bool complete = bind_type(context_, node, field);
    if (!is_free(name)) return;
    const auto id = static_cast<model::FieldId>(record_.fields.size());
    by_name().emplace(field.name, id);
    if (!complete) context_.broken_fields.insert({id_, id});
    record_.fields.push_back(std::move(field));
  }

  /// Reports a name that is taken by another field, a list or a fact of the engine.
  bool is_free(const Node& name) {
    const auto taken = by_name().find(name.name());
    if (taken != by_name().end()) {
      return report_taken(name, record_.fields[taken->second].span);
    }
    const auto& lists = context_.lists_by_name[id_];
    if (const auto list = lists.find(name.name()); list != lists.end()) {
      return report_taken(name, record_.lists[list->second].span);
    }
    if (!fact_named(name.text())) return true;
    context_.error(Kind::DuplicateField, name.span(),
                   fmt::format("`{}` is a fact that is kept of every record", name.text()),
                   "leave the field out, or give it another name");
    return false;
  }

  bool report_taken(const Node& name, Span first) {
    context_.error(Kind::DuplicateField, name.span(),
                   fmt::format("`{}` already has a field or list `{}`", record_.name, name.text()),
                   "give one of them another name", {{first, "first declared here"}});
    return false;
  }

  /// The subject may be a declared field; else it is a column that only tells people apart.
  void bind_subject() {
    context_.only_once(node_, NodeKind::Subject, "subject");
    const auto clause = node_.child(NodeKind::Subject);
    if (!clause) return;
    const Node name = clause->nth(0);
    if (const auto known = context_.find_field(id_, name.text())) {
      record_.subject = *known;
      return;
    }
    const std::string nearest = text::did_you_mean(name.text(), context_.field_names(id_));
    if (!nearest.empty()) {
      context_.error(Kind::UnknownField, name.span(), fmt::format("`{}` has no field `{}`", record_.name, name.text()),
                     nearest);
      return;
    }
    if (!is_free(name)) return;
    model::Field field;
    field.name = field.column = field.titles.en = name.name();
    field.type.base = Base::Text;
    field.identity = true;
    field.span = name.span();
    record_.subject = static_cast<model::FieldId>(record_.fields.size());
    by_name().emplace(field.name, record_.subject);
    record_.fields.push_back(std::move(field));
  }

  void bind_list(const Node& node) {
    const Node name = node.nth(0);
    if (!is_free(name)) return;
    model::List list;
    list.name = name.name();
    list.titles = titles_of(node, list.name);
    list.span = name.span();
    context_.lists_by_name[id_].emplace(list.name, static_cast<model::ListId>(record_.lists.size()));
    const Node child_name = node.children_of(NodeKind::Name)[1];
    list.record = context_.resolve(NameKind::Record, child_name).value_or(kNoId);
    if (list.record != kNoId && !adopt(child_name, list.record)) list.record = kNoId;
    record_.lists.push_back(std::move(list));
  }

  /// A record belongs to one list of one parent, and never to itself.
  bool adopt(const Node& name, RecordId child_id) {
    Record& child = context_.rules->records[child_id];
    if (child.is_child()) {
      context_.error(Kind::ClauseNotAllowed, name.span(),
                     fmt::format("`{}` is already in a list of `{}`", child.name, context_.record(child.parent).name),
                     "declare a record of its own for each list");
      return false;
    }
    for (RecordId up = id_; up != kNoId; up = context_.record(up).parent) {
      if (up != child_id) continue;
      context_.error(Kind::ClauseNotAllowed, name.span(), fmt::format("`{}` would be a part of itself", child.name),
                     "list the parts in the record that they belong to");
      return false;
    }
    child.parent = id_;
    return true;
  }

  Context& context_;
  RecordId id_;
  Record& record_;
  Node node_;
};

}  // namespace

void bind_records(Context& context) {
  const auto count = static_cast<RecordId>(context.rules->records.size());
  context.fields_by_name.resize(count);
  context.lists_by_name.resize(count);
  for (RecordId id = 0; id < count; ++id) RecordBinder(context, id).bind_fields();
  for (RecordId id = 0; id < count; ++id) RecordBinder(context, id).bind_lists();
  for (RecordId id = 0; id < count; ++id) RecordBinder(context, id).check_storage();
}

}  // namespace frist::bind
