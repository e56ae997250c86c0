// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "engine/cli/command_list.hpp"
#include "engine/codec/report_json.hpp"
#include "engine/service/stuck.hpp"

namespace frist::cli {
namespace {

constexpr std::size_t kStuckShown = 20;

text::Result<std::size_t> stuck_limit(const Arguments& arguments) {
  if (!arguments.has("--limit")) return kStuckShown;
  const std::string& written = arguments.one("--limit");
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), limit);
  if (error == std::errc() && end == written.data() + written.size() && limit > 0) return limit;
  return text::Error{text::ErrorKind::Usage, fmt::format("--limit takes a whole number from 1 on, not `{}`", written)};
}

std::string entries_of(std::int64_t n) { return fmt::format("{} {}", n, n == 1 ? "entry" : "entries"); }

std::string stuck_words(const service::StuckFact& fact) {
  std::string words = fmt::format("  {} of {} {} for {}; {} by this alone\n     ", entries_of(fact.waiting),
                                  fact.record, fact.waiting == 1 ? "waits" : "wait", fact.fact, fact.alone);
  for (const std::string& entry : fact.some) words += " " + entry;
  const std::int64_t more = fact.waiting - static_cast<std::int64_t>(fact.some.size());
  return words + (more > 0 ? fmt::format(" and {} more\n", more) : "\n");
}

std::string all_words(const service::Stuck& stuck, std::size_t limit) {
  if (stuck.waiting == 0) return fmt::format("{} looked at; none waits for a fact\n", entries_of(stuck.looked_at));
  std::string words = fmt::format("{} looked at, {} cannot be decided in full until facts are recorded\n\n",
                                  entries_of(stuck.looked_at), stuck.waiting);
  for (std::size_t i = 0; i < std::min(limit, stuck.facts.size()); ++i) words += stuck_words(stuck.facts[i]);
  if (stuck.facts.size() > limit)
    words +=
        fmt::format("and {} more of {} facts; --limit shows more\n", stuck.facts.size() - limit, stuck.facts.size());
  return words;
}

std::string stuck_json(const service::Stuck& stuck, std::size_t limit) {
  std::vector<codec::ReportRow> rows;
  for (std::size_t i = 0; i < std::min(limit, stuck.facts.size()); ++i) {
    const service::StuckFact& f = stuck.facts[i];
    rows.push_back(
        {{"record", f.record}, {"fact", f.fact}, {"waiting", f.waiting}, {"alone", f.alone}, {"some_entries", f.some}});
  }
  return codec::text_of({"frist/stuck/1",
                         {{"looked_at", stuck.looked_at},
                          {"waiting", stuck.waiting},
                          {"facts_in_all", static_cast<std::int64_t>(stuck.facts.size())}},
                         {{"facts", rows}}});
}

ExitCode stuck(const Arguments& arguments, const Console& console) {
  const auto limit = stuck_limit(arguments);
  if (!limit) return fail(console, limit.error(), arguments);
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto found =
      service::stuck_entries(database.value(), arguments.one_or("--record", ""), arguments.one_or("--as-of", ""));
  if (!found) return fail(console, found.error(), arguments);
  console.print(arguments.has("--json") ? stuck_json(found.value(), limit.value())
                                        : all_words(found.value(), limit.value()));
  return ExitCode::Done;
}

}  // namespace

Command stuck_command() {
  return {
      "stuck",
      "People",
      "entries whose decision waits for a fact that nobody recorded, by fact",
      "The fact that lets most entries be decided comes first. An entry waits where its rules leave something open, "
      "it is not due for erasure and no person holds it; `frist why` tells what one entry waits for. A fact may "
      "turn out to be needed only when another is known.",
      {},
      {database_option(),
       {"--record", "KIND", "of this kind of entry alone"},
       {"--limit", "N", "at most so many facts; without it 20"},
       as_of_option(),
       json_option()},
      {{"frist stuck --db bureau.db", "what should be recorded first?"}},
      stuck};
}

}  // namespace frist::cli
