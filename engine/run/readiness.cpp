// SPDX-License-Identifier: Apache-2.0
#include "engine/run/readiness.hpp"

#include <fmt/core.h>

#include "engine/pack/pack.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/holds.hpp"

namespace frist::run {

using text::Error;
using text::ErrorKind;
using text::Status;

text::Result<store::WorkLock> take_alone(store::Connection& connection) {
  auto alone = store::WorkLock::take(connection.path());
  if (!alone) return alone;
  if (auto gone = pack::destroy_pack(connection); !gone) return gone.error();
  return alone;
}

Status require_policy(store::Connection& connection, const std::string& hash) {
  auto statement = connection.cached("SELECT 1 FROM frist_meta WHERE key = 'policy' AND value = ?1");
  if (!statement) return statement.error();
  auto same = statement.value()->bind_text(1, hash).step();
  if (!same) return same.error();
  statement.value()->reset();
  if (same.value()) return {};
  return Error{ErrorKind::Usage, "the database is attached to another policy; attach this one first"};
}

Status require_trusted(store::Connection& connection, const model::RuleSet& rules) {
  const auto watched = store::is_watched(connection, rules);
  if (!watched) return watched.error();
  if (!watched.value())
    return Error{
        ErrorKind::Refused,
        fmt::format("the tables of `{0}` are not watched as `frist attach` left them (a table was built anew, an index "
                    "added, a trigger removed), so changes may have gone unnoticed. `frist attach POLICY --db {0}` "
                    "watches them again, and the next night decides every entry",
                    connection.path())};
  const auto along = store::table_that_goes_along(connection, rules);
  if (!along) return along.error();
  if (along.value())
    return Error{
        ErrorKind::Refused,
        fmt::format("since the policy was attached, rows of `{0}` were made to go with entries that are erased "
                    "(ON DELETE CASCADE), whatever the rules and holds say. Declare `{0}` in the policy, or "
                    "take the cascade away; `frist attach POLICY --db {1}` tells more",
                    *along.value(), connection.path())};
  const auto misspelt = store::misspelt_keys(connection, rules);
  if (!misspelt) return misspelt.error();
  if (misspelt.value().empty()) return {};
  return Error{
      ErrorKind::Refused,
      fmt::format("a hold or request on `{}` is written with a key of another type or spelling than the table's, "
                  "and would do nothing; write it as the table has it",
                  misspelt.value()[0])};
}

Status require_no_approval(const store::Connection& connection, const model::RuleSet& rules,
                           std::span<const std::shared_ptr<const model::RuleSet>> former) {
  const auto refused = [&](const std::string& who) {
    return Error{ErrorKind::Refused,
                 fmt::format("{0} before anything is erased: `frist plan --db {1}` freezes what is due, "
                             "`frist approve` signs it, `frist apply` does it",
                             who, connection.path())};
  };
  if (!rules.approvals.empty()) return refused(fmt::format("the policy `{}` asks for approval", rules.name));
  for (const auto& before : former)
    if (!before->approvals.empty())
      return refused(
          fmt::format("the policy before this one, `{}` version {}, asks for approval", before->name, before->version));
  return {};
}

}  // namespace frist::run
