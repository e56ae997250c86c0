// SPDX-License-Identifier: Apache-2.0
#include "engine/service/metrics.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/service/requests.hpp"
#include "engine/service/waiting.hpp"
#include "engine/store/holds.hpp"
#include "engine/store/notices.hpp"
#include "engine/store/reviews.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::service {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

class MetricsPage {
 public:
  void metric(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    out_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
  }
  void sample(const Labels& labels, std::int64_t value) {
    out_ += name_;
    for (std::size_t i = 0; i < labels.size(); ++i)
      out_ += fmt::format("{}{}=\"{}\"", i == 0 ? "{" : ",", labels[i].first, label_value(labels[i].second));
    out_ += fmt::format("{} {}\n", labels.empty() ? "" : "}", value);
  }
  void single(std::string_view name, std::string_view help, std::int64_t value) {
    metric(name, "gauge", help);
    sample({}, value);
  }
  std::string take() { return std::move(out_); }

 private:
  static std::string label_value(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\' || c == '"') out += '\\';
      out += c == '\n' ? ' ' : c;
    }
    return out;
  }
  std::string out_, name_;
};

void put_waiting(const std::vector<Waiting>& all, calendar::Day today, MetricsPage& page) {
  page.metric("frist_due", "gauge", "Entries that the next night has to decide; not all of them are then erased.");
  for (const Waiting& w : all) page.sample({{"record", w.record}}, w.due);
  page.metric("frist_overdue", "gauge", "Entries whose day to be decided came before today.");
  for (const Waiting& w : all) page.sample({{"record", w.record}}, w.overdue);
  page.metric("frist_oldest_overdue_seconds", "gauge",
              "How long ago the day came on which the oldest of them was to be decided; whole days.");
  for (const Waiting& w : all)
    page.sample({{"record", w.record}},
                w.oldest == calendar::kNever ? 0 : (today - w.oldest) * calendar::kSecondsPerDay);
}

// Counted over all nights that the database tells of.
text::Status put_erased(store::Connection& connection, const std::vector<store::Run>& runs, MetricsPage& page) {
  std::map<std::pair<std::string, std::string>, std::int64_t> erased;
  for (const store::Run& run : runs) {
    const auto counts = store::counts_of(connection, run.id);
    if (!counts) return counts.error();
    for (const store::RunCount& c : counts.value())
      if (c.what == "erased") erased[{c.record, c.rule}] += c.n;
  }
  page.metric("frist_erased_total", "counter", "Entries erased by all nights.");
  for (const auto& [name, n] : erased) page.sample({{"record", name.first}, {"rule", name.second}}, n);
  return {};
}

text::Status put_last(store::Connection& connection, const store::Run& run, MetricsPage& page) {
  const auto counts = store::counts_of(connection, run.id);
  if (!counts) return counts.error();
  std::int64_t failed = 0;
  page.metric("frist_last_run_entries", "gauge", "What the last night did, and by which rule entries were kept.");
  for (const store::RunCount& c : counts.value()) {
    failed += c.what == "failed" ? c.n : 0;
    if (c.what != "rows") page.sample({{"record", c.record}, {"rule", c.rule}, {"what", c.what}}, c.n);
  }
  page.single("frist_last_run_failures", "Entries that the last night could not deal with.", failed);
  page.single("frist_last_run_start_timestamp_seconds", "When the last night began.", run.started);
  page.single("frist_last_run_as_of_timestamp_seconds", "The day that the last night decided for, at 00:00 UTC.",
              std::int64_t{run.as_of} * calendar::kSecondsPerDay);
  page.single("frist_last_run_done",
              "1 where the last night came to its end, 0 where it runs, was cut off or was stopped.",
              run.state == "done" ? 1 : 0);
  page.single("frist_last_run_stopped_by_brake",
              "1 where the last night was stopped before it did anything, because more would have gone than may.",
              run.state == "stopped" ? 1 : 0);
  if (run.finished)
    page.single("frist_last_run_duration_seconds", "How long the last night took.", *run.finished - run.started);
  return {};
}

constexpr std::int64_t kLongForANotice = 30 * 24 * 60 * 60;  // seconds

text::Status put_notices(OpenDatabase& database, std::int64_t now, MetricsPage& page) {
  const auto notices = store::notices(database.connection, false);
  if (!notices) return notices.error();
  std::int64_t overdue = 0;
  for (const store::Notice& notice : notices.value()) overdue += notice.made_at < now - kLongForANotice;
  page.single("frist_notices_open", "Notices that recipients have not acknowledged.",
              static_cast<std::int64_t>(notices.value().size()));
  page.single("frist_notices_overdue", "Those that wait for more than 30 days.", overdue);
  return {};
}

}  // namespace

text::Result<std::string> metrics_text(OpenDatabase& database, std::int64_t now) {
  const auto zone = calendar::Zone::find(database.rules().zone);
  if (!zone)
    return text::Error{text::ErrorKind::Io, fmt::format("this machine has no data for the time zone `{}`; install "
                                                        "tzdata",
                                                        database.rules().zone)};
  auto reading = store::Transaction::begin_read(database.connection);
  if (!reading) return reading.error();
  const calendar::Day today = zone->civil_day(now);
  MetricsPage page;
  page.metric("frist_policy_info", "gauge", "The policy that is attached.");
  page.sample({{"hash", database.policy_hash}, {"name", database.rules().name}, {"version", database.rules().version}},
              1);
  const auto waiting = waiting_of(database, today);
  if (!waiting) return waiting.error();
  put_waiting(waiting.value(), today, page);
  const auto reviews = store::count_open_reviews(database.connection);
  if (!reviews) return reviews.error();
  page.single("frist_reviews_open", "Reviews that wait for a person.", reviews.value());
  const auto holds = store::standing_holds(database.connection);
  if (!holds) return holds.error();
  page.single("frist_holds", "Holds placed by persons that stand.", static_cast<std::int64_t>(holds.value().size()));
  const auto requests = list_requests(database, {});
  if (!requests) return requests.error();
  const auto overdue = std::count_if(requests.value().begin(), requests.value().end(),
                                     [&](const NamedRequest& named) { return named.answer_by < today; });
  page.single("frist_requests_open", "Requests for erasure that wait for an answer.",
              static_cast<std::int64_t>(requests.value().size()));
  page.single("frist_requests_overdue", "Those whose last day for an answer has passed.", overdue);
  if (auto put = put_notices(database, now, page); !put) return put.error();
  const auto runs = store::runs(database.connection, UINT32_MAX);
  if (!runs) return runs.error();
  if (auto put = put_erased(database.connection, runs.value(), page); !put) return put.error();
  const auto last = store::last_night_at(database.connection);
  if (!last) return last.error();
  if (last.value())
    page.single("frist_last_night_timestamp_seconds", "When there was a night, also one that found nothing to do.",
                *last.value());
  if (!runs.value().empty())
    if (auto put = put_last(database.connection, runs.value()[0], page); !put) return put.error();
  return page.take();
}

}  // namespace frist::service
