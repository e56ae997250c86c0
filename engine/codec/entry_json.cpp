// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/entry_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "dsl/text/suggest.hpp"
#include "engine/codec/canonical.hpp"
#include "engine/codec/value_text.hpp"

namespace frist::codec {
namespace {

using model::Record;
using model::Row;
using model::RuleSet;
using model::Value;
using nlohmann::json;
using text::Error;
using text::ErrorKind;

constexpr const char *kRecord = "record", *kOthers = "others", *kKey = "key";

Error wrong(std::string message) { return Error{ErrorKind::Data, std::move(message)}; }

std::string with_nearest(std::string message, std::string_view word, const std::vector<std::string>& known) {
  const auto near = text::nearest(word, known);
  return near ? message + fmt::format("; did you mean `{}`?", *near) : message;
}

text::Result<std::string> text_of(const json& value, std::string_view name) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return std::string(value.get<bool>() ? "yes" : "no");
  if (value.is_number_integer()) return value.dump();
  return wrong(fmt::format("`{}` must be a text, a number, true, false or null", name));
}

class Reader {
 public:
  Reader(const RuleSet& rules, const calendar::Zone& zone) : rules_(rules), zone_(zone) {}

  text::Result<model::RecordId> record_of(const json& object) const {
    if (!object.is_object()) return wrong("an entry must be a JSON object");
    const auto name = object.find(kRecord);
    std::vector<std::string> known;
    for (const Record& r : rules_.records) known.push_back(r.name);
    if (name == object.end() || !name->is_string())
      return wrong(fmt::format("`record` must say which kind the entry is: {}", fmt::join(known, ", ")));
    const auto id = rules_.find_record(name->get_ref<const std::string&>());
    if (id) return *id;
    return wrong(with_nearest(fmt::format("the policy has no record `{}`", name->get<std::string>()),
                              name->get<std::string>(), known));
  }

  // `beyond` are members that are neither fields nor lists but belong there.
  text::Result<Row> row(model::RecordId id, const json& object, const std::vector<std::string_view>& beyond) const {
    const Record& record = rules_.records[id];
    if (!object.is_object()) return wrong(fmt::format("a {} must be a JSON object", record.name));
    Row row{id, object.contains(kKey) && object[kKey].is_string() ? object[kKey].get<std::string>() : "", {}, {}};
    for (const model::Field& field : record.fields) {
      auto value = field_value(field, object);
      if (!value) return value.error();
      row.fields.push_back(std::move(value).value());
    }
    for (const model::List& list : record.lists) {
      auto rows = list_rows(list, object);
      if (!rows) return rows.error();
      row.lists.push_back(std::move(rows).value());
    }
    if (auto fine = only_known(record, object, beyond); !fine) return fine.error();
    return row;
  }

  text::Result<Value> field_value(const model::Field& field, const json& object) const {
    const auto member = object.find(field.name);
    if (member == object.end()) return missing_value(field);
    if (member->is_null()) return Value{};
    if (field.type.base == model::Base::Link && member->is_object())
      return Value{Value::State::Known, 0, {}, member->value("key", "linked")};
    auto text = text_of(*member, field.name);
    if (!text) return text.error();
    return value_of_text(rules_, field, text.value(), zone_);
  }

  text::Result<model::EngineFacts> engine_facts(const json& object) const {
    model::EngineFacts facts;
    const auto read = [&](std::string_view name, Value& into, model::Base base) -> text::Status {
      const auto member = object.find(name);
      if (member == object.end()) return {};
      into = Value{};
      if (member->is_null()) return {};
      auto text = text_of(*member, name);
      if (!text) return text.error();
      model::Field field;
      field.type.base = base;
      into = value_of_text(rules_, field, text.value(), zone_);
      return {};
    };
    for (auto status : {read("on_hold", facts.on_hold, model::Base::YesNo),
                        read("erasure_requested_on", facts.erasure_requested_on, model::Base::Date),
                        read("restricted_on", facts.restricted_on, model::Base::Date),
                        read("last_reviewed_on", facts.last_reviewed_on, model::Base::Date)})
      if (!status) return status.error();
    return facts;
  }

  text::Result<std::optional<std::vector<Row>>> others(const json& object) const {
    const auto member = object.find(kOthers);
    if (member == object.end()) return std::optional(std::vector<Row>{});
    if (member->is_null()) return std::optional<std::vector<Row>>();
    if (!member->is_array()) return wrong("`others` must be an array of records, or null where nobody knows them");
    std::vector<Row> rows;
    for (const json& other : *member) {
      const auto id = record_of(other);
      if (!id) return id.error();
      auto one = row(id.value(), other, {kRecord, kKey});
      if (!one) return one.error();
      rows.push_back(std::move(one).value());
    }
    return std::optional(std::move(rows));
  }

  text::Result<std::vector<std::optional<Row>>> links(const Record& record, const json& object) const {
    std::vector<std::optional<Row>> linked(record.fields.size());
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
      const auto member = object.find(record.fields[i].name);
      if (record.fields[i].type.base != model::Base::Link || member == object.end() || !member->is_object()) continue;
      auto one = row(record.fields[i].link_to, *member, {kKey});
      if (!one) return one.error();
      linked[i] = std::move(one).value();
    }
    return linked;
  }

 private:
  text::Result<std::optional<std::vector<Row>>> list_rows(const model::List& list, const json& object) const {
    const auto member = object.find(list.name);
    if (member == object.end()) return std::optional(std::vector<Row>{});
    if (member->is_null()) return std::optional<std::vector<Row>>();
    if (!member->is_array())
      return wrong(fmt::format("`{}` must be an array, or null where nobody knows it", list.name));
    std::vector<Row> rows;
    for (const json& child : *member) {
      auto one = row(list.record, child, {kKey});
      if (!one) return one.error().with_context(list.name);
      rows.push_back(std::move(one).value());
    }
    return std::optional(std::move(rows));
  }

  text::Status only_known(const Record& record, const json& object, const std::vector<std::string_view>& beyond) const {
    std::vector<std::string> known(beyond.begin(), beyond.end());
    for (const model::Field& field : record.fields) known.push_back(field.name);
    for (const model::List& list : record.lists) known.push_back(list.name);
    for (const auto& [name, value] : object.items())
      if (std::find(known.begin(), known.end(), name) == known.end())
        return wrong(with_nearest(fmt::format("a {} has no field `{}`", record.name, name), name, known));
    return {};
  }

  const RuleSet& rules_;
  const calendar::Zone& zone_;
};

std::string text_of_rows(const RuleSet& rules, const std::vector<Row>& rows, const calendar::Zone& zone);

// Fields that are known or unknown (null), lists; nothing for what is none.
CanonicalObject object_of_row(const RuleSet& rules, const Row& row, const calendar::Zone& zone) {
  const Record& record = rules.records[row.record];
  CanonicalObject object;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const model::Field& field = record.fields[i];
    if (field.identity || row.fields[i].state == Value::State::None) continue;
    if (row.fields[i].known())
      object.add_text(field.name, text_of_value(rules, field, row.fields[i], zone));
    else
      object.add_json(field.name, "null");
  }
  for (std::size_t i = 0; i < record.lists.size(); ++i)
    object.add_json(record.lists[i].name, row.lists[i] ? text_of_rows(rules, *row.lists[i], zone) : "null");
  return object;
}

std::string text_of_rows(const RuleSet& rules, const std::vector<Row>& rows, const calendar::Zone& zone) {
  std::string list = "[";
  for (const Row& row : rows) {
    if (list.size() > 1) list += ',';
    list += object_of_row(rules, row, zone).text();
  }
  return list += ']';
}

std::string text_of_others(const RuleSet& rules, const std::vector<Row>& others, const calendar::Zone& zone) {
  std::string list = "[";
  for (const Row& other : others) {
    if (list.size() > 1) list += ',';
    CanonicalObject one = object_of_row(rules, other, zone);
    one.add_text(kRecord, rules.records[other.record].name);
    list += one.text();
  }
  return list += ']';
}

void add_engine_facts(CanonicalObject& object, const model::EngineFacts& facts) {
  if (!facts.on_hold.known())
    object.add_json("on_hold", "null");
  else if (facts.on_hold.number)
    object.add_json("on_hold", "true");
  const auto date = [&](const char* name, const Value& value) {
    if (value.known()) object.add_text(name, calendar::to_iso(static_cast<calendar::Day>(value.number)));
  };
  date("erasure_requested_on", facts.erasure_requested_on);
  date("restricted_on", facts.restricted_on);
  date("last_reviewed_on", facts.last_reviewed_on);
}

}  // namespace

text::Result<model::Entry> entry_of_json(const RuleSet& rules, const json& object, const calendar::Zone& zone) {
  const Reader reader(rules, zone);
  const auto id = reader.record_of(object);
  if (!id) return id.error();
  auto row =
      reader.row(id.value(), object,
                 {kRecord, kOthers, kKey, "on_hold", "erasure_requested_on", "restricted_on", "last_reviewed_on"});
  if (!row) return row.error();
  auto engine = reader.engine_facts(object);
  if (!engine) return engine.error();
  auto others = reader.others(object);
  if (!others) return others.error();
  auto linked = reader.links(rules.records[id.value()], object);
  if (!linked) return linked.error();
  return model::Entry{std::move(row).value(), std::move(engine).value(), std::move(others).value(),
                      std::move(linked).value()};
}

std::string text_of_entry(const RuleSet& rules, const model::Entry& entry, const calendar::Zone& zone) {
  const Record& record = rules.records[entry.row.record];
  CanonicalObject object = object_of_row(rules, entry.row, zone);
  object.add_text(kRecord, record.name);
  if (!entry.row.key.empty()) object.add_text(kKey, entry.row.key);
  for (std::size_t i = 0; i < entry.linked.size(); ++i)
    if (entry.linked[i]) object.add_json(record.fields[i].name, object_of_row(rules, *entry.linked[i], zone).text());
  if (!entry.others) object.add_json(kOthers, "null");
  if (entry.others && !entry.others->empty()) object.add_json(kOthers, text_of_others(rules, *entry.others, zone));
  add_engine_facts(object, entry.engine);
  return object.text();
}

}  // namespace frist::codec
