// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stuck.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/decide/waiting.hpp"
#include "engine/service/as_of.hpp"
#include "engine/store/dependencies.hpp"
#include "engine/store/reader.hpp"
#include "rules/program/compile.hpp"

namespace frist::service {
namespace {

using decide::MissingFact;

constexpr std::size_t kSomeStuck = 3;

std::string fact_words(const model::RuleSet& rules, const model::Record& entry, const MissingFact& missing) {
  switch (missing.kind) {
    case MissingFact::Kind::Fact:
      return model::name_of(missing.fact);
    case MissingFact::Kind::List:
      return "the rows of " + entry.lists[missing.list].name;
    case MissingFact::Kind::Others:
      return "the other records of its subject";
    case MissingFact::Kind::Field:
      break;
  }
  const model::Record& record = rules.records[missing.record];
  const std::string& field = record.fields[missing.field].name;
  if (missing.link != model::kNoId) return fmt::format("{} of its {}", field, entry.fields[missing.link].name);
  if (missing.of_subject) return fmt::format("{} of a {} of its subject", field, record.name);
  return missing.list == model::kNoId ? field : fmt::format("{} of a {}", field, record.name);
}

// One kind of entry.
class StuckSearch {
 public:
  StuckSearch(OpenDatabase& database, model::RecordId record, Stuck& all)
      : database_(database),
        record_(database.rules().records[record]),
        all_(all),
        program_(program::compile(database.policy->rules, record, program::Purpose::Answers)) {}

  text::Status run(const model::AsOf& as_of) {
    auto reader = store::BatchReader::open(database_.connection, *program_);
    if (!reader) return reader.error();
    store::Key after;
    for (;;) {
      const auto more = reader.value().scan(after, decide::Machine::kSlice, batch_);
      if (!more) return more.error();
      if (!more.value()) break;
      machine_.run_keeping(*program_, batch_.facts, as_of, &verdicts_);
      for (std::uint32_t row = 0; row < batch_.keys.size(); ++row) look_at(row);
      after = batch_.keys.at(batch_.keys.size() - 1);
    }
    for (Counted& counted : counted_) add(counted);
    return {};
  }

 private:
  struct Counted {
    StuckFact fact;
    std::vector<std::string> others;  // entries that wait for other facts, too
  };

  void look_at(std::uint32_t row) {
    ++all_.looked_at;
    if (verdicts_.erase_due[row] || verdicts_.rule[row] == decide::kPlacedHold) return;
    const auto waits = decide::waits_for(machine_, row);
    if (waits.empty()) return;
    ++all_.waiting;
    for (const MissingFact& missing : waits) count(missing, row, waits.size() == 1);
  }

  void count(const MissingFact& missing, std::uint32_t row, bool alone) {
    auto found = std::find_if(counted_.begin(), counted_.end(),
                              [&](const Counted& c) { return c.fact.missing.same_fact(missing); });
    if (found == counted_.end()) {
      counted_.push_back({{record_.name, fact_words(database_.rules(), record_, missing), missing, 0, 0, {}}, {}});
      found = counted_.end() - 1;
    }
    ++found->fact.waiting;
    found->fact.alone += alone;
    auto& some = alone ? found->fact.some : found->others;
    if (some.size() < kSomeStuck) some.push_back(record_.name + "/" + store::to_text(batch_.keys.at(row)));
  }

  void add(Counted& counted) {
    for (std::string& entry : counted.others)
      if (counted.fact.some.size() < kSomeStuck) counted.fact.some.push_back(std::move(entry));
    all_.facts.push_back(std::move(counted.fact));
  }

  OpenDatabase& database_;
  const model::Record& record_;
  Stuck& all_;
  std::shared_ptr<const program::Program> program_;
  decide::Machine machine_;
  decide::Verdicts verdicts_;
  store::EntryBatch batch_;
  std::vector<Counted> counted_;
};

bool is_ruled(const model::RuleSet& rules, model::RecordId id) {
  return store::is_entry_kind(rules.records[id]) && std::any_of(rules.retention.begin(), rules.retention.end(),
                                                                [&](const auto& rule) { return rule.record == id; });
}

}  // namespace

text::Result<Stuck> stuck_entries(OpenDatabase& database, const std::string& record, const std::string& written) {
  const model::RuleSet& rules = database.rules();
  const auto day = as_of(written.empty() ? std::nullopt : std::optional(written), rules);
  if (!day) return day.error();
  const auto view = store::Transaction::begin_read(database.connection);
  if (!view) return view.error();
  Stuck stuck;
  bool any = record.empty();
  for (model::RecordId id = 0; id < rules.records.size(); ++id) {
    if (!is_ruled(rules, id) || (!record.empty() && rules.records[id].name != record)) continue;
    any = true;
    if (auto done = StuckSearch(database, id, stuck).run(day.value()); !done) return done.error();
  }
  if (!any)
    return text::Error{text::ErrorKind::Usage,
                       fmt::format("the policy has no kind of entry `{}` that rules of retention are about", record)};
  std::stable_sort(stuck.facts.begin(), stuck.facts.end(), [](const StuckFact& a, const StuckFact& b) {
    return std::pair(a.alone, a.waiting) > std::pair(b.alone, b.waiting);
  });
  return stuck;
}

}  // namespace frist::service
