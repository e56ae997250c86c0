// SPDX-License-Identifier: Apache-2.0
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "engine/pack/pack.hpp"
#include "engine/pack/pack_chunks.hpp"
#include "engine/store/column_names.hpp"
#include "engine/store/quote.hpp"
#include "rules/program/compile.hpp"

namespace frist::pack {
namespace {

using text::Result;
using text::Status;

constexpr std::uint32_t kBlock = 8'192;  // entries; what is read of them stays in the processor's cache

constexpr std::ptrdiff_t kMostColumns = 50;  // of a table; a reader takes some 120, with currencies and keys

// Whether a rule that is changed may want the field: a text is compared with literals that nobody knows yet.
bool worth_packing(const model::Field& field) {
  return !field.identity && field.type.base != model::Base::Text && field.type.base != model::Base::Link;
}

// What the night of a kind reads, and every other field and fact of the rows that it reads.
program::Program program_of(const std::shared_ptr<const model::RuleSet>& rules, model::RecordId record) {
  program::Program p = *program::compile(rules, record, program::Purpose::Night);
  const auto add = [&](const program::Input& input) {
    const auto same = [&](const program::Input& other) {
      return other.space == input.space && other.is_fact == input.is_fact &&
             (input.is_fact ? other.fact == input.fact : other.field == input.field);
    };
    if (std::none_of(p.inputs.begin(), p.inputs.end(), same)) p.inputs.push_back(input);
  };
  const auto read_of = [&](std::uint32_t space) {
    return std::count_if(p.inputs.begin(), p.inputs.end(),
                         [&](const program::Input& i) { return i.space == space && !i.is_fact; });
  };
  for (std::uint32_t space = 0; space < p.spaces.size(); ++space) {
    const std::vector<model::Field>& fields = rules->records[space == 0 ? record : p.spaces[space].record].fields;
    for (model::FieldId id = 0; id < fields.size(); ++id) {
      if (!worth_packing(fields[id]) || read_of(space) >= kMostColumns) continue;
      const model::Type& type = fields[id].type;
      program::Input input;
      input.space = space;
      input.field = id;
      input.storage = program::storage_of(type);
      input.with_currency = type.base == model::Base::Money && type.currency == model::kAnyCurrency;
      add(input);
    }
  }
  for (const auto& [fact, storage] : {std::pair{model::Fact::OnHold, program::Storage::Truth},
                                      {model::Fact::ErasureRequestedOn, program::Storage::Day},
                                      {model::Fact::RestrictedOn, program::Storage::Day},
                                      {model::Fact::LastReviewedOn, program::Storage::Day}}) {
    program::Input input;
    input.is_fact = true;
    input.fact = fact;
    input.storage = storage;
    add(input);
  }
  return p;
}

class Packer {
 public:
  Packer(store::Connection& connection, SealedWriter file, const std::function<void(std::uint64_t)>& progress)
      : connection_(connection), file_(std::move(file)), progress_(progress) {}

  Status add(const program::Program& program) {
    auto reader = store::BatchReader::open(connection_, program);
    if (!reader) return reader.error();
    codec::PackKind kind{store::space_names(program), store::input_names(program), 0, {}};
    std::vector<std::uint64_t> not_readable(program.inputs.size());
    store::EntryBatch batch;
    for (store::Key after;;) {
      const auto more = reader.value().scan(after, kBlock, batch);
      if (!more) return more.error();
      if (!more.value()) break;
      auto block = add(program, batch);
      if (!block) return block.error();
      for (std::size_t i = 0; i < not_readable.size(); ++i)
        block.value().not_readable.push_back(reader.value().not_readable()[i] - not_readable[i]);
      not_readable = reader.value().not_readable();
      kind.rows += batch.keys.size();
      kind.blocks.push_back(std::move(block).value());
      after = batch.keys.at(batch.keys.size() - 1);
      if (progress_) progress_(done_ += batch.keys.size());
    }
    directory_.kinds.push_back(std::move(kind));
    return {};
  }

  // Only then does the database name the file.
  Result<PackReport> finish(const std::string& policy, std::int64_t now) {
    const auto changes = connection_.integer("PRAGMA schema_version");
    if (!changes) return changes.error();
    const auto run = last_run(connection_);
    if (!run) return run.error();
    directory_.run = run.value();
    directory_.policy = policy;
    directory_.schema = changes.value().value_or(0);
    directory_.made_at = now;
    if (auto written = file_.finish(codec::bytes_of(directory_)); !written) return written.error();
    PackReport report{policy, now, 0, file_.size()};
    for (const codec::PackKind& kind : directory_.kinds) report.entries += kind.rows;
    return report;
  }
  const std::string& id() const { return file_.id(); }

 private:
  Result<codec::PackBlock> add(const program::Program& program, const store::EntryBatch& batch) {
    codec::PackBlock block;
    block.rows = batch.keys.size();
    const auto put = [&](const std::string& chunk, codec::PackPlace& place) {
      auto added = file_.add(chunk);
      if (added) place = added.value();
      return added ? Status() : Status(added.error());
    };
    if (auto done = put(chunk_of(batch.keys), block.keys); !done) return done.error();
    block.columns.resize(program.inputs.size());
    for (std::size_t i = 0; i < program.inputs.size(); ++i)
      if (auto done = put(chunk_of(program.inputs[i], batch.facts.columns[i]), block.columns[i]); !done)
        return done.error();
    block.hanging.resize(program.spaces.size());
    for (std::size_t s = 1; s < program.spaces.size(); ++s)
      if (auto done = put(chunk_of(batch.facts.spaces[s]), block.hanging[s]); !done) return done.error();
    return block;
  }

  store::Connection& connection_;
  SealedWriter file_;
  const std::function<void(std::uint64_t)>& progress_;
  codec::PackDirectory directory_;
  std::uint64_t done_ = 0;
};

Result<PackReport> copy_all(Packer& packer, store::Connection& connection,
                            const std::shared_ptr<const model::RuleSet>& rules, const std::string& policy,
                            std::int64_t now) {
  const auto reading = store::Transaction::begin_read(connection);
  if (!reading) return reading.error();
  for (model::RecordId id = 0; id < rules->records.size(); ++id) {
    const model::Record& record = rules->records[id];
    const bool ruled =
        std::any_of(rules->retention.begin(), rules->retention.end(), [&](const auto& r) { return r.record == id; });
    if (record.table.empty() || record.is_child() || !ruled) continue;
    if (auto added = packer.add(program_of(rules, id)); !added) return added.error();
  }
  return packer.finish(policy, now);
}

}  // namespace

Result<PackReport> make_pack(store::Connection& connection, std::shared_ptr<const model::RuleSet> rules,
                             const std::string& policy, std::int64_t now,
                             const std::function<void(std::uint64_t)>& progress) {
  if (auto gone = destroy_pack(connection); !gone) return gone.error();
  auto file = SealedWriter::create(connection.path());
  if (!file) return file.error();
  Packer packer(connection, std::move(file).value(), progress);
  const auto report = copy_all(packer, connection, rules, policy, now);
  std::error_code failed;  // the path as another folder's process would write it
  const std::string named = packer.id() + " " + std::filesystem::absolute(connection.path(), failed).string();
  auto noted = report ? connection.execute(fmt::format("INSERT INTO frist_meta(key, value) VALUES ('packed', {})",
                                                       store::sql_text(named)))
                      : Status(report.error());
  if (noted) return report;
  (void)destroy_sealed(connection.path());
  return noted.error();
}

}  // namespace frist::pack
