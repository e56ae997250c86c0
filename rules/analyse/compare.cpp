// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/compare.hpp"

#include <algorithm>
#include <map>

#include "rules/analyse/compare_leaning.hpp"
#include "rules/analyse/compare_versions.hpp"

namespace frist::analyse {
namespace {

// The parts of a declaration that differ, by their first words.
using Parts = std::map<std::string, std::string>;

std::string first_word(const std::string& line) {
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(first, line.find(' ', first) - first);
}

void append(std::string& text, const std::string& more) { text += (text.empty() ? "" : "; ") + more; }

Parts own_parts(const Declaration& mine, const Declaration& other, const SameTexts& texts) {
  Parts parts;
  for (const std::string& line : mine.lines)
    if (!other.says(line))
      append(parts[first_word(line)], texts.spelled(line.substr(std::min(line.find_first_not_of(' '), line.size()))));
  return parts;
}

std::string joined(const Parts& parts) {
  std::string text;
  for (const auto& [what, part] : parts) append(text, part);
  return text;
}

std::string effects_written(const model::RuleSet& rules, const model::RetentionRule& rule) {
  std::string text;
  for (const model::Effect& effect : rule.effects) append(text, rules.as_written(effect.span));
  return text;
}

std::string when_written(const model::RuleSet& rules, const model::RetentionRule& rule) {
  return rule.when == model::kNoId ? "" : rules.as_written(rules.expr(rule.when).span);
}

// The clauses of a retention rule that a dump shows as people write them.
constexpr std::pair<const char*, const char*> kClauses[] = {{"title", "title"},     {"note", "note"},
                                                            {"cites", "cites"},     {"in", "in force"},
                                                            {"reading", "reading"}, {"instead", "instead of"}};

bool is_clause(const std::string& word) {
  return std::any_of(std::begin(kClauses), std::end(kClauses), [&](const auto& c) { return word == c.first; });
}

class Comparison {
 public:
  Comparison(const model::RuleSet& before, const model::RuleSet& after)
      : old_rules_(before), new_rules_(after), old_(declarations(before, texts_)), new_(declarations(after, texts_)) {}

  std::vector<RuleChange> changes() {
    for (const Pair& pair : pair_up(old_, new_)) {
      if (!pair.after)
        add_whole(*pair.before, "removed", old_rules_);
      else if (!pair.before)
        add_whole(*pair.after, "added", new_rules_);
      else if (pair.before->lines != pair.after->lines)
        pair.before->retention ? compare_retention(*pair.before, *pair.after)
                               : compare_lines(*pair.before, *pair.after);
    }
    return std::move(changes_);
  }

 private:
  // With its days where the name alone would not say which version is meant.
  std::string name_of_version(const Declaration& d) const {
    const auto same = [&](const Declaration& o) { return o.kind == d.kind && o.name == d.name; };
    const bool one =
        std::count_if(old_.begin(), old_.end(), same) < 2 && std::count_if(new_.begin(), new_.end(), same) < 2;
    if (one) return d.name;
    return d.name + (d.from.empty() && d.through.empty() ? ", always in force" : ", in force") +
           (d.from.empty() ? "" : " from " + d.from) + (d.through.empty() ? "" : " through " + d.through) +
           (d.reading.empty() ? "" : ", reading " + d.reading);
  }

  void add(const Declaration& d, const std::string& what, const std::string& before, const std::string& after,
           Leaning leaning) {
    changes_.push_back({d.kind, name_of_version(d), what, before, after, leaning});
  }

  void add_whole(const Declaration& d, const char* what, const model::RuleSet& rules) {
    const std::string written = d.retention ? rules.as_written(d.retention->heading.span) : "";
    const bool added = &rules == &new_rules_;
    add(d, what, added ? "" : written, added ? written : "", leaning_of_whole(d, added));
  }

  void compare_lines(const Declaration& was, const Declaration& is) {
    const std::size_t before = changes_.size();
    Parts old_parts = own_parts(was, is, texts_);
    const Parts new_parts = own_parts(is, was, texts_);
    for (const auto& [what, text] : new_parts) old_parts.try_emplace(what);
    for (const auto& [what, text] : old_parts)
      add(was, what, text, new_parts.contains(what) ? new_parts.at(what) : "", leaning_of_part(was.kind, what));
    if (changes_.size() == before) add(was, "order", "", "", leaning_of_part(was.kind, "order"));
  }

  // In the policy's own words; where those do not show a difference that is there, its meaning.
  void compare_retention(const Declaration& was, const Declaration& is) {
    const std::size_t before = changes_.size();
    compare_words(was, is);
    const bool told = changes_.size() > before;
    const Parts old_parts = own_parts(was, is, texts_), new_parts = own_parts(is, was, texts_);
    compare_clauses(was, old_parts, new_parts);
    const bool more = has_meaning(old_parts) || has_meaning(new_parts);
    if ((more && !told) || changes_.size() == before)
      add(was, "meaning", joined(old_parts), joined(new_parts), Leaning::MayErase);
  }

  void compare_words(const Declaration& was, const Declaration& is) {
    const std::string old_effects = effects_written(old_rules_, *was.retention),
                      new_effects = effects_written(new_rules_, *is.retention),
                      old_when = when_written(old_rules_, *was.retention),
                      new_when = when_written(new_rules_, *is.retention);
    if (old_effects != new_effects)
      add(was, "effects", old_effects, new_effects, leaning_of_effects({old_rules_, was}, {new_rules_, is}));
    if (old_when != new_when) add(was, "when", old_when, new_when, Leaning::MayErase);
  }

  void compare_clauses(const Declaration& was, const Parts& old_parts, const Parts& new_parts) {
    const auto in = [](const Parts& parts, const char* word) { return parts.contains(word) ? parts.at(word) : ""; };
    for (const auto& [word, clause] : kClauses)
      if (old_parts.contains(word) || new_parts.contains(word))
        add(was, clause, in(old_parts, word), in(new_parts, word), leaning_of_part(was.kind, word));
  }

  static bool has_meaning(const Parts& parts) {
    return std::any_of(parts.begin(), parts.end(), [](const auto& part) { return !is_clause(part.first); });
  }

  const model::RuleSet& old_rules_;
  const model::RuleSet& new_rules_;
  SameTexts texts_;
  const std::vector<Declaration> old_, new_;
  std::vector<RuleChange> changes_;
};

}  // namespace

const char* name_of(Leaning leaning) {
  static constexpr const char* kNames[] = {"words", "keeps", "may erase"};
  return kNames[static_cast<std::size_t>(leaning)];
}

std::vector<RuleChange> compare(const model::RuleSet& before, const model::RuleSet& after) {
  return Comparison(before, after).changes();
}

}  // namespace frist::analyse
