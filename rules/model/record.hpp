// SPDX-License-Identifier: Apache-2.0
// The shape of the user's data: kinds of records, their fields and lists, and where they stand in a database.
#pragma once

#include <string>
#include <vector>

#include "dsl/text/span.hpp"
#include "rules/model/type.hpp"

namespace frist::model {

// What a missing value means. `Required`: it should be there, so that its absence is unknown ("not recorded").
enum class Absent : std::uint8_t { Required, None, Unknown, No };

// How a value is stored. `Plain` is the usual way of its type: ISO dates, 0/1 or yes/no, decimal text.
enum class Stored : std::uint8_t { Plain, Days, Seconds, Cents, Decimal };

struct Field {
  std::string name;
  Titles titles;
  Type type;
  bool identity = false;  // says who somebody is; never read by rules
  Absent absent = Absent::Required;
  std::string column;           // in the user's table
  std::string currency_column;  // Money whose currency stands in a column of its own; else empty
  Stored stored = Stored::Plain;
  RecordId link_to = kNoId;  // Base::Link
  text::Span span;
};

struct List {
  std::string name;
  Titles titles;
  RecordId record = kNoId;
  text::Span span;
};

struct Record {
  std::string name;
  Titles titles;
  std::string table;          // empty: never read from a database
  std::string key;            // the column that identifies a row
  std::string parent_column;  // children only: the column that holds the parent's key
  RecordId parent = kNoId;    // children only
  FieldId subject = kNoId;    // the field that tells whose data it is; kNoId for children and records without a person
  std::vector<Field> fields;
  std::vector<List> lists;
  text::Span span;
  bool is_child() const { return parent != kNoId; }
};

}  // namespace frist::model
