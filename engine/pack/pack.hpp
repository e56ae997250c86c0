// SPDX-License-Identifier: Apache-2.0
// A copy of the facts as columns, beside the database, so that another policy can be tried on all entries in a small
// part of the time that reading the tables takes. Sealed under a throw-away key; good for as long as the triggers of
// `attach` watch the tables: entries that changed since are read from the tables. Every night, attach and detach
// destroys it before it does anything. One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "engine/pack/sealed_file.hpp"
#include "engine/store/reader.hpp"

namespace frist::pack {

/// What a pack holds, for people.
struct PackReport {
  std::string policy;        // hash of the attached policy
  std::int64_t made_at = 0;  // epoch seconds
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;
};

/// Copies all entries of the kinds that have rules, as they stand now, and replaces a pack that is there. The caller
/// holds the work lock, so that no night runs meanwhile, and has made sure that the tables are watched. The columns of
/// a kind are all that its night reads, and every other field that a changed rule may want to read: no texts but those
/// that are compared with literals, and nothing that says who somebody is. `progress`: entries done.
text::Result<PackReport> make_pack(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                                   const std::string& policy, std::int64_t now,
                                   const std::function<void(std::uint64_t done)>& progress);

/// The number of the last night that did anything: whatever it settled, no pack from before it knows of.
text::Result<std::int64_t> last_run(store::Connection& connection);

/// Whether files of one are there, good or not.
bool any_pack(const store::Connection& connection);

/// Overwrites the key, removes the files, also where the database has been moved away from them since, and forgets the
/// pack in the database. Nothing to do where there is none.
text::Status destroy_pack(store::Connection& connection);

class Pack {
 public:
  /// Nothing where there is none, or where it cannot be trusted any more: the tables were changed, or another night
  /// ran. Inside the transaction in which the facts are read. Errors: the disk.
  static text::Result<std::optional<Pack>> open(store::Connection& connection);
  PackReport report() const;

 private:
  friend class PackScan;
  explicit Pack(SealedReader file) : file_(std::move(file)) {}
  SealedReader file_;
  codec::PackDirectory directory_;
};

/// The entries of one kind as a program wants them. Borrows all that it is opened with. Inside one transaction.
class PackScan {
 public:
  /// Nothing where the pack lacks a column that the program reads, or so many entries changed that it is of no use.
  static text::Result<std::optional<PackScan>> open(Pack& pack, store::Connection& connection,
                                                    const program::Program& program);
  std::uint64_t entries() const { return kind_->rows; }

  /// The next entries that are in the pack and did not change since. False: there are no more of them.
  text::Result<bool> next(store::EntryBatch& batch);
  /// The keys of the others, ascending, some of which may be gone: BatchReader::read() has what they are now.
  std::span<const store::Key> changed() const { return changed_; }
  /// Of what BatchReader::read() has found by keys of changed(), leaves out rows that have their key in another
  /// spelling
  /// (`Anna` for `anna` where the table takes them for one): such a row is in the pack, or changed, under its own.
  void leave_other_spellings(std::span<const store::Key> asked, store::EntryBatch& batch) const;
  /// As BatchReader::not_readable(), of what next() has come by: as it was packed, also of entries that changed since.
  const std::vector<std::uint64_t>& not_readable() const { return not_readable_; }

 private:
  PackScan(Pack& pack, const store::Connection& connection, const codec::PackKind& kind,
           const program::Program& program)
      : pack_(&pack), connection_(&connection), kind_(&kind), program_(&program) {}
  text::Status read_block(const codec::PackBlock& block, store::EntryBatch& batch);
  std::vector<bool> unchanged(const store::KeyColumn& keys) const;
  void leave(const std::vector<bool>& stays, store::EntryBatch& batch) const;

  Pack* pack_;
  const store::Connection* connection_;
  const codec::PackKind* kind_;
  const program::Program* program_;
  std::vector<std::size_t> column_of_, space_of_;  // the pack's, by the program's input and space
  std::vector<store::Key> changed_;
  std::vector<std::uint64_t> not_readable_;
  std::size_t at_ = 0;
  std::string chunk_;
};

}  // namespace frist::pack
