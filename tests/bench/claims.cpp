// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/claims.hpp"

#include <algorithm>
#include <array>

#include "tests/bench/textbook_calendar.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::bench {
namespace {

using calendar::Day;

// The order of the rules in the rule set.
enum RuleNumber : std::uint16_t {
  LoanRule,
  InquiryRule,
  ClosedRule,
  AddressRule,
  DebtorRule,
  ProofRule,
  DischargeRule,
  InsolvencyRule,
  NegativeRule,
  ReviewRule,
  EarlyRule
};

enum FieldNumber : model::FieldId {
  KindField,
  RecordedField,
  SettledField,
  ClosedField,
  LastEventField,
  ProofField,
  AmountField,
  TitledField,
  DisputedField,
  ConfirmedField
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  int between(int low, int high) { return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1)); }
  bool per_mille(int p) { return static_cast<int>(next() % 1000) < p; }

 private:
  std::uint64_t state_;
};

// How many in a thousand are of each kind.
constexpr std::array kShares{90, 300, 180, 140, 100, 60, 15, 20, 8, 7, 80};

std::int32_t some_kind(Random& random) {
  int left = random.between(0, 999);
  for (std::int32_t k = 0; k < Kinds; ++k)
    if ((left -= kShares[static_cast<std::size_t>(k)]) < 0) return k;
  return Loan;
}

struct Claim {
  std::int32_t kind = Loan;
  Day recorded_on = 0, settled_on = calendar::kNone, closed_on = calendar::kNone, last_event_on = calendar::kNone,
      proof_on = calendar::kNone;
  std::int64_t amount = 0;
};

// A start whose period of so many days has or has not run out lately.
Day start(Random& random, Day today, int days, bool due, int window) {
  return due ? today - days - random.between(1, window) : today - random.between(0, std::max(days - 10, 0));
}

Claim make_claim(Random& random, Day today, bool due, int window) {
  Claim c;
  c.kind = some_kind(random);
  c.recorded_on = today - random.between(100, 3000);
  c.amount = random.between(1000, 3000000);
  const auto from = [&](int days) { return start(random, today, days, due, window); };
  switch (c.kind) {
    case Loan:
      if (due || random.per_mille(300)) c.settled_on = from(1100);
      break;
    case Inquiry:
      c.recorded_on = from(370);
      break;
    case Account:
    case Card:
    case Telecom:
    case Garnishment:
      if (due) c.closed_on = today - random.between(0, window);
      break;
    case PreviousAddress:
    case Debtor:
      c.recorded_on = from(1100);
      break;
    case Discharge:
      c.closed_on = from(190);
      break;
    case Insolvency:
      c.closed_on = from(1100);
      break;
    default:
      (random.per_mille(400) ? c.settled_on : c.last_event_on) = from(1100);
      break;
  }
  if (c.kind == Debtor && due) c.proof_on = today - random.between(0, window);
  if (c.settled_on != calendar::kNone)
    c.recorded_on = c.settled_on - random.between(0, random.per_mille(200) ? 42 : 900);
  return c;
}

}  // namespace

Claims make_claims(std::size_t count, Day today, bool backlog) {
  Random random(backlog ? 11 : 7);
  Claims all;
  for (std::size_t i = 0; i < count; ++i) {
    const Claim c = make_claim(random, today, random.per_mille(backlog ? 250 : 3), backlog ? 1800 : 2);
    all.kind.push_back(c.kind);
    all.recorded_on.push_back(c.recorded_on);
    all.settled_on.push_back(c.settled_on);
    all.closed_on.push_back(c.closed_on);
    all.last_event_on.push_back(c.last_event_on);
    all.proof_on.push_back(c.proof_on);
    all.amount.push_back(c.amount);
    all.titled.push_back(random.per_mille(150));
    all.disputed.push_back(random.per_mille(50));
    all.confirmed.push_back(random.per_mille(400));
    all.on_hold.push_back(random.per_mille(5));
  }
  return all;
}

namespace {

using namespace frist::test;

class ClaimRules {
 public:
  std::shared_ptr<const model::RuleSet> make() {
    fields();
    add(LoanRule, "loan", {Loan}, SettledField, 36);
    add(InquiryRule, "inquiry", {Inquiry}, RecordedField, 12);
    add(ClosedRule, "closed", {Account, Card, Telecom, Garnishment}, ClosedField, 0);
    add(AddressRule, "previous_address", {PreviousAddress}, RecordedField, 36);
    add(DebtorRule, "debtor_register", {Debtor}, RecordedField, 36);
    add(ProofRule, "debtor_proof", {Debtor}, ProofField, 0);
    add(DischargeRule, "discharge", {Discharge}, ClosedField, 6);
    add(InsolvencyRule, "insolvency", {Insolvency}, ClosedField, 36);
    add(NegativeRule, "negative", {Negative}, SettledField, 36);
    review();
    early();
    b_.instead(ProofRule, DebtorRule);
    for (RuleId general = LoanRule; general <= NegativeRule; ++general) b_.instead(EarlyRule, general);
    return b_.done();
  }

 private:
  void fields() {
    b_.record("claim");
    Type symbol = type_of(Base::Symbol);
    symbol.symbols = 0;
    b_.rules.symbol_sets.emplace_back();
    for (const char* name : {"loan", "inquiry", "account", "card", "telecom", "address", "garnishment", "debtor",
                             "discharge", "insolvency", "negative"})
      b_.rules.symbol_sets[0].push_back({name, name, {}});
    b_.field(0, "kind", symbol);
    for (const char* name : {"recorded_on", "settled_on", "closed_on", "last_event_on", "proof_on"})
      b_.field(0, name, type_of(Base::Date, true));
    b_.field(0, "amount", money_of("EUR"));
    for (const char* name : {"titled", "disputed", "confirmed"}) b_.field(0, name, type_of(Base::YesNo));
  }

  ExprId is_kind(Kind kind) {
    return b_.truth(Op::Equal, {b_.get(KindField), b_.constant(b_.rules.records[0].fields[KindField].type, kind)});
  }

  void add(RuleNumber number, const char* name, const std::vector<Kind>& kinds, FieldNumber from, int months) {
    std::vector<ExprId> any;
    for (const Kind k : kinds) any.push_back(is_kind(k));
    const RuleId rule = b_.rule(name, any.size() == 1 ? any[0] : b_.truth(Op::Or, any));
    FRIST_CHECK(rule == number);
    model::Effect& e = b_.effect(rule, EffectKind::Erase, b_.get(from), calendar::months(months));
    if (months == 0) e.date = b_.get(from);
  }

  void review() {
    const ExprId open = b_.truth(Op::Not, {b_.recorded(b_.get(SettledField))});
    const RuleId rule = b_.rule("negative_review", b_.both(is_kind(Negative), open));
    b_.effect(rule, EffectKind::Review, b_.get(LastEventField), calendar::years(3));
  }

  void early() {
    const ExprId settled = b_.get(SettledField), recorded = b_.get(RecordedField);
    const ExprId small = b_.truth(Op::LessEqual, {b_.get(AmountField), b_.constant(money_of("EUR"), 200000)});
    const ExprId after = b_.truth(Op::GreaterEqual, {settled, recorded});
    const ExprId within = b_.truth(Op::LessEqual, {settled, b_.shifted(Op::KeptThrough, recorded, calendar::days(42))});
    const ExprId untitled = b_.truth(Op::Not, {b_.get(TitledField)});
    const RuleId rule =
        b_.rule("settled_early",
                b_.truth(Op::And, {b_.recorded(settled), small, after, within, b_.get(ConfirmedField), untitled}));
    model::Effect& e = b_.effect(rule, EffectKind::Erase, settled);
    e.date = settled;
  }

  ModelBuilder b_;
};

}  // namespace

std::shared_ptr<const model::RuleSet> claim_rules() { return ClaimRules().make(); }

decide::Batch batch_of(const Claims& c, const program::Program& program) {
  decide::Batch batch;
  batch.spaces.resize(program.spaces.size());
  batch.spaces[0].rows = static_cast<std::uint32_t>(c.size());
  batch.columns.resize(program.inputs.size());
  const std::array<const std::vector<std::int32_t>*, 6> days{&c.kind,      &c.recorded_on,   &c.settled_on,
                                                             &c.closed_on, &c.last_event_on, &c.proof_on};
  const std::array<const std::vector<std::uint8_t>*, 3> truths{&c.titled, &c.disputed, &c.confirmed};
  for (std::size_t k = 0; k < program.inputs.size(); ++k) {
    const program::Input& input = program.inputs[k];
    decide::Column& column = batch.columns[k];
    if (input.is_fact && input.fact == model::Fact::OnHold)
      column.truths = c.on_hold;
    else if (input.is_fact)
      column.days.assign(c.size(), calendar::kNone);
    else if (input.field == AmountField)
      column.numbers = c.amount;
    else if (input.field < AmountField)
      column.days = *days[input.field];
    else
      column.truths = *truths[input.field - TitledField];
  }
  return batch;
}

namespace {

// The rule of a kind, and the day from which the claim is gone; kNone where its period has not begun.
std::pair<std::uint16_t, Day> limit_by_hand(const Claims& c, std::size_t i) {
  const Day recorded = c.recorded_on[i], settled = c.settled_on[i], closed = c.closed_on[i];
  if (settled != calendar::kNone && c.amount[i] <= 200000 && settled >= recorded && settled <= recorded + 42 &&
      c.confirmed[i] && !c.titled[i])
    return {EarlyRule, settled};
  const auto after = [](Day from, int months) {
    return from == calendar::kNone ? from : same_day_after(from, months) + 1;
  };
  switch (c.kind[i]) {
    case Loan:
      return {LoanRule, after(settled, 36)};
    case Inquiry:
      return {InquiryRule, after(recorded, 12)};
    case Account:
    case Card:
    case Telecom:
    case Garnishment:
      return {ClosedRule, closed};
    case PreviousAddress:
      return {AddressRule, after(recorded, 36)};
    case Debtor:
      if (c.proof_on[i] != calendar::kNone) return {ProofRule, c.proof_on[i]};
      return {DebtorRule, after(recorded, 36)};
    case Discharge:
      return {DischargeRule, after(closed, 6)};
    case Insolvency:
      return {InsolvencyRule, after(closed, 36)};
    default:
      return {NegativeRule, after(settled, 36)};
  }
}

}  // namespace

decide::Verdict decide_by_hand(const Claims& c, std::size_t i, Day today) {
  decide::Verdict v;
  const auto [rule, limit] = limit_by_hand(c, i);
  if (c.on_hold[i]) {
    v.rule = decide::kPlacedHold;
    if (limit > today) v.next_change = limit;
  } else if (limit != calendar::kNone) {
    v.rule = rule;
    v.due = limit;
    v.erase_due = limit <= today;
    if (limit > today) v.next_change = limit;
  }
  if (c.kind[i] == Negative && c.settled_on[i] == calendar::kNone && c.last_event_on[i] != calendar::kNone) {
    Day review = same_day_after(c.last_event_on[i], 36), last = calendar::kNone;
    for (int k = 2; review <= today; ++k) {
      last = review;
      review = same_day_after(c.last_event_on[i], 36 * k);
    }
    v.next_change = std::min(v.next_change, review);
    if (last != calendar::kNone) {
      v.review_due = true;
      v.review_on = last;
      v.review_rule = ReviewRule;
    }
  }
  return v;
}

}  // namespace frist::bench
