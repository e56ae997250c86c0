// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "dsl/text/check.hpp"
#include "engine/service/import_lines.hpp"
#include "engine/store/decode.hpp"
#include "engine/store/import_rows.hpp"
#include "engine/store/schema_sql.hpp"
#include "tests/fuzz/ledger.hpp"
#include "tests/fuzz/targets.hpp"

namespace frist::fuzz {
namespace {

using Lines = std::unique_ptr<service::ImportLines>;
using OpenLines = text::Result<Lines> (*)(std::istream& input);

const model::Record& loan() { return ledger().rules->records.front(); }

// A database with the ledger's empty tables, in a folder of its own; what an input loads is rolled back.
class Tables {
 public:
  Tables() : folder_(new_folder()), connection_(open(folder_ / "ledger.db")) {
    FRIST_CHECK(connection_.execute(store::schema_sql(*ledger().rules, {true, false})));
  }
  ~Tables() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  store::Connection& connection() { return connection_; }

 private:
  static std::filesystem::path new_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "frist_fuzz_XXXXXX").string();
    FRIST_CHECK(mkdtemp(name.data()) != nullptr);
    return name;
  }
  static store::Connection open(const std::filesystem::path& path) {
    auto connection = store::Connection::open(path.string(), {store::OpenOptions::Mode::Create});
    FRIST_CHECK(connection);
    return std::move(connection).value();
  }

  std::filesystem::path folder_;
  store::Connection connection_;
};

void everything_loaded_is_readable(store::Connection& connection) {
  for (const model::Field& field : loan().fields) {
    const std::string beside = field.currency_column.empty() ? "NULL" : '"' + field.currency_column + '"';
    auto rows = connection.prepare("SELECT \"" + field.column + "\", " + beside + " FROM loans");
    law(rows.ok(), "the loaded rows can be read");
    const auto plan = store::plan_of(*ledger().rules, field, &ledger_zone());
    for (;;) {
      const auto more = rows.value().step();
      law(more.ok(), "the loaded rows can be read");
      if (!more.value()) break;
      sqlite3_stmt* row = rows.value().handle();
      const auto value = store::decode(plan, sqlite3_column_value(row, 0), sqlite3_column_value(row, 1));
      law(value.state != model::Value::State::NotReadable, "what was loaded is readable");
    }
  }
}

void reads_the_same(const Lines& lines, const service::ImportLine& line, OpenLines open) {
  std::istringstream file(lines->rejected_header() + lines->rejected(line, "line 1: a \"reason\", in two\nlines"));
  const auto again = open(file);
  law(again.ok(), "a file of rejected lines is one to import");
  service::ImportLine read;
  const auto more = again.value()->next(read);
  law(more.ok() && more.value(), "a rejected line is there");
  law(read.problem.empty() && read.values == line.values, "a rejected line says what it said before");
}

void load(std::string_view input, OpenLines open) {
  static Tables tables;
  std::istringstream file{std::string(input)};
  const auto lines = open(file);
  if (!lines) return;
  const auto transaction = store::Transaction::begin_write(tables.connection());
  FRIST_CHECK(transaction);
  auto importer = store::RowImporter::open(tables.connection(), *ledger().rules, 0, lines.value()->names());
  if (!importer) return;
  importer.value().required_and_unnamed();
  service::ImportLine line;
  bool any = false;
  for (;;) {
    const auto more = lines.value()->next(line);
    if (!more || !more.value()) break;
    if (!line.problem.empty()) {
      lines.value()->rejected(line, line.problem);
      continue;
    }
    const auto wrong = importer.value().insert(line.values);
    law(wrong.ok(), "no line makes the database fail");
    any = any || wrong.value().empty();
    if (!wrong.value().empty()) reads_the_same(lines.value(), line, open);
  }
  if (any) everything_loaded_is_readable(tables.connection());
}

}  // namespace

void csv(std::string_view input) {
  load(input, [](std::istream& file) { return service::csv_lines(file, store::import_names(loan())); });
}

void ndjson(std::string_view input) {
  load(input, [](std::istream& file) -> text::Result<Lines> { return service::ndjson_lines(file, loan()); });
}

}  // namespace frist::fuzz
