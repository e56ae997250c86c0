// SPDX-License-Identifier: Apache-2.0
#include "engine/store/import_rows.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <set>

#include "dsl/text/suggest.hpp"
#include "engine/store/encode.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/space_reader.hpp"
#include "engine/store/table_info.hpp"
#include "engine/store/value_text.hpp"

namespace frist::store {

using model::kNoId;
using text::Error;
using text::ErrorKind;

namespace {

// Where a value goes: to a column, read by a field's type or (keys, parents, currencies) as it is.
struct Target {
  std::string name, column;
  model::FieldId field = kNoId;
};

std::vector<Target> possible_targets(const model::Record& record) {
  std::vector<Target> targets;
  for (model::FieldId i = 0; i < record.fields.size(); ++i)
    targets.push_back({record.fields[i].name, record.fields[i].column, i});
  for (model::FieldId i = 0; i < record.fields.size(); ++i)
    targets.push_back({record.fields[i].column, record.fields[i].column, i});
  for (const auto& field : record.fields)
    if (!field.currency_column.empty()) targets.push_back({field.currency_column, field.currency_column, kNoId});
  for (const auto& column : {record.key, record.parent_column})
    if (!column.empty()) targets.push_back({column, column, kNoId});
  return targets;
}

}  // namespace

struct RowImporter::Parts {
  Parts(Connection& c, const model::RuleSet& r, model::RecordId id)
      : connection(c), rules(r), record(r.records[id]), zone(calendar::Zone::find(r.zone)) {}

  Status choose(const std::vector<std::string>& names);
  Status prepare();
  Result<std::vector<ImportProblem>> insert(std::span<const std::optional<std::string>> values);
  void bind(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems);
  void bind_plain(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems);
  std::size_t parameter_of(const std::string& column);

  Connection& connection;
  const model::RuleSet& rules;
  const model::Record& record;
  std::optional<calendar::Zone> zone;
  std::vector<Target> targets;                 // by value
  std::vector<std::string> columns;            // by parameter
  std::vector<std::size_t> parameters;         // of each value
  std::vector<std::size_t> currency;           // parameter for the currency of each value; 0: none
  std::map<std::size_t, std::string> brought;  // currencies in the amounts' texts, by parameter
  Statement statement;
};

Status RowImporter::Parts::choose(const std::vector<std::string>& names) {
  const auto possible = possible_targets(record);
  std::set<std::string> used;
  for (const auto& name : names) {
    const auto found = std::find_if(possible.begin(), possible.end(), [&](const Target& t) { return t.name == name; });
    if (found == possible.end()) {
      std::vector<std::string> known;
      for (const auto& target : possible) known.push_back(target.name);
      const auto hint = text::did_you_mean(name, known);
      return Error{ErrorKind::Data,
                   fmt::format("`{}` has no field `{}`{}{}", record.name, name, hint.empty() ? "" : "; ", hint)};
    }
    if (!used.insert(lower_ascii(found->column)).second)
      return Error{ErrorKind::Data, fmt::format("the column `{}` of `{}` is given twice", found->column, record.name)};
    targets.push_back(*found);
  }
  return {};
}

std::size_t RowImporter::Parts::parameter_of(const std::string& column) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (same_name(columns[i], column)) return i + 1;
  columns.push_back(column);
  return columns.size();
}

Status RowImporter::Parts::prepare() {
  auto table = table_of(connection, record);
  if (!table) return table.error();
  for (const auto& target : targets) parameters.push_back(parameter_of(target.column));
  for (const auto& target : targets) {
    const bool brings_currency = target.field != kNoId && !record.fields[target.field].currency_column.empty();
    currency.push_back(brings_currency ? parameter_of(record.fields[target.field].currency_column) : 0);
  }
  std::string list, places;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    list += fmt::format("{}{}", i ? ", " : "", sql_name(columns[i]));
    places += fmt::format("{}?{}", i ? ", " : "", i + 1);
  }
  auto made = connection.prepare(fmt::format("INSERT INTO {}({}) VALUES ({})", sql_name(record.table), list, places));
  if (!made) return made.error();
  statement = std::move(made).value();
  return {};
}

void RowImporter::Parts::bind(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems) {
  const auto& target = targets[value];
  if (target.field == kNoId) return bind_plain(value, text, problems);
  const auto& field = record.fields[target.field];
  // An empty text is a text; of every other type it is a value that is not there.
  if (text.empty() && field.type.base != model::Base::Text) return;
  auto encoded = encode(rules, field, text, zone ? &*zone : nullptr);
  if (!encoded) {
    problems.push_back({target.name, encoded.error().message});
    return;
  }
  statement.bind(static_cast<int>(parameters[value]), encoded.value().value);
  if (currency[value] == 0 || encoded.value().currency.empty()) return;
  statement.bind_text(static_cast<int>(currency[value]), encoded.value().currency);
  brought[currency[value]] = encoded.value().currency;
}

// Keys and parents as they are; a currency must be one, and the same that stands with the amount.
void RowImporter::Parts::bind_plain(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems) {
  const auto parameter = parameters[value];
  const bool is_currency = std::find(currency.begin(), currency.end(), parameter) != currency.end();
  if (text.empty()) return;
  if (is_currency && !currency_of_text(text))
    problems.push_back({targets[value].name, fmt::format("`{}` is not a currency (three capital letters)", text)});
  else if (is_currency && brought.count(parameter) > 0 && brought[parameter] != text)
    problems.push_back({targets[value].name, fmt::format("the amount says {} and not `{}`", brought[parameter], text)});
  else
    statement.bind_text(static_cast<int>(parameter), text);
}

Result<std::vector<ImportProblem>> RowImporter::Parts::insert(std::span<const std::optional<std::string>> values) {
  std::vector<ImportProblem> problems;
  if (values.size() != targets.size()) {
    problems.push_back({"", fmt::format("{} values where {} are named", values.size(), targets.size())});
    return problems;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) statement.bind_null(static_cast<int>(i + 1));
  brought.clear();
  // Amounts first, because their text may bring a currency along.
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] && currency[i] != 0) bind(i, *values[i], problems);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] && currency[i] == 0) bind(i, *values[i], problems);
  if (!problems.empty()) return problems;
  auto done = statement.run();
  if (done) return problems;
  const int code = sqlite3_errcode(connection.handle()) & 0xff;
  if (code != SQLITE_CONSTRAINT && code != SQLITE_MISMATCH) return done.error();
  problems.push_back({"", code == SQLITE_MISMATCH ? fmt::format("the key `{}` must be a whole number", record.key)
                                                  : done.error().message});
  return problems;
}

RowImporter::RowImporter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RowImporter::RowImporter(RowImporter&&) noexcept = default;
RowImporter& RowImporter::operator=(RowImporter&&) noexcept = default;
RowImporter::~RowImporter() = default;

Result<RowImporter> RowImporter::open(Connection& connection, const model::RuleSet& rules, model::RecordId record,
                                      const std::vector<std::string>& names) {
  auto parts = std::make_unique<Parts>(connection, rules, record);
  if (auto good = parts->choose(names); !good) return good.error();
  if (auto good = parts->prepare(); !good) return good.error();
  return RowImporter(std::move(parts));
}

Result<std::vector<ImportProblem>> RowImporter::insert(std::span<const std::optional<std::string>> values) {
  return parts_->insert(values);
}

}  // namespace frist::store
