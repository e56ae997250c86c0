// SPDX-License-Identifier: Apache-2.0
#include "dsl/format/kinds.hpp"

namespace frist::format {

using syntax::NodeKind;

bool is_clause(syntax::NodeKind kind) {
  switch (kind) {
    case NodeKind::Version:
    case NodeKind::TimeZone:
    case NodeKind::Use:
    case NodeKind::Source:
    case NodeKind::Counting:
    case NodeKind::MonthEnd:
    case NodeKind::Force:
    case NodeKind::Cites:
    case NodeKind::Note:
    case NodeKind::UnderReading:
    case NodeKind::When:
    case NodeKind::Subject:
    case NodeKind::Field:
    case NodeKind::List:
    case NodeKind::InsteadOf:
    case NodeKind::Erase:
    case NodeKind::EraseOnRequest:
    case NodeKind::Anonymise:
    case NodeKind::Restrict:
    case NodeKind::Suppress:
    case NodeKind::Archive:
    case NodeKind::Transfer:
    case NodeKind::Keep:
    case NodeKind::KeepPermanently:
    case NodeKind::Hold:
    case NodeKind::Review:
    case NodeKind::Extend:
    case NodeKind::Requires:
    case NodeKind::Alternative:
    case NodeKind::Band:
    case NodeKind::Refuse:
    case NodeKind::Recalculated:
    case NodeKind::Allow:
    case NodeKind::Forbid:
    case NodeKind::Refer:
    case NodeKind::For:
    case NodeKind::Until:
    case NodeKind::ApprovedBy:
    case NodeKind::Needs:
    case NodeKind::Widening:
    case NodeKind::Author:
    case NodeKind::Open:
    case NodeKind::Closed:
    case NodeKind::Includes:
    case NodeKind::Due:
    case NodeKind::DueOn:
    case NodeKind::DueEvery:
    case NodeKind::NotBefore:
    case NodeKind::Rolls:
    case NodeKind::Reading:
    case NodeKind::Choose:
    case NodeKind::Given:
    case NodeKind::AndGiven:
    case NodeKind::AsOf:
    case NodeKind::Choosing:
    case NodeKind::Expect:
      return true;
    default:
      return false;
  }
}

bool is_part(syntax::NodeKind kind) {
  switch (kind) {
    case NodeKind::Table:
    case NodeKind::Key:
    case NodeKind::Parent:
    case NodeKind::Identity:
    case NodeKind::Absent:
    case NodeKind::Column:
    case NodeKind::CurrencyColumn:
    case NodeKind::Stored:
    case NodeKind::Counting:
    case NodeKind::Through:
    case NodeKind::By:
    case NodeKind::Role:
    case NodeKind::Basis:
    case NodeKind::Showing:
    case NodeKind::For:
    case NodeKind::Except:
    case NodeKind::Where:
    case NodeKind::InCalendar:
    case NodeKind::Missing:
    case NodeKind::Refer:
      return true;
    default:
      return false;
  }
}

bool is_list(syntax::NodeKind kind) {
  return kind == NodeKind::Every || kind == NodeKind::AnyOf || kind == NodeKind::NoneOf || kind == NodeKind::AtLeastOf;
}

}  // namespace frist::format
