// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/value_text.hpp"

#include "tests/support/catch.hpp"

using namespace frist;
using codec::value_of_text;

namespace {

model::Field field_of(model::Base base) {
  model::Field field;
  field.name = "f";
  field.type.base = base;
  return field;
}

const calendar::Zone& berlin() {
  static const auto zone = calendar::Zone::find("Europe/Berlin");
  REQUIRE(zone);
  return *zone;
}

}  // namespace

TEST_CASE("texts are read as tables and imports read them") {
  const model::RuleSet rules;
  CHECK(value_of_text(rules, field_of(model::Base::YesNo), "Yes", berlin()).number == 1);
  CHECK(value_of_text(rules, field_of(model::Base::Decimal), "97.50 %", berlin()).number == 97'500'000);
  CHECK(value_of_text(rules, field_of(model::Base::Money), "SEK 12.5", berlin()).number == 1250);
  CHECK_FALSE(value_of_text(rules, field_of(model::Base::Number), "-9223372036854775808", berlin()).known());
}

TEST_CASE("a moment given for a date is its civil day in the policy's zone") {
  const model::RuleSet rules;
  // T-181, T-182: half past ten at night in UTC is the next day in Berlin.
  const auto late = value_of_text(rules, field_of(model::Base::Date), "2025-06-30T22:30Z", berlin());
  REQUIRE(late.known());
  CHECK(calendar::to_iso(static_cast<calendar::Day>(late.number)) == "2025-07-01");
}

TEST_CASE("a local time that the clock skips or shows twice is not readable") {
  const model::RuleSet rules;  // T-187
  CHECK(value_of_text(rules, field_of(model::Base::Moment), "2025-03-30T02:30", berlin()).state ==
        model::Value::State::NotReadable);
  CHECK(value_of_text(rules, field_of(model::Base::Moment), "2025-10-26T02:30", berlin()).state ==
        model::Value::State::NotReadable);
  CHECK(value_of_text(rules, field_of(model::Base::Moment), "2025-10-26T02:30+01:00", berlin()).known());
}

TEST_CASE("what is no value of the type is not readable, and the text is kept") {
  const model::RuleSet rules;
  const auto value = value_of_text(rules, field_of(model::Base::Date), "31.12.2024", berlin());
  CHECK(value.state == model::Value::State::NotReadable);
  CHECK(value.text == "31.12.2024");
}

TEST_CASE("an empty text is what the field says of missing values") {
  const model::RuleSet rules;
  auto field = field_of(model::Base::Date);
  CHECK(value_of_text(rules, field, "", berlin()).state == model::Value::State::Unknown);
  field.absent = model::Absent::None;
  CHECK(value_of_text(rules, field, "", berlin()).state == model::Value::State::None);
  auto flag = field_of(model::Base::YesNo);
  flag.absent = model::Absent::No;
  CHECK(value_of_text(rules, flag, "", berlin()) == model::Value{model::Value::State::Known, 0, {}, {}});
}

TEST_CASE("money carries its currency") {
  const model::RuleSet rules;
  auto field = field_of(model::Base::Money);
  const auto kronor = value_of_text(rules, field, "1900 SEK", berlin());
  REQUIRE(kronor.known());
  CHECK(kronor.number == 190'000);
  CHECK(kronor.currency == model::Currency{'S', 'E', 'K'});
  CHECK_FALSE(value_of_text(rules, field, "1900", berlin()).known());
  field.type.currency = {'E', 'U', 'R'};
  CHECK(value_of_text(rules, field, "1900", berlin()).currency == model::Currency{'E', 'U', 'R'});
  CHECK(codec::text_of_value(rules, field, value_of_text(rules, field, "300", berlin()), berlin()) == "300.00 EUR");
}
