// SPDX-License-Identifier: Apache-2.0
#include "engine/store/checksums.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "engine/store/sqlite_error.hpp"

namespace frist::store {

using text::Error;
using text::ErrorKind;

namespace {

std::int64_t checksum_bits(std::uint64_t hash) { return static_cast<std::int64_t>(hash) & kChecksumBits; }

// A message of whole words, the first byte of each lowest.
template <std::size_t N>
std::array<char, 8 * N> bytes_of_words(const std::array<std::uint64_t, N>& words) {
  std::array<char, 8 * N> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(words[i / 8] >> (i % 8 * 8) & 0xff);
  return bytes;
}

// No two rows have the same: the kind of the entry's value stands above that of the entry.
std::array<std::uint64_t, 3> words_of_day(std::int64_t kind, std::int64_t day, Key::Kind type, std::uint64_t value) {
  return {static_cast<std::uint64_t>(kind) ^ static_cast<std::uint64_t>(type) << 56, static_cast<std::uint64_t>(day),
          value};
}

std::string_view bytes_of_value(sqlite3_value* value) {
  const void* bytes = sqlite3_value_blob(value);
  return {static_cast<const char*>(bytes), bytes ? static_cast<std::size_t>(sqlite3_value_bytes(value)) : 0};
}

// Each value as its type, its length and itself, so that no two rows have the same message.
void append_value(std::string& message, sqlite3_value* value) {
  const int type = sqlite3_value_type(value);
  std::int64_t number = 0;
  std::string_view bytes;
  if (type == SQLITE_INTEGER) {
    number = sqlite3_value_int64(value);
  } else if (type != SQLITE_NULL) {  // a REAL as SQLite writes it
    bytes = bytes_of_value(value);
    number = static_cast<std::int64_t>(bytes.size());
  }
  message += static_cast<char>(type);
  const auto length = bytes_of_words<1>({static_cast<std::uint64_t>(number)});
  message.append(length.data(), length.size());
  message += bytes;
}

}  // namespace

std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, std::int64_t entry) {
  const auto bytes = bytes_of_words(words_of_day(kind, day, Key::Kind::Integer, static_cast<std::uint64_t>(entry)));
  return checksum_bits(keys::short_hash(key, {bytes.data(), bytes.size()}));
}

std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, Key::Kind type,
                             std::string_view entry) {
  const auto bytes = bytes_of_words(words_of_day(kind, day, type, entry.size()));
  thread_local std::string message;
  message.assign(bytes.data(), bytes.size()).append(entry);
  return checksum_bits(keys::short_hash(key, message));
}

std::int64_t checksum_of_day(const ChecksumKey& key, std::int64_t kind, std::int64_t day, const Key& entry) {
  return entry.kind == Key::Kind::Integer ? checksum_of_day(key, kind, day, entry.number)
                                          : checksum_of_day(key, kind, day, entry.kind, entry.bytes);
}

// Called by SQLite, which knows no exceptions.
struct ChecksumCallbacks {
  struct Sum {
    std::int64_t sum;
    bool any, damaged;
  };
  static Sum* sum_of(sqlite3_context* context) noexcept {
    return static_cast<Sum*>(sqlite3_aggregate_context(context, sizeof(Sum)));
  }
  static const ChecksumKey* key_of(sqlite3_context* context) noexcept {
    auto* checksums = static_cast<Checksums*>(sqlite3_user_data(context));
    const int code = checksums->key_ ? SQLITE_OK : checksums->load_key();
    if (code != SQLITE_OK) {
      sqlite3_result_error_code(context, code == SQLITE_DONE ? SQLITE_CORRUPT : code);
      return nullptr;
    }
    return &*checksums->key_;
  }
  static void add(sqlite3_context* context, std::int64_t checksum) noexcept {
    Sum* sum = sum_of(context);
    if (!sum) return sqlite3_result_error_nomem(context);
    sum->sum = (sum->sum + checksum) & kChecksumBits;
    sum->any = true;
  }
  static void row(sqlite3_context* context, int count, sqlite3_value** values) noexcept {
    const ChecksumKey* key = key_of(context);
    if (!key) return;
    thread_local std::string message;
    message.clear();
    for (int i = 0; i < count; ++i) append_value(message, values[i]);
    add(context, checksum_bits(keys::short_hash(*key, message)));
  }
  // Kind, entry, day.
  static void day(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    const ChecksumKey* key = key_of(context);
    if (!key) return;
    const std::int64_t kind = sqlite3_value_int64(values[0]), day = sqlite3_value_int64(values[2]);
    switch (sqlite3_value_type(values[1])) {
      case SQLITE_INTEGER:
        return add(context, checksum_of_day(*key, kind, day, sqlite3_value_int64(values[1])));
      case SQLITE_NULL:
        return add(context, checksum_of_day(*key, kind, day, Key::Kind::Nothing, ""));
      case SQLITE_BLOB:
        return add(context, checksum_of_day(*key, kind, day, Key::Kind::Blob, bytes_of_value(values[1])));
      default:
        return add(context, checksum_of_day(*key, kind, day, Key::Kind::Text, bytes_of_value(values[1])));
    }
  }
  static void checksum(sqlite3_context* context, int, sqlite3_value** values) noexcept {
    const std::int64_t checksum = sqlite3_value_int64(values[0]);
    add(context, checksum);
    const bool is_one = sqlite3_value_type(values[0]) == SQLITE_INTEGER && (checksum & kChecksumBits) == checksum;
    if (Sum* sum = sum_of(context); sum && !is_one) sum->damaged = true;
  }
  static void finish(sqlite3_context* context) noexcept {
    const Sum* sum = sum_of(context);
    if (sum && sum->any)
      sqlite3_result_int64(context, sum->damaged ? -1 : sum->sum);  // what no sum of rows comes to
    else
      sqlite3_result_null(context);
  }
};

Status Checksums::attach(sqlite3* database) {
  database_ = database;
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  using Step = void (*)(sqlite3_context*, int, sqlite3_value**);
  for (const auto& [name, values, step] :
       {std::tuple<const char*, int, Step>{"frist_checksum_of_rows", -1, &ChecksumCallbacks::row},
        {"frist_checksum_of_days", 3, &ChecksumCallbacks::day},
        {"frist_sum_of_checksums", 1, &ChecksumCallbacks::checksum}}) {
    const int code = sqlite3_create_function_v2(database, name, values, kFlags, this, nullptr, step,
                                                &ChecksumCallbacks::finish, nullptr);
    if (code != SQLITE_OK) return latest_error(database, code);
  }
  return {};
}

int Checksums::load_key() {
  sqlite3_stmt* statement = nullptr;
  std::array<std::uint64_t, 2> words{};
  std::size_t found = 0;
  int code =
      sqlite3_prepare_v2(database_, "SELECT checksum FROM frist_checksum WHERE tab = 0 AND kind = 0 ORDER BY entry", -1,
                         &statement, nullptr);
  while (code == SQLITE_OK && found < words.size() && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    words[found++] = static_cast<std::uint64_t>(sqlite3_column_int64(statement, 0));
    code = SQLITE_OK;
  }
  sqlite3_finalize(statement);
  if (code == SQLITE_DONE) return SQLITE_DONE;
  if (code != SQLITE_OK) return code;
  key_.emplace();
  const auto bytes = bytes_of_words(words);
  std::copy(bytes.begin(), bytes.end(), key_->begin());
  return SQLITE_OK;
}

Result<ChecksumKey> Checksums::key() {
  const int code = key_ ? SQLITE_OK : load_key();
  if (code == SQLITE_OK) return *key_;
  if (code == SQLITE_DONE) return damaged_store("the key of the checksums is");
  return latest_error(database_, code);
}

text::Error damaged_store(const std::string& what) {
  return {
      ErrorKind::Data,
      fmt::format("{} not as written: the file is damaged, or was changed past SQLite. Nothing more is done with it; "
                  "`frist doctor --deep` tells what else is wrong, and a backup has it as it was",
                  what)};
}

text::Error damaged_day(std::int64_t day) {
  const bool is_day = day >= calendar::kFirstDay && day <= calendar::kLastDay;
  return damaged_store(fmt::format("the schedule of {} is", is_day ? calendar::to_iso(static_cast<calendar::Day>(day))
                                                                   : fmt::format("day {}", day)));
}

Status DaySums::require_same(Connection& connection, std::int64_t kind, std::int64_t through) const {
  auto rows = connection.cached("SELECT next, rows, sum FROM frist_day_checksum WHERE kind = ?1 AND next <= ?2");
  if (!rows) return rows.error();
  auto left = changes_;
  for (rows.value()->bind(1, kind).bind(2, through);;) {
    const auto row = rows.value()->step();
    if (!row) return row.error();
    if (!row.value()) break;
    const std::int64_t day = rows.value()->integer(0);
    const Change written{rows.value()->integer(1), rows.value()->integer(2)};
    const auto found = left.find(day);
    const bool sound = written == (found == left.end() ? Change() : found->second);
    if (found != left.end()) left.erase(found);
    if (sound) continue;
    rows.value()->reset();
    return damaged_day(day);
  }
  for (const auto& [day, change] : left)
    if (day <= through) return damaged_day(day);
  return {};
}

Status forget_empty_days(Connection& connection, calendar::Day as_of) {
  auto empty = connection.cached("DELETE FROM frist_day_checksum WHERE next <= ?1 AND rows = 0 AND sum = 0");
  return empty ? empty.value()->bind(1, as_of).run() : Status(empty.error());
}

Status DaySums::write(Connection& connection, std::int64_t kind) {
  if (changes_.empty()) return {};
  auto written = connection.cached(
      "INSERT INTO frist_day_checksum(next, kind, rows, sum) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
      "rows = rows + excluded.rows, sum = (sum + excluded.sum) & 4611686018427387903");
  if (!written) return written.error();
  for (const auto& [day, change] : changes_) {
    if (change.rows == 0 && change.sum == 0) continue;
    auto& row = written.value()->bind(1, day).bind(2, kind).bind(3, change.rows).bind(4, change.sum);
    if (auto done = row.run(); !done) return done;
  }
  forget();
  return {};
}

}  // namespace frist::store
