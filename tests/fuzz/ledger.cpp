// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/ledger.hpp"

#include "dsl/text/check.hpp"

namespace frist::fuzz {
namespace {

constexpr const char* kText = R"(policy ledger "Loans"
  version    "1"
  time zone  Europe/Berlin
  counting   from the next day
  month end  last day

record loan "Loan" in table "loans" key "id"
  subject  reader
  field    reader       text identity
  field    lent_at      moment
  field    noted_at     moment stored as seconds absent means unknown
  field    due_on       date
  field    paid_on      date stored as days absent means none
  field    returned_on  date stored as seconds absent means none
  field    disputed     yes/no absent means no
  field    copies       number absent means unknown
  field    weight       decimal absent means none
  field    share        percent absent means none
  field    price        money EUR absent means none
  field    deposit      money SEK stored as cents absent means unknown
  field    fee          money absent means none
  field    fine         money currency in column "fine_currency" absent means none
  field    state        one of (good stored as "G", worn stored as "W", lost) absent means unknown
  field    remark       text absent means none
  field    shelf        link to shelf absent means none
  list     reminders of reminder

record reminder "Reminder" in table "reminders" key "id" parent "loan_id"
  field    sent_on      date
  field    written      yes/no

record shelf "Shelf" in table "shelves" key "id"
  field    locked       yes/no absent means no

retention returned_loan "Books that came back" of loan
  when   not disputed and remark is recorded and remark is not "kept" and state is not lost
  erase  after 1 year from returned_on
)";

}  // namespace

const service::LoadedPolicy& ledger() {
  static const auto policy = [] {
    const auto sources = std::make_shared<text::Sources>();
    text::DiagnosticSink sink;
    auto loaded = service::load_policy(service::PolicyTexts{"ledger.frist", {{"ledger.frist", kText}}}, sources, sink);
    FRIST_CHECK(loaded);
    return loaded;
  }();
  return *policy;
}

const calendar::Zone& ledger_zone() {
  static const auto zone = calendar::Zone::find("Europe/Berlin");
  FRIST_CHECK(zone);
  return *zone;
}

}  // namespace frist::fuzz
