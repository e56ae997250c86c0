// SPDX-License-Identifier: Apache-2.0
// Reads and decides all entries of a kind with several threads while another writes what they found. Each thread has a
// connection of its own, whose view begins when the one that writes already keeps other writers out: all see the same
// rows. Batches are handed over in the order of their keys. Every call but the threads' own comes from one thread.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/decide/machine.hpp"
#include "engine/run/worker.hpp"
#include "engine/store/reader.hpp"

namespace frist::run {

class ScanAhead {
 public:
  // `threads` at least 2. Errors: as of Connection::open() and BatchReader::open().
  static text::Result<std::unique_ptr<ScanAhead>> open(const std::string& path,
                                                       std::shared_ptr<const program::Program> program,
                                                       std::size_t threads);
  ~ScanAhead();

  // Inside a write transaction of another connection: the next `parts` times kPart entries behind `after`.
  text::Status begin(const store::Key& after, const model::AsOf& as_of, std::size_t parts);
  // The next entries of them with their verdicts; what was in both is reused. False: there are no more of them.
  text::Result<bool> next(store::EntryBatch& batch, decide::Verdicts& verdicts);
  // After next() has said no: whether there is nothing behind them either.
  bool at_end() const { return at_end_; }
  // Before the write transaction ends, however it ends.
  void end();

  // Adds what BatchReader::not_readable() of all threads counts.
  void add_not_readable(std::vector<std::uint64_t>& counts) const;

  static constexpr std::uint32_t kPart = 8192;

 private:
  // A part on its way to whoever writes. One that is read in several pieces is filled as often.
  struct Slot {
    store::EntryBatch batch;
    decide::Verdicts verdicts;
    text::Status failed;
    bool filled = false, any = false, last = false;
  };
  struct Reader {
    explicit Reader(store::Connection c) : connection(std::move(c)) {}
    store::Connection connection;
    std::optional<store::BatchReader> reader;
    std::optional<store::Transaction> reading;
    decide::Machine machine;
    Worker worker;  // last: ends before what it uses
  };
  struct Part {
    std::size_t number;
    store::Key after;
  };

  explicit ScanAhead(std::shared_ptr<const program::Program> program) : program_(std::move(program)) {}
  void work(Reader& reader);
  std::optional<Part> take_part(Reader& reader);
  void read_part(Reader& reader, const Part& part);
  Slot* wait_for(std::size_t number);
  bool all_taken() const { return at_end_ || taken_ == parts_; }
  Slot& slot(std::size_t number) { return slots_[number % slots_.size()]; }

  std::shared_ptr<const program::Program> program_;
  model::AsOf as_of_;
  std::mutex taking_;  // one thread at a time finds where the next part begins
  store::Key position_;
  std::mutex mutex_;  // for all below
  std::condition_variable changed_;
  std::size_t parts_ = 0, taken_ = 0, given_ = 0;
  bool at_end_ = false, stopped_ = true;
  text::Status failed_;
  std::vector<Slot> slots_;
  std::vector<std::unique_ptr<Reader>> readers_;  // last: their threads end before what they use
};

}  // namespace frist::run
