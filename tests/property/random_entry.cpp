// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/property/random_policy.hpp"

namespace frist::property {
namespace {

using model::Base;
using model::Value;

constexpr calendar::Day kFrom = 16436, kDays = 6000;  // 2015-01-01 and about 16 years

Value known(std::int64_t number, model::Currency currency = model::kAnyCurrency) {
  return {Value::State::Known, number, currency, {}};
}
Value none() { return {Value::State::None, 0, model::kAnyCurrency, {}}; }

Value random_value(const model::RuleSet& rules, const model::Field& field, Random& random) {
  if (one_in(random, 9)) return one_in(random, 4) ? Value{Value::State::NotReadable, 0, {}, "?"} : Value{};
  if (field.absent == model::Absent::None && one_in(random, 3)) return none();
  switch (field.type.base) {
    case Base::YesNo:
      return known(static_cast<std::int64_t>(below(random, 2)));
    case Base::Number:
      return known(static_cast<std::int64_t>(below(random, 6)));
    case Base::Decimal:
      return known(static_cast<std::int64_t>(below(random, 400)) * 250'000);
    case Base::Money: {
      const bool kronor = field.type.currency == model::kAnyCurrency && one_in(random, 3);
      return known(static_cast<std::int64_t>(below(random, 200)) * 50,
                   kronor ? model::Currency{'S', 'E', 'K'} : model::Currency{'E', 'U', 'R'});
    }
    case Base::Symbol:
      return known(static_cast<std::int64_t>(below(random, rules.symbol_sets[field.type.symbols].size())));
    case Base::Date:
      return known(random_day(random));
    case Base::Moment:
      return known(std::int64_t{random_day(random)} * 86400 + static_cast<std::int64_t>(below(random, 86400)));
    case Base::Text:
      return {Value::State::Known, 0, {}, one_in(random, 2) ? "yes" : one_in(random, 2) ? "no" : "other"};
    case Base::Link:
      return {Value::State::Known, 0, {}, "1"};
  }
  return {};
}

model::Row random_row(const model::RuleSet& rules, model::RecordId id, Random& random) {
  const model::Record& record = rules.records[id];
  model::Row row{id, "", {}, {}};
  for (const model::Field& field : record.fields) row.fields.push_back(random_value(rules, field, random));
  for (const model::List& list : record.lists) {
    if (one_in(random, 12)) {
      row.lists.emplace_back(std::nullopt);
      continue;
    }
    std::vector<model::Row> rows;
    for (std::uint64_t i = below(random, 4); i > 0; --i) rows.push_back(random_row(rules, list.record, random));
    row.lists.emplace_back(std::move(rows));
  }
  return row;
}

bool unknown(const Value& value) {
  return value.state == Value::State::Unknown || value.state == Value::State::NotReadable;
}

bool row_has_unknowns(const model::Row& row) {
  return std::any_of(row.fields.begin(), row.fields.end(), unknown) ||
         std::any_of(row.lists.begin(), row.lists.end(), [](const auto& list) {
           return !list || std::any_of(list->begin(), list->end(), row_has_unknowns);
         });
}

void fill_row(const model::RuleSet& rules, model::Row& row, Random& random) {
  const model::Record& record = rules.records[row.record];
  for (std::size_t i = 0; i < row.fields.size(); ++i)
    while (unknown(row.fields[i])) row.fields[i] = random_value(rules, record.fields[i], random);
  for (std::size_t i = 0; i < row.lists.size(); ++i) {
    if (!row.lists[i]) {
      row.lists[i].emplace();
      for (std::uint64_t n = below(random, 4); n > 0; --n)
        row.lists[i]->push_back(random_row(rules, record.lists[i].record, random));
    }
    for (model::Row& child : *row.lists[i]) fill_row(rules, child, random);
  }
}

}  // namespace

calendar::Day random_day(Random& random) {
  static const calendar::Day kSpecial[] = {16860, 18321, 19782, 18262, 18658, 19444, 19966, 20089, 17676, 20088, 18627};
  if (one_in(random, 3))
    return kSpecial[below(random, std::size(kSpecial))] + static_cast<calendar::Day>(below(random, 3)) - 1;
  return kFrom + static_cast<calendar::Day>(below(random, kDays));
}

model::Entry random_entry(const model::RuleSet& rules, Random& random) {
  const auto thing = *rules.find_record("thing"), other = *rules.find_record("other_thing");
  model::Entry entry;
  entry.row = random_row(rules, thing, random);
  if (one_in(random, 6)) entry.engine.on_hold = one_in(random, 3) ? Value{} : known(1);
  if (one_in(random, 5)) entry.engine.erasure_requested_on = known(random_day(random));
  if (one_in(random, 4)) entry.engine.last_reviewed_on = known(random_day(random));
  if (one_in(random, 12))
    entry.others = std::nullopt;
  else
    for (std::uint64_t i = below(random, 4); i > 0; --i)
      entry.others->push_back(random_row(rules, one_in(random, 2) ? thing : other, random));
  const model::Record& record = rules.records[thing];
  entry.linked.resize(record.fields.size());
  for (std::size_t i = 0; i < record.fields.size(); ++i)
    if (record.fields[i].type.base == Base::Link && entry.row.fields[i].known() && !one_in(random, 6))
      entry.linked[i] = random_row(rules, record.fields[i].link_to, random);
  return entry;
}

bool has_unknowns(const model::Entry& entry) {
  return row_has_unknowns(entry.row) || unknown(entry.engine.on_hold) || !entry.others ||
         std::any_of(entry.others->begin(), entry.others->end(), row_has_unknowns) ||
         std::any_of(entry.linked.begin(), entry.linked.end(),
                     [](const auto& to) { return to && row_has_unknowns(*to); });
}

model::Entry without_unknowns(const model::RuleSet& rules, model::Entry entry, Random& random) {
  fill_row(rules, entry.row, random);
  if (unknown(entry.engine.on_hold)) entry.engine.on_hold = known(static_cast<std::int64_t>(below(random, 2)));
  if (!entry.others) {
    entry.others.emplace();
    for (std::uint64_t n = below(random, 4); n > 0; --n)
      entry.others->push_back(
          random_row(rules, *rules.find_record(one_in(random, 2) ? "thing" : "other_thing"), random));
  }
  for (model::Row& other : *entry.others) fill_row(rules, other, random);
  const model::Record& record = rules.records[entry.row.record];
  for (std::size_t i = 0; i < entry.linked.size(); ++i) {
    if (!entry.linked[i] && record.fields[i].type.base == Base::Link && entry.row.fields[i].known())
      entry.linked[i] = random_row(rules, record.fields[i].link_to, random);
    if (entry.linked[i]) fill_row(rules, *entry.linked[i], random);
  }
  return entry;
}

}  // namespace frist::property
