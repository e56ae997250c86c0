// SPDX-License-Identifier: Apache-2.0
// Writes the lines of a dump. Part of this room only. Borrows the rule set; not thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "rules/model/rule_set.hpp"

namespace frist::model {

/// A text in double quotes, with `"`, `\` and line breaks escaped.
std::string quoted(std::string_view text);
/// A name, in backquotes unless it is made of letters, digits and underscores.
std::string named(std::string_view name);
std::string_view word_of(Base base);
std::string_view word_of(Op op);
std::string_view word_of(Fact fact);
std::string_view word_of(Unit unit);
std::string_view word_of(EffectKind kind);
std::string_view word_of(Role role);
std::string_view word_of(Action action);
std::string_view word_of(calendar::Counting counting);
std::string_view word_of(calendar::MonthEnd month_end);
std::string_view word_of(calendar::Weekday weekday);
/// A scaled number as decimal text without needless zeros.
std::string decimal(std::int64_t value, std::int64_t scale);
/// `3y 2m 5d`; `0d` for nothing.
std::string word_of(calendar::Period period);

/// Expressions, with the names of the record at hand and marks for what is shared.
class ExprWriter {
 public:
  explicit ExprWriter(const RuleSet& rules) : rules_(rules) {}
  /// First pass over everything that will be written: which nodes come more than once.
  void count(ExprId id, RecordId record) { count(id, Place{record, kNoId}); }
  std::string write(ExprId id, RecordId record) { return write(id, Place{record, kNoId}); }

 private:
  /// Whose fields the names are: the entry's record and, inside of a `where`, that of the row.
  struct Place {
    RecordId record;
    RecordId row;
    auto operator<=>(const Place&) const = default;
  };
  using Key = std::tuple<ExprId, RecordId, RecordId>;
  static Key key_of(ExprId id, const Place& place) { return {id, place.record, place.row}; }

  bool is_shared(ExprId id, const Place& place) const;
  Place place_of_args(const Expr& expr, const Place& place) const;
  void count(ExprId id, const Place& place);
  std::string write(ExprId id, const Place& place);
  std::string head(const Expr& expr, const Place& place) const;
  std::string constant(const Expr& expr) const;
  std::string field(FieldId id, RecordId record) const;
  std::string period(const Expr& expr) const;
  std::string source(const Expr& expr, const Place& place) const;

  const RuleSet& rules_;
  std::map<Key, std::uint32_t> uses_;
  std::map<Key, std::uint32_t> marks_;
};

}  // namespace frist::model
