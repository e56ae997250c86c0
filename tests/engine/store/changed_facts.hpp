// SPDX-License-Identifier: Apache-2.0
// The slow, obvious way to know which entries changed: everything that rules can read of every entry, as one text,
// before and after a statement.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/store/kinds.hpp"
#include "engine/store/load_entry.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/schedule.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

inline std::string shown(const model::Row& row, bool with_lists = true) {
  std::string text = std::to_string(row.record) + "/" + row.key + "(";
  for (const auto& value : row.fields)
    text += std::to_string(static_cast<int>(value.state)) + ":" + std::to_string(value.number) + ":" + value.text + ";";
  for (const auto& list : row.lists) {
    if (!with_lists) break;
    text += "[";
    if (list)
      for (const auto& child : *list) text += shown(child);
    text += "]";
  }
  return text + ")";
}

/// What rules can read of an entry: its row and its children, and where `reads_others` (its rules ask for them) the
/// other records of its subject without their lists, and linked records. No rule of the tests reads `unread` records of
/// the same subject.
inline std::string shown(const model::Entry& entry, bool reads_others, model::RecordId unread) {
  std::string text = shown(entry.row);
  if (!reads_others) return text;
  std::multiset<std::string> others;
  if (entry.others)
    for (const auto& other : *entry.others)
      if (other.record != unread) others.insert(shown(other, false));
  for (const auto& other : others) text += "\n  " + other;
  for (const auto& linked : entry.linked) text += "\n  -> " + (linked ? shown(*linked, false) : "nowhere");
  return text;
}

using Facts = std::map<std::pair<model::RecordId, Key>, std::string>;

/// Of all entries of the records in `kinds`; only the rules of `reader` read other rows.
inline Facts all_facts(Connection& connection, const model::RuleSet& rules, const std::vector<model::RecordId>& kinds,
                       model::RecordId reader) {
  Facts facts;
  for (const auto record : kinds) {
    const auto& r = rules.records[record];
    auto keys = need(connection.prepare("SELECT " + sql_name(r.key) + " FROM " + sql_name(r.table) + " WHERE " +
                                        sql_name(r.key) + " IS NOT NULL"));
    while (need(keys.step()))
      facts[std::pair(record, keys.key(0))] = shown(
          *need(load_entry(connection, rules, record, keys.key(0))), record == reader,
          rules.records[reader].lists.empty() ? model::kNoId
                                              : rules.records[rules.records[reader].lists[0].record].lists[0].record);
  }
  return facts;
}

/// Entries whose facts differ, also those that came or went.
inline std::set<std::pair<model::RecordId, Key>> changed(const Facts& before, const Facts& after) {
  std::set<std::pair<model::RecordId, Key>> keys;
  for (const auto& [key, text] : before)
    if (const auto found = after.find(key); found == after.end() || found->second != text) keys.insert(key);
  for (const auto& [key, text] : after)
    if (before.count(key) == 0) keys.insert(key);
  return keys;
}

/// Entries that count as changed.
inline std::set<std::pair<model::RecordId, Key>> marked(Connection& connection, const model::RuleSet& rules) {
  std::set<std::pair<model::RecordId, Key>> keys;
  auto kinds = need(connection.prepare("SELECT record, kind FROM frist_kind"));
  while (need(kinds.step())) {
    auto schedule = need(Schedule::open(connection, kinds.integer(1)));
    for (const DueEntry& entry : need(schedule.due(kChanged - 1, 1'000'000)))
      keys.insert({*rules.find_record(kinds.text(0)), entry.key});
  }
  return keys;
}

}  // namespace frist::store
