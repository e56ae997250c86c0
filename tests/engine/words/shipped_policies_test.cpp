// SPDX-License-Identifier: Apache-2.0
// The examples of the shipped policies, asked why and until when in every language.
#include <algorithm>
#include <deque>
#include <filesystem>

#include "engine/codec/explanation_json.hpp"
#include "engine/decide/timeline.hpp"
#include "tests/engine/words/question.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/golden.hpp"

namespace {

using namespace frist;
namespace fs = std::filesystem;

// All files of a policy's folder, the policy itself first.
std::vector<std::string> files_of(const std::string& policy) {
  const fs::path folder = fs::path(FRIST_SOURCE_DIR) / "policies" / policy;
  std::vector<std::string> files{(folder / (policy + ".frist")).string()};
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    const bool other = file.path().extension() == ".frist" && file.path().string().find("broken") == std::string::npos;
    if (other && file.path().string() != files[0]) files.push_back(file.path().string());
  }
  std::sort(files.begin() + 1, files.end());
  return files;
}

std::shared_ptr<const model::RuleSet> rules_of(const std::string& policy, std::shared_ptr<text::Sources> sources) {
  text::DiagnosticSink sink;
  std::deque<syntax::Tree> trees;
  std::vector<bind::Unit> units;
  for (const std::string& file : files_of(policy)) {
    const std::uint32_t id = sources->add(file, testing::read_whole_file(file));
    auto tree = grammar::parse(id, *sources, sink);
    INFO(text::render_all(sink, *sources));
    REQUIRE(tree);
    trees.push_back(std::move(*tree));
    units.push_back({id, &trees.back()});
  }
  auto rules = bind::bind(units, sources, sink);
  INFO(text::render_all(sink, *sources));
  REQUIRE(rules);
  return rules;
}

void check_lines(const words::Lines& lines) {
  REQUIRE_FALSE(lines.empty());
  CHECK(lines[0].style == words::Style::Answer);
  for (const words::Line& line : lines) {
    CHECK_FALSE(line.text.empty());
    CHECK(line.text.find('{') == std::string::npos);
  }
}

// Asks everything that can be asked about the entry; returns how many answers there were.
int ask(const program::Program& program, const model::Entry& entry, const model::AsOf& as_of) {
  const model::RuleSet& rules = *program.rules;
  const auto tell = [&](const auto& answer) {
    for (const auto language : words::kLanguages)
      for (const bool all : {false, true}) check_lines(words::narrate(rules, answer, {language, all}));
    CHECK(codec::json_of(rules, answer)["schema"].is_string());
  };
  const auto retention = explain::explain_retention(program, entry, as_of);
  for (const auto language : words::kLanguages) {
    check_lines(words::narrate_why(rules, retention, {language, false}));
    check_lines(words::narrate_why(rules, retention, {language, true}));
    check_lines(words::narrate_when(rules, retention, {language, false}));
  }
  CHECK(codec::json_of(rules, retention)["schema"] == "frist/why/1");
  int answers = 1;
  for (const model::Eligibility& rule : rules.eligibility) {
    if (rule.record != program.record) continue;
    tell(*explain::explain_eligibility(program, rule.heading.name, entry, as_of));
    ++answers;
  }
  for (const model::Deadline& rule : rules.deadlines) {
    if (rule.record != program.record) continue;
    tell(*explain::explain_deadline(program, rule.heading.name, entry, as_of));
    ++answers;
  }
  decide::AccessQuestion question{
      0, model::Action::Read, {model::Object::Kind::Record, program.record}, {}, model::kNoId};
  for (model::PartyId party = 0; party < rules.parties.size() && party < 3; ++party) {
    question.party = party;
    tell(explain::explain_access(program, question, entry, as_of));
    ++answers;
  }
  return answers;
}

TEST_CASE("every example of the shipped policies can be told in every language") {
  for (const std::string policy : {"schufa", "skuldra", "advice"}) {
    INFO(policy);
    const auto sources = std::make_shared<text::Sources>();
    const auto rules = rules_of(policy, sources);
    int answers = 0, asked = 0;
    std::vector<std::shared_ptr<const program::Program>> programs(rules->records.size());
    for (const model::Example& example : rules->examples) {
      // A few dozen of each policy are enough: each is told in four languages.
      if (!example.entry || asked++ % 4 != 0) continue;
      INFO(example.title);
      auto& program = programs[example.entry->row.record];
      if (!program) program = program::compile(rules, example.entry->row.record, program::Purpose::Answers);
      const model::AsOf as_of =
          example.as_of ? *example.as_of : decide::start_of(*program, *calendar::parse_day("2025-01-01"));
      answers += ask(*program, *example.entry, as_of);
    }
    CHECK(answers > 5);
  }
}

TEST_CASE("every score of the shipped policies can be told in every language") {
  const auto sources = std::make_shared<text::Sources>();
  const auto rules = rules_of("schufa", sources);
  for (const model::Bands& bands : rules->bands)
    for (const std::int64_t millionths : {-1, 0, 50'000'000, 95'000'000, 97'500'001, 100'000'000}) {
      const model::Value value{model::Value::State::Known, millionths, model::kAnyCurrency, {}};
      const auto score = explain::explain_score(*rules, bands.heading.name, value, *calendar::parse_day("2025-01-01"));
      REQUIRE(score);
      for (const auto language : words::kLanguages) check_lines(words::narrate(*rules, *score, {language, true}));
    }
}

}  // namespace
