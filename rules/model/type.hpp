// SPDX-License-Identifier: Apache-2.0
// The types of the language and the names that people see. Values only; freely copied, no ownership.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace frist::model {

// Indices into the vectors of a RuleSet. `kNoId` means "none".
using RecordId = std::uint32_t;
using FieldId = std::uint32_t;  // index into Record::fields of the record at hand
using ListId = std::uint32_t;   // index into Record::lists of the record at hand
using ExprId = std::uint32_t;
using RuleId = std::uint32_t;  // index into RuleSet::retention
using PartyId = std::uint32_t;
using PurposeId = std::uint32_t;
using CalendarId = std::uint32_t;
using ChoiceId = std::uint32_t;
inline constexpr std::uint32_t kNoId = 0xffffffff;

// What a value is. `Symbol` is one of a field's declared names, `Text` is compared with quoted texts only.
enum class Base : std::uint8_t { YesNo, Number, Decimal, Money, Text, Symbol, Date, Moment, Link };

// Decimals and percentages are whole numbers of millionths; money is whole hundredths of its currency's unit. Literals
// with more digits are refused by the checker and stored values with more digits are unknown: nothing is ever rounded.
inline constexpr std::int64_t kDecimalScale = 1'000'000;
inline constexpr std::int64_t kMoneyScale = 100;

// Three capital letters, or zeros for "any currency" (a money field without a declared one).
using Currency = std::array<char, 3>;
inline constexpr Currency kAnyCurrency{0, 0, 0};

struct Type {
  Base base = Base::YesNo;
  Currency currency = kAnyCurrency;  // Money only
  std::uint32_t symbols = kNoId;     // Symbol only: index into RuleSet::symbol_sets
  bool percent = false;              // Decimal only: shown with a percent sign
  bool optional = false;             // may be none
  bool interval = false;             // a count that is only known to lie between two bounds
  auto operator<=>(const Type&) const = default;
};

// A name for people in the four languages; `en` falls back to the technical name, the others fall back to `en`.
struct Titles {
  std::string en, de, sv, ro;
  bool operator==(const Titles&) const = default;
};

struct Symbol {
  std::string name;
  std::string stored;  // as the user's table has it
  Titles titles;
};
using SymbolSet = std::vector<Symbol>;

}  // namespace frist::model
