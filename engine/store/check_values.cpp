// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>

#include "engine/store/decode.hpp"
#include "engine/store/mapping_check.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/row_sink.hpp"
#include "engine/store/space_columns.hpp"

namespace frist::store {

using model::RecordId;

namespace {

// Counts over the rows of one table; the key is the first value.
struct Counter {
  std::vector<FieldPlan> plans;
  std::vector<int> arguments, currencies;
  std::vector<bool> sealed;
  std::vector<FieldCount> counts;
  std::int64_t rows = 0, without_key = 0, fractional_keys = 0;

  static bool take(void* raw, sqlite3_value** values) {
    auto& self = *static_cast<Counter*>(raw);
    ++self.rows;
    const int key_type = sqlite3_value_type(values[0]);
    self.without_key += key_type == SQLITE_NULL;
    self.fractional_keys += key_type == SQLITE_FLOAT;
    for (std::size_t i = 0; i < self.plans.size(); ++i) {
      auto* value = values[self.arguments[i]];
      auto* currency = self.currencies[i] < 0 ? nullptr : values[self.currencies[i]];
      self.counts[i].missing += is_null(value);
      if (self.sealed[i] && keys::key_number_of(blob_of(value))) continue;
      if (decode(self.plans[i], value, currency).state != model::Value::State::NotReadable) continue;
      if (self.counts[i].not_readable++ == 0) self.counts[i].first_not_readable = key_text(values[0]);
    }
    return true;
  }

  static std::string_view blob_of(sqlite3_value* value) {
    return sqlite3_value_type(value) == SQLITE_BLOB ? text_of(value) : std::string_view();
  }

  static std::string key_text(sqlite3_value* value) {
    KeyColumn key;
    add_key(key, value);
    return to_text(key.at(0));
  }
};

class ValueCheck {
 public:
  explicit ValueCheck(MappingCheck& check) : check_(check), zone_(calendar::Zone::find(check.rules.zone)) {}

  Status run() {
    for (RecordId record = 0; record < check_.rules.records.size(); ++record)
      if (check_.tables[record])
        if (auto done = count_record(record); !done) return done;
    return {};
  }

 private:
  // SQLite functions take a limited number of values: a table with very many fields is read in parts.
  Status count_record(RecordId id) {
    const auto& fields = check_.rules.records[id].fields;
    constexpr std::size_t kFieldsAtOnce = (kMaxSinkColumns - 1) / 2;
    std::size_t begin = 0;
    do {
      const auto end = std::min(fields.size(), begin + kFieldsAtOnce);
      if (auto done = count_fields(id, begin, end); !done) return done;
      begin = end;
    } while (begin < fields.size());
    return {};
  }

  Status count_fields(RecordId id, std::size_t begin, std::size_t end) {
    const auto& record = check_.rules.records[id];
    Counter counter;
    std::string selected = record.key.empty() ? "0" : sql_name(record.key);
    int next = 1;
    const auto ask_for = [&](const std::string& column) {
      selected += ", " + sql_name(column);
      return next++;
    };
    for (std::size_t i = begin; i < end; ++i) {
      const auto& field = record.fields[i];
      counter.plans.push_back(plan_of(check_.rules, field, zone_ ? &*zone_ : nullptr));
      counter.sealed.push_back(check_.is_sealed(id, field.column));
      counter.arguments.push_back(ask_for(field.column));
      counter.currencies.push_back(field.currency_column.empty() ? -1 : ask_for(field.currency_column));
      counter.counts.push_back({record.name, field.name, 0, 0, 0, ""});
    }
    auto statement =
        check_.connection.prepare(fmt::format("SELECT frist_sink({}) FROM {}", selected, sql_name(record.table)));
    if (!statement) return statement.error();
    if (auto done = check_.connection.sink().run(statement.value(), {&Counter::take, &counter}); !done)
      return done.error();
    report(id, begin, counter);
    return {};
  }

  void report(RecordId id, std::size_t first_field, Counter& counter) {
    const auto& record = check_.rules.records[id];
    if (first_field == 0 && (!record.is_child() || !record.lists.empty())) report_keys(id, counter);
    for (std::size_t i = 0; i < counter.counts.size(); ++i) {
      auto& count = counter.counts[i];
      const auto& field = record.fields[first_field + i];
      count.rows = counter.rows;
      if (count.missing > 0 && field.absent == model::Absent::Required)
        add(FindingKind::NotRecorded, id, field.column, count.missing, counter.rows,
            fmt::format("{} of {} rows of `{}` have no `{}`: for them it is unknown", count.missing, counter.rows,
                        record.table, field.name),
            fmt::format("record it, or say what its absence means: `absent means none`"));
      if (count.not_readable > 0)
        add(FindingKind::NotReadable, id, field.column, count.not_readable, counter.rows,
            fmt::format("{} of {} rows of `{}` have a `{}` that is not readable, the first one with the key `{}`: for "
                        "them it is unknown",
                        count.not_readable, counter.rows, record.table, field.name, count.first_not_readable),
            "correct the values, or say how they are stored");
      check_.report.fields.push_back(std::move(count));
    }
  }

  void report_keys(RecordId id, const Counter& counter) {
    const auto& record = check_.rules.records[id];
    if (counter.without_key > 0) {
      add(FindingKind::KeyMissing, id, record.key, counter.without_key, counter.rows,
          fmt::format("{} of {} rows of `{}` have no key", counter.without_key, counter.rows, record.table),
          "give every row a key");
      check_.report.findings.back().severity = Severity::Error;
    }
    if (counter.fractional_keys > 0) {
      add(FindingKind::KeyType, id, record.key, counter.fractional_keys, counter.rows,
          fmt::format("{} of {} rows of `{}` have a fraction as key", counter.fractional_keys, counter.rows,
                      record.table),
          "use whole numbers or texts");
      check_.report.findings.back().severity = Severity::Error;
    }
  }

  void add(FindingKind kind, RecordId id, const std::string& column, std::int64_t count, std::int64_t of,
           std::string message, std::string help) {
    auto& finding = check_.add(kind, Severity::Warning, id, column, std::move(message), std::move(help));
    finding.count = count;
    finding.of = of;
  }

  MappingCheck& check_;
  std::optional<calendar::Zone> zone_;
};

}  // namespace

Status check_values(MappingCheck& check) { return ValueCheck(check).run(); }

}  // namespace frist::store
