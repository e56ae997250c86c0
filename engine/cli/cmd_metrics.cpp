// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/command_list.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/metrics.hpp"

namespace frist::cli {
namespace {

ExitCode figures(const Arguments& arguments, const Console& console) {
  auto database = service::open_attached(arguments.one("--db"), store::OpenOptions::Mode::ReadOnly);
  if (!database) return fail(console, database.error(), arguments);
  const auto text = service::metrics_text(database.value(), service::now());
  if (!text) return fail(console, text.error(), arguments);
  if (!arguments.has("--out")) return console.print(text.value()), ExitCode::Done;
  if (auto written = write_file(arguments.one("--out"), text.value()); !written)
    return fail(console, written.error(), arguments);
  return ExitCode::Done;
}

}  // namespace

Command metrics_command() {
  return {"metrics",
          "Databases",
          "figures for Prometheus: what is due and overdue, the last night, reviews, holds",
          "For the textfile collector of the node exporter, which reads files *.prom of a folder. The file is replaced "
          "in one step. Names of records, rules and the policy are in it, but no key and no value of any entry.",
          {},
          {database_option(), {"--out", "FILE", "the file to write; without it standard output"}},
          {{"frist metrics --db bureau.db --out frist.prom", "for a collector that reads this folder"}},
          figures};
}

}  // namespace frist::cli
