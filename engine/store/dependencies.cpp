// SPDX-License-Identifier: Apache-2.0
#include "engine/store/dependencies.hpp"

#include <algorithm>
#include <set>

namespace frist::store {

using model::ExprId;
using model::kNoId;
using model::RecordId;

namespace {

bool reads_rows(model::Op op) { return op >= model::Op::CountIn && op <= model::Op::EarliestIn; }

template <class Ids, class Id>
void add_once(Ids& ids, Id id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

// Every expression that a retention rule's outcome rests on.
std::vector<ExprId> roots_of(const model::RetentionRule& rule) {
  std::vector<ExprId> roots = {rule.when, rule.heading.force.by, rule.heading.force.holds};
  for (const auto& effect : rule.effects) {
    roots.push_back(effect.date);
    roots.push_back(effect.start);
    roots.push_back(effect.stands);
  }
  return roots;
}

void add_reads(const model::RuleSet& rules, std::vector<ExprId> open, Reads& reads) {
  std::vector<bool> seen(rules.exprs.size());
  while (!open.empty()) {
    const ExprId id = open.back();
    open.pop_back();
    if (id == kNoId || seen[id]) continue;
    seen[id] = true;
    const auto& expr = rules.expr(id);
    if (reads_rows(expr.op) && expr.source.kind == model::RowSource::Kind::SameSubject)
      add_once(reads.same_subject, expr.source.record);
    if (expr.op == model::Op::LinkedField) add_once(reads.links, expr.link);
    open.insert(open.end(), expr.args.begin(), expr.args.end());
  }
}

bool has_table(const model::RuleSet& rules, RecordId record) {
  return record != kNoId && !rules.records[record].table.empty();
}

class Paths {
 public:
  explicit Paths(const model::RuleSet& rules) : rules_(rules), reads_(reads_of_rules(rules)) {}

  std::vector<MarkPath> all() {
    for (RecordId record = 0; record < rules_.records.size(); ++record) {
      if (has_table(rules_, record)) own(record);
      if (!is_entry_kind(rules_.records[record])) continue;
      for (const RecordId other : reads_[record].same_subject) same_subject(record, other);
      for (const model::FieldId link : reads_[record].links) linked(record, link);
    }
    return {paths_.begin(), paths_.end()};
  }

 private:
  // A row is a fact of the entry that it is, or that it hangs on as child or child's child.
  void own(RecordId record) {
    const auto chain = up_to_root(rules_, record);
    add({record, chain.back(), climb(chain, 0)});
  }

  // A row of `other`, or of one of its parents, stands for a subject whose entries all read it.
  void same_subject(RecordId entries, RecordId other) {
    const auto chain = up_to_root(rules_, other);
    const std::string subject = subject_column(rules_, other);
    const std::string own_subject = subject_column(rules_, entries);
    if (subject.empty() || own_subject.empty()) return;
    for (std::size_t from = 0; from < chain.size(); ++from) {
      auto hops = climb(chain, from);
      hops.push_back({subject, entries, own_subject, true});
      add({chain[from], entries, std::move(hops)});
    }
  }

  void linked(RecordId entries, model::FieldId link) {
    const auto& field = rules_.records[entries].fields[link];
    if (!has_table(rules_, field.link_to)) return;
    add({field.link_to, entries, {{rules_.records[field.link_to].key, entries, field.column, false}}});
  }

  // From chain[from] to the end of the chain.
  std::vector<Hop> climb(const std::vector<RecordId>& chain, std::size_t from) const {
    std::vector<Hop> hops;
    for (std::size_t i = from; i + 1 < chain.size(); ++i)
      hops.push_back({rules_.records[chain[i]].parent_column, chain[i + 1], rules_.records[chain[i + 1]].key, false});
    return hops;
  }

  void add(MarkPath path) {
    const bool complete =
        has_table(rules_, path.source) && is_entry_kind(rules_.records[path.entries]) &&
        std::all_of(path.hops.begin(), path.hops.end(), [&](const Hop& hop) { return has_table(rules_, hop.record); });
    if (complete) paths_.insert(std::move(path));
  }

  const model::RuleSet& rules_;
  std::vector<Reads> reads_;
  std::set<MarkPath> paths_;
};

}  // namespace

std::vector<Reads> reads_of_rules(const model::RuleSet& rules) {
  std::vector<Reads> reads(rules.records.size());
  for (const auto& rule : rules.retention) add_reads(rules, roots_of(rule), reads[rule.record]);
  return reads;
}

std::vector<MarkPath> mark_paths(const model::RuleSet& rules) { return Paths(rules).all(); }

std::vector<RecordId> up_to_root(const model::RuleSet& rules, RecordId record) {
  constexpr std::size_t kMaxLevels = 64;
  std::vector<RecordId> chain = {record};
  while (rules.records[chain.back()].is_child() && chain.size() < kMaxLevels)
    chain.push_back(rules.records[chain.back()].parent);
  return chain;
}

bool is_entry_kind(const model::Record& record) { return !record.is_child() && !record.table.empty(); }

std::string subject_column(const model::RuleSet& rules, RecordId record) {
  const auto& root = rules.records[up_to_root(rules, record).back()];
  return root.subject == kNoId ? "" : root.fields[root.subject].column;
}

}  // namespace frist::store
