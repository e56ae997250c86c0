// SPDX-License-Identifier: Apache-2.0
#include "engine/decide/access.hpp"

#include <algorithm>

namespace frist::decide {
namespace {

using model::Access;
using model::ExprId;
using model::FieldId;
using model::kNoId;
using model::Object;
using model::ProhibitedData;

template <class T>
bool contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

class Asking {
 public:
  Asking(const Machine& machine, std::uint32_t entry, const AccessQuestion& question, calendar::Day today)
      : machine_(machine), rules_(*machine.program().rules), entry_(entry), question_(question), today_(today) {}

  AccessAnswer answer() {
    for (const Access& a : rules_.permissions) answer_.permissions.push_back(match(a, false));
    for (const Access& a : rules_.prohibitions) answer_.prohibitions.push_back(match(a, true));
    answer_.prohibited_data = prohibited_kind();
    answer_.permission = first(answer_.permissions);
    answer_.prohibition = first(answer_.prohibitions);
    decide();
    return std::move(answer_);
  }

 private:
  // The first rule that matches, else the first that is open.
  static std::uint32_t first(const std::vector<AccessMatch>& matches) {
    for (const AccessMatch wanted : {AccessMatch::Matches, AccessMatch::Open}) {
      const auto found = std::find(matches.begin(), matches.end(), wanted);
      if (found != matches.end()) return static_cast<std::uint32_t>(found - matches.begin());
    }
    return kNoId;
  }

  void decide() {
    const bool granted = contains(answer_.permissions, AccessMatch::Matches);
    const bool maybe_granted = granted || contains(answer_.permissions, AccessMatch::Open);
    const bool forbidden = answer_.prohibited_data != kNoId || contains(answer_.prohibitions, AccessMatch::Matches);
    const bool maybe_forbidden = forbidden || contains(answer_.prohibitions, AccessMatch::Open);
    answer_.permitted = granted && !maybe_forbidden;
    answer_.open = !answer_.permitted && maybe_granted && !forbidden;
    if (maybe_forbidden && answer_.prohibition != kNoId)
      answer_.refer_to = rules_.prohibitions[answer_.prohibition].refer_to;
    if (!answer_.open) return;
    for (std::size_t k = 0; !granted && k < answer_.permissions.size(); ++k)
      if (answer_.permissions[k] == AccessMatch::Open) add_missing(rules_.permissions[k]);
    for (std::size_t k = 0; k < answer_.prohibitions.size(); ++k)
      if (answer_.prohibitions[k] == AccessMatch::Open) add_missing(rules_.prohibitions[k]);
  }

  void add_missing(const Access& a) {
    for (const ExprId id : {a.heading.force.holds, a.when, a.until})
      for (const MissingFact& fact : id == kNoId ? std::vector<MissingFact>{} : missing_facts(machine_, id, entry_))
        if (std::none_of(answer_.missing.begin(), answer_.missing.end(),
                         [&](const auto& f) { return f.same_fact(fact); }))
          answer_.missing.push_back(fact);
  }

  AccessMatch match(const Access& a, bool forbids) const {
    if (!a.heading.reading.chosen) return AccessMatch::NotInForce;
    if (a.action != question_.action) return AccessMatch::OtherAction;
    if (a.object.kind != Object::Kind::Anything && a.object != question_.object) return AccessMatch::OtherObject;
    if (!contains(a.parties, question_.party)) return AccessMatch::OtherParty;
    if (!a.purposes.empty() && !contains(a.purposes, question_.purpose)) return AccessMatch::OtherPurpose;
    if (!(forbids ? forbids_fields(a) : shows_fields(a))) return AccessMatch::OtherFields;
    if (!forbids && question_.restricted && question_.action != model::Action::Store && !reads_restriction(a.when))
      return AccessMatch::Restricted;
    const Truth force = truth(a.heading.force.holds), when = truth(a.when), lasts = not_over(a.until);
    if (force == kNo) return AccessMatch::NotInForce;
    if (when == kNo) return AccessMatch::ConditionNotMet;
    if (lasts == kNo) return AccessMatch::Expired;
    return force == kYes && when == kYes && lasts == kYes ? AccessMatch::Matches : AccessMatch::Open;
  }

  bool reads_restriction(ExprId when) const {
    std::vector<ExprId> open = {when};
    std::vector<bool> seen(rules_.exprs.size());
    while (!open.empty()) {
      const ExprId id = open.back();
      open.pop_back();
      if (id == kNoId || seen[id]) continue;
      seen[id] = true;
      const model::Expr& expr = rules_.expr(id);
      if (expr.op == model::Op::Fact && expr.fact == model::Fact::RestrictedOn) return true;
      open.insert(open.end(), expr.args.begin(), expr.args.end());
    }
    return false;
  }

  bool shows_fields(const Access& a) const {
    return std::all_of(question_.showing.begin(), question_.showing.end(),
                       [&](FieldId f) { return a.shows_all ? kind_of(f) == kNoId : contains(a.showing, f); });
  }
  bool forbids_fields(const Access& a) const {
    return a.shows_all || std::any_of(question_.showing.begin(), question_.showing.end(),
                                      [&](FieldId f) { return contains(a.showing, f); });
  }

  // The prohibition of a kind of data that stands against what is asked for; kNoId if none does.
  std::uint32_t prohibited_kind() const {
    if (question_.object.kind == Object::Kind::Data) return prohibition_of(question_.object.id);
    for (const FieldId f : question_.showing)
      if (const std::uint32_t kind = kind_of(f); kind != kNoId) return kind;
    return kNoId;
  }
  // A field is of the kind of data that has its name.
  std::uint32_t kind_of(FieldId field) const {
    if (question_.object.kind != Object::Kind::Record) return kNoId;
    const auto& fields = rules_.records[question_.object.id].fields;
    for (std::uint32_t d = 0; field < fields.size() && d < rules_.data_names.size(); ++d)
      if (rules_.data_names[d].name == fields[field].name) return prohibition_of(d);
    return kNoId;
  }
  std::uint32_t prohibition_of(std::uint32_t data) const {
    for (std::uint32_t k = 0; k < rules_.prohibited_data.size(); ++k) {
      const ProhibitedData& p = rules_.prohibited_data[k];
      const bool excepted =
          p.except_party != kNoId && p.except_party == question_.party && p.except_purpose == question_.purpose;
      if (contains(p.data, data) && !excepted && truth(p.heading.force.holds) != kNo) return k;
    }
    return kNoId;
  }

  Truth truth(ExprId id) const {
    if (id == kNoId) return kYes;
    const Register r = machine_.program().register_of(id);
    return r == program::kNoRegister ? kTruthUnknown : machine_.truth(r, entry_);
  }
  Truth not_over(ExprId until) const {
    if (until == kNoId) return kYes;
    const Register r = machine_.program().register_of(until);
    const model::Value last = r == program::kNoRegister ? model::Value{} : machine_.value(r, entry_);
    if (!last.known()) return kTruthUnknown;
    return today_ <= last.number ? kYes : kNo;
  }

  const Machine& machine_;
  const model::RuleSet& rules_;
  std::uint32_t entry_;
  const AccessQuestion& question_;
  calendar::Day today_;
  AccessAnswer answer_;
};

}  // namespace

bool is_restricted(const model::EngineFacts& facts, calendar::Day today) {
  return facts.restricted_on.known() && facts.restricted_on.number <= today;
}

AccessAnswer may(const Machine& machine, std::uint32_t entry, const AccessQuestion& question, calendar::Day today) {
  return Asking(machine, entry, question, today).answer();
}

}  // namespace frist::decide
