// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/expectations.hpp"

#include <fmt/core.h>

#include "rules/bind/expr_binder.hpp"
#include "rules/bind/facts.hpp"
#include "rules/bind/literals.hpp"
#include "rules/bind/objects.hpp"

namespace frist::bind {
namespace {

using model::EffectKind;
using model::Expectation;
using ExpectKind = model::Expectation::Kind;

EffectKind act_of(std::string_view word) {
  if (word == "restricted") return EffectKind::Restrict;
  if (word == "anonymised") return EffectKind::Anonymise;
  if (word == "archived") return EffectKind::Archive;
  if (word == "transferred") return EffectKind::Transfer;
  if (word == "suppressed") return EffectKind::Suppress;
  return EffectKind::Erase;
}

class ExpectationBinder {
 public:
  ExpectationBinder(Context& context, const model::Example& example) : context_(context), example_(example) {}

  std::optional<Expectation> bind(const Node& node) {
    result_.span = node.span();
    take(node);
    if (!good_) return std::nullopt;
    return std::move(result_);
  }

 private:
  void take(const Node& node) {
    switch (node.kind()) {
      case NodeKind::ExpectOther:
        result_.other_reading = true;
        take(node.nth(0));
        return;
      case NodeKind::ExpectError:
        result_.kind = ExpectKind::Error;
        result_.code = node.nth(0).name();
        return;
      case NodeKind::ExpectThat:
        that(node);
        return;
      case NodeKind::ExpectMay:
        may(node);
        return;
      case NodeKind::ExpectBand:
        band(node);
        break;
      case NodeKind::ExpectRefused:
        refused(node);
        break;
      case NodeKind::ExpectUndetermined:
        undetermined(node);
        break;
      case NodeKind::ExpectPermitted:
        permitted(node);
        break;
      default:
        dated(node);
        break;
    }
    by(node);
  }

  /// Those that consist of dates.
  void dated(const Node& node) {
    for (const Node& date : node.children_of(NodeKind::Date)) day(date);
    if (const auto moment = node.child(NodeKind::Moment)) result_.instant = instant_of(context_, *moment);
    switch (node.kind()) {
      case NodeKind::ExpectKept:
        result_.kind = node.has(NodeKind::Word) ? ExpectKind::KeptPermanently
                       : result_.dates.empty()  ? ExpectKind::Kept
                                                : ExpectKind::KeptThrough;
        break;
      case NodeKind::ExpectAct:
        result_.kind = ExpectKind::Act;
        result_.act = act_of(node.text_of(NodeKind::Word));
        break;
      case NodeKind::ExpectNever:
        result_.kind = ExpectKind::NeverErased;
        break;
      case NodeKind::ExpectReviewed:
        result_.kind = ExpectKind::Reviewed;
        break;
      case NodeKind::ExpectDue:
        result_.kind = ExpectKind::DueOn;
        break;
      case NodeKind::ExpectNotDue:
        result_.kind = ExpectKind::NotDue;
        break;
      case NodeKind::ExpectNotBefore:
        result_.kind = ExpectKind::NotBefore;
        break;
      default:
        result_.kind = ExpectKind::Recalculated;
        break;
    }
  }

  void day(const Node& date) {
    const auto day = day_of(context_, date);
    good_ = good_ && day.has_value();
    if (day) result_.dates.push_back(*day);
  }

  void permitted(const Node& node) {
    result_.kind = ExpectKind::Permitted;
    const auto from = node.child(NodeKind::From);
    if (!from) return;
    result_.permitted_from = true;
    day(from->nth(0));
  }

  void refused(const Node& node) {
    result_.kind = ExpectKind::Refused;
    const auto refer = node.child(NodeKind::Refer);
    if (!refer) return;
    good_ = good_ && context_.resolve(NameKind::Party, refer->nth(0)).has_value();
    result_.refer_to = refer->nth(0).name();
  }

  void undetermined(const Node& node) {
    result_.kind = ExpectKind::Undetermined;
    missing(node);
  }

  void missing(const Node& node) {
    const auto clause = node.child(NodeKind::Missing);
    if (!clause) return;
    for (const Node& name : clause->children_of(NodeKind::Name)) {
      result_.missing.push_back(name.name());
      if (is_fact(name)) continue;
      good_ = false;
      context_.error(Kind::ExampleUnknownFact, name.span(),
                     fmt::format("nothing is called `{}` that could be missing", name.text()),
                     example_.entry
                         ? context_.help_among(name.text(), context_.field_names(example_.entry->row.record), "field")
                         : "");
    }
  }

  bool is_fact(const Node& name) const {
    if (fact_named(name.text()) || context_.names[NameKind::Bands].find(name.text())) return true;
    for (RecordId id = 0; id < context_.fields_by_name.size(); ++id) {
      if (context_.find_field(id, name.text()) || context_.lists_by_name[id].count(name.name()) > 0) return true;
    }
    return false;
  }

  void band(const Node& node) {
    result_.kind = ExpectKind::Band;
    result_.band = node.nth(0).name();
    std::vector<std::string> known;
    for (const model::Bands& bands : context_.rules->bands) {
      if (example_.bands != kNoId && bands.heading.name != context_.rules->bands[example_.bands].heading.name) continue;
      for (const model::Band& one : bands.bands) known.push_back(one.name);
    }
    if (std::find(known.begin(), known.end(), result_.band) != known.end()) return;
    good_ = false;
    context_.error(Kind::UnknownBand, node.nth(0).span(), fmt::format("there is no band `{}`", result_.band),
                   context_.help_among(result_.band, known, "band"));
  }

  void by(const Node& node) {
    const auto clause = node.child(NodeKind::By);
    if (!clause) return;
    const Node name = clause->nth(0);
    result_.by = name.name();
    for (const NameKind kind : {NameKind::Retention, NameKind::Eligibility, NameKind::Bands, NameKind::Deadline,
                                NameKind::Permission, NameKind::Prohibition}) {
      if (context_.names[kind].find(name.text())) return;
    }
    good_ = false;
    context_.resolve(NameKind::Retention, name);  // reports it
  }

  void that(const Node& node) {
    result_.kind = ExpectKind::That;
    Conventions conventions = context_.conventions;
    if (example_.counting) conventions.counting = example_.counting;
    if (example_.month_end) conventions.month_end = example_.month_end;
    ExprBinder binder(context_, {example_.entry ? example_.entry->row.record : kNoId, kNoId, conventions});
    binder.guards().assume_all();  // the facts are given, so nothing has to ask for them
    const Maybe condition = binder.condition(node.nth(0));
    good_ = condition.has_value();
    result_.condition = condition.value_or(kNoId);
  }

  /// Children: the party, `may` or `may not`, the action, the object.
  void may(const Node& node) {
    const auto words = node.children_of(NodeKind::Word);
    result_.kind = words[0].text() == "may" ? ExpectKind::May : ExpectKind::MayNot;
    result_.action = action_named(words[1].text()).value_or(model::Action::Read);
    const auto party = context_.resolve(NameKind::Party, node.nth(0));
    const auto object = bind_object(context_, *node.child(NodeKind::Object));
    good_ = party && object;
    result_.party = party.value_or(kNoId);
    if (object) result_.object = *object;
    const auto showing = node.child(NodeKind::Showing);
    if (showing && object) result_.showing = bind_showing(context_, *showing, *object);
    if (const auto purpose = node.child(NodeKind::For)) {
      const auto id = context_.resolve(NameKind::Purpose, purpose->nth(0));
      good_ = good_ && id.has_value();
      result_.purpose = id.value_or(kNoId);
    }
    missing(node);
  }

  Context& context_;
  const model::Example& example_;
  Expectation result_;
  bool good_ = true;
};

}  // namespace

std::optional<Expectation> bind_expectation(Context& context, const Node& node, const model::Example& example) {
  return ExpectationBinder(context, example).bind(node);
}

}  // namespace frist::bind
