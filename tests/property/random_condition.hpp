// SPDX-License-Identifier: Apache-2.0
// Conditions, amounts and dates at random, as the language writes them, over the records of random_policy.cpp. Each
// fits its types, so that the checker takes it. One thread.
#pragma once

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/property/random_policy.hpp"

namespace frist::property {

// Writes expressions. Values that may be none are remembered while a comparison is being written, so that it can be
// guarded with `is recorded`.
class ConditionWriter {
 public:
  explicit ConditionWriter(Random& random) : random_(random) {}

  std::string condition(int depth) {
    switch (depth <= 0 ? below(random_, 3) : below(random_, 9)) {
      case 0:
      case 1:
      case 2:
        return "(" + atom(depth) + ")";
      case 3:
        return "not " + condition(depth - 1);
      case 4:
      case 5:
        return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
      case 6:
      case 7:
        return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
      default:
        return list(depth - 1);
    }
  }

  std::string date(int depth) {
    switch (depth <= 0 ? below(random_, 3) : below(random_, 12)) {
      case 0:
        return date_field();
      case 1:
        return date_field();
      case 2:
        return one_in(random_, 3) ? "today" : literal_date();
      case 3:
        return fmt::format("{} after {}", period(), bracketed(date(depth - 1)));
      case 4:
        return fmt::format("{} before {}", period(), bracketed(date(depth - 1)));
      case 5:
        return fmt::format("latest of ({}, {})", date(depth - 1), required_date());
      case 6:
        return fmt::format("earliest of ({}, {})", date(depth - 1), required_date());
      case 7:
        return fmt::format("end of {} of {}", unit(), bracketed(date(depth - 1)));
      case 8:
        return in_rows_ ? date_field()
                        : optional(fmt::format("({} {} of {})", either("latest", "earliest"), part_date(), parts()));
      case 9:
        return in_rows_ ? required_date()
                        : optional(fmt::format("({} seen_on of {})", either("latest", "earliest"), other_things()));
      case 10:
        return in_rows_ ? required_date() : fmt::format("the_later_one");
      default:
        return required_date();
    }
  }

  std::string period() {
    switch (below(random_, 6)) {
      case 0:
        return fmt::format("{} years", 1 + below(random_, 4));
      case 1:
        return fmt::format("{} months", 1 + below(random_, 30));
      case 2:
        return fmt::format("{} weeks", 1 + below(random_, 60));
      case 3:
        return fmt::format("{} days", 1 + below(random_, 500));
      case 4:
        return fmt::format("{} months and {} days", 1 + below(random_, 14), 1 + below(random_, 40));
      default:
        return fmt::format("{} year and {} months", 1, 1 + below(random_, 11));
    }
  }

  // The value of the definition `strange`, which cannot use itself.
  std::string definition() {
    defining_ = true;
    const std::string text = condition(2);
    defining_ = false;
    return text;
  }

  // A start of a period: it may be none, the rule then does not apply.
  std::string start() {
    optional_.clear();
    return bracketed(date(2));
  }

  std::string literal_date() {
    static const char* days[] = {"2016-02-29", "2019-12-31", "2020-02-29", "2021-01-31",
                                 "2023-03-28", "2024-08-31", "2025-01-01", "2018-05-25"};
    return days[below(random_, 8)];
  }

 private:
  std::string either(const char* a, const char* b) { return one_in(random_, 2) ? a : b; }
  static std::string bracketed(const std::string& text) {
    return text.find(' ') == std::string::npos ? text : "(" + text + ")";
  }
  std::string optional(std::string value) {
    optional_.insert(value);
    return value;
  }
  std::string required_date() { return in_rows_ ? either("made_on", "a_on") : either("a_on", "e_at"); }
  std::string date_field() {
    if (in_rows_) return one_in(random_, 2) ? optional("sent_on") : either("made_on", "a_on");
    switch (below(random_, 7)) {
      case 0:
        return "a_on";
      case 1:
        return optional("b_on");
      case 2:
        return "c_on";
      case 3:
        return optional("d_at");
      case 4:
        return "e_at";
      case 5:
        return "home's opened_on";
      default:
        return optional("home's shut_on");
    }
  }
  std::string part_date() { return either("sent_on", "made_on"); }
  std::string unit() {
    static const char* units[] = {"month", "quarter", "half year", "year", "year starting 1 July"};
    return units[below(random_, 5)];
  }

  std::string where(const std::string& source_word) {
    if (one_in(random_, 3)) return "";
    in_rows_ = true;
    std::string text;
    if (source_word == "part") {
      const auto saved = std::exchange(optional_, {});
      text = fmt::format(" where ({})", condition(1));
      optional_ = saved;
    } else {
      text = either(" where strong", " where (seen_on is recorded and seen_on is after this thing's a_on)");
    }
    in_rows_ = false;
    return text;
  }
  std::string parts() { return "parts" + where("part"); }
  std::string other_things() { return "other_thing of the same subject" + where("other_thing"); }
  std::string things() {
    return "other thing of the same subject" +
           either(" where flag", " where (a_on is after this thing's a_on or maybe)");
  }

  std::string number(int depth) {
    switch (below(random_, depth > 0 && !in_rows_ ? 9 : 4)) {
      case 0:
        return std::to_string(below(random_, 6));
      case 1:
        return in_rows_ ? "level" : "length";
      case 2:
        return in_rows_ ? "level" : optional("size");
      case 3:
        return fmt::format("days from {} to {}", bracketed(required_date()), bracketed(required_date()));
      case 4:
        return fmt::format("(count of {})", parts());
      case 5:
        return fmt::format("(count of {})", things());
      case 6:
        return fmt::format("(sum of level of {})", parts());
      case 7:
        return fmt::format("full {} from {} to {}", either("years", "months"), bracketed(required_date()),
                           either("today", "a_on"));
      default:
        return fmt::format("({} {} {})", "length", either("plus", "minus"), below(random_, 5));
    }
  }

  std::string money() {
    if (in_rows_) return one_in(random_, 2) ? "cost" : "25 EUR";
    switch (below(random_, 5)) {
      case 0:
        return "amount";
      case 1:
        return "price";
      case 2:
        return fmt::format("{}.5 EUR", 10 * below(random_, 10));
      case 3:
        return fmt::format("(sum of cost of {})", parts());
      default:
        return fmt::format("{} percent of amount", 5 * (1 + below(random_, 30)));
    }
  }

  std::string order() {
    static const char* words[] = {"at least", "at most", "more than", "less than"};
    return words[below(random_, 4)];
  }

  // One comparison, guarded where an operand may be none.
  std::string atom(int depth) {
    const auto saved = std::exchange(optional_, {});
    std::string text = comparison(depth);
    std::string guards;
    for (const std::string& value : optional_) guards += fmt::format("{} is recorded and ", value);
    optional_ = saved;
    return guards + text;
  }

  std::string comparison(int depth) {
    static const char* date_order[] = {"before", "after", "on or before", "on or after", "not before", "on"};
    switch (below(random_, 12)) {
      case 0:
      case 1:
        return fmt::format("{} is {} {}", bracketed(date(depth)), date_order[below(random_, 6)],
                           bracketed(date(depth)));
      case 2:
        return fmt::format("{} is within {} {} {}", bracketed(date(depth)), period(), either("after", "before"),
                           bracketed(date(depth)));
      case 3: {
        static const char* ago[] = {"at least", "at most", "more than", "less than"};
        return fmt::format("{} is {} {} ago", bracketed(date(depth)), ago[below(random_, 4)], period());
      }
      case 4:
        return in_rows_ ? either("seen", "not seen") : yes_no();
      case 5:
        return fmt::format("{} is {} {}", bracketed(number(depth)), order(), bracketed(number(depth)));
      case 6:
        return fmt::format("{} is {} {}", bracketed(money()), order(), bracketed(money()));
      case 7:
        return in_rows_ ? "seen" : recorded();
      case 8:
        return in_rows_ ? "level is 2" : symbols();
      case 9:
        return in_rows_ ? "seen" : rows();
      case 10:
        return in_rows_ ? "made_on is before today"
                        : fmt::format("ratio is {} {}.25 percent", order(), below(random_, 100));
      default:
        return fmt::format("{} is between {} and {}", bracketed(date(depth)), literal_date(),
                           bracketed(required_date()));
    }
  }
  std::string yes_no() {
    static const char* words[] = {"flag",       "maybe",      "quiet",   "not maybe",
                                  "home's far", "flag is no", "on_hold", "strange"};
    return words[below(random_, defining_ ? 7 : 8)];
  }
  std::string recorded() {
    static const char* words[] = {"b_on is recorded",        "d_at is none",     "size is recorded",
                                  "kind is not recorded",    "home is recorded", "erasure_requested_on is recorded",
                                  "last_reviewed_on is none"};
    return words[below(random_, 7)];
  }
  std::string symbols() {
    static const char* words[] = {"kind is recorded and kind is red",
                                  "tone is loud",
                                  "kind is recorded and kind is one of (red, blue)",
                                  "tone is not soft",
                                  "word is \"yes\"",
                                  "word is not \"no\""};
    return words[below(random_, 6)];
  }
  std::string rows() {
    switch (below(random_, 5)) {
      case 0:
        return "any " + parts();
      case 1:
        return "no " + parts();
      case 2:
        return "no " + things();
      case 3:
        return "any " + other_things();
      default:
        return "every parts has (seen or level is at least 2)";
    }
  }

  std::string list(int depth) {
    static const char* heads[] = {"every", "any of", "none of", "at least 2 of"};
    ++bullets_;
    std::string text = fmt::format("({}", heads[below(random_, 4)]);
    for (std::uint64_t i = 0, n = 2 + below(random_, 2); i < n; ++i)
      text += fmt::format("\n    {} {}", std::string(static_cast<std::size_t>(bullets_), '-'), condition(depth - 1));
    --bullets_;
    return text + ")";
  }

  Random& random_;
  std::set<std::string> optional_;
  bool in_rows_ = false, defining_ = false;
  int bullets_ = 0;
};

}  // namespace frist::property
