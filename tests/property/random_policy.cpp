// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_policy.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace frist::property {
namespace {

constexpr const char* kRecords = R"(
record thing in table "things" key "id"
  subject person
  field person text identity
  field a_on date
  field b_on date absent means none
  field c_on date absent means unknown
  field d_at moment absent means none
  field e_at moment
  field flag yes/no
  field maybe yes/no absent means unknown
  field quiet yes/no absent means no
  field amount money EUR
  field price money absent means unknown
  field size number absent means none
  field length number
  field ratio percent absent means unknown
  field kind one of (red, green, blue) absent means none
  field tone one of (loud, soft)
  field word text absent means unknown
  field home link to place absent means none
  list parts of part

record part in table "parts" key "id" parent "thing_id"
  field sent_on date absent means none
  field made_on date
  field seen yes/no
  field level number
  field cost money EUR absent means unknown

record other_thing in table "other_things" key "id"
  subject person
  field person text identity
  field seen_on date absent means none
  field strong yes/no absent means unknown

record place in table "places" key "id"
  field opened_on date
  field shut_on date absent means none
  field far yes/no
)";

// Writes expressions. Values that may be none are remembered while a comparison is being written, so that it can be
// guarded with `is recorded`.
class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

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

class PolicyWriter {
 public:
  explicit PolicyWriter(std::uint64_t seed) : random_(seed), writer_(random_) {}

  std::string write() {
    text_ = fmt::format(
        "policy random\n  version \"1\"\n  time zone {}\n  counting from the {}\n  month end {}\n  source s "
        "\"Somewhere\"\n{}",
        one_in(random_, 2) ? "Europe/Berlin" : "Europe/Stockholm", one_in(random_, 2) ? "day itself" : "next day",
        one_in(random_, 8)   ? "refused"
        : one_in(random_, 5) ? "next day"
                             : "last day",
        kRecords);
    text_ += fmt::format("\ndefine the_later_one of thing as latest of (a_on, c_on)\n");
    text_ += fmt::format("define strange of thing as {}\n", writer_.definition());
    if (one_in(random_, 4))
      text_ += "\nchoice way \"I-00\"\n  reading narrow\n  reading wide\n  choose narrow\n", with_choice_ = true;
    const std::uint64_t rules = 1 + below(random_, 5);
    for (std::uint64_t i = 0; i < rules; ++i) retention(i);
    return std::move(text_);
  }

 private:
  void retention(std::uint64_t i) {
    text_ += fmt::format("\nretention rule_{} of thing\n", i);
    if (i > 0 && one_in(random_, 3)) text_ += fmt::format("  instead of rule_{}\n", below(random_, i));
    if (one_in(random_, 4)) force();
    if (with_choice_ && one_in(random_, 3))
      text_ += fmt::format("  reading {} of way\n", one_in(random_, 2) ? "narrow" : "wide");
    if (one_in(random_, 4))
      text_ += fmt::format("  counting from the {}\n", one_in(random_, 2) ? "day itself" : "next day");
    if (!one_in(random_, 4)) text_ += fmt::format("  when {}\n", writer_.condition(2));
    const std::uint64_t effects = one_in(random_, 4) ? 2 : 1;
    for (std::uint64_t e = 0; e < effects; ++e) effect(i);
  }
  void force() {
    switch (below(random_, 3)) {
      case 0:
        text_ += fmt::format("  in force from {}", writer_.literal_date());
        break;
      case 1:
        text_ += fmt::format("  in force through {}", writer_.literal_date());
        break;
      default:
        text_ += "  in force from 2019-01-01 through 2024-06-30";
        break;
    }
    text_ += one_in(random_, 4) ? " by a_on\n" : "\n";
  }
  void effect(std::uint64_t i) {
    const auto span = [&] { return fmt::format("after {} from {}", writer_.period(), writer_.start()); };
    const std::uint64_t what = below(random_, limits_.empty() || limits_.front() == i ? 12 : 13);
    if (what <= 4 || what == 10 || what == 11) limits_.push_back(i);
    switch (what) {
      case 0:
      case 1:
      case 2:
      case 3:
        text_ += "  erase " + span() + "\n";
        break;
      case 4:
        text_ += fmt::format("  erase at once from {}\n", writer_.start());
        break;
      case 5:
        text_ += "  erase on request\n";
        break;
      case 6:
        text_ += fmt::format("  keep for {} from {}\n", writer_.period(), writer_.start());
        break;
      case 7:
        text_ += one_in(random_, 3) ? "  keep permanently\n" : "  hold\n";
        break;
      case 8:
        text_ += fmt::format("  review every {} from {}\n", writer_.period(), writer_.start());
        break;
      case 9:
        text_ += "  review " + span() + "\n";
        break;
      case 10:
        text_ += "  restrict " + span() + "\n";
        break;
      case 11:
        text_ += "  anonymise word " + span() + "\n";
        break;
      default:
        text_ += fmt::format("  extend rule_{} by {}{}\n", earlier_limit(i), writer_.period(),
                             one_in(random_, 2) ? " once" : "");
        break;
    }
  }

  // A rule before rule i that has a limit.
  std::uint64_t earlier_limit(std::uint64_t i) {
    const auto own = std::find(limits_.begin(), limits_.end(), i);
    return limits_[below(random_, static_cast<std::uint64_t>(own - limits_.begin()))];
  }

  Random random_;
  Writer writer_;
  std::string text_;
  bool with_choice_ = false;
  std::vector<std::uint64_t> limits_;  // rules that have a limit, which others may extend
};

}  // namespace

std::string random_policy(std::uint64_t seed) { return PolicyWriter(seed).write(); }

}  // namespace frist::property
