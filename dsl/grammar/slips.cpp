// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/slips.hpp"

namespace frist::grammar {
namespace {

/// Longer signs before those that they begin with.
constexpr ComparisonSign kComparisons[] = {
    {"==", "write `is`"},
    {"=>", "write `is at least`, or `is on or after` for dates"},
    {"=<", "write `is at most`, or `is on or before` for dates"},
    {"=", "write `is`"},
    {"!=", "write `is not`"},
    {"<>", "write `is not`"},
    {"<=", "write `is at most`, or `is on or before` for dates"},
    {">=", "write `is at least`, or `is on or after` for dates"},
    {"<", "write `is less than`, or `is before` for dates"},
    {">", "write `is more than`, or `is after` for dates"},
};

struct Sign {
  std::string_view sign;
  std::string_view help;
};

constexpr Sign kSigns[] = {
    {"&&", "write `and`"},
    {"||", "write `or`"},
    {"!", "write `not`"},
    {"+", "write `plus`"},
    {"-", "write `minus`; dashes only begin the items of a list"},
    {"*", "there is no multiplication but `N percent of VALUE`"},
    {"/", "there is no division"},
    {";", "clauses need no sign between them"},
    {"{", "declarations need no braces"},
    {"}", "declarations need no braces"},
    {"[", "use round brackets"},
    {"]", "use round brackets"},
    {"'", "texts stand in double quotes, unusual names in backquotes"},
    {"\u201c", "texts stand in straight double quotes: \""},
    {"\u201d", "texts stand in straight double quotes: \""},
    {"\u201e", "texts stand in straight double quotes: \""},
    {"\u00ab", "texts stand in straight double quotes: \""},
    {"\u2018", "unusual names stand in backquotes, texts in straight double quotes"},
    {"\u2019", "unusual names stand in backquotes, texts in straight double quotes"},
    {"\u2013", "this is a long dash; the items of a list begin with `-`"},
    {"\u2014", "this is a long dash; the items of a list begin with `-`"},
    {"\u2022", "the items of a list begin with `-`"},
    {"\u00a0", "this is a no-break space; use a plain one"},
};

}  // namespace

std::optional<ComparisonSign> comparison_sign(std::string_view text) {
  for (const ComparisonSign& known : kComparisons) {
    if (text.substr(0, known.sign.size()) == known.sign) return known;
  }
  return std::nullopt;
}

std::string_view help_for_sign(std::string_view text) {
  for (const Sign& known : kSigns) {
    if (text.substr(0, known.sign.size()) == known.sign) return known.help;
  }
  return {};
}

}  // namespace frist::grammar
