// SPDX-License-Identifier: Apache-2.0
#include "engine/run/policy_diff.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "engine/decide/machine.hpp"
#include "engine/decide/verdict.hpp"
#include "engine/run/act_words.hpp"
#include "engine/run/kind_night.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/reader.hpp"
#include "rules/program/compile.hpp"

namespace frist::run {
namespace {

// One kind of entry as one of the policies decides it.
struct SideKind {
  std::shared_ptr<const model::RuleSet> rules;
  const model::Record* record = nullptr;
  std::shared_ptr<const program::Program> program;
  std::optional<store::BatchReader> reader;
  store::EntryBatch batch;
  decide::Machine machine;
  decide::Verdicts verdicts;

  void decide(const model::AsOf& as_of) { machine.run(*program, batch.facts, as_of, verdicts); }
  std::string rule_name(std::uint16_t rule) const {
    if (rule == decide::kNoRule) return "";
    return rule == decide::kPlacedHold ? "placed hold" : rules->retention[rule].heading.name;
  }
  std::set<std::string> acts_of(std::size_t row) const {
    std::set<std::string> out;
    if (verdicts.restricted[row]) out.insert(kDutyRestricts);
    for (std::size_t k = 0; k < program->acts.size(); ++k)
      if (verdicts.acts[row] >> k & 1) {
        const program::Act& act = program->acts[k];
        out.insert(act_words(*rules, *record, rules->retention[act.rule].effects[act.effect]));
      }
    return out;
  }
};

// What one policy says of one entry.
struct Said {
  bool due = false;
  calendar::Day gone_from = calendar::kNever;
  std::string rule;
  std::set<std::string> acts;
};

Said said_of(const SideKind& side, std::size_t row) {
  return {side.verdicts.erase_due[row] != 0, side.verdicts.due[row], side.rule_name(side.verdicts.rule[row]),
          side.acts_of(row)};
}

EntryChange change_of(const Said& was, const Said& is) {
  if (is.due && !was.due) return EntryChange::Now;
  if (!is.due && !std::includes(was.acts.begin(), was.acts.end(), is.acts.begin(), is.acts.end()))
    return EntryChange::ActNow;
  const bool same_day = was.gone_from == is.gone_from || (was.due && is.due);
  if (same_day) return was.rule == is.rule ? EntryChange::Same : EntryChange::OtherRule;
  if (was.gone_from == calendar::kNever) return EntryChange::NewEnd;
  if (is.gone_from == calendar::kNever) return EntryChange::Never;
  return is.gone_from < was.gone_from ? EntryChange::Earlier : EntryChange::Later;
}

bool is_ruled(const model::RuleSet& rules, model::RecordId id) {
  const model::Record& record = rules.records[id];
  return !record.table.empty() && !record.is_child() &&
         std::any_of(rules.retention.begin(), rules.retention.end(), [&](const auto& r) { return r.record == id; });
}

class Comparer {
 public:
  Comparer(store::Connection& connection, const DiffSide& before, const DiffSide& after, const DiffOptions& options)
      : connection_(connection), before_(before), after_(after), options_(options) {
    diff_.old_hash = before.hash;
    diff_.new_hash = after.hash;
    diff_.as_of = options.as_of.day;
  }

  text::Result<PolicyDiff> go() {
    auto reading = store::Transaction::begin_read(connection_);
    if (!reading) return reading.error();
    for (model::RecordId id = 0; id < before_.rules->records.size(); ++id)
      if (auto done = old_kind(id); !done) return done.error();
    for (model::RecordId id = 0; id < after_.rules->records.size(); ++id) {
      if (!is_ruled(*after_.rules, id) || partner(*before_.rules, after_.rules->records[id])) continue;
      if (auto done = kind(nullptr, &after_, id); !done) return done.error();
    }
    for (const auto& [name, n] : counts_)
      diff_.counts.push_back({std::get<0>(name), std::get<1>(name), std::get<2>(name), std::get<3>(name), n});
    return std::move(diff_);
  }

 private:
  // The ruled record of that name over the same rows.
  static std::optional<model::RecordId> partner(const model::RuleSet& rules, const model::Record& record) {
    const auto id = rules.find_record(record.name);
    if (!id || !is_ruled(rules, *id)) return std::nullopt;
    const model::Record& other = rules.records[*id];
    return other.table == record.table && other.key == record.key ? id : std::nullopt;
  }

  text::Status old_kind(model::RecordId id) {
    if (!is_ruled(*before_.rules, id)) return {};
    const auto other = partner(*after_.rules, before_.rules->records[id]);
    if (!other) return kind(&before_, nullptr, id);
    auto was = open(before_, id);
    if (!was) return was.error();
    auto is = open(after_, *other);
    if (!is) return is.error();
    return all_entries(*was.value(), is.value().get(), true);
  }

  text::Status kind(const DiffSide* before, const DiffSide* after, model::RecordId id) {
    auto only = open(before ? *before : *after, id);
    if (!only) return only.error();
    return all_entries(*only.value(), nullptr, before != nullptr);
  }

  text::Result<std::unique_ptr<SideKind>> open(const DiffSide& side, model::RecordId id) {
    auto kind = std::make_unique<SideKind>();
    kind->rules = side.rules;
    kind->record = &side.rules->records[id];
    kind->program = program::compile(side.rules, id, program::Purpose::Night);
    auto reader = store::BatchReader::open(connection_, *kind->program);
    if (!reader) return reader.error();
    kind->reader.emplace(std::move(reader).value());
    return kind;
  }

  // Scans by the first; the second, where there is one, reads the same keys. One alone is the old side or the new.
  text::Status all_entries(SideKind& first, SideKind* second, bool first_is_old) {
    const auto total = store::count_rows(connection_, *first.record);
    if (!total) return total.error();
    sampled_.fill(0);
    store::Key after;
    for (std::uint64_t done = 0;;) {
      const auto more = first.reader->scan(after, kScanBatch, first.batch);
      if (!more) return more.error();
      if (!more.value()) return {};
      first.decide(options_.as_of);
      const std::size_t rows = first.batch.keys.size();
      if (second) {
        if (auto both = same_keys(first, *second); !both) return both;
      } else {
        for (std::size_t row = 0; row < rows; ++row) one_side(first, row, first_is_old);
      }
      after = first.batch.keys.at(rows - 1);
      done += rows;
      if (options_.progress)
        options_.progress(("comparing " + first.record->name).c_str(), done, static_cast<std::uint64_t>(total.value()));
    }
  }

  text::Status same_keys(SideKind& was, SideKind& is) {
    std::vector<store::Key> keys;
    for (std::size_t row = 0; row < was.batch.keys.size(); ++row) keys.push_back(was.batch.keys.at(row));
    for (std::size_t from = 0; from < keys.size();) {
      const auto read = is.reader->read(std::span(keys).subspan(from), is.batch);
      if (!read) return read.error();
      is.decide(options_.as_of);
      for (std::size_t row = 0; row < is.batch.keys.size(); ++row) {
        const std::size_t old_row = from + is.batch.asked[row];
        count(*was.record, keys[old_row], said_of(was, old_row), said_of(is, row));
      }
      from += read.value();
    }
    return {};
  }

  void one_side(const SideKind& side, std::size_t row, bool is_old) {
    const Said said = said_of(side, row), nothing;
    count(*side.record, side.batch.keys.at(row), is_old ? said : nothing, is_old ? nothing : said);
  }

  void count(const model::Record& record, const store::Key& key, const Said& was, const Said& is) {
    const EntryChange change = change_of(was, is);
    ++diff_.looked_at;
    ++counts_[{record.name, was.rule, is.rule, change}];
    if (change == EntryChange::Same || sampled_[static_cast<std::size_t>(change)]++ >= options_.samples) return;
    diff_.samples.push_back({entry_name(record, key), was.rule, is.rule, change, was.gone_from, is.gone_from});
  }

  store::Connection& connection_;
  const DiffSide& before_;
  const DiffSide& after_;
  const DiffOptions& options_;
  PolicyDiff diff_;
  std::array<std::uint64_t, kEntryChanges> sampled_{};
  std::map<std::tuple<std::string, std::string, std::string, EntryChange>, std::int64_t> counts_;
};

}  // namespace

const char* name_of(EntryChange change) {
  static constexpr const char* kNames[kEntryChanges] = {"now",   "act now", "new end",    "earlier",
                                                        "never", "later",   "other rule", "same"};
  return kNames[static_cast<std::size_t>(change)];
}

std::int64_t PolicyDiff::total(EntryChange change) const {
  std::int64_t n = 0;
  for (const DiffCount& c : counts) n += c.change == change ? c.n : 0;
  return n;
}

std::int64_t PolicyDiff::of_kind(const std::string& record, EntryChange change) const {
  std::int64_t n = 0;
  for (const DiffCount& c : counts) n += c.change == change && c.record == record ? c.n : 0;
  return n;
}

bool PolicyDiff::any_change() const {
  return std::any_of(counts.begin(), counts.end(), [](const DiffCount& c) { return c.change != EntryChange::Same; });
}

text::Result<PolicyDiff> diff_entries(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                                      const DiffOptions& options) {
  return Comparer(connection, before, after, options).go();
}

}  // namespace frist::run
