// SPDX-License-Identifier: Apache-2.0
// The records of a made-up bureau for the tests of this room: claims with reminders and their receipts, addresses of
// the same debtors, and contracts that claims link to. Every way in which rules read other rows is in its one rule.
#pragma once

#include <string>

#include "engine/store/attach.hpp"
#include "tests/support/model_builder.hpp"

namespace frist::store {

struct Bureau {
  test::ModelBuilder model;
  model::RecordId claim, reminder, receipt, address, contract;

  model::FieldId column(model::RecordId record, const std::string& name, model::Type type,
                        model::Absent absent = model::Absent::Unknown) {
    type.optional = absent == model::Absent::None;
    const auto id = model.field(record, name, type);
    auto& field = model.rules.records[record].fields[id];
    field.column = name;
    field.absent = absent;
    return id;
  }

  model::RecordId table(const std::string& record, const std::string& name, const std::string& key) {
    const auto id = model.record(record);
    model.rules.records[id].table = name;
    model.rules.records[id].key = key;
    return id;
  }

  Bureau() {
    using test::Base;
    using test::type_of;
    model.rules.zone = "Europe/Berlin";
    claim = table("claim", "claims", "id");
    reminder = table("reminder", "reminders", "id");
    receipt = table("receipt", "receipts", "id");
    address = table("address", "addresses", "id");
    contract = table("contract", "contracts", "id");
    model.rules.records[claim].subject = column(claim, "debtor", type_of(Base::Text));
    const auto settled = column(claim, "settled_on", type_of(Base::Date), model::Absent::None);
    column(claim, "code", type_of(Base::Text));
    const auto link = column(claim, "contract", type_of(Base::Link));
    model.rules.records[claim].fields[link].link_to = contract;
    const auto reminders = model.list(claim, "reminders", reminder);
    model.rules.records[reminder].parent_column = "claim_id";
    const auto sent = column(reminder, "sent_on", type_of(Base::Date));
    model.list(reminder, "receipts", receipt);
    model.rules.records[receipt].parent_column = "reminder_id";
    column(receipt, "got_on", type_of(Base::Date));
    model.rules.records[address].subject = column(address, "person", type_of(Base::Text));
    const auto moved = column(address, "moved_on", type_of(Base::Date));
    const auto ended = column(contract, "ended_on", type_of(Base::Date));

    // Erase 3 years after settled_on, when some other claim, address or reminder of the debtor, and the contract, say
    // so.
    const auto others = over_subject(claim, true, model.recorded(model.get(claim, settled)));
    const auto moves = over_subject(address, false, model.recorded(model.get(address, moved)));
    const auto all_sent = over_subject(reminder, false, model.recorded(model.get(reminder, sent)));
    const auto own_sent = model.over_list(test::Op::AnyIn, reminders, model.recorded(model.get(reminder, sent)));
    auto linked = test::ModelBuilder::node(test::Op::LinkedField, Base::Date);
    linked.field = ended;
    linked.link = link;
    const auto over = model.recorded(model.add(linked));
    const auto when = model.truth(test::Op::Or, {others, moves, all_sent, own_sent, over});
    model.effect(model.rule("old", when), test::EffectKind::Erase, model.get(settled), calendar::years(3));
    model.effect(model.rule("moved", test::kNoId, address), test::EffectKind::Erase, model.get(address, moved),
                 calendar::years(1));
  }

  model::ExprId over_subject(model::RecordId record, bool other, model::ExprId where) {
    auto e = test::ModelBuilder::node(test::Op::AnyIn, test::Base::YesNo, {where});
    e.source.kind = model::RowSource::Kind::SameSubject;
    e.source.record = record;
    e.source.excluding_self = other;
    return model.add(e);
  }

  const model::RuleSet& rules() const { return model.rules; }

  static StoredPolicy policy(const std::string& hash = "hash") {
    return {hash, "bureau", "1", {{"bureau.frist", "policy bureau"}}, 1'700'000'000};
  }
};

/// The plain tables of the bureau.
inline const char* const kBureauTables = R"sql(
CREATE TABLE contracts(id INTEGER PRIMARY KEY, number TEXT UNIQUE, ended_on DATE);
CREATE TABLE claims(id INTEGER PRIMARY KEY, debtor TEXT, settled_on DATE, code TEXT UNIQUE, contract INTEGER);
CREATE TABLE reminders(id INTEGER PRIMARY KEY, claim_id INTEGER, sent_on DATE, nr INTEGER, UNIQUE(claim_id, nr));
CREATE TABLE receipts(id INTEGER PRIMARY KEY, reminder_id INTEGER, got_on DATE);
CREATE TABLE addresses(id INTEGER PRIMARY KEY, person TEXT, moved_on DATE, street TEXT UNIQUE);
)sql";

}  // namespace frist::store
