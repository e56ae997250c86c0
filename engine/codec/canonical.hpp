// SPDX-License-Identifier: Apache-2.0
// JSON as one sequence of bytes for one value (RFC 8785): members sorted by their UTF-16 code units, no white space,
// shortest escapes. Numbers must be whole and within +-2^53, as ours are: amounts and decimals travel as text.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace frist::codec {

// Requires: only objects, arrays, texts in good UTF-8, booleans, null and whole numbers.
std::string canonical(const nlohmann::json& value);

/// Whether every whole number in it may stand in canonical JSON: none is beyond 2^53 on either side.
bool numbers_are_exact(const nlohmann::json& value);

// For those who write an object member by member: a text in quotes with its escapes, and the order of two names.
void append_canonical(std::string_view text, std::string& out);
bool comes_before(std::string_view name, std::string_view other);

// One object on its way to canonical text without a document in between: a night writes one for each entry. Members may
// come in any order; of two with one name the later counts. Names are borrowed until text() was called.
class CanonicalObject {
 public:
  void add_text(std::string_view name, std::string_view value);
  void add_json(std::string_view name, std::string_view canonical);  // a value that is canonical already
  std::string text();

 private:
  struct Member {
    std::string_view name;
    std::size_t begin, end;  // in values_
  };
  std::vector<Member> members_;
  std::string values_;
};

}  // namespace frist::codec
