// SPDX-License-Identifier: Apache-2.0
#include "engine/service/waiting.hpp"

#include "engine/store/kinds.hpp"
#include "engine/store/schedule.hpp"

namespace frist::service {

text::Result<std::vector<Waiting>> waiting_of(OpenDatabase& database, calendar::Day today) {
  std::vector<Waiting> all;
  for (const model::Record& record : database.rules().records) {
    const auto kind = store::find_kind(database.connection, record.name);
    if (!kind) return kind.error();
    if (!kind.value() || record.is_child()) continue;
    auto schedule = store::Schedule::open(database.connection, *kind.value());
    if (!schedule) return schedule.error();
    const auto due = schedule.value().count_due(today);
    if (!due) return due.error();
    const auto days = schedule.value().calendar_of_due(calendar::kFirstDay, today - 1);
    if (!days) return days.error();
    Waiting waiting{record.name, due.value(), 0, calendar::kNever};
    for (const auto& [day, n] : days.value()) waiting.overdue += n;
    if (!days.value().empty()) waiting.oldest = days.value().front().first;
    all.push_back(std::move(waiting));
  }
  return all;
}

}  // namespace frist::service
