// SPDX-License-Identifier: Apache-2.0
#include "engine/store/taken_along.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/store/people_sql.hpp"

namespace frist::store {

Result<TakenAlong> TakenAlong::open(Connection& connection, std::int64_t kind) {
  TakenAlong taken;
  taken.connection_ = &connection;
  const auto row = fmt::format("({}, ?)", kind);
  std::string rows = row;
  for (std::size_t i = 1; i < kGoneAtOnce; ++i) rows += ", " + row;
  const std::string note = "INSERT OR IGNORE INTO frist_gone(kind, entry) VALUES ";
  std::vector<std::pair<Statement*, std::string>> sql = {
      {&taken.begin_, fmt::format("INSERT OR IGNORE INTO frist_erasing(kind) VALUES ({})", kind)},
      {&taken.end_, fmt::format("DELETE FROM frist_erasing WHERE kind = {}", kind)},
      {&taken.gone_, note + row},
      {&taken.many_gone_, note + rows}};
  std::vector<std::string> tables(kAboutEntries.begin(), kAboutEntries.end());
  tables.push_back("frist_hold");
  tables.push_back("frist_disclosure");
  taken.about_.resize(tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    sql.emplace_back(
        &taken.about_[i].any,
        fmt::format("SELECT 1 FROM {} WHERE kind = {} AND entry >= ?1 AND entry <= ?2 LIMIT 1", tables[i], kind));
    taken.about_[i].forget = fmt::format("DELETE FROM {} WHERE kind = {} AND entry = ?1", tables[i], kind);
  }
  taken.about_.back().tell = notices_sql("'erased'", std::to_string(kind), "?1");
  for (auto& [statement, text] : sql) {
    auto made = connection.prepare(text);
    if (!made) return made.error();
    *statement = std::move(made).value();
  }
  return taken;
}

Status TakenAlong::begin() {
  erased_.clear();  // of a transaction that was undone
  return begin_.run();
}

Status TakenAlong::finish() {
  if (auto ended = end_.run(); !ended) return ended;
  if (erased_.empty()) return {};
  if (auto noted = note_gone(); !noted) return noted;
  const auto [first, last] = std::minmax_element(erased_.begin(), erased_.end());
  for (About& about : about_)
    if (auto forgotten = forget_in(about, *first, *last); !forgotten) return forgotten;
  erased_.clear();
  return {};
}

Status TakenAlong::note_gone() {
  std::size_t at = 0;
  for (; at + kGoneAtOnce <= erased_.size(); at += kGoneAtOnce) {
    for (std::size_t i = 0; i < kGoneAtOnce; ++i) many_gone_.bind(static_cast<int>(i) + 1, erased_[at + i]);
    if (auto noted = many_gone_.run(); !noted) return noted;
  }
  for (; at < erased_.size(); ++at)
    if (auto noted = gone_.bind(1, erased_[at]).run(); !noted) return noted;
  return {};
}

Status TakenAlong::forget_in(About& about, const Key& first, const Key& last) {
  auto any = about.any.bind(1, first).bind(2, last).step();
  if (!any) return any.error();
  if (!any.value()) return {};
  about.any.reset();
  for (const Key& entry : erased_)
    for (const std::string* sql : {&about.tell, &about.forget}) {
      if (sql->empty()) continue;
      auto statement = connection_->cached(*sql);
      if (!statement) return statement.error();
      if (auto done = statement.value()->bind(1, entry).run(); !done) return done;
    }
  return {};
}

}  // namespace frist::store
