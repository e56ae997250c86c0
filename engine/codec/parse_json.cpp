// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/parse_json.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "dsl/text/utf8.hpp"

namespace frist::codec {
namespace {

using nlohmann::json;

constexpr std::size_t kDeepest = 100;

// Builds the value as the parser reports it. Open objects and arrays are kept on a stack of their own and moved into
// their parent when they close.
class Builder : public nlohmann::json_sax<json> {
 public:
  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= static_cast<number_unsigned_t>(INT64_MAX) ? put(static_cast<number_integer_t>(value))
                                                              : put(std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& written) override { return put(written); }
  bool string(string_t& value) override { return put(value); }
  bool binary(binary_t&) override { return stop("bytes are no JSON"); }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back().contains(name)) return stop(fmt::format("`{}` stands twice in one object", name));
    keys_.back() = name;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error_at_ = position;
    return stop("this is no JSON");
  }

  const std::string& error() const { return error_; }
  // The byte, from 1, at which the text stops being JSON; nothing for other errors.
  std::optional<std::size_t> error_at() const { return error_at_; }
  json& value() { return value_; }

 protected:
  bool stop(std::string why) {
    error_ = std::move(why);
    return false;
  }

 private:
  bool put(json value) {
    if (open_.empty())
      value_ = std::move(value);
    else if (open_.back().is_array())
      open_.back().push_back(std::move(value));
    else
      open_.back()[keys_.back()] = std::move(value);
    return true;
  }
  bool open(json empty) {
    if (open_.size() == kDeepest) return stop(fmt::format("nested more than {} levels deep", kDeepest));
    open_.push_back(std::move(empty));
    keys_.emplace_back();
    return true;
  }
  bool close() {
    json done = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return put(std::move(done));
  }

  std::vector<json> open_;
  std::vector<std::string> keys_;
  json value_;
  std::string error_;
  std::optional<std::size_t> error_at_;
};

class CborBuilder : public Builder {
 public:
  bool number_float(number_float_t, const string_t&) override { return stop("a number with a fraction"); }
};

// "line 3, column 7" of a byte counted from 1; only the column in a text of one line.
std::string place_of(std::string_view text, std::size_t byte) {
  const auto before = text.substr(0, std::min(text.size(), byte - std::min<std::size_t>(byte, 1)));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto column = text::count_code_points(before.substr(line_start)) + 1;
  const bool one_line = text.find('\n') >= text.size() - std::min<std::size_t>(text.size(), 1);
  return one_line ? fmt::format("column {}", column) : fmt::format("line {}, column {}", lines + 1, column);
}

}  // namespace

text::Result<json> parse_json(std::string_view text) {
  // The parser would take a zero byte for the end of the text.
  if (text.find('\0') != std::string_view::npos)
    return text::Error{text::ErrorKind::Data, "a zero byte stands in the JSON text"};
  Builder builder;
  if (!json::sax_parse(text, &builder)) {
    const auto at = builder.error_at();
    return text::Error{text::ErrorKind::Data,
                       at ? fmt::format("{} from {} on", builder.error(), place_of(text, *at)) : builder.error()};
  }
  return std::move(builder.value());
}

text::Result<json> parse_cbor(std::string_view bytes) {
  CborBuilder builder;
  if (json::sax_parse(bytes, &builder, json::input_format_t::cbor)) return std::move(builder.value());
  return text::Error{text::ErrorKind::Data, builder.error_at() ? "this is no CBOR" : builder.error()};
}

}  // namespace frist::codec
