// SPDX-License-Identifier: Apache-2.0
#include "rules/analyse/compare_versions.hpp"

#include <algorithm>
#include <map>

#include "rules/model/dump.hpp"

namespace frist::analyse {
namespace {

constexpr std::string_view kForce = "  in force", kReading = "  reading ";

// The word behind ` word `; empty where it is not there.
std::string word_behind(const std::string& line, const std::string& word) {
  const std::size_t at = line.find(" " + word + " ");
  if (at == std::string::npos) return "";
  const std::size_t first = at + word.size() + 2;
  return line.substr(first, line.find(' ', first) - first);
}

// A heading is "KIND NAME ..."; of a source and of the policy a part of it is what they say, not what they are called.
Declaration heading_of(const std::string& line) {
  const std::size_t space = std::min(line.find(' '), line.size());
  Declaration d;
  d.kind = line.substr(0, space);
  d.name = line.substr(std::min(space + 1, line.size()));
  if (d.kind == "source") {
    const std::size_t title = std::min(d.name.find(" \""), d.name.size());
    d.lines.push_back("title" + d.name.substr(title));
    d.name.resize(title);
  }
  if (d.kind == "policy") d.lines.push_back("name " + d.name);
  return d;
}

void add_line(Declaration& d, const std::string& line, NodeReader& nodes) {
  if (line.starts_with(kForce)) d.from = word_behind(line, "from"), d.through = word_behind(line, "through");
  if (line.starts_with(kReading) && d.kind != "choice")
    d.reading = line.substr(kReading.size(), line.find(" (") - kReading.size());
  d.lines.push_back(nodes.line(line));
}

// Days compare as they are written, year first.
bool days_meet(const Declaration& a, const Declaration& b) {
  const auto ends_before = [](const Declaration& x, const Declaration& y) {
    return !x.through.empty() && !y.from.empty() && x.through < y.from;
  };
  return !ends_before(a, b) && !ends_before(b, a);
}

// How alike two versions of one declaration are, the best first.
using Likeness = bool (*)(const Declaration&, const Declaration&);
constexpr Likeness kLikenesses[] = {
    [](const Declaration& a, const Declaration& b) { return a.lines == b.lines; },
    [](const Declaration& a, const Declaration& b) { return a.from == b.from && a.reading == b.reading; },
    [](const Declaration& a, const Declaration& b) { return a.through == b.through && a.reading == b.reading; },
    [](const Declaration& a, const Declaration& b) { return days_meet(a, b) && a.reading == b.reading; },
    [](const Declaration& a, const Declaration& b) { return days_meet(a, b); },
};

class Pairing {
 public:
  explicit Pairing(const std::vector<Declaration>& after) {
    for (const Declaration& d : after) free_[key(d)].push_back(&d);
  }
  // Takes the partner of `d` by this likeness, if there is one left.
  const Declaration* take(const Declaration& d, Likeness likeness) {
    const auto found = free_.find(key(d));
    if (found == free_.end()) return nullptr;
    std::vector<const Declaration*>& left = found->second;
    const auto like = std::find_if(left.begin(), left.end(), [&](const Declaration* o) { return likeness(d, *o); });
    if (like == left.end()) return nullptr;
    const Declaration* partner = *like;
    left.erase(like);
    return partner;
  }

 private:
  static std::string key(const Declaration& d) { return d.kind == "policy" ? d.kind : d.kind + " " + d.name; }
  std::map<std::string, std::vector<const Declaration*>> free_;
};

}  // namespace

bool Declaration::says(const std::string& line) const {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::vector<Declaration> declarations(const model::RuleSet& rules, SameTexts& texts) {
  std::vector<Declaration> all;
  const std::string dumped = model::dump(rules);
  NodeReader nodes(texts);
  auto retention = rules.retention.begin();
  for (std::size_t at = 0, end = 0; at < dumped.size(); at = end + 1) {
    end = std::min(dumped.find('\n', at), dumped.size());
    const std::string line = dumped.substr(at, end - at);
    if (line.starts_with(' ') && !all.empty()) {
      add_line(all.back(), line, nodes);
      continue;
    }
    all.push_back(heading_of(line));
    if (all.back().kind == "retention") all.back().retention = &*retention++;
  }
  return all;
}

std::vector<Pair> pair_up(const std::vector<Declaration>& before, const std::vector<Declaration>& after) {
  std::vector<Pair> pairs;
  for (const Declaration& d : before) pairs.push_back({&d, nullptr});
  Pairing pairing(after);
  for (const Likeness likeness : kLikenesses)
    for (Pair& pair : pairs)
      if (!pair.after) pair.after = pairing.take(*pair.before, likeness);
  for (const Declaration& d : after) {
    const auto has = [&](const Pair& p) { return p.after == &d; };
    if (std::none_of(pairs.begin(), pairs.end(), has)) pairs.push_back({nullptr, &d});
  }
  return pairs;
}

}  // namespace frist::analyse
