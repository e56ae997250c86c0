// SPDX-License-Identifier: Apache-2.0
// Directives around parsers: making nodes, counting depth, naming groups of what was expected. All without attributes.
#pragma once

#include <optional>
#include <string_view>

#include "dsl/grammar/config.hpp"
#include "dsl/syntax/node_kind.hpp"

namespace frist::grammar {

/// A directive: DIRECTIVE[subject]. `Enclosing` has
/// `template <class Parse> bool around(Session&, Iterator& first, Iterator last, Parse parse) const`.
template <class Subject, class Enclosing>
struct Enclosed : x3::unary_parser<Subject, Enclosed<Subject, Enclosing>> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;

  constexpr Enclosed(const Subject& inner, const Enclosing& enclosing)
      : x3::unary_parser<Subject, Enclosed>(inner), enclosing_(enclosing) {}

  template <class AnyContext, class RContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const AnyContext& context, RContext&, Attribute&) const {
    return enclosing_.around(session_of(context), first, last, [&](Iterator& at) {
      return this->subject.parse(at, last, context, x3::unused, x3::unused);
    });
  }
  Enclosing enclosing_;
};

template <class Derived>
struct Directive {
  template <class Subject>
  constexpr auto operator[](const Subject& subject) const {
    using Parser = typename x3::extension::as_parser<Subject>::value_type;
    return Enclosed<Parser, Derived>(x3::as_parser(subject), static_cast<const Derived&>(*this));
  }
};

/// Steps of a node that need no template.
struct OpenNode {
  syntax::TreeBuilder::Mark mark;
  Iterator begin;
  std::optional<syntax::NodeKind> outer_kind;
};
OpenNode open_node(Session& session, Iterator first, Iterator last);
void close_node(Session& session, const OpenNode& node, Iterator end, std::optional<syntax::NodeKind> own_kind);

/// node<Kind>[...]: a node over what the subject made, of this kind or of the one that `as` set inside. fold[...]: a
/// node only where `as` set a kind; else the children stay as they are.
struct NodeDirective : Directive<NodeDirective> {
  constexpr explicit NodeDirective(std::optional<syntax::NodeKind> kind) : kind_(kind) {}

  template <class Parse>
  bool around(Session& session, Iterator& first, Iterator last, Parse parse) const {
    const OpenNode open = open_node(session, first, last);
    Iterator at = first;
    if (!parse(at)) {
      session.kind = open.outer_kind;
      return false;
    }
    close_node(session, open, at, kind_);
    first = at;
    return true;
  }
  std::optional<syntax::NodeKind> kind_;
};

template <syntax::NodeKind kind>
inline constexpr NodeDirective node{kind};
inline constexpr NodeDirective fold{std::nullopt};

/// as<Kind>: matches nothing, always; gives the innermost open node its kind.
struct SetKind : x3::parser<SetKind> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  constexpr explicit SetKind(syntax::NodeKind kind) : kind_(kind) {}

  template <class AnyContext, class RContext, class Attribute>
  bool parse(Iterator&, const Iterator&, const AnyContext& context, RContext&, Attribute&) const {
    session_of(context).kind = kind_;
    return true;
  }
  syntax::NodeKind kind_;
};

template <syntax::NodeKind kind>
inline constexpr SetKind as{kind};

/// Reports NestedTooDeep.
void nested_too_deep(Session& session, Iterator first, Iterator last);

/// nested[...]: one level deeper, at most kMaxNesting.
struct NestedDirective : Directive<NestedDirective> {
  template <class Parse>
  bool around(Session& session, Iterator& first, Iterator last, Parse parse) const {
    if (session.nesting >= kMaxNesting) nested_too_deep(session, first, last);
    if (session.fatal) return false;
    ++session.nesting;
    const bool matched = parse(first);
    --session.nesting;
    return matched;
  }
};
inline constexpr NestedDirective nested{};

/// bulleted[...]: bullets inside take one more dash.
struct BulletedDirective : Directive<BulletedDirective> {
  template <class Parse>
  bool around(Session& session, Iterator& first, Iterator, Parse parse) const {
    ++session.bullet_depth;
    const bool matched = parse(first);
    --session.bullet_depth;
    return matched;
  }
};
inline constexpr BulletedDirective bulleted{};

/// simple_periods[...]: `and` does not join parts of a period, until brackets do away with it.
struct SimplePeriodsDirective : Directive<SimplePeriodsDirective> {
  constexpr explicit SimplePeriodsDirective(bool simple) : simple_(simple) {}

  template <class Parse>
  bool around(Session& session, Iterator& first, Iterator, Parse parse) const {
    const bool outer = session.simple_periods;
    session.simple_periods = simple_;
    const bool matched = parse(first);
    session.simple_periods = outer;
    return matched;
  }
  bool simple_;
};
inline constexpr SimplePeriodsDirective simple_periods{true};
inline constexpr SimplePeriodsDirective compound_periods{false};

/// group("a value")[...]: where the subject fails at its very beginning, one name stands for all that it tried.
struct GroupDirective : Directive<GroupDirective> {
  constexpr explicit GroupDirective(std::string_view description) : description_(description) {}

  template <class Parse>
  bool around(Session& session, Iterator& first, Iterator last, Parse parse) const {
    const Iterator at = session.skip(first, last);
    const std::size_t before = session.expectations.count_at(at);
    const bool matched = parse(first);
    session.expectations.group_since(at, before, {description_});
    return matched;
  }
  std::string_view description_;
};
constexpr GroupDirective group(std::string_view description) { return GroupDirective(description); }

}  // namespace frist::grammar
