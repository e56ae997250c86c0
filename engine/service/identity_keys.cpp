// SPDX-License-Identifier: Apache-2.0
#include "engine/service/identity_keys.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/service/as_of.hpp"
#include "engine/service/ask.hpp"
#include "engine/service/deed.hpp"
#include "engine/store/identity.hpp"
#include "engine/store/kinds.hpp"
#include "engine/store/quote.hpp"
#include "engine/store/work_lock.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;

// Opens the key file at the first value that needs it.
class Opener {
 public:
  Opener(store::Connection& connection, std::string path) : connection_(connection), path_(std::move(path)) {}

  text::Result<std::string> open(const store::IdentityColumn& column, const store::Key& row, const store::Key& value) {
    const auto number = value.kind == store::Key::Kind::Blob ? keys::key_number_of(value.bytes) : std::nullopt;
    if (!number) return Error{ErrorKind::Data, "it is not sealed as it should be"};
    if (!file_) file_ = store::open_keys(connection_, path_, keys::KeyFile::Use::Read);
    if (!*file_) return file_->error();
    const auto key = file_->value().find(*number);
    if (!key) return key.error();
    if (!key.value()) return Error{ErrorKind::Data, "its key was destroyed"};
    const std::string about = store::sealed_bytes(row);
    const auto bytes = keys::open_field(*key.value(), {column.table, column.column, about}, value.bytes);
    const auto opened = bytes ? store::value_of_bytes(*bytes) : std::nullopt;
    if (!opened) return Error{ErrorKind::Data, "it was changed, or belongs to another row or column"};
    return store::to_text(*opened);
  }

 private:
  store::Connection& connection_;
  std::string path_;
  std::optional<text::Result<keys::KeyFile>> file_;
};

text::Status wrap_anew(OpenDatabase& database, const std::string& path, NewEpoch& epoch) {
  store::Connection& connection = database.connection;
  auto file = store::open_keys(connection, path, keys::KeyFile::Use::Write);
  if (!file) return file.error();
  const auto pending = store::pending_keys(connection);
  if (!pending) return pending.error();
  const auto live = store::keys_in_use(connection);
  if (!live) return live.error();
  const auto rotated = file.value().rotate(live.value(), now());
  if (!rotated) return rotated.error();
  epoch = {file.value().epoch(), rotated.value().kept, rotated.value().destroyed};
  if (auto forgotten = store::forget_pending_keys(connection, pending.value()); !forgotten) return forgotten;
  codec::EntryBody body;
  body.action = "begin key epoch";
  const auto today = day_of(database, "");
  if (!today) return today.error();
  body.on = today.value();
  body.outcome = fmt::format("{} keys kept, {} destroyed", epoch.kept, epoch.destroyed);
  const EntryRef about{0, {}, fmt::format("epoch/{}", epoch.epoch)};
  return note_deed(database, audit::Happening::KeyDestroyed, about, std::move(body));
}

}  // namespace

text::Result<std::vector<IdentityValue>> identity_of(OpenDatabase& database, const std::string& entry,
                                                     const std::string& key_file) {
  const auto name = entry_name(database.rules(), entry);
  if (!name) return name.error();
  const model::Record& record = database.rules().records[name.value().record];
  if (record.table.empty() || record.key.empty())
    return Error{ErrorKind::Usage, fmt::format("`{}` has no table with a key", record.name)};
  const auto key = store::find_key(database.connection, record, name.value().id);
  if (!key) return key.error();
  if (!key.value()) return Error{ErrorKind::Data, fmt::format("there is no entry `{}`", entry)};
  const auto columns = store::identity_columns(database.connection);
  if (!columns) return columns.error();
  const auto sealed = store::of_table(columns.value(), record.table);
  Opener opener(database.connection, store::key_path(database.connection, key_file));
  std::vector<IdentityValue> values;
  for (const model::Field& field : record.fields) {
    if (!field.identity) continue;
    auto row = database.connection.prepare(fmt::format("SELECT {} FROM {} WHERE {} = ?1", store::sql_name(field.column),
                                                       store::sql_name(record.table), store::sql_name(record.key)));
    if (!row) return row.error();
    const auto there = row.value().bind(1, *key.value()).step();
    if (!there) return there.error();
    const store::Key stored = there.value() ? row.value().key(0) : store::Key();
    IdentityValue& value = values.emplace_back();
    value.field = field.name;
    if (stored.empty()) continue;
    const auto mark = std::find_if(sealed.begin(), sealed.end(),
                                   [&](const auto& c) { return store::same_name(c.column, field.column); });
    const auto text = mark == sealed.end() ? text::Result<std::string>(store::to_text(stored))
                                           : opener.open(*mark, *key.value(), stored);
    (text ? value.value : value.why_not) = text ? text.value() : text.error().message;
  }
  return values;
}

text::Result<NewEpoch> begin_epoch(OpenDatabase& database, const std::string& key_file) {
  store::Connection& connection = database.connection;
  const auto columns = store::identity_columns(connection);
  if (!columns) return columns.error();
  if (columns.value().empty())
    return Error{ErrorKind::Usage, fmt::format("the database `{}` has no sealed identity fields", connection.path())};
  const auto alone = store::WorkLock::take(connection.path());
  if (!alone) return alone.error();
  // Under the write lock: nobody stores or takes away a row meanwhile.
  NewEpoch epoch;
  auto done = do_deed(database, [&] { return wrap_anew(database, store::key_path(connection, key_file), epoch); });
  if (!done) return done.error();
  return epoch;
}

}  // namespace frist::service
