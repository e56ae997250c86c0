// SPDX-License-Identifier: Apache-2.0
// Dates, periods, amounts and other values in the form of each language. Pure functions.
#pragma once

#include <string>

#include "engine/words/words.hpp"
#include "rules/calendar/zone.hpp"
#include "rules/model/rule_set.hpp"

namespace frist::words {

/// "16 April 2020", "16. April 2020"; kNever is "never", marks are "not known" and "has not happened".
std::string long_date(Language language, calendar::Day day);
/// The civil date and time in a zone; by Greenwich time where there is none.
std::string long_moment(Language language, std::int64_t instant, const std::optional<calendar::Zone>& zone);
/// "3 years", "18 Monate", "2 veckor", "1 year and 6 months": whole years from 24 months on or where they are whole,
/// whole weeks where the days are.
std::string period_text(Language language, calendar::Period period);
/// Open time: hours and minutes.
std::string minutes_text(Language language, std::int64_t minutes);
/// A scaled number with the language's decimal mark; groups of thousands from five digits on. At least `least`
/// decimals.
std::string number_text(Language language, std::int64_t scaled, int digits, int least = 0);
std::string money_text(Language language, std::int64_t hundredths, model::Currency currency);
std::string percent_text(Language language, std::int64_t millionths);
/// A number or date of a type; for symbols the name of the symbol.
std::string typed_text(Language language, const model::RuleSet& rules, const model::Type& type, std::int64_t number,
                       model::Currency currency, const std::optional<calendar::Zone>& zone);
/// The name in the language, else in English, else the technical name.
std::string title_of(Language language, const model::Titles& titles, const std::string& name);
/// As title_of() but nothing where no title was given.
std::string title_or_nothing(Language language, const model::Titles& titles);
std::string quoted(Language language, const std::string& text);
/// "a, b and c".
std::string joined(Language language, const std::vector<std::string>& parts);

}  // namespace frist::words
