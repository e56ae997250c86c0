// SPDX-License-Identifier: Apache-2.0
#include "dsl/grammar/slips.hpp"

#include <algorithm>
#include <iterator>

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
};

struct OtherWord {
  std::string_view seen;
  std::string_view meant;
};

/// What people call it elsewhere. One word may mean several, by place.
constexpr OtherWord kOtherWords[] = {
    // types
    {"bool", "yes/no"},
    {"boolean", "yes/no"},
    {"flag", "yes/no"},
    {"char", "text"},
    {"string", "text"},
    {"varchar", "text"},
    {"datetime", "moment"},
    {"instant", "moment"},
    {"time", "moment"},
    {"timestamp", "moment"},
    {"double", "decimal"},
    {"float", "decimal"},
    {"numeric", "decimal"},
    {"real", "decimal"},
    {"int", "number"},
    {"integer", "number"},
    {"amount", "money"},
    {"currency", "money"},
    {"percentage", "percent"},
    {"choice", "one of"},
    {"enum", "one of"},
    {"reference", "link to"},
    // what a rule does
    {"delete", "erase"},
    {"destroy", "erase"},
    {"purge", "erase"},
    {"remove", "erase"},
    {"preserve", "keep"},
    {"retain", "keep"},
    {"store", "keep"},
    {"anonymize", "anonymise"},
    {"pseudonymise", "anonymise"},
    {"block", "restrict"},
    {"lock", "restrict"},
    {"hide", "suppress"},
    {"check", "review"},
    {"prolong", "extend"},
    {"freeze", "hold"},
    {"if", "when"},
    {"must", "requires"},
    {"require", "requires"},
    {"permit", "allow"},
    {"deny", "forbid"},
    {"prohibit", "forbid"},
    // declarations
    {"entity", "record"},
    {"table", "record"},
    {"rule", "retention"},
    {"function", "define"},
    {"test", "example"},
    {"role", "party"},
    // what an example expects
    {"keep", "kept"},
    {"retained", "kept"},
    {"delete", "erased"},
    {"deleted", "erased"},
    {"erase", "erased"},
    {"gone", "erased"},
    {"removed", "erased"},
    {"anonymise", "anonymised"},
    {"archive", "archived"},
    {"restrict", "restricted"},
    {"blocked", "restricted"},
    {"review", "reviewed"},
    {"suppress", "suppressed"},
    {"transfer", "transferred"},
    {"allow", "permitted"},
    {"allowed", "permitted"},
    {"permit", "permitted"},
    {"denied", "refused"},
    {"forbidden", "refused"},
    {"refuse", "refused"},
};

constexpr std::string_view kNumberWords[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                             "seven", "eight", "nine", "ten",   "eleven", "twelve"};

}  // namespace

std::optional<ComparisonSign> comparison_sign(std::string_view text) {
  for (const ComparisonSign& known : kComparisons) {
    if (text.substr(0, known.sign.size()) == known.sign) return known;
  }
  return std::nullopt;
}

std::string_view meant_for(std::string_view word, const std::vector<std::string>& possible) {
  for (const OtherWord& known : kOtherWords) {
    const auto first = known.meant.substr(0, known.meant.find(' '));
    if (known.seen == word && std::find(possible.begin(), possible.end(), first) != possible.end()) return known.meant;
  }
  return {};
}

std::optional<int> number_word(std::string_view word) {
  const auto found = std::find(std::begin(kNumberWords), std::end(kNumberWords), word);
  if (found == std::end(kNumberWords)) return std::nullopt;
  return static_cast<int>(found - std::begin(kNumberWords));
}

std::string_view help_for_sign(std::string_view text) {
  for (const Sign& known : kSigns) {
    if (text.substr(0, known.sign.size()) == known.sign) return known.help;
  }
  return {};
}

}  // namespace frist::grammar
