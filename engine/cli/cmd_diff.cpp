// SPDX-License-Identifier: Apache-2.0
// What a change of policy means. OLD and NEW are policies of files, or the ones that a database keeps.
#include <fmt/core.h>

#include <charconv>

#include "engine/cli/command_list.hpp"
#include "engine/cli/diff_report.hpp"
#include "engine/cli/policy_argument.hpp"
#include "engine/cli/stages.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/policy_hash.hpp"

namespace frist::cli {
namespace {

using service::ComparedPolicy;

constexpr const char* kAttached = "attached";
constexpr std::uint32_t kMostSamples = 1000;

text::Result<std::uint32_t> samples_of(const Arguments& arguments) {
  const std::string text = arguments.one_or("--samples", "5");
  std::uint32_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error == std::errc() && end == text.data() + text.size() && n <= kMostSamples) return n;
  return text::Error{text::ErrorKind::Usage,
                     fmt::format("`--samples` needs a whole number from 0 to {}, not `{}`", kMostSamples, text)};
}

// What is about entries needs a database.
text::Status require_database(const Arguments& arguments) {
  if (arguments.has("--db")) return {};
  if (arguments.one("OLD") == kAttached)
    return text::Error{text::ErrorKind::Usage, "`attached` is the policy of a database; say which with --db FILE"};
  for (const char* option : {"--as-of", "--samples", "--quiet"})
    if (arguments.has(option))
      return text::Error{text::ErrorKind::Usage,
                         fmt::format("`{}` is about the entries of a database; say which with --db FILE", option)};
  return {};
}

// The two policies and, where one was named, the database.
struct Sides {
  std::optional<store::Connection> connection;
  ComparedPolicy before, after;
  ExitCode code = ExitCode::Done;
};

// Where it does not check, its findings are drawn; then it has no rules and `code` says why.
ComparedPolicy read_side(const std::string& path, const Arguments& arguments, const Console& console, ExitCode& code) {
  const auto read = read_policy(path, arguments, console);
  code = read.code;
  if (!read.policy) return {};
  return {read.policy->rules, service::policy_hash(*read.policy->rules)};
}

text::Status open_sides(const Arguments& arguments, const Console& console, Sides& sides) {
  if (arguments.one("OLD") == kAttached) {
    auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
    if (!database) return database.error();
    sides.before = {database.value().policy->rules, database.value().policy_hash};
    sides.connection.emplace(std::move(database.value().connection));
  } else {
    sides.before = read_side(arguments.one("OLD"), arguments, console, sides.code);
    if (!sides.before.rules) return {};
  }
  sides.after = read_side(arguments.one("NEW"), arguments, console, sides.code);
  if (!sides.after.rules || sides.connection || !arguments.has("--db")) return {};
  store::OpenOptions options;
  options.mode = store::OpenOptions::Mode::ReadOnly;
  auto opened = store::Connection::open(arguments.one("--db"), options);
  if (!opened) return opened.error();
  sides.connection.emplace(std::move(opened).value());
  return {};
}

text::Result<service::PolicyComparison> compare_sides(Sides& sides, std::uint32_t samples, const Arguments& arguments,
                                                      const Console& console) {
  Stages stages(console, arguments.has("--quiet"));
  run::DiffOptions options;
  options.samples = samples;
  options.progress = stages.teller();
  const auto as_of = arguments.has("--as-of") ? std::optional(arguments.one("--as-of")) : std::nullopt;
  return service::compare_policies(sides.before, sides.after, sides.connection ? &*sides.connection : nullptr, as_of,
                                   options);
}

ExitCode diff(const Arguments& arguments, const Console& console) {
  if (auto enough = require_database(arguments); !enough) return fail(console, enough.error(), arguments);
  const auto samples = samples_of(arguments);
  if (!samples) return fail(console, samples.error(), arguments);
  Sides sides;
  if (auto opened = open_sides(arguments, console, sides); !opened) return fail(console, opened.error(), arguments);
  if (!sides.before.rules || !sides.after.rules) return sides.code;
  const auto compared = compare_sides(sides, samples.value(), arguments, console);
  if (!compared) return fail(console, compared.error(), arguments);
  if (arguments.has("--html"))
    if (auto written = write_file(arguments.one("--html"), service::comparison_page(compared.value())); !written)
      return fail(console, written.error(), arguments);
  console.print(arguments.has("--json") ? diff_json(compared.value()) : diff_words(compared.value()));
  return compared.value().any() ? ExitCode::Findings : ExitCode::Done;
}

}  // namespace

Command diff_command() {
  Option database = database_option();
  database.required = false;
  database.help = "also compare what becomes of the entries of this database";
  return {"diff",
          "Nights",
          "what a change of policy means: for the rules, and for the entries of a database",
          "Exit status 0 where nothing differs, 1 where something does. A change of a rule is said to perhaps erase "
          "more, or earlier, unless it is certain that it cannot. Nothing is written.",
          {{"OLD", "the policy as it was: a file, a folder, or `attached` for the one of the database"},
           {"NEW", "the policy as it shall be: a file or a folder"}},
          {database,
           as_of_option(),
           {"--samples", "N", "how many entries to show of each change and kind; without it 5"},
           {"--html", "FILE", "write a page for people to this file"},
           json_option(),
           quiet_option()},
          {{"frist diff attached policies/schufa --db bureau.db", "what would the new policy change tonight?"},
           {"frist diff attached policies/schufa --db bureau.db --html change.html", "a page to send around"}},
          diff};
}

}  // namespace frist::cli
