// SPDX-License-Identifier: Apache-2.0
#include "engine/run/scan_ahead.hpp"

#include <new>

namespace frist::run {

using text::Result;
using text::Status;

Result<std::unique_ptr<ScanAhead>> ScanAhead::open(const std::string& path,
                                                   std::shared_ptr<const program::Program> program,
                                                   std::size_t threads) {
  FRIST_CHECK(threads >= 2);
  std::unique_ptr<ScanAhead> ahead(new ScanAhead(std::move(program)));
  ahead->slots_ = std::vector<Slot>(threads + 1);
  store::OpenOptions options;
  options.mode = store::OpenOptions::Mode::ReadOnly;
  options.cache_kibibytes = 2048;
  for (std::size_t i = 0; i < threads; ++i) {
    auto connection = store::Connection::open(path, options);
    if (!connection) return connection.error();
    auto reader = std::make_unique<Reader>(std::move(connection).value());
    auto opened = store::BatchReader::open(reader->connection, *ahead->program_);
    if (!opened) return opened.error();
    reader->reader.emplace(std::move(opened).value());
    ahead->readers_.push_back(std::move(reader));
  }
  return ahead;
}

ScanAhead::~ScanAhead() { end(); }

Status ScanAhead::begin(const store::Key& after, const model::AsOf& as_of, std::size_t parts) {
  FRIST_CHECK(stopped_);
  for (auto& reader : readers_) {
    auto reading = store::Transaction::begin_read(reader->connection);
    if (!reading) return end(), reading.error();
    reader->reading.emplace(std::move(reading).value());
  }
  as_of_ = as_of;
  position_ = after;
  parts_ = parts;
  taken_ = given_ = 0;
  at_end_ = stopped_ = false;
  failed_ = Status();
  for (Slot& slot : slots_) slot.filled = false;
  for (auto& reader : readers_) reader->worker.start([this, r = reader.get()] { work(*r); });
  return {};
}

void ScanAhead::end() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
  for (auto& reader : readers_) {
    reader->worker.finish();
    reader->reading.reset();
  }
}

void ScanAhead::work(Reader& reader) {
  try {
    while (const auto part = take_part(reader)) read_part(reader, *part);
  } catch (const std::bad_alloc&) {  // whoever waits for what is read has to know
    const std::lock_guard lock(mutex_);
    failed_ = text::Error{text::ErrorKind::Io, "out of memory"};
  }
  changed_.notify_all();
}

std::optional<ScanAhead::Part> ScanAhead::take_part(Reader& reader) {
  const std::lock_guard taking(taking_);
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || !failed_ || all_taken()) return {};
  }
  const auto last = reader.reader->skip(position_, kPart);
  const std::lock_guard lock(mutex_);
  if (!last) return failed_ = last.error(), std::nullopt;
  Part part{taken_++, position_};
  position_ = last.value();
  at_end_ = position_.empty();
  return part;
}

void ScanAhead::read_part(Reader& reader, const Part& part) {
  store::Key after = part.after;
  std::uint32_t left = kPart;
  for (bool last = false; !last;) {
    Slot* to = wait_for(part.number);
    if (!to) return;
    const auto more = reader.reader->scan(after, left, to->batch);
    if (more && more.value()) {
      reader.machine.run(*program_, to->batch.facts, as_of_, to->verdicts);
      after = to->batch.keys.at(to->batch.keys.size() - 1);
      left -= static_cast<std::uint32_t>(to->batch.keys.size());
    }
    last = !more || !more.value() || left == 0;
    const std::lock_guard lock(mutex_);
    to->failed = more ? Status() : more.error();
    to->any = more && more.value();
    to->last = last;
    to->filled = true;
    changed_.notify_all();
  }
}

// The slot of a part, once what was in it was taken.
ScanAhead::Slot* ScanAhead::wait_for(std::size_t number) {
  std::unique_lock lock(mutex_);
  Slot& to = slot(number);
  changed_.wait(lock, [&] { return stopped_ || (number < given_ + slots_.size() && !to.filled); });
  return stopped_ ? nullptr : &to;
}

Result<bool> ScanAhead::next(store::EntryBatch& batch, decide::Verdicts& verdicts) {
  for (;;) {
    std::unique_lock lock(mutex_);
    Slot& from = slot(given_);
    changed_.wait(lock, [&] { return from.filled || !failed_ || (all_taken() && given_ == taken_); });
    if (!from.filled) return failed_ ? Result<bool>(false) : failed_.error();
    if (!from.failed) return from.failed.error();
    const bool any = from.any;
    if (any) {
      std::swap(batch, from.batch);
      std::swap(verdicts, from.verdicts);
    }
    from.filled = false;
    given_ += from.last;
    lock.unlock();
    changed_.notify_all();
    if (any) return true;
  }
}

void ScanAhead::add_not_readable(std::vector<std::uint64_t>& counts) const {
  for (const auto& reader : readers_)
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += reader->reader->not_readable()[i];
}

}  // namespace frist::run
