// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <filesystem>

#include "engine/cli/command_list.hpp"
#include "engine/cli/write_file.hpp"
#include "engine/codec/report_json.hpp"

namespace frist::cli {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view kFirstPolicy =
    R"(# A first policy to edit. `frist check policy.frist` looks at it, `frist test policy.frist` runs its examples.
# A # begins a comment. docs/language.md explains every word.

policy members "Members of our club"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day  # the day of the event is not counted (BGB 187(1)); say it once here
  month end  last day           # 31 January plus one month is the last day of February
  source     statutes "Statutes of the club"

# What is stored, and where. `frist schema policy.frist` prints tables for someone who has none.
record member "Member" in table "members" key "id"
  subject  email
  field    email      text    identity  # says who somebody is; rules never read it
  field    joined_on  date
  field    left_on    date    absent means none  # no date: still a member
  field    owes_fee   yes/no  absent means unknown

# When it goes.
retention left "Members who left" of member
  erase  after 2 years from left_on
  cites  statutes "section 9"

# What keeps it longer. Where it is unknown whether the fee is paid, the entry is kept.
retention owing "Fee still open" of member
  when   owes_fee
  keep   permanently
  cites  statutes "section 7"

example "left in spring, nothing owed"
  given  member with joined_on 2015-01-01, left_on 2021-04-30, owes_fee no
  expect kept through 2023-04-30 by left
  expect erased on 2023-05-01

example "left, but the fee is open"
  given  member with joined_on 2015-01-01, left_on 2021-04-30, owes_fee yes
  expect kept permanently by owing
)";

ExitCode init(const Arguments& arguments, const Console& console) {
  const fs::path folder = arguments.one_or("FOLDER", ".");
  const fs::path file = (folder / "policy.frist").lexically_normal();
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (fs::exists(file, failed))
    return fail(console,
                {text::ErrorKind::Usage, fmt::format("`{}` is there already; nothing was changed", file.string())},
                arguments);
  if (auto written = write_file(file, kFirstPolicy); !written) return fail(console, written.error(), arguments);
  console.print(arguments.has("--json") ? codec::text_of({"frist/init/1", {{"file", file.string()}}, {}})
                                        : fmt::format("wrote {}\nnext: frist test {}\n", file.string(), file.string()));
  return ExitCode::Done;
}

}  // namespace

Command init_command() {
  return {"init",
          "Policies",
          "write a first policy to edit",
          "",
          {{"FOLDER", "where to write policy.frist; without it here", false}},
          {json_option()},
          {{"frist init my-policy", "then edit my-policy/policy.frist"}},
          init};
}

}  // namespace frist::cli
