// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/pack_directory.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/parse_json.hpp"

namespace frist::codec {
namespace {

// Of every block one row of numbers: rows, then the places, then the counts.
nlohmann::json numbers_of(const PackBlock& b) {
  nlohmann::json row = nlohmann::json::array({b.rows, b.keys.at, b.keys.size});
  for (const auto* places : {&b.columns, &b.hanging})
    for (const PackPlace& place : *places) {
      row.push_back(place.at);
      row.push_back(place.size);
    }
  for (const std::uint64_t n : b.not_readable) row.push_back(n);
  return row;
}

// Throws where the row is too short or holds other things.
PackBlock block_of(const nlohmann::json& row, std::size_t columns, std::size_t spaces) {
  std::size_t i = 0;
  const auto next = [&] { return row.at(i++).get<std::uint64_t>(); };
  const auto place = [&] {
    const std::uint64_t at = next();
    return PackPlace{at, next()};
  };
  PackBlock b;
  b.rows = next();
  b.keys = place();
  for (std::size_t c = 0; c < columns; ++c) b.columns.push_back(place());
  for (std::size_t s = 0; s < spaces; ++s) b.hanging.push_back(place());
  for (std::size_t c = 0; c < columns; ++c) b.not_readable.push_back(next());
  return b;
}

}  // namespace

std::string bytes_of(const PackDirectory& directory) {
  nlohmann::json kinds = nlohmann::json::array();
  for (const PackKind& kind : directory.kinds) {
    nlohmann::json blocks = nlohmann::json::array();
    for (const PackBlock& b : kind.blocks) blocks.push_back(numbers_of(b));
    kinds.push_back(
        {{"spaces", kind.spaces}, {"columns", kind.columns}, {"rows", kind.rows}, {"blocks", std::move(blocks)}});
  }
  std::string bytes;
  nlohmann::json::to_cbor({{"policy", directory.policy},
                           {"schema", directory.schema},
                           {"run", directory.run},
                           {"made_at", directory.made_at},
                           {"kinds", std::move(kinds)}},
                          bytes);
  return bytes;
}

text::Result<PackDirectory> pack_directory(std::string_view bytes) {
  const text::Error wrong{text::ErrorKind::Data,
                          "this directory of packed columns is not in a form that is known here"};
  const auto parsed = parse_cbor(bytes);
  if (!parsed) return wrong;
  const nlohmann::json& object = parsed.value();
  try {
    PackDirectory directory;
    object.at("policy").get_to(directory.policy);
    object.at("schema").get_to(directory.schema);
    object.at("run").get_to(directory.run);
    object.at("made_at").get_to(directory.made_at);
    for (const auto& k : object.at("kinds")) {
      PackKind kind;
      k.at("spaces").get_to(kind.spaces);
      k.at("columns").get_to(kind.columns);
      k.at("rows").get_to(kind.rows);
      for (const auto& row : k.at("blocks"))
        kind.blocks.push_back(block_of(row, kind.columns.size(), kind.spaces.size()));
      directory.kinds.push_back(std::move(kind));
    }
    return directory;
  } catch (const nlohmann::json::exception&) {
    return wrong;
  }
}

}  // namespace frist::codec
