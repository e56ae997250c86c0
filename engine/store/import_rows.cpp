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
#include "rules/model/value_text.hpp"

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

using Values = std::span<const std::optional<std::string>>;
constexpr std::size_t kNoValue = static_cast<std::size_t>(-1);

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
  Parts(Connection& c, const model::RuleSet& r, model::RecordId id, IdentitySealer* s)
      : connection(c), rules(r), record(r.records[id]), zone(calendar::Zone::find(r.zone)), sealer(s) {}

  Status choose(const std::vector<std::string>& names);
  Status find_key_and_parent();
  Status prepare();
  bool keep_back(const std::string& column, const Key& value);
  Result<std::vector<ImportProblem>> insert(Values values);
  void bind(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems);
  void bind_plain(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems);
  void need(const std::string& what, std::size_t value, Values values, std::vector<ImportProblem>& problems);
  Result<bool> is_there(const model::Record& other, const std::string& key);
  Result<ImportProblem> refusal(const Error& error, Values values);
  Result<ImportProblem> hanging(Values values);
  Result<ImportProblem> not_unique(const Error& error, Values values);
  std::size_t parameter_of(const std::string& column);

  Connection& connection;
  const model::RuleSet& rules;
  const model::Record& record;
  std::optional<calendar::Zone> zone;
  std::vector<Target> targets;                    // by value
  std::vector<std::string> columns;               // by parameter
  std::vector<std::size_t> parameters;            // of each value
  std::vector<std::size_t> currency;              // parameter for the currency of each value; 0: none
  std::map<std::size_t, std::string> brought;     // currencies in the amounts' texts, by parameter
  std::size_t key = kNoValue, parent = kNoValue;  // which values they are
  bool key_is_number = false;
  Statement statement;
  IdentitySealer* sealer;
  std::vector<IdentityColumn> sealed;            // columns of the table
  std::vector<IdentitySealer::Value> kept_back;  // of the row at hand: stored once the row has its key
};

std::vector<std::string> import_names(const model::Record& record) {
  std::vector<std::string> names;
  for (const auto& target : possible_targets(record))
    if (std::find(names.begin(), names.end(), target.name) == names.end()) names.push_back(target.name);
  return names;
}

Status RowImporter::Parts::choose(const std::vector<std::string>& names) {
  const auto possible = possible_targets(record);
  std::set<std::string> used;
  for (const auto& name : names) {
    const auto found = std::find_if(possible.begin(), possible.end(), [&](const Target& t) { return t.name == name; });
    if (found == possible.end()) {
      const auto names_known = import_names(record);
      const auto hint = text::did_you_mean(name, names_known);
      return Error{ErrorKind::Data,
                   fmt::format("`{}` has no field {}; {}", record.name, shown(name),
                               hint.empty() ? fmt::format("it has {}", fmt::join(names_known, ", ")) : hint)};
    }
    if (!used.insert(lower_ascii(found->column)).second)
      return Error{ErrorKind::Data, fmt::format("the column `{}` of `{}` is given twice", found->column, record.name)};
    targets.push_back(*found);
  }
  return find_key_and_parent();
}

Status RowImporter::Parts::find_key_and_parent() {
  const auto value_for = [&](const std::string& column) {
    const auto found =
        std::find_if(targets.begin(), targets.end(), [&](const Target& t) { return same_name(t.column, column); });
    return found == targets.end() ? kNoValue : static_cast<std::size_t>(found - targets.begin());
  };
  key = value_for(record.key);
  parent = record.is_child() ? value_for(record.parent_column) : kNoValue;
  if (record.is_child() && parent == kNoValue)
    return Error{ErrorKind::Data, fmt::format("no column is named for `{}`, which tells the {} of a {}",
                                              record.parent_column, rules.records[record.parent].name, record.name)};
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
  key_is_number = table.value().is_rowid(record.key);
  // Where nobody names the key, only a table that numbers its rows by itself has one.
  if (!record.key.empty() && key == kNoValue && !key_is_number)
    return Error{ErrorKind::Data, fmt::format("no column is named for the key `{}` of `{}`", record.key, record.name)};
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
  if (sealer) sealed = sealer->columns_of(record.table);
  return {};
}

bool RowImporter::Parts::keep_back(const std::string& column, const Key& value) {
  const auto found =
      std::find_if(sealed.begin(), sealed.end(), [&](const IdentityColumn& c) { return same_name(c.column, column); });
  if (found == sealed.end()) return false;
  if (!value.empty()) kept_back.push_back({*found, value});
  return true;
}

void RowImporter::Parts::bind(std::size_t value, const std::string& text, std::vector<ImportProblem>& problems) {
  const auto& target = targets[value];
  if (text.find('\0') != std::string::npos) return problems.push_back({target.name, "holds a zero byte"});
  // SQLite would take 9007199254740993.0 for the whole number beside it.
  const bool too_long = value == key && key_is_number && text.size() > 15 && text.find_first_of(".eE") != text.npos;
  if (too_long) return problems.push_back({target.name, "must be a whole number, written as one"});
  if (target.field == kNoId) return bind_plain(value, text, problems);
  const auto& field = record.fields[target.field];
  // An empty text is a text; of every other type it is a value that is not there.
  if (text.empty() && field.type.base != model::Base::Text) return;
  auto encoded = encode(rules, field, text, zone ? &*zone : nullptr);
  if (!encoded) {
    problems.push_back({target.name, encoded.error().message});
    return;
  }
  if (!keep_back(target.column, encoded.value().value))
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
  if (is_currency && !model::currency_of_text(text))
    problems.push_back({targets[value].name, fmt::format("`{}` is not a currency (three capital letters)", text)});
  else if (is_currency && brought.count(parameter) > 0 && brought[parameter] != text)
    problems.push_back({targets[value].name, fmt::format("the amount says {} and not `{}`", brought[parameter], text)});
  else
    statement.bind_text(static_cast<int>(parameter), text);
}

void RowImporter::Parts::need(const std::string& what, std::size_t value, Values values,
                              std::vector<ImportProblem>& problems) {
  if (value == kNoValue || (values[value] && !values[value]->empty())) return;
  problems.push_back({"", fmt::format("the {} `{}` is missing", what, targets[value].name)});
}

Result<std::vector<ImportProblem>> RowImporter::Parts::insert(Values values) {
  std::vector<ImportProblem> problems;
  if (values.size() != targets.size()) {
    problems.push_back({"", fmt::format("{} values where {} are named", values.size(), targets.size())});
    return problems;
  }
  // Without a key SQLite would make one up, and nobody would know which entry this is.
  need("key", key, values, problems);
  need("parent", parent, values, problems);
  for (std::size_t i = 0; i < columns.size(); ++i) statement.bind_null(static_cast<int>(i + 1));
  brought.clear();
  kept_back.clear();
  // Amounts first, because their text may bring a currency along.
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] && currency[i] != 0) bind(i, *values[i], problems);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] && currency[i] == 0) bind(i, *values[i], problems);
  if (!problems.empty()) return problems;
  const auto done = statement.run();
  if (done && !kept_back.empty())
    if (auto kept = sealer->seal_row(sqlite3_last_insert_rowid(connection.handle()), kept_back); !kept)
      return kept.error();
  if (done) return problems;
  auto problem = refusal(done.error(), values);
  if (!problem) return problem.error();
  problems.push_back(std::move(problem).value());
  return problems;
}

// What a constraint means in the words of the policy. Error: it was no constraint that failed.
Result<ImportProblem> RowImporter::Parts::refusal(const Error& error, Values values) {
  const int code = sqlite3_extended_errcode(connection.handle());
  if ((code & 0xff) == SQLITE_MISMATCH)
    return ImportProblem{"", fmt::format("the key `{}` must be a whole number", record.key)};
  if ((code & 0xff) != SQLITE_CONSTRAINT) return error;
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return hanging(values);
  const bool unique =
      code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID || code == SQLITE_CONSTRAINT_UNIQUE;
  if (unique) return not_unique(error, values);
  if (code == SQLITE_CONSTRAINT_NOTNULL)
    return ImportProblem{error.message.substr(error.message.rfind('.') + 1), "must not be empty"};
  return ImportProblem{"", error.message};
}

Result<bool> RowImporter::Parts::is_there(const model::Record& other, const std::string& wanted) {
  auto looked =
      connection.prepare(fmt::format("SELECT 1 FROM {} WHERE {} = ?1", sql_name(other.table), sql_name(other.key)));
  if (!looked) return looked.error();
  return looked.value().bind_text(1, wanted).step();
}

// Which of the rows that this one points to is not there.
Result<ImportProblem> RowImporter::Parts::hanging(Values values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& target = targets[i];
    const bool link = target.field != kNoId && record.fields[target.field].type.base == model::Base::Link;
    if (!values[i] || (i != parent && !link)) continue;
    const auto& other = rules.records[i == parent ? record.parent : record.fields[target.field].link_to];
    if (other.key.empty() || other.table.empty()) continue;
    const auto there = is_there(other, *values[i]);
    if (!there) return there.error();
    if (!there.value())
      return ImportProblem{target.name, fmt::format("there is no {} {}", other.name, shown(*values[i]))};
  }
  return ImportProblem{"", "it points to a row that is not there (FOREIGN KEY)"};
}

Result<ImportProblem> RowImporter::Parts::not_unique(const Error& error, Values values) {
  const auto there = key == kNoValue ? Result<bool>(false) : is_there(record, *values[key]);
  if (!there) return there.error();
  if (!there.value()) return ImportProblem{"", error.message};
  const bool vowel = std::string_view("aeiou").find(record.name[0]) != std::string_view::npos;
  return ImportProblem{
      "", fmt::format("there is already {} {} with the key {}", vowel ? "an" : "a", record.name, shown(*values[key]))};
}

RowImporter::RowImporter(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RowImporter::RowImporter(RowImporter&&) noexcept = default;
RowImporter& RowImporter::operator=(RowImporter&&) noexcept = default;
RowImporter::~RowImporter() = default;

Result<RowImporter> RowImporter::open(Connection& connection, const model::RuleSet& rules, model::RecordId record,
                                      const std::vector<std::string>& names, IdentitySealer* sealer) {
  auto parts = std::make_unique<Parts>(connection, rules, record, sealer);
  if (auto good = parts->choose(names); !good) return good.error();
  if (auto good = parts->prepare(); !good) return good.error();
  return RowImporter(std::move(parts));
}

std::vector<std::string> RowImporter::required_and_unnamed() const {
  std::vector<std::string> names;
  for (const auto& field : parts_->record.fields) {
    const bool named = std::any_of(parts_->targets.begin(), parts_->targets.end(),
                                   [&](const Target& t) { return same_name(t.column, field.column); });
    if (field.absent == model::Absent::Required && !named) names.push_back(field.name);
  }
  return names;
}

Result<std::vector<ImportProblem>> RowImporter::insert(std::span<const std::optional<std::string>> values) {
  return parts_->insert(values);
}

}  // namespace frist::store
