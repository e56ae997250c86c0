// SPDX-License-Identifier: Apache-2.0
// The audit of one run, in the transaction of what it tells. What happens to entries is noted first and filed with the
// batch it is about; advance() has many of them written out and sealed by a second thread while the night goes on, and
// stored together when the next are; flush() stores the rest. Borrows the connection; all calls come from one thread.
// Stays where it is once something was noted.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/leaf.hpp"
#include "engine/run/facts_text.hpp"
#include "engine/run/worker.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/reader.hpp"
#include "engine/store/runs.hpp"
#include "rules/calendar/zone.hpp"

namespace frist::run {

class Journal {
 public:
  static text::Result<Journal> open(store::Connection& connection, const store::Run& run, calendar::Zone zone);

  // What happened to row `row` of the batch in hand, to be filed before anything else. `rule` is borrowed until
  // flush() or forget(), as the names in a rule set are; `on` is the day from which it holds.
  void note(audit::Happening happening, std::uint32_t row, std::string action, std::string_view rule, calendar::Day on);
  // The batch that was noted about, with the number of its kind; `facts` are borrowed as long. What was noted can be
  // found again by kind and key. The batch is exchanged for one to be filled anew, or stays where nothing was noted.
  void file(std::int64_t kind, const FactsText& facts, store::EntryBatch& batch);
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
    std::uint32_t row;
    std::string action;
    std::string_view rule;
    calendar::Day on;
  };
  struct Filed {
    std::int64_t kind = 0;
    const FactsText* facts = nullptr;
    store::EntryBatch batch;
    std::size_t end = 0;  // its notes end here
  };
  // On its way from notes to rows of the log. What is no longer used keeps its memory for the next ones.
  struct Part {
    std::vector<Noted> noted;
    std::vector<Filed> filed;
    std::size_t files = 0;   // of them in use
    std::int64_t first = 0;  // number of the first leaf
    std::vector<store::AuditEntry> sealed;
    std::string facts;  // of the one that is being sealed
    void clear() { noted.clear(), files = 0; }
  };
  Journal(store::AuditStore log, audit::LeafContext context, calendar::Day as_of, calendar::Zone zone);
  text::Result<std::int64_t> next();
  text::Status seal_noted();
  void seal(Part& part);
  void seal(const Noted& noted, const Filed& filed, std::uint64_t seq, std::string& facts, store::AuditEntry& entry);
  text::Status append_sealed();

  store::AuditStore log_;
  audit::LeafContext context_;
  calendar::Day as_of_;
  calendar::Zone zone_;
  audit::Hasher hasher_;  // of whoever seals: never two at a time
  Part noting_, sealing_;
  std::optional<std::int64_t> next_;  // number of the next leaf, where it is known
  std::unique_ptr<Worker> sealer_;    // last: its thread ends before what it uses
};

}  // namespace frist::run
