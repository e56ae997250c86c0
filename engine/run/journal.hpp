// SPDX-License-Identifier: Apache-2.0
// The audit of one run, in the transaction of what it tells. What happens to entries is noted first; advance() has
// many of them sealed by a second thread while the night goes on, and written together when the next are; flush()
// writes the rest. Borrows the connection; all calls come from one thread. Stays where it is once something was noted.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audit/leaf.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/run/worker.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {

class Journal {
 public:
  static text::Result<Journal> open(store::Connection& connection, const store::Run& run,
                                    std::shared_ptr<const model::RuleSet> rules, calendar::Zone zone);

  // An entry that concerns one record; it can be found again by kind and key.
  void note(audit::Happening happening, std::int64_t kind, const store::Key& key, codec::EntryBody body);
  text::Status advance();
  // To be called before the transaction commits.
  text::Status flush();
  // One that concerns the run as a whole, behind what was noted.
  text::Status write(audit::Happening happening, std::string body);
  // After a transaction was undone.
  void forget();

 private:
  struct Noted {
    audit::Happening happening;
    std::int64_t kind;
    store::Key key;
    codec::EntryBody body;
  };
  // On its way from notes to rows of the log.
  struct Sealing {
    std::vector<Noted> noted;
    std::int64_t first = 0;  // number of the first leaf
    std::vector<store::AuditEntry> sealed;
  };
  Journal(store::AuditStore log, audit::LeafContext context, std::shared_ptr<const model::RuleSet> rules,
          calendar::Zone zone);
  text::Result<std::int64_t> next();
  text::Status seal_noted();
  void seal(Sealing& sealing);
  text::Status append_sealed();

  store::AuditStore log_;
  audit::LeafContext context_;
  std::shared_ptr<const model::RuleSet> rules_;
  calendar::Zone zone_;
  audit::Hasher hasher_;  // of whoever seals: never two at a time
  std::vector<Noted> noted_;
  std::optional<std::int64_t> next_;  // number of the next leaf, where it is known
  Sealing sealing_;
  std::unique_ptr<Worker> sealer_;  // last: its thread ends before what it uses
};

}  // namespace frist::run
