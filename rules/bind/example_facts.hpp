// SPDX-License-Identifier: Apache-2.0
// The facts that an example gives: an entry with its parts, other records of its subject, what the engine knows. Part
// of this room only.
#pragma once

#include "rules/bind/context.hpp"

namespace frist::bind {

class ExampleFacts {
 public:
  ExampleFacts(Context& context, model::Example& example) : context_(context), example_(example) {}

  /// One `given` or `and` with what it gives.
  void take(const Node& clause);

 private:
  using Row = model::Row;

  void take_record(const Node& given);
  void take_score(const Node& given);
  void take_unknown(const Node& given);
  void take_fact(const Node& given);
  Row row_of(RecordId record, const Node& given);
  void assign(Row& row, const Node& assign);
  void attach(Row row, const Node& name, bool other);
  bool attach_as_part(Row& row);
  bool attach_as_linked(Row& row);
  bool needs_entry(const Node& node);

  Context& context_;
  model::Example& example_;
  /// From the record given last up to the entry or to another record of its subject. The rows may move when rows
  /// beside them are added; only these are kept, each the last of its list.
  std::vector<Row*> latest_;
  std::uint32_t rows_ = 0;
};

/// What a field is before anybody says anything of it.
model::Value absent_value(const model::Field& field);
/// A literal as a value of the field; reports what does not fit.
std::optional<model::Value> value_of(Context& context, const Node& literal, const model::Field& field);

}  // namespace frist::bind
