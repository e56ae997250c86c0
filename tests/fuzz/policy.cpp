// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/format.hpp"
#include "dsl/text/render_text.hpp"
#include "engine/service/load_policy.hpp"
#include "rules/program/compile.hpp"
#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {
namespace {

constexpr const char* kPath = "fuzz.frist";

struct Checked {
  std::shared_ptr<text::Sources> sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  std::shared_ptr<const service::LoadedPolicy> policy;

  explicit Checked(std::string text)
      : policy(service::load_policy(service::PolicyTexts{kPath, {{kPath, std::move(text)}}}, sources, sink)) {}

  std::string laid_out() const { return format::format(*policy->trees.front(), *sources, 0); }
};

}  // namespace

void policy(std::string_view input) {
  const Checked checked{std::string(input)};
  const std::string findings = text::render_all(checked.sink, *checked.sources);
  law(checked.policy || !findings.empty(), "a policy that is refused is told why");
  if (!checked.policy) return;
  const Checked again{checked.laid_out()};
  law(again.policy != nullptr, "what was laid out still checks");
  law(again.laid_out() == checked.laid_out(), "laying out twice changes nothing");
  for (model::RecordId record = 0; record < checked.policy->rules->records.size(); ++record)
    for (const auto purpose : {program::Purpose::Night, program::Purpose::Answers})
      law(program::compile(checked.policy->rules, record, purpose) != nullptr, "what checks can be compiled");
}

}  // namespace frist::fuzz
