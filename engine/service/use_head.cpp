// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <filesystem>

#include "engine/run/head.hpp"
#include "engine/service/copies.hpp"
#include "engine/store/copy_mark.hpp"

namespace frist::service {

namespace fs = std::filesystem;
using text::Error;
using text::ErrorKind;
using text::Status;

namespace {

Status keep_for(store::HeadFile& head, std::int64_t days) {
  auto writing = head.begin();
  if (!writing) return writing.error();
  auto mark = head.mark();
  if (!mark) return mark.error();
  mark.value().days_kept = days;
  if (auto set = head.set_mark(mark.value()); !set) return set;
  return writing.value().commit();
}

}  // namespace

Status require_usable_head(store::Connection& connection, const std::string& path) {
  const fs::path place = fs::absolute(path).lexically_normal();
  std::error_code failed;
  if (fs::equivalent(place, connection.path(), failed))
    return Error{ErrorKind::Usage, "the head file is a file of its own, and not the database"};
  if (!fs::is_directory(place.parent_path(), failed))
    return Error{ErrorKind::Usage,
                 fmt::format("there is no folder `{}` for the head file", place.parent_path().string())};
  const auto there = store::HeadFile::is_there(place.string());
  if (!there) return there.error();
  if (!there.value()) return {};
  auto head = store::HeadFile::open(place.string());
  if (!head) return head.error();
  const auto mark = head.value().mark();
  if (!mark) return mark.error();
  const auto known = store::head_place(connection);
  if (!known) return known.error();
  if (known.value() && known.value()->id == mark.value().id) return {};
  return Error{ErrorKind::Usage, fmt::format("`{}` is the head file of another database, or of a log that begins "
                                             "elsewhere; each database has its own",
                                             path)};
}

Status use_head(store::Connection& connection, const std::string& path, std::optional<std::int64_t> days_kept,
                std::int64_t now) {
  if (auto usable = require_usable_head(connection, path); !usable) return usable;
  const std::string place = fs::absolute(path).lexically_normal().string();
  const auto there = store::HeadFile::is_there(place);
  if (!there) return there.error();
  if (!there.value()) return run::begin_head(connection, place, days_kept.value_or(kBackupsKept), now);
  auto head = store::HeadFile::open(place);
  if (!head) return head.error();
  if (days_kept)
    if (auto kept = keep_for(head.value(), *days_kept); !kept) return kept;
  const auto known = store::head_place(connection);
  if (!known) return known.error();
  if (auto set = store::set_head_place(connection, {place, known.value()->id}); !set) return set;
  return run::follow_log(connection, now);
}

}  // namespace frist::service
