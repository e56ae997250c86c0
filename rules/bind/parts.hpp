// SPDX-License-Identifier: Apache-2.0
// The steps of binding, one for each kind of declaration, in the order in which bind() takes them. Part of this room
// only. Each reports what is wrong and goes on.
#pragma once

#include "rules/bind/context.hpp"

namespace frist::bind {

/// An entry in the rule set and a name for every declaration of all units.
void declare(Context& context);

void bind_header(Context& context);
void bind_sources(Context& context);
void bind_choices(Context& context);
void bind_records(Context& context);
void bind_parties(Context& context);
void bind_purposes(Context& context);
void bind_prohibited_data(Context& context);
void bind_calendars(Context& context);
/// `of NAME` of definitions and rules; must come before anything reads a condition.
void assign_records(Context& context);
/// What every declaration can carry: notes, citations, force, reading. Definitions and retention rules, which others
/// may need first, take theirs when they are bound; calendars when they are built.
void bind_headings(Context& context);
void bind_heading(Context& context, const Node& node, model::Heading& heading, RecordId record);
void check_versions(Context& context);
void check_limits(Context& context);
void bind_defines(Context& context);
void bind_retention(Context& context);
void bind_eligibility(Context& context);
void bind_deadlines(Context& context);
void bind_bands(Context& context);
void bind_accesses(Context& context);
void bind_approvals(Context& context);
void bind_examples(Context& context);

/// The names for people of the declaration, field or symbol; `en` is `name` where nothing else is said.
model::Titles titles_of(const Node& node, std::string_view name);
/// The texts of a Title node.
model::Titles texts_of(const Node& title);
std::vector<model::Citation> citations_of(Context& context, const Node& node);
/// The record of the declaration (`of NAME`); kNoId after the report that there is none.
RecordId record_of(Context& context, const Node& declaration);

/// The groups of definitions, so that names can find them; their values are bound when they are needed.
void enter_defines(Context& context);
/// Binds all versions of a definition, once; its value, or nothing where a mistake was reported.
Maybe value_of(Context& context, DefineGroup& group, RecordId record);
/// Binds `when` and effects of one rule, once. False while it is being bound further up: rules that wait for each
/// other.
bool bind_rule(Context& context, model::RuleId id);

}  // namespace frist::bind
