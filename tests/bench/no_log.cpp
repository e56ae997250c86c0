// SPDX-License-Identifier: Apache-2.0
// A journal that keeps nothing, for the program `frist_without_log`: what a night costs without its audit is measured
// by leaving it out. No product is built of this.
#include "engine/run/journal.hpp"

namespace frist::run {

text::Result<Journal> Journal::open(store::Connection& connection, const store::Run& run, calendar::Zone zone) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  return Journal(std::move(log).value(), {}, run.as_of, std::move(zone));
}

Journal::Journal(store::AuditStore log, audit::LeafContext context, calendar::Day as_of, calendar::Zone zone)
    : log_(std::move(log)), context_(std::move(context)), as_of_(as_of), zone_(std::move(zone)) {}

void Journal::note(audit::Happening, std::uint32_t, std::string, std::string_view, calendar::Day) {}
void Journal::file(std::int64_t, const FactsText&, store::EntryBatch&) {}
text::Status Journal::advance() { return {}; }
text::Status Journal::flush() { return {}; }
text::Status Journal::write(audit::Happening, std::string) { return {}; }
void Journal::forget() {}

}  // namespace frist::run
