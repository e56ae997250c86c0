// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "rules/analyse/questions.hpp"

namespace frist::analyse {
namespace {

using model::RetentionRule;
using model::RuleId;

bool names(const RetentionRule& rule, RuleId other) {
  return std::find(rule.instead_of.begin(), rule.instead_of.end(), other) != rule.instead_of.end();
}

class SpecialCheck {
 public:
  SpecialCheck(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink)
      : rules_(rules), cases_(cases), sink_(sink) {}

  void run() {
    for (const RetentionRule& general : rules_.retention) {
      if (!general.heading.reading.chosen) continue;
      for (std::size_t i = 0; i < general.specials.size() && !stopped_; ++i) {
        for (std::size_t j = i + 1; j < general.specials.size() && !stopped_; ++j) {
          check(general, general.specials[i], general.specials[j]);
        }
      }
    }
  }

 private:
  void check(const RetentionRule& general, RuleId first, RuleId second) {
    const RetentionRule& a = rules_.retention[first];
    const RetentionRule& b = rules_.retention[second];
    if (!a.heading.reading.chosen || !b.heading.reading.chosen || a.heading.name == b.heading.name) return;
    if (names(a, second) || names(b, first) || !reported_.insert({first, second}).second) return;
    const Answer answer = together(a, b);
    if (answer == Answer::Open && cases_.exhausted()) {
      stopped_ = true;
      report(sink_, text::Kind::OverlappingSpecials, general.heading.name_span,
             fmt::format("too many rules stand instead of `{}` and others to compare them all", general.heading.name),
             "use fewer special rules, or let some stand instead of others");
    } else if (answer != Answer::Impossible) {
      overlap(general, a, b, answer == Answer::Open);
    }
  }

  /// Whether an entry can be under some effect of both.
  Answer together(const RetentionRule& a, const RetentionRule& b) {
    Answer answer = Answer::Impossible;
    for (const model::Effect& x : a.effects) {
      for (const model::Effect& y : b.effects) {
        const Answer one = cases_.possible({{x.stands, true}, {y.stands, true}});
        if (one == Answer::Possible) return one;
        if (one == Answer::Open) answer = one;
      }
    }
    return answer;
  }

  void overlap(const RetentionRule& general, const RetentionRule& a, const RetentionRule& b, bool open) {
    const std::string witness = open ? "" : cases_.witness();
    std::string help = witness.empty() ? "" : fmt::format("for example where {}; ", witness);
    help += "exclude one by a condition of the other, or let one stand instead of the other";
    report(sink_, text::Kind::OverlappingSpecials, b.heading.name_span,
           open ? fmt::format("it cannot be shown that `{}` and `{}` never meet, and both stand instead of `{}`",
                              a.heading.name, b.heading.name, general.heading.name)
                : fmt::format("one entry can fall under `{}` and `{}`, which both stand instead of `{}`",
                              a.heading.name, b.heading.name, general.heading.name),
           std::move(help),
           {{a.heading.name_span, "the other special rule"}, {general.heading.name_span, "the general rule"}});
  }

  const model::RuleSet& rules_;
  Cases& cases_;
  text::DiagnosticSink& sink_;
  std::set<std::pair<RuleId, RuleId>> reported_;
  bool stopped_ = false;
};

}  // namespace

void overlapping_specials(const model::RuleSet& rules, Cases& cases, text::DiagnosticSink& sink) {
  SpecialCheck(rules, cases, sink).run();
}

}  // namespace frist::analyse
