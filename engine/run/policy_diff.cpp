// SPDX-License-Identifier: Apache-2.0
#include "engine/run/policy_diff.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "engine/run/act_words.hpp"
#include "engine/run/diff_side.hpp"
#include "engine/run/kind_night.hpp"
#include "engine/store/kinds.hpp"

namespace frist::run {
namespace {

using text::Result;
using text::Status;

bool is_ruled(const model::RuleSet& rules, model::RecordId id) {
  const model::Record& record = rules.records[id];
  return !record.table.empty() && !record.is_child() &&
         std::any_of(rules.retention.begin(), rules.retention.end(), [&](const auto& r) { return r.record == id; });
}

// The ruled record of that name over the same rows.
std::optional<model::RecordId> partner_of(const model::Record& record, const model::RuleSet& rules) {
  const auto id = rules.find_record(record.name);
  if (!id || !is_ruled(rules, *id)) return std::nullopt;
  const model::Record& other = rules.records[*id];
  return other.table == record.table && other.key == record.key ? id : std::nullopt;
}

// Counts what is said of entries, and keeps the first few of each change.
class DiffCounter {
 public:
  DiffCounter(PolicyDiff& diff, std::uint32_t samples) : diff_(diff), samples_(samples) {}

  void next_kind() {
    sampled_.fill(0);
    acts_sampled_.clear();
  }
  void add(const model::Record& record, const store::Key& key, const Said& was, const Said& is) {
    ++diff_.looked_at;
    const EntryChange change = change_of(was, is);
    ++counts_[{record.name, was.rule, is.rule, change}];
    if (change != EntryChange::Same && sampled_[static_cast<std::size_t>(change)]++ < samples_)
      diff_.samples.push_back({entry_name(record, key), was.rule, is.rule, change, was.gone_from, is.gone_from});
    for (const ActChange& act : act_changes(was, is)) add_act(record, key, act);
  }
  // Many at once of which both policies say the same but perhaps the rule.
  void add_plain(const model::Record& record, const std::string& was, const std::string& is, std::int64_t n) {
    diff_.looked_at += static_cast<std::uint64_t>(n);
    counts_[{record.name, was, is, was == is ? EntryChange::Same : EntryChange::OtherRule}] += n;
  }
  // How many samples of entries that get another rule are still wanted.
  bool wants_other_rule() const { return sampled_[static_cast<std::size_t>(EntryChange::OtherRule)] < samples_; }
  void finish() {
    for (const auto& [name, n] : counts_)
      diff_.counts.push_back({std::get<0>(name), std::get<1>(name), std::get<2>(name), std::get<3>(name), n});
    for (const auto& [name, n] : acts_)
      diff_.acts.push_back(
          {std::get<0>(name), std::get<1>(name), std::get<2>(name), std::get<3>(name), std::get<4>(name), n});
  }

 private:
  void add_act(const model::Record& record, const store::Key& key, const ActChange& c) {
    ++acts_[{record.name, c.act, c.said.what, c.said.rule, c.begins}];
    if (acts_sampled_[{c.act, c.begins}]++ < samples_)
      diff_.act_samples.push_back({entry_name(record, key), c.act, c.said.rule, c.begins});
  }

  PolicyDiff& diff_;
  const std::uint32_t samples_;
  std::array<std::uint64_t, kEntryChanges> sampled_{};
  std::map<std::pair<std::string, bool>, std::uint64_t> acts_sampled_;
  std::map<std::tuple<std::string, std::string, std::string, EntryChange>, std::int64_t> counts_;
  std::map<std::tuple<std::string, std::string, std::string, std::string, bool>, std::int64_t> acts_;
};

class PolicyComparer {
 public:
  PolicyComparer(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                 const DiffOptions& options)
      : connection_(connection), before_(before), after_(after), options_(options), counter_(diff_, options.samples) {
    diff_.old_hash = before.hash;
    diff_.new_hash = after.hash;
    diff_.as_of = after.as_of.day;
  }

  Result<PolicyDiff> go() {
    const auto& old_records = before_.rules->records;
    for (model::RecordId id = 0; id < old_records.size(); ++id)
      if (is_ruled(*before_.rules, id))
        if (auto done = kind(id, partner_of(old_records[id], *after_.rules)); !done) return done.error();
    const auto& new_records = after_.rules->records;
    for (model::RecordId id = 0; id < new_records.size(); ++id)
      if (is_ruled(*after_.rules, id) && !partner_of(new_records[id], *before_.rules))
        if (auto done = kind(std::nullopt, id); !done) return done.error();
    counter_.finish();
    return std::move(diff_);
  }

 private:
  using Id = std::optional<model::RecordId>;

  // At least one of them.
  Status kind(Id old_id, Id new_id) {
    counter_.next_kind();
    auto first = SideKind::open(connection_, old_id ? before_ : after_, old_id ? *old_id : *new_id);
    if (!first) return first.error();
    if (!old_id || !new_id)
      return each_batch(*first.value(), [&] { return by_one(*first.value(), old_id.has_value()); });
    auto second = SideKind::open(connection_, after_, *new_id);
    if (!second) return second.error();
    const auto packed = use_pack(*first.value(), *second.value());
    if (!packed) return packed.error();
    if (packed.value()) return by_pack(*first.value(), *second.value());
    return each_batch(*first.value(), [&] { return by_both(*first.value(), *second.value()); });
  }

  Status each_batch(SideKind& side, const std::function<Status()>& take) {
    const auto total = store::count_rows(connection_, side.record());
    if (!total) return total.error();
    std::uint64_t done = 0;
    for (store::Key after;;) {
      const auto more = side.scan(after, kScanBatch);
      if (!more) return more.error();
      if (!more.value()) return diff_.without_key += total.value() - static_cast<std::int64_t>(done), Status();
      if (auto taken = take(); !taken) return taken;
      const std::size_t rows = side.batch().keys.size();
      after = side.batch().keys.at(rows - 1);
      tell(side, done += rows, static_cast<std::uint64_t>(total.value()));
    }
  }

  // Whether both have all that they read in the packed columns of this database.
  Result<bool> use_pack(SideKind& first, SideKind& second) {
    if (!pack_) {
      auto opened = pack::Pack::open(connection_);
      if (!opened) return opened.error();
      pack_ = std::move(opened).value();
    }
    if (!pack_) return false;
    const auto has_first = first.use_pack(*pack_);
    if (!has_first || !has_first.value()) return has_first;
    return second.use_pack(*pack_);
  }

  // What is packed, both side by side; then what changed since, from the tables.
  Status by_pack(SideKind& was, SideKind& is) {
    std::uint64_t done = 0;
    for (;;) {
      const auto more = was.next_packed(), more_too = is.next_packed();
      if (!more || !more_too) return more ? more_too.error() : more.error();
      FRIST_CHECK(more.value() == more_too.value());
      if (!more.value()) break;
      const std::size_t rows = was.batch().keys.size();
      FRIST_CHECK(is.batch().keys.size() == rows);
      add_rows(was, 0, is, rows);
      tell(was, done += rows, was.packed_entries());
    }
    for (auto left = was.changed(); !left.empty();) {
      const auto dealt_with = was.read_changed(left.first(std::min<std::size_t>(left.size(), kScanBatch)));
      if (!dealt_with) return dealt_with.error();
      if (auto added = by_both(was, is); !added) return added;
      left = left.subspan(dealt_with.value());
    }
    const auto without_key = store::count_without_key(connection_, was.record());
    if (!without_key) return without_key.error();
    return diff_.without_key += without_key.value(), Status();
  }

  void tell(const SideKind& side, std::uint64_t done, std::uint64_t total) const {
    if (options_.progress) options_.progress(("comparing " + side.record().name).c_str(), done, total);
  }

  Status by_one(const SideKind& side, bool is_old) {
    const Said nothing;
    for (std::size_t row = 0; row < side.batch().keys.size(); ++row) {
      const Said said = side.said_of(row);
      counter_.add(side.record(), side.batch().keys.at(row), is_old ? said : nothing, is_old ? nothing : said);
    }
    return {};
  }

  // The second side reads the keys that the first has scanned; it may take several reads.
  Status by_both(const SideKind& was, SideKind& is) {
    std::vector<store::Key> keys;
    for (std::size_t row = 0; row < was.batch().keys.size(); ++row) keys.push_back(was.batch().keys.at(row));
    for (std::size_t from = 0; from < keys.size();) {
      const auto read = is.read(std::span(keys).subspan(from));
      if (!read) return read.error();
      if (auto whole = require_all(is, std::span(keys).subspan(from, read.value())); !whole) return whole;
      add_rows(was, from, is, read.value());
      from += read.value();
    }
    return {};
  }

  // `rows` entries, from row `from` of one side and the first row of the other. What most entries come to, the same day
  // by both, is counted by numbers.
  void add_rows(const SideKind& was, std::size_t from, const SideKind& is, std::size_t rows) {
    struct Pair {
      std::string was, is;
      std::int64_t n = 0;
    };
    std::map<std::pair<std::uint16_t, std::uint16_t>, Pair> plain;
    auto at = plain.end();
    for (std::size_t row = 0; row < rows; ++row) {
      const std::pair rules{was.rule(from + row), is.rule(row)};
      if (at == plain.end() || at->first != rules)
        at = plain.try_emplace(rules, Pair{was.rule_name(rules.first), is.rule_name(rules.second)}).first;
      const bool counts = was.plain(from + row) && is.plain(row) && was.same_end(from + row, is, row) &&
                          (at->second.was == at->second.is || !counter_.wants_other_rule());
      if (counts)
        ++at->second.n;
      else
        counter_.add(was.record(), was.batch().keys.at(from + row), was.said_of(from + row), is.said_of(row));
    }
    for (const auto& [rules, pair] : plain)
      if (pair.n > 0) counter_.add_plain(was.record(), pair.was, pair.is, pair.n);
  }

  // Each key has brought its own row, in order: an entry that is left out would be missing in every number.
  static Status require_all(const SideKind& side, std::span<const store::Key> keys) {
    const store::KeyColumn& found = side.batch().keys;
    for (std::size_t row = 0; row < keys.size(); ++row)
      if (row >= found.size() || found.at(row) != keys[row])
        return text::Error{text::ErrorKind::Data,
                           fmt::format("`{}` cannot be found by its key again, so the policies cannot be compared; "
                                       "keys of `{}` must be there and differ",
                                       entry_name(side.record(), keys[row]), side.record().table)};
    return {};
  }

  store::Connection& connection_;
  const DiffSide& before_;
  const DiffSide& after_;
  const DiffOptions& options_;
  PolicyDiff diff_;
  DiffCounter counter_;
  std::optional<pack::Pack> pack_;
};

}  // namespace

std::int64_t PolicyDiff::total(EntryChange change) const {
  std::int64_t n = 0;
  for (const DiffCount& c : counts) n += c.change == change ? c.n : 0;
  return n;
}

std::int64_t PolicyDiff::total_acts(bool begins, std::string_view what) const {
  std::int64_t n = 0;
  for (const ActCount& a : acts) n += a.begins == begins && (what.empty() || a.what == what) ? a.n : 0;
  return n;
}

bool PolicyDiff::any_change() const {
  const auto differs = [](const DiffCount& c) { return c.change != EntryChange::Same; };
  return !acts.empty() || std::any_of(counts.begin(), counts.end(), differs);
}

Result<PolicyDiff> diff_entries(store::Connection& connection, const DiffSide& before, const DiffSide& after,
                                const DiffOptions& options) {
  std::optional<store::Transaction> reading;
  if (!connection.in_transaction()) {
    auto begun = store::Transaction::begin_read(connection);
    if (!begun) return begun.error();
    reading.emplace(std::move(begun).value());
  }
  return PolicyComparer(connection, before, after, options).go();
}

}  // namespace frist::run
