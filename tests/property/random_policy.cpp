// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_policy.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <utility>

#include "tests/property/random_condition.hpp"

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

class PolicyWriter {
 public:
  explicit PolicyWriter(std::uint64_t seed) : random_(seed), conditions_(random_) {}

  std::string write() {
    head();
    text_ += fmt::format("\ndefine the_later_one of thing as latest of (a_on, c_on)\n");
    text_ += fmt::format("define strange of thing as {}\n", conditions_.definition());
    if (one_in(random_, 4))
      text_ += "\nchoice way \"I-00\"\n  reading narrow\n  reading wide\n  choose narrow\n", with_choice_ = true;
    const std::uint64_t rules = 1 + below(random_, 5);
    for (std::uint64_t i = 0; i < rules; ++i) retention(i);
    return std::move(text_);
  }

  std::string write_crowded() {
    head();
    text_ += "\ndefine the_later_one of thing as latest of (a_on, c_on)\ndefine strange of thing as flag\n";
    const std::uint64_t rules = 10 + below(random_, 30);
    for (std::uint64_t i = 0; i < rules; ++i) crowded_rule(i);
    return std::move(text_);
  }

 private:
  void head() {
    text_ = fmt::format(
        "policy random\n  version \"1\"\n  time zone {}\n  counting from the {}\n  month end {}\n  source s "
        "\"Somewhere\"\n{}",
        one_in(random_, 2) ? "Europe/Berlin" : "Europe/Stockholm", one_in(random_, 2) ? "day itself" : "next day",
        one_in(random_, 8)   ? "refused"
        : one_in(random_, 5) ? "next day"
                             : "last day",
        kRecords);
  }
  void crowded_rule(std::uint64_t i) {
    static const char* periods[] = {"1 month",   "28 days",  "29 days", "30 days",  "31 days",    "4 weeks",
                                    "12 months", "365 days", "1 year",  "366 days", "2 months",   "1 month and 30 days",
                                    "59 days",   "3 days",   "1 day",   "61 days",  "1000 years", "7990 years"};
    text_ += fmt::format("\nretention rule_{} of thing\n", i);
    if (i > 0 && one_in(random_, 8)) text_ += fmt::format("  instead of rule_{}\n", below(random_, i));
    if (one_in(random_, 10)) force();
    if (one_in(random_, 6))
      text_ += fmt::format("  counting from the {}\n", one_in(random_, 2) ? "day itself" : "next day");
    if (!one_in(random_, 6)) text_ += fmt::format("  when {}\n", conditions_.condition(1));
    const char* start = one_in(random_, 3) ? "c_on" : "a_on";
    text_ += fmt::format("  erase after {} from {}\n", periods[below(random_, std::size(periods))], start);
  }
  void retention(std::uint64_t i) {
    text_ += fmt::format("\nretention rule_{} of thing\n", i);
    if (i > 0 && one_in(random_, 3)) text_ += fmt::format("  instead of rule_{}\n", below(random_, i));
    if (one_in(random_, 4)) force();
    if (with_choice_ && one_in(random_, 3))
      text_ += fmt::format("  reading {} of way\n", one_in(random_, 2) ? "narrow" : "wide");
    if (one_in(random_, 4))
      text_ += fmt::format("  counting from the {}\n", one_in(random_, 2) ? "day itself" : "next day");
    if (!one_in(random_, 4)) text_ += fmt::format("  when {}\n", conditions_.condition(2));
    const std::uint64_t effects = one_in(random_, 4) ? 2 : 1;
    for (std::uint64_t e = 0; e < effects; ++e) effect(i);
  }
  void force() {
    switch (below(random_, 3)) {
      case 0:
        text_ += fmt::format("  in force from {}", conditions_.literal_date());
        break;
      case 1:
        text_ += fmt::format("  in force through {}", conditions_.literal_date());
        break;
      default:
        text_ += "  in force from 2019-01-01 through 2024-06-30";
        break;
    }
    text_ += one_in(random_, 4) ? " by a_on\n" : "\n";
  }
  void effect(std::uint64_t i) {
    const auto span = [&] { return fmt::format("after {} from {}", conditions_.period(), conditions_.start()); };
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
        text_ += fmt::format("  erase at once from {}\n", conditions_.start());
        break;
      case 5:
        text_ += "  erase on request\n";
        break;
      case 6:
        text_ += fmt::format("  keep for {} from {}\n", conditions_.period(), conditions_.start());
        break;
      case 7:
        text_ += one_in(random_, 3) ? "  keep permanently\n" : "  hold\n";
        break;
      case 8:
        text_ += fmt::format("  review every {} from {}\n", conditions_.period(), conditions_.start());
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
        text_ += fmt::format("  extend rule_{} by {}{}\n", earlier_limit(i), conditions_.period(),
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
  ConditionWriter conditions_;
  std::string text_;
  bool with_choice_ = false;
  std::vector<std::uint64_t> limits_;  // rules that have a limit, which others may extend
};

}  // namespace

std::string random_policy(std::uint64_t seed) { return PolicyWriter(seed).write(); }
std::string crowded_policy(std::uint64_t seed) { return PolicyWriter(seed).write_crowded(); }

}  // namespace frist::property
