// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/claims_table.hpp"

#include "rules/calendar/day.hpp"
#include "tests/bench/claims.hpp"

namespace frist::bench {
namespace {

constexpr const char* kDates[] = {"recorded_on", "settled_on", "closed_on", "last_event_on", "proof_on"};
constexpr const char* kFlags[] = {"titled", "disputed", "confirmed", "contested"};
constexpr const char* kKinds[] = {"loan",        "inquiry", "account",   "card",       "telecom", "address",
                                  "garnishment", "debtor",  "discharge", "insolvency", "negative"};

}  // namespace

std::shared_ptr<const model::RuleSet> claims_rules(bool iso) {
  auto rules = std::make_shared<model::RuleSet>(*claim_rules());
  model::Record& record = rules->records[0];
  record.table = "claims";
  record.key = "id";
  for (model::Field& field : record.fields) {
    field.column = field.name;
    if (field.type.base == model::Base::Money) field.stored = model::Stored::Cents;
    if (field.type.base != model::Base::Date) continue;
    field.absent = model::Absent::None;
    field.stored = iso ? model::Stored::Plain : model::Stored::Days;
  }
  return rules;
}

void make_claims(store::Connection& connection, std::int64_t rows, bool iso) {
  std::string columns;
  for (const char* name : kDates) columns += fmt::format(", {}", name);
  for (const char* name : kFlags) columns += fmt::format(", {} INTEGER", name);
  good(
      connection.execute(fmt::format("CREATE TABLE claims(id INTEGER PRIMARY KEY, subject INTEGER, kind TEXT{}, amount "
                                     "INTEGER, name TEXT, creditor TEXT, note TEXT)",
                                     columns)));
  auto transaction = good(store::Transaction::begin_write(connection));
  auto insert = good(connection.prepare(kInsertClaim));
  std::mt19937_64 random(42);
  for (std::int64_t id = 1; id <= rows; ++id) {
    bind_claim(insert, id, iso, random);
    good(insert.run());
  }
  good(transaction.commit());
}

void bind_claim(store::Statement& insert, std::int64_t id, bool iso, std::mt19937_64& random) {
  insert.bind(1, id)
      .bind(2, static_cast<std::int64_t>(random() % 250000))
      .bind_text(3, kKinds[random() % std::size(kKinds)]);
  for (int date = 0; date < 5; ++date) {
    const auto day = static_cast<calendar::Day>(17000 + random() % 3000);
    if (date > 0 && random() % 2)
      insert.bind_null(4 + date);
    else if (iso)
      insert.bind_text(4 + date, calendar::to_iso(day));
    else
      insert.bind(4 + date, day);
  }
  for (int flag = 0; flag < 4; ++flag) insert.bind(9 + flag, static_cast<std::int64_t>(random() % 2));
  insert.bind(13, static_cast<std::int64_t>(random() % 3000000))
      .bind_text(14, fmt::format("Person {:08x}", random() >> 32));
  insert.bind_text(15, fmt::format("Creditor GmbH {:06x}", random() >> 40))
      .bind_text(16, fmt::format("note {:015x}", random() >> 4));
}

}  // namespace frist::bench
