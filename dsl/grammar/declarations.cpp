// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/declarations.hpp"

#include "dsl/text/check.hpp"

namespace frist::grammar {

DeclarationParts parts_of(syntax::NodeKind declaration) {
  using syntax::NodeKind;
  switch (declaration) {
    case NodeKind::Policy:
      return {policy_head, policy_clause};
    case NodeKind::Record:
      return {record_head, record_clause};
    case NodeKind::Define:
      return {define_head, define_clause};
    case NodeKind::Retention:
      return {retention_head, retention_clause};
    case NodeKind::Eligibility:
      return {eligibility_head, eligibility_clause};
    case NodeKind::Bands:
      return {bands_head, bands_clause};
    case NodeKind::Party:
      return {party_head, common_clause};
    case NodeKind::Purpose:
      return {purpose_head, common_clause};
    case NodeKind::ProhibitedData:
      return {prohibited_data_head, common_clause};
    case NodeKind::Permission:
      return {permission_head, permission_clause};
    case NodeKind::Prohibition:
      return {prohibition_head, prohibition_clause};
    case NodeKind::Approval:
      return {approval_head, approval_clause};
    case NodeKind::Calendar:
      return {calendar_head, calendar_clause};
    case NodeKind::Deadline:
      return {deadline_head, deadline_clause};
    case NodeKind::Choice:
      return {choice_head, choice_clause};
    case NodeKind::Example:
      return {example_head, example_clause};
    default:
      break;
  }
  FRIST_CHECK(!"a declaration");
  return {};
}

}  // namespace frist::grammar
