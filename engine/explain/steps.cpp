// SPDX-License-Identifier: Apache-2.0
#include "engine/explain/steps.hpp"

#include <algorithm>

#include "engine/explain/rules_said.hpp"

namespace frist::explain {
namespace {

using calendar::is_day;
using model::kNoId;

Step at(Step::Kind kind, Day day, model::RuleId rule = kNoId) {
  Step step;
  step.kind = kind;
  step.day = day;
  step.rule = rule;
  return step;
}

class StepTeller {
 public:
  StepTeller(const Run& run, const Retention& r) : run_(run), r_(r) {}

  std::vector<Step> tell(const decide::Timeline& line) {
    add_starts();
    out_.push_back(at(Step::Kind::AsOf, r_.asked.as_of.day));
    add_restriction();
    add_acts();
    if (r_.verdict.review_due) out_.push_back(at(Step::Kind::Review, r_.verdict.review_on, r_.verdict.review_rule));
    if (r_.verdict.erase_due) add_end(r_.verdict.due);
    for (std::size_t k = 1; k < line.steps.size() && !gone_; ++k) add_changes(line.steps[k - 1].verdict, line.steps[k]);
    return in_order(line);
  }

 private:
  static bool has_part(const EffectSaid& e) {
    return e.part == Part::Decides || e.part == Part::Keeps || e.part == Part::AlsoKeeps ||
           e.part == Part::RunsOutLater || e.part == Part::Reviews || e.part == Part::Acts || e.part == Part::ActsLater;
  }

  void add_starts() {
    for (const RuleSaid& rule : r_.rules)
      for (const EffectSaid& e : rule.effects) {
        const model::Effect& effect = run_.rules().retention[rule.rule].effects[e.effect];
        const model::ExprId start = effect.start == kNoId ? effect.date : effect.start;
        if (!has_part(e) || start == kNoId || !is_day(e.start)) continue;
        const bool there = std::any_of(out_.begin(), out_.end(), [&](const Step& s) { return s.start == start; });
        if (there) continue;
        out_.push_back(at(Step::Kind::Starts, e.start, rule.rule));
        out_.back().start = start;
      }
  }

  // A limit that a duty outlasts.
  void add_restriction() {
    const Verdict& v = r_.verdict;
    if (!is_day(v.limit) || v.due <= v.limit) return;
    const auto limit = earliest_limit(run_, v.limit);
    out_.push_back(at(Step::Kind::LimitRunsOut, v.limit, limit ? limit->rule : kNoId));
    if (!v.held) out_.push_back(at(Step::Kind::Restricted, v.limit));
  }

  // Milder acts that are due already; later ones come with the changes.
  void add_acts() {
    for (const RuleSaid& rule : r_.rules)
      for (const EffectSaid& e : rule.effects) {
        if (e.part != Part::Acts) continue;
        out_.push_back(at(Step::Kind::Act, e.limit, rule.rule));
        out_.back().effect = e.effect;
      }
  }

  void add_end(Day gone) {
    const Verdict& v = r_.verdict;
    const bool duty_ends = is_day(v.duty) && v.duty == gone - 1 && v.limit < gone;
    if (duty_ends)
      out_.push_back(at(Step::Kind::DutyEnds, v.duty, v.rule));
    else
      out_.push_back(at(Step::Kind::LastDayKept, calendar::plus_days(gone, -1)));
    out_.push_back(at(Step::Kind::Erased, gone, v.gone_by));
    gone_ = true;
  }

  // Reviews that recur are told a few times only.
  void add_review(const decide::Verdict& v) {
    if (++reviews_ <= kMostReviews) out_.push_back(at(Step::Kind::Review, v.review_on, v.review_rule));
  }

  void add_changes(const decide::Verdict& before, const decide::Step& now) {
    const decide::Verdict& v = now.verdict;
    for (std::uint32_t bit = 0; bit < run_.program().acts.size(); ++bit) {
      if (!(v.acts >> bit & 1) || (before.acts >> bit & 1)) continue;
      out_.push_back(at(Step::Kind::Act, now.from, run_.program().acts[bit].rule));
      out_.back().effect = run_.program().acts[bit].effect;
    }
    if (v.review_due && (!before.review_due || v.review_on != before.review_on)) add_review(v);
    if (v.erase_due) return add_end(now.from);
    if (v.due == before.due) return;
    out_.push_back(at(Step::Kind::Changes, now.from));
    out_.back().due = v.due;
  }

  std::vector<Step> in_order(const decide::Timeline& line) {
    std::stable_sort(out_.begin(), out_.end(),
                     [](const Step& a, const Step& b) { return std::pair(a.day, a.kind) < std::pair(b.day, b.kind); });
    bool more = !gone_ && (reviews_ > kMostReviews || line.searched_until != calendar::kNever);
    if (out_.size() >= kMostSteps) {
      more = true;
      out_.resize(kMostSteps - 1);
    }
    if (more) out_.push_back(at(Step::Kind::GivenUp, std::max(out_.back().day, r_.asked.as_of.day)));
    return std::move(out_);
  }

  const Run& run_;
  const Retention& r_;
  bool gone_ = false;
  std::size_t reviews_ = 0;
  std::vector<Step> out_;
};

}  // namespace

std::vector<Step> steps(const Run& run, const Retention& retention, const decide::Timeline& line) {
  return StepTeller(run, retention).tell(line);
}

}  // namespace frist::explain
