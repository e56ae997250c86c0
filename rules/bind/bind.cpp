// SPDX-License-Identifier: Apache-2.0
#include "rules/bind/bind.hpp"

#include "dsl/text/check.hpp"
#include "rules/bind/parts.hpp"

namespace frist::bind {

std::shared_ptr<const model::RuleSet> bind(std::span<const Unit> units, std::shared_ptr<const text::Sources> sources,
                                           text::DiagnosticSink& sink, const BindOptions& options) {
  FRIST_CHECK(!units.empty());
  const std::size_t errors_before = sink.error_count();
  Context context(units, std::move(sources), sink, options);
  declare(context);
  bind_header(context);
  bind_sources(context);
  bind_choices(context);
  bind_records(context);
  bind_parties(context);
  bind_purposes(context);
  bind_prohibited_data(context);
  assign_records(context);
  enter_defines(context);
  bind_headings(context);
  bind_calendars(context);
  bind_bands(context);
  bind_defines(context);
  bind_retention(context);
  bind_eligibility(context);
  bind_deadlines(context);
  bind_accesses(context);
  bind_approvals(context);
  check_versions(context);
  check_limits(context);
  bind_examples(context);
  if (sink.error_count() > errors_before) return nullptr;
  return context.rules;
}

}  // namespace frist::bind
