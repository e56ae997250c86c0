// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/compare.hpp"

#include <algorithm>
#include <map>

#include "rules/model/dump.hpp"

namespace frist::analyse {
namespace {

// The same text gets the same number in both policies.
class SameTexts {
 public:
  std::size_t id_of(const std::string& text) {
    const auto [at, is_new] = ids_.emplace(text, texts_.size());
    if (is_new) texts_.push_back(text);
    return at->second;
  }
  // With what stands behind the numbers, as far as a person would read on.
  std::string spelled(const std::string& line) const {
    std::string out;
    spell(line, out);
    return out;
  }

 private:
  static constexpr std::size_t kMostSpelled = 400;
  void spell(const std::string& line, std::string& out) const {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] != '\1') {
        out += line[i];
        continue;
      }
      const std::size_t end = line.find('\2', i);
      if (out.size() > kMostSpelled)
        out += "...";
      else
        spell(texts_[std::stoul(line.substr(i + 1, end - i - 1))], out);
      i = end;
    }
  }
  std::map<std::string, std::size_t> ids_;
  std::vector<std::string> texts_;
};

// Replaces each node of an expression by its number, whether a dump shares it or not.
class NodeReader {
 public:
  explicit NodeReader(SameTexts& interner) : interner_(interner) {}
  std::string line(const std::string& text) {
    text_ = &text;
    at_ = 0;
    return group();
  }

 private:
  bool end() const { return at_ >= text_->size(); }
  std::string group() {
    std::string out;
    while (!end() && (*text_)[at_] != ')') out += item();
    if (!end()) ++at_;
    return out;
  }
  std::string item() {
    const char c = (*text_)[at_];
    if (c == '"' || c == '`') return quoted(c);
    if (c == '#') return mark();
    if (c == '(') return node();
    return std::string(1, (*text_)[at_++]);
  }
  std::string quoted(char quote) {
    const std::size_t first = at_++;
    while (!end() && (*text_)[at_] != quote) at_ += (*text_)[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_->size());
    return text_->substr(first, at_ - first);
  }
  std::string node() {
    ++at_;
    std::string inside = group();
    return '\1' + std::to_string(interner_.id_of("(" + inside + ")")) + '\2';
  }
  std::string mark() {
    const std::size_t close = text_->find_first_of("#=", at_ + 1);
    if (close == std::string::npos) return std::string(1, (*text_)[at_++]);
    const std::string number = text_->substr(at_ + 1, close - at_ - 1);
    if (number.empty() || number.find_first_not_of("0123456789") != std::string::npos)
      return std::string(1, (*text_)[at_++]);
    at_ = close + 1;
    if ((*text_)[close] == '=') return marks_[number] = item();
    return marks_[number];
  }

  SameTexts& interner_;
  const std::string* text_ = nullptr;
  std::size_t at_ = 0;
  std::map<std::string, std::string> marks_;
};

struct Declared {
  std::string kind, name;
  std::vector<std::string> lines;
  const model::RetentionRule* retention = nullptr;
};
using DeclaredKey = std::pair<std::string, std::size_t>;  // heading, and which of its versions
struct Policy {
  const model::RuleSet& rules;
  std::vector<std::pair<DeclaredKey, Declared>> in_order;
  std::map<DeclaredKey, std::size_t> by_key;
};

std::string key_text(const Declared& d) { return d.kind == "policy" ? d.kind : d.kind + " " + d.name; }

void add_declared(Policy& policy, Declared declared, std::map<std::string, std::size_t>& seen) {
  const std::string text = key_text(declared);
  const DeclaredKey key{text, seen[text]++};
  policy.by_key[key] = policy.in_order.size();
  policy.in_order.emplace_back(key, std::move(declared));
}

Declared declared_of(const std::string& heading) {
  const std::size_t space = std::min(heading.find(' '), heading.size());
  Declared d{heading.substr(0, space), heading.substr(std::min(space + 1, heading.size())), {}, nullptr};
  if (d.kind == "source") {  // its title and link are what it says, not what it is called
    const std::size_t title = std::min(d.name.find(" \""), d.name.size());
    d.lines.push_back(d.name.substr(title));
    d.name.resize(title);
  }
  if (d.kind == "policy") d.lines.push_back("name " + d.name);
  return d;
}

Policy read_policy(const model::RuleSet& rules, SameTexts& interner) {
  Policy policy{rules, {}, {}};
  const std::string dumped = model::dump(rules);
  NodeReader nodes(interner);
  std::vector<Declared> all;
  std::size_t retention = 0;
  for (std::size_t at = 0; at < dumped.size();) {
    const std::size_t end = std::min(dumped.find('\n', at), dumped.size());
    const std::string line = dumped.substr(at, end - at);
    at = end + 1;
    if (line.starts_with(' ') && !all.empty()) {
      all.back().lines.push_back(nodes.line(line));
      continue;
    }
    all.push_back(declared_of(line));
    if (all.back().kind == "retention") all.back().retention = &rules.retention[retention++];
  }
  std::map<std::string, std::size_t> seen;
  for (Declared& d : all) add_declared(policy, std::move(d), seen);
  return policy;
}

std::string first_word(const std::string& line) {
  const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
  return line.substr(first, line.find(' ', first) - first);
}

bool is_only_said(const std::string& kind, const std::string& what) {
  return kind == "source" || what == "title" || what == "note" || what == "cites" ||
         (kind == "policy" && (what == "version" || what == "name"));
}

// Lines that the other has not, by their first words.
std::map<std::string, std::string> own_lines(const Declared& mine, const Declared& other, const SameTexts& interner) {
  std::map<std::string, std::string> out;
  for (const std::string& line : mine.lines) {
    if (std::find(other.lines.begin(), other.lines.end(), line) != other.lines.end()) continue;
    std::string& text = out[first_word(line)];
    if (!text.empty()) text += "; ";
    text += interner.spelled(line.substr(std::min(line.find_first_not_of(' '), line.size())));
  }
  return out;
}

std::string effects_written(const model::RuleSet& rules, const model::RetentionRule& rule) {
  std::string out;
  for (const model::Effect& effect : rule.effects) out += (out.empty() ? "" : "; ") + rules.as_written(effect.span);
  return out;
}

std::string when_written(const model::RuleSet& rules, const model::RetentionRule& rule) {
  return rule.when == model::kNoId ? "" : rules.as_written(rules.expr(rule.when).span);
}

std::string clause_name(const std::string& word) {
  if (word == "in") return "in force";
  return word == "instead" ? "instead of" : word;
}

// A retention rule in the policy's own words; what its words do not show is its meaning.
void compare_retention(const Policy& before, const Policy& after, const Declared& a, const Declared& b,
                       const SameTexts& interner, std::vector<RuleChange>& out) {
  const std::size_t first = out.size();
  const auto say = [&](const char* what, const std::string& was, const std::string& is) {
    if (was != is) out.push_back({a.kind, a.name, what, was, is, true});
  };
  say("effects", effects_written(before.rules, *a.retention), effects_written(after.rules, *b.retention));
  say("when", when_written(before.rules, *a.retention), when_written(after.rules, *b.retention));
  const bool told = out.size() > first;
  auto was = own_lines(a, b, interner), is = own_lines(b, a, interner);
  bool more = false;
  for (const auto* lines : {&was, &is})
    for (const auto& [what, text] : *lines)
      more = more || !(is_only_said(a.kind, what) || what == "in" || what == "instead" || what == "reading");
  for (const char* what : {"title", "note", "cites", "in", "instead", "reading"})
    if (was.contains(what) || is.contains(what))
      out.push_back({a.kind, a.name, clause_name(what), was[what], is[what], !is_only_said(a.kind, what)});
  if (out.size() == first || (more && !told)) {
    std::string old_text, new_text;
    for (const auto& [what, text] : was) old_text += (old_text.empty() ? "" : "; ") + text;
    for (const auto& [what, text] : is) new_text += (new_text.empty() ? "" : "; ") + text;
    out.push_back({a.kind, a.name, "meaning", old_text, new_text, true});
  }
}

void compare_lines(const Declared& a, const Declared& b, const SameTexts& interner, std::vector<RuleChange>& out) {
  const std::size_t first = out.size();
  auto was = own_lines(a, b, interner);
  const auto is = own_lines(b, a, interner);
  for (const auto& [what, text] : is) was.try_emplace(what, "");
  for (const auto& [what, text] : was)
    out.push_back({a.kind, a.name, what, text, is.contains(what) ? is.at(what) : "", !is_only_said(a.kind, what)});
  if (out.size() == first) out.push_back({a.kind, a.name, "order", "", "", true});
}

// A rule that only keeps (only erases) and replaces no other can, where it is new (goes), make nothing due.
bool all_effects(const Declared& d, bool (*are)(model::EffectKind)) {
  return d.retention && d.retention->instead_of.empty() &&
         std::all_of(d.retention->effects.begin(), d.retention->effects.end(),
                     [&](const model::Effect& e) { return are(e.kind); });
}
bool keeps(model::EffectKind kind) { return model::is_duty(kind); }
bool limits(model::EffectKind kind) { return model::is_limit(kind); }

std::string written(const Policy& policy, const Declared& d) {
  return d.retention ? policy.rules.as_written(d.retention->heading.span) : "";
}

}  // namespace

std::vector<RuleChange> compare(const model::RuleSet& before, const model::RuleSet& after) {
  SameTexts interner;
  const Policy a = read_policy(before, interner), b = read_policy(after, interner);
  std::vector<RuleChange> out;
  for (const auto& [key, d] : a.in_order) {
    const auto found = b.by_key.find(key);
    if (found == b.by_key.end()) {
      out.push_back(
          {d.kind, d.name, "removed", written(a, d), "", !(is_only_said(d.kind, "") || all_effects(d, limits))});
      continue;
    }
    const Declared& other = b.in_order[found->second].second;
    if (d.lines == other.lines) continue;
    if (d.retention)
      compare_retention(a, b, d, other, interner, out);
    else
      compare_lines(d, other, interner, out);
  }
  for (const auto& [key, d] : b.in_order)
    if (!a.by_key.contains(key))
      out.push_back({d.kind, d.name, "added", "", written(b, d), !(is_only_said(d.kind, "") || all_effects(d, keeps))});
  return out;
}

}  // namespace frist::analyse
