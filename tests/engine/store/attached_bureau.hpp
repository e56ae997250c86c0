// SPDX-License-Identifier: Apache-2.0
// The bureau attached, with claims 1 and 2 of one debtor and 3 of another.
#pragma once

#include "engine/store/acts.hpp"
#include "engine/store/attach.hpp"
#include "engine/store/kinds.hpp"
#include "tests/engine/store/bureau.hpp"
#include "tests/engine/store/database.hpp"

namespace frist::store {

struct AttachedBureau {
  Bureau bureau;
  TestDatabase database;
  std::int64_t kind = 0;  // of claims

  AttachedBureau() {
    database.run(kBureauTables);
    database.run("INSERT INTO claims(id, debtor) VALUES (1, 'd'), (2, 'd'), (3, 'e')");
    REQUIRE(need(attach(database.connection, bureau.rules(), Bureau::policy())).attached);
    kind = need(find_kind(database.connection, "claim")).value();
  }
  template <class Work>
  void write(Work work) {
    auto transaction = need(Transaction::begin_write(database.connection));
    work();
    need(transaction.commit());
  }
};

}  // namespace frist::store
