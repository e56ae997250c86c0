// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_edit.hpp"

#include <fmt/core.h>

#include <cctype>
#include <vector>

#include "dsl/grammar/parse.hpp"
#include "rules/bind/bind.hpp"
#include "tests/property/random_condition.hpp"

namespace frist::property {
namespace {

constexpr int kTries = 30;

// A policy cut into declarations; the first holds the heading and the records.
std::vector<std::string> declarations_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.find("\nretention ", at + 1), text.size());
    if (parts.empty()) end = std::min(text.find("\ndefine "), end);
    parts.push_back(text.substr(at, end - at));
    at = end;
  }
  return parts;
}

class Editor {
 public:
  Editor(std::string text, std::uint64_t seed) : random_(seed), parts_(declarations_of(text)), conditions_(random_) {}

  std::string edit() {
    switch (below(random_, 15)) {
      case 0:
      case 1:
      case 2:
      case 3:
        change_number(some_rule());
        break;
      case 4:
        parts_.erase(parts_.begin() + static_cast<std::ptrdiff_t>(some_rule_at()));
        break;
      case 5:
        add("  keep for " + conditions_.period() + " from " + conditions_.start() + "\n");
        break;
      case 6:
        add(one_in(random_, 3) ? "  review every " + conditions_.period() + " from " + conditions_.start() + "\n"
                               : std::string(one_in(random_, 2) ? "  hold\n" : "  keep permanently\n"));
        break;
      case 7:
        add("  erase after " + conditions_.period() + " from " + conditions_.start() + "\n");
        break;
      case 8:
        replace(some_rule(), " of thing\n", " \"Another title\" of thing\n");
        break;
      case 9:
        change_condition(some_rule());
        break;
      case 10:
        change_heading();
        break;
      case 11:
        change_force(some_rule());
        break;
      case 12:
        replace(parts_[1], "strange of thing as ", "strange of thing as not ");
        break;
      case 13:
        take_line(some_rule());
        break;
      default:
        take_from_another();
    }
    std::string text;
    for (const std::string& part : parts_) text += part;
    return text;
  }

 private:
  std::size_t some_rule_at() { return 2 + below(random_, parts_.size() - 2); }
  std::string& some_rule() { return parts_[some_rule_at()]; }

  static void replace(std::string& text, const std::string& what, const std::string& with) {
    if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
  }

  // Some number of an effect: longer, shorter, by little or by much.
  void change_number(std::string& rule) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 1; i < rule.size(); ++i)
      if (std::isdigit(static_cast<unsigned char>(rule[i])) && rule[i - 1] == ' ') numbers.push_back(i);
    if (numbers.empty()) return;
    const std::size_t at = numbers[below(random_, numbers.size())];
    std::size_t end = at;
    while (end < rule.size() && std::isdigit(static_cast<unsigned char>(rule[end]))) ++end;
    if (rule[end] == '-' || rule[end] == '.') return;  // a date, a share
    const auto was = std::stoll(rule.substr(at, end - at));
    const auto is = one_in(random_, 2) ? was + 1 + static_cast<long long>(below(random_, 400))
                                       : was + 2 - static_cast<long long>(below(random_, 5));
    rule.replace(at, end - at, std::to_string(std::max(0LL, is)));
  }

  void add(const std::string& effect) {
    std::string rule = fmt::format("\nretention added_{} of thing\n", below(random_, 1000));
    if (one_in(random_, 2)) rule += fmt::format("  when {}\n", conditions_.condition(2));
    parts_.push_back(rule + effect);
  }

  void change_condition(std::string& rule) {
    const std::size_t at = rule.find("  when ");
    if (at == std::string::npos) return;
    const std::size_t end = std::min(rule.find("\n  ", at), rule.find("\n    -", at));
    if (end == std::string::npos || rule.compare(end, 6, "\n    -") == 0) return;
    rule.replace(at, end - at, one_in(random_, 4) ? "" : "  when " + conditions_.condition(2));
    replace(rule, "\n\n", "\n");
  }

  void change_heading() {
    static const std::pair<const char*, const char*> changes[] = {
        {"Europe/Berlin", "America/New_York"},
        {"Europe/Stockholm", "UTC"},
        {"from the next day", "from the day itself"},
        {"from the day itself", "from the next day"},
        {"month end last day", "month end next day"},
        {"month end refused", "month end last day"},
        {"month end last day", "month end refused"},
        {"c_on date absent means unknown", "c_on date absent means none"},
        {"quiet yes/no absent means no", "quiet yes/no absent means unknown"},
        {"source s \"Somewhere\"", "source s \"Elsewhere\""},
        {"choose narrow", "choose wide"}};
    const auto& [what, with] = changes[below(random_, std::size(changes))];
    for (std::string& part : parts_) replace(part, what, with);
  }

  void change_force(std::string& rule) {
    const std::size_t at = rule.find("  in force");
    if (at != std::string::npos) {
      rule.erase(at, rule.find('\n', at) + 1 - at);
      return;
    }
    const std::size_t line = rule.find('\n', 1) + 1;
    rule.insert(line,
                fmt::format("  in force {} {}\n", one_in(random_, 2) ? "from" : "through", conditions_.literal_date()));
  }

  // A clause of a rule is gone.
  void take_line(std::string& rule) {
    std::vector<std::size_t> lines;
    for (std::size_t at = rule.find('\n', 1); at != std::string::npos && at + 1 < rule.size();
         at = rule.find('\n', at + 1))
      lines.push_back(at + 1);
    const std::size_t at = lines[below(random_, lines.size())];
    rule.erase(at, rule.find('\n', at) + 1 - at);
  }

  void take_from_another() {
    const auto others = declarations_of(random_policy(random_()));
    std::string rule = others[2 + below(random_, others.size() - 2)];
    replace(rule, "retention rule_", "retention taken_");
    parts_.push_back(rule);
  }

  Random random_;
  std::vector<std::string> parts_;
  ConditionWriter conditions_;
};

}  // namespace

std::shared_ptr<const model::RuleSet> bound_or_null(const std::string& text) {
  auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  const std::uint32_t file = sources->add("random.frist", text);
  const auto tree = grammar::parse(file, *sources, sink);
  if (!tree) return nullptr;
  const bind::Unit unit{file, &*tree};
  return bind::bind({&unit, 1}, sources, sink);
}

Edited random_edit(std::uint64_t seed, int edits) {
  Random random(seed * 0x9E3779B97F4A7C15u + 7);
  Edited pair;
  pair.before = pair.after = random_policy(seed);
  pair.old_rules = pair.new_rules = bound_or_null(pair.before);
  for (int tries = 0, done = 0; tries < kTries && done < edits; ++tries) {
    const std::string text = Editor(pair.after, random()).edit();
    if (text == pair.after || text.find("\nretention ") == std::string::npos) continue;
    if (auto rules = bound_or_null(text); rules) pair.after = text, pair.new_rules = std::move(rules), ++done;
  }
  return pair;
}

}  // namespace frist::property
