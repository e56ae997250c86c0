// SPDX-License-Identifier: Apache-2.0
// The log of a database as something that can be proved: read once from end to end and checked leaf by leaf, then asked
// for roots and proofs within one unchanging view. Needs no policy.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/audit/checkpoint.hpp"
#include "engine/audit/proof.hpp"
#include "engine/store/sqlite.hpp"

namespace frist::service {

// Opens a database for reading its log. Errors: those of opening; there is no log in it (Usage).
text::Result<store::Connection> open_log(const std::string& path);

class VerifiedLog {
 public:
  using LeafSink = std::function<text::Status(std::string_view leaf, const audit::Digest& leaf_hash)>;

  // Reads the whole log; `leaf` is told of each leaf as it was found good. Borrows the connection and holds a read
  // transaction on it. Errors (Data): numbers with holes, a leaf that is not written as leaves are or does not have the
  // hash that is stored with it, a body that is not what its leaf commits to or has none; those of `leaf` and of
  // reading.
  static text::Result<VerifiedLog> read(store::Connection& connection, const LeafSink& leaf = {});
  VerifiedLog(VerifiedLog&&) noexcept;
  ~VerifiedLog();

  std::uint64_t size() const;
  std::uint64_t bodies() const;  // that live
  const audit::Digest& root() const;

  // The file that it was read from.
  const std::string& database() const;

  // Error (Data) where this log is not the one of the checkpoint, grown by nothing or more: fewer leaves, other leaves.
  text::Status require_continues(const audit::Checkpoint& checkpoint);

  // Errors: reading. Require indexes and sizes within size().
  text::Result<audit::Proof> inclusion(std::uint64_t index, std::uint64_t size);
  text::Result<audit::Proof> consistency(std::uint64_t old_size);
  // The text of a leaf, with its salt and body where they live.
  struct Content {
    std::string leaf, salt, body;
  };
  text::Result<Content> content(std::uint64_t seq);

 private:
  struct State;
  explicit VerifiedLog(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Makes a key for a log: the private half into a new file, for its owner alone. Errors: a bad origin, the file is there
// (Usage); Io.
text::Result<audit::VerifierKey> make_log_key(const std::string& origin, const std::string& key_file);

// What the log must begin with: what its head file knows, or of a copy that was not restored, what it was. Nothing
// where there is neither. To be asked before the log is read, which may grow. Errors: those of run::head_of().
text::Result<std::optional<audit::Checkpoint>> known_beginning(store::Connection& connection);

// The signed checkpoint of the log as it is. Nothing is signed that the head file does not know, so that no two roots
// are for one size, whatever copies of the database there are. Errors: a bad origin (Usage), no such key (Data); the
// database is not the newest one (Refused).
text::Result<std::string> sign_log(const VerifiedLog& log, const std::string& origin, const std::string& private_pem);

}  // namespace frist::service
