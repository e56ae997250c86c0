// SPDX-License-Identifier: Apache-2.0
// The audit of one run: seals what happened and appends it, in the transaction of what it tells. Borrows the
// connection; one thread.
#pragma once

#include <string>

#include "engine/audit/leaf.hpp"
#include "engine/codec/audit_body.hpp"
#include "engine/store/audit_store.hpp"
#include "engine/store/runs.hpp"

namespace frist::run {

class Journal {
 public:
  static text::Result<Journal> open(store::Connection& connection, const store::Run& run);

  // An entry that concerns one record; it can be found again by kind and key.
  text::Status write(audit::Happening happening, std::int64_t kind, const store::Key& key, std::string body);
  // One that concerns the run as a whole.
  text::Status write(audit::Happening happening, std::string body);

 private:
  Journal(store::AuditStore log, audit::LeafContext context) : log_(std::move(log)), context_(std::move(context)) {}
  text::Result<std::int64_t> append(audit::Happening happening, std::string body);

  store::AuditStore log_;
  audit::LeafContext context_;
  audit::Hasher hasher_;
};

}  // namespace frist::run
