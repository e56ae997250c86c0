// SPDX-License-Identifier: Apache-2.0
// The same facts by two ways: written straight from columns, and by way of single entries.
#include "engine/run/facts_text.hpp"

#include "engine/codec/entry_json.hpp"
#include "engine/run/entry_of_batch.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/reader.hpp"
#include "tests/engine/store/all_types.hpp"

namespace frist::run {
namespace {

using store::need;

// A program over the entries alone, without every `nth` input.
program::Program over_entries(program::Program p, std::size_t nth) {
  p.spaces.resize(1);
  std::erase_if(p.inputs, [](const program::Input& input) { return input.space != 0; });
  std::vector<program::Input> read;
  for (std::size_t i = 0; i < p.inputs.size(); ++i)
    if ((i + 1) % nth != 0) read.push_back(p.inputs[i]);
  p.inputs = std::move(read);
  return p;
}

// How many rows there were; all texts must agree.
std::size_t compare(store::TestDatabase& database, const program::Program& read) {
  const auto program = std::make_shared<const program::Program>(read);
  const auto zone = *calendar::Zone::find(program->rules->zone);
  const FactsText facts(program);
  auto reader = need(store::BatchReader::open(database.connection, *program));
  store::EntryBatch batch;
  if (!need(reader.scan({}, 1000, batch))) return 0;
  for (std::uint32_t row = 0; row < batch.keys.size(); ++row) {
    std::string text = "before ";
    facts.append(batch.facts, row, zone, text);
    CHECK(text == "before " + codec::text_of_entry(*program->rules, entry_of_batch(*program, batch.facts, row), zone));
  }
  return batch.keys.size();
}

}  // namespace

TEST_CASE("facts are written from columns as they are from the entry") {
  std::size_t rows = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const store::AllTypes types("INTEGER");
    store::TestDatabase database;
    database.run(types.tables());
    REQUIRE(need(store::attach(database.connection, *types.rules, store::Bureau::policy())).attached);
    store::RandomRows(seed).fill(database, false);
    const auto all = types.program();
    rows += compare(database, all);
    for (const std::size_t nth : {1u, 2u, 3u, 7u, 1000u}) rows += compare(database, over_entries(all, nth));
    auto twice = over_entries(all, 1000);  // the later of two counts
    twice.inputs.push_back(twice.inputs[5]);
    rows += compare(database, twice);
  }
  CHECK(rows > 1000);
}

TEST_CASE("a field with the name of another member of the facts is written as it is from the entry") {
  store::AllTypes types("INTEGER");
  auto rules = std::make_shared<model::RuleSet>(*types.rules);
  for (auto& field : rules->records[types.base.claim].fields)
    if (field.name == "f_yes") field.name = "on_hold";
  types.rules = rules;
  store::TestDatabase database;
  database.run(types.tables());
  REQUIRE(need(store::attach(database.connection, *types.rules, store::Bureau::policy())).attached);
  store::RandomRows(1).fill(database, false);
  CHECK(compare(database, over_entries(types.program(), 1000)) > 30);
}

}  // namespace frist::run
