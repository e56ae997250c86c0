// SPDX-License-Identifier: Apache-2.0
#include "engine/run/clock.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/audit/leaf.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/instant.hpp"

namespace frist::run {

using text::Error;
using text::ErrorKind;
using text::Result;
using Time = std::optional<std::int64_t>;

namespace {

Result<Time> last_log_time(store::Connection& connection) {
  auto log = store::AuditStore::open(connection);
  if (!log) return log.error();
  const auto size = log.value().size();
  if (!size) return size.error();
  if (size.value() == 0) return Time();
  const auto leaf = log.value().leaf(size.value() - 1);
  if (!leaf) return leaf.error();
  if (!leaf.value()) return Time();
  const std::string& text = leaf.value()->leaf;
  const auto at = text.find("\ntime ");
  if (at == std::string::npos) return Time();
  return Time(calendar::parse_instant(std::string_view(text).substr(at + 6, text.find('\n', at + 1) - at - 6)));
}

}  // namespace

Result<Time> last_known_time(store::Connection& connection) {
  const auto run = store::last_night_at(connection);
  if (!run) return run;
  const auto log = last_log_time(connection);
  return log ? Result<Time>(std::max(run.value(), log.value())) : log;
}

text::Status require_clock(store::Connection& connection, std::int64_t now, bool catch_up) {
  const auto known = last_known_time(connection);
  if (!known) return known.error();
  if (known.value() && now < *known.value())
    return Error{
        ErrorKind::Refused,
        fmt::format("the clock says {}, but the last night or log entry is of {}, which is later. Set the clock right; "
                    "if it was wrong then and is right now, no night runs before that time has come again",
                    audit::utc_time(now), audit::utc_time(*known.value()))};
  const auto last = store::last_night_at(connection);
  if (!last) return last.error();
  if (catch_up || !last.value() || now - *last.value() <= kLongestPause) return {};
  return Error{
      ErrorKind::Refused,
      fmt::format("the clock says {}, and the last night was at {}, more than {} hours ago: either nights were "
                  "left out or the clock has leapt ahead. If the clock is right, `--catch-up` lets this night "
                  "run; `--dry-run` shows what is due",
                  audit::utc_time(now), audit::utc_time(*last.value()), kLongestPause / 3600)};
}

}  // namespace frist::run
