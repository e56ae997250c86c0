// SPDX-License-Identifier: Apache-2.0
// Ties a policy to a database, and takes it away again. `by`: who does it, noted as an author of the policy; empty:
// nobody says.
#pragma once

#include <memory>
#include <string>

#include "engine/service/load_policy.hpp"
#include "engine/store/attach.hpp"

namespace frist::service {

text::Result<store::AttachReport> attach_database(const std::string& path, const LoadedPolicy& policy,
                                                  const std::string& by = "");
text::Status detach_database(const std::string& path, bool keep_audit);

// The same on an open connection.
text::Result<store::AttachReport> attach_to(store::Connection& connection, const LoadedPolicy& policy,
                                            const std::string& by = "");

}  // namespace frist::service
