// SPDX-License-Identifier: Apache-2.0
// Whether a plan may be applied: it is as it was frozen, and signed by whom the policy asks for.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "engine/audit/leaf.hpp"
#include "engine/audit/signature.hpp"
#include "engine/codec/plan_json.hpp"
#include "engine/run/plan.hpp"
#include "engine/run/plan_chain.hpp"
#include "engine/store/policies.hpp"

namespace frist::run {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

// What an officer's key signs. The name is in it, so that a signature cannot be put under another one.
std::string approval_text(const store::Plan& plan, const std::string& officer, std::int64_t signed_at) {
  return fmt::format("frist/approval/1\nplan sha256:{}\nofficer {}\ntime {}\n", plan.hash, officer,
                     audit::utc_time(signed_at));
}

// The officers whose signatures under the plan hold.
Result<std::vector<store::Officer>> signers_of(store::Connection& connection, const store::Plan& plan) {
  const auto officers = store::officers(connection);
  if (!officers) return officers.error();
  const auto approvals = store::approvals_of(connection, plan.hash);
  if (!approvals) return approvals.error();
  std::vector<store::Officer> signers;
  for (const store::Approval& a : approvals.value())
    for (const store::Officer& officer : officers.value())
      if (officer.name == a.officer && !officer.retired_at &&
          audit::verifies(officer.public_key, a.signature, approval_text(plan, a.officer, a.signed_at)))
        signers.push_back(officer);
  return signers;
}

// Names as people mean them: case and space do not make another person.
std::string plain_name(const std::string& name) {
  std::string plain;
  for (const unsigned char c : name)
    if (c > 0x7f || std::isalnum(c)) plain += static_cast<char>(std::tolower(c));
  return plain;
}

Result<bool> is_author(store::Connection& connection, const std::string& policy, const std::string& officer) {
  const auto authors = store::authors_of(connection, policy);
  if (!authors) return authors.error();
  return std::any_of(authors.value().begin(), authors.value().end(),
                     [&](const std::string& author) { return plain_name(author) == plain_name(officer); });
}

Result<std::vector<Signer>> who_signed(store::Connection& connection, const store::Plan& plan) {
  const auto officers = signers_of(connection, plan);
  if (!officers) return officers.error();
  std::vector<Signer> signers;
  for (const store::Officer& officer : officers.value()) {
    const auto author = is_author(connection, plan.policy, officer.name);
    if (!author) return author.error();
    signers.push_back({officer.party, author.value()});
  }
  return signers;
}

std::vector<std::string> records_in(const codec::PlanBody& body) {
  std::set<std::string> records;
  for (const codec::BodyCount& c : body.counts)
    if (c.what != "kept" && c.what != "reviewed") records.insert(c.record);
  return {records.begin(), records.end()};
}

std::uint32_t needed(const model::RuleSet& rules, const model::Approval& approval,
                     const std::vector<std::string>& records, bool changed) {
  std::uint32_t most = changed && !records.empty() ? approval.widening : 0;
  for (const model::ApprovalNeed& need : approval.needs) {
    const auto names = [&](model::RecordId id) {
      return std::find(records.begin(), records.end(), rules.records[id].name) != records.end();
    };
    const bool concerned =
        need.records.empty() ? !records.empty() : std::any_of(need.records.begin(), need.records.end(), names);
    if (concerned) most = std::max(most, need.approvers);
  }
  return most;
}

Result<PlanChain> unchanged_chain(store::Connection& connection, const store::Plan& plan, const codec::PlanBody& body) {
  audit::Hasher hasher;
  auto chain = chain_of(connection, plan.id);
  if (!chain) return chain;
  const bool same = audit::to_hex(hasher.sha256(plan.body)) == plan.hash && chain.value().hash == body.chain &&
                    chain.value().entries == body.entries && body.policy == plan.policy && body.as_of == plan.as_of;
  if (same) return chain;
  return Error{ErrorKind::Refused,
               fmt::format("plan {} was changed since it was frozen; make a new one with `frist plan`", plan.id)};
}

// Whoever signs the plan of a changed policy signs what the change means.
Status require_compared(const store::Plan& plan, const codec::PlanBody& body) {
  if (!body.policy_changed || body.change) return {};
  return Error{
      ErrorKind::Refused,
      fmt::format("plan {} is the first of a changed policy and does not say what the change means; make a new "
                  "one with `frist plan`",
                  plan.id)};
}

// What a person may take on alone is a number beyond the limits. What a change of policy means takes a second one.
Status require_released(store::Connection& connection, const store::Plan& plan, const codec::PlanBody& body,
                        const NightOptions& options) {
  const bool changes = body.policy_changed && body.entries > 0;
  if (!changes && (options.release_brake || body.brake.empty())) return {};
  const auto signers = signers_of(connection, plan);
  if (!signers) return signers.error();
  if (!signers.value().empty()) return {};
  if (changes)
    return Error{ErrorKind::Refused,
                 fmt::format("the policy was changed since the night before, so an officer has to sign what that "
                             "means: `frist approve {} --db {} --key FILE` (`frist officer add` names one, before the "
                             "plan is made)",
                             plan.id, connection.path())};
  return Error{
      ErrorKind::Refused,
      fmt::format("the brake is on: {}. Look at the plan; then an officer signs it (`frist approve {}`), or you "
                  "take it on yourself with --release-brake",
                  body.brake.front(), plan.id)};
}

}  // namespace

Result<store::Plan> find_plan(store::Connection& connection, std::int64_t id) {
  auto plan = store::plan_by_id(connection, id);
  if (!plan) return plan.error();
  if (!plan.value()) return Error{ErrorKind::Usage, fmt::format("there is no plan {}; `frist plan` makes one", id)};
  const std::string& state = plan.value()->state;
  if (state == "open" || state == "applying") return *plan.value();
  return Error{ErrorKind::Usage, state == "applied" ? fmt::format("plan {} was applied already", id)
                                 : state == "withdrawn"
                                     ? fmt::format("plan {} was given up; make a new one with `frist plan`", id)
                                     : fmt::format("plan {} was replaced by a later one, or never finished; "
                                                   "make a new one with `frist plan`",
                                                   id)};
}

Result<PlanToApply> plan_to_apply(store::Connection& connection, const std::string& policy_hash,
                                  const NightOptions& options) {
  auto plan = find_plan(connection, options.plan);
  if (!plan) return plan.error();
  const auto body = codec::plan_body(plan.value().body);
  if (!body) return body.error();
  if (plan.value().policy != policy_hash)
    return Error{ErrorKind::Refused,
                 fmt::format("plan {} is by another policy than the one that is attached now; make a new one "
                             "with `frist plan`",
                             plan.value().id)};
  if (plan.value().as_of != options.as_of.day)
    return Error{ErrorKind::Refused,
                 fmt::format("plan {} is for {}", plan.value().id, calendar::to_iso(plan.value().as_of))};
  auto chain = unchanged_chain(connection, plan.value(), body.value());
  if (!chain) return chain.error();
  if (auto compared = require_compared(plan.value(), body.value()); !compared) return compared.error();
  if (auto released = require_released(connection, plan.value(), body.value(), options); !released)
    return released.error();
  return PlanToApply{std::move(plan).value(), std::move(chain).value()};
}

Missing missing_signatures(const model::RuleSet& rules, const std::vector<std::string>& records, bool changed,
                           const std::vector<Signer>& signers) {
  Missing missing;
  for (const model::Approval& approval : rules.approvals) {
    std::vector<std::string> parties;
    for (const model::PartyId id : approval.by) parties.push_back(rules.parties[id].heading.name);
    const auto counts = [&](const Signer& s) {
      return (approval.author_may_approve || !s.is_author) &&
             std::find(parties.begin(), parties.end(), s.party) != parties.end();
    };
    const auto have = static_cast<std::uint32_t>(std::count_if(signers.begin(), signers.end(), counts));
    const std::uint32_t need = needed(rules, approval, records, changed);
    if (need <= have || need - have <= missing.signatures) continue;
    missing.signatures = need - have;
    missing.because = fmt::format("`{}` asks for {} of {}{}", approval.heading.name, need, fmt::join(parties, ", "),
                                  changed && approval.widening == need ? ", because the policy was changed" : "");
  }
  return missing;
}

Result<Missing> missing_approval(store::Connection& connection, const Asking& asking, const store::Plan& plan) {
  const auto asks = [](const auto& former) { return !former->approvals.empty(); };
  if (asking.rules.approvals.empty() && std::none_of(asking.former.begin(), asking.former.end(), asks))
    return Missing();
  const auto body = codec::plan_body(plan.body);
  if (!body) return body.error();
  const auto signers = who_signed(connection, plan);
  if (!signers) return signers.error();
  const auto records = records_in(body.value());
  Missing missing = missing_signatures(asking.rules, records, body.value().policy_changed, signers.value());
  for (const auto& former : asking.former) {
    Missing before = missing_signatures(*former, records, true, signers.value());
    if (before.signatures > missing.signatures) missing = std::move(before);
  }
  return missing;
}

Status require_approved(store::Connection& connection, const Asking& asking, const store::Plan& plan) {
  const auto missing = missing_approval(connection, asking, plan);
  if (!missing) return missing.error();
  if (missing.value().signatures == 0) return {};
  return Error{ErrorKind::Refused,
               fmt::format("plan {} needs {} more {}: {}. `frist approve {} --db {} --key FILE` signs it", plan.id,
                           missing.value().signatures, missing.value().signatures == 1 ? "signature" : "signatures",
                           missing.value().because, plan.id, connection.path())};
}

namespace {

Status require_no_author(store::Connection& connection, const model::RuleSet& rules, const store::Plan& plan,
                         const store::Officer& officer) {
  const auto may_not = [](const model::Approval& a) { return !a.author_may_approve; };
  if (!std::any_of(rules.approvals.begin(), rules.approvals.end(), may_not)) return {};
  const auto author = is_author(connection, plan.policy, officer.name);
  if (!author) return author.error();
  if (!author.value()) return {};
  return Error{ErrorKind::Refused,
               fmt::format("`{}` has attached this policy, and its author may not approve what it does; "
                           "somebody else has to",
                           officer.name)};
}

Result<store::Officer> officer_of_key(store::Connection& connection, const std::string& private_key_pem) {
  const auto key = audit::public_key_of(private_key_pem);
  if (!key) return key.error();
  const auto officers = store::officers(connection);
  if (!officers) return officers.error();
  for (const store::Officer& o : officers.value())
    if (o.public_key == key.value() && !o.retired_at) return o;
  return Error{ErrorKind::Refused, "this is the key of no officer in office; `frist officer list` names them"};
}

}  // namespace

Result<std::string> approve_plan(store::Connection& connection, const model::RuleSet& rules, const store::Plan& plan,
                                 const std::string& private_key_pem, std::int64_t now) {
  const auto officer = officer_of_key(connection, private_key_pem);
  if (!officer) return officer.error();
  if (officer.value().added_at > plan.made_at)
    return Error{ErrorKind::Refused,
                 fmt::format("`{}` was added after plan {} was made, and may sign plans from now on; make a "
                             "new one",
                             officer.value().name, plan.id)};
  if (auto other = require_no_author(connection, rules, plan, officer.value()); !other) return other.error();
  const auto body = codec::plan_body(plan.body);
  if (!body) return body.error();
  if (auto same = unchanged_chain(connection, plan, body.value()); !same) return same.error();
  if (auto compared = require_compared(plan, body.value()); !compared) return compared.error();
  const auto signature = audit::sign(private_key_pem, approval_text(plan, officer.value().name, now));
  if (!signature) return signature.error();
  const auto added = store::add_approval(connection, {plan.hash, officer.value().name, now, signature.value()});
  if (!added) return added.error();
  if (!added.value())
    return Error{ErrorKind::Usage, fmt::format("`{}` has signed plan {} before", officer.value().name, plan.id)};
  return officer.value().name;
}

}  // namespace frist::run
