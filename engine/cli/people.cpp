// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/people.hpp"

#include <fmt/core.h>

#include <charconv>

namespace frist::cli {

Option by_option() { return {"--by", "WHO", "who says so, such as 'records office'; the log keeps it", {}, true}; }

Positional request_positional() {
  return {"REQUEST", "its number, as `frist request list` shows it, or its entry (kind/id)"};
}

text::Result<std::int64_t> number_of(const Arguments& arguments, const char* what) {
  const std::string& written = arguments.one("NUMBER");
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (error == std::errc() && end == written.data() + written.size() && number > 0) return number;
  return text::Error{text::ErrorKind::Usage, fmt::format("`{}` is not the number of {}", written, what)};
}

void add_outlook(codec::ReportRow& row, const service::Outlook& outlook) {
  row.emplace_back("erasure", std::string(service::word_of(outlook.kind)));
  if (calendar::is_day(outlook.day)) row.emplace_back("erased_on", calendar::to_iso(outlook.day));
  if (outlook.rule.empty()) return;
  row.emplace_back("by_rule", outlook.rule);
  row.emplace_back("on_request", outlook.on_request);
}

}  // namespace frist::cli
