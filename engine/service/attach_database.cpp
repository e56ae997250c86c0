// SPDX-License-Identifier: Apache-2.0
#include "engine/service/attach_database.hpp"

#include "engine/run/readiness.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/policy_hash.hpp"

namespace frist::service {

text::Result<store::AttachReport> attach_to(store::Connection& connection, const LoadedPolicy& policy,
                                            const std::string& by) {
  const auto alone = run::take_alone(connection);
  if (!alone) return alone.error();
  store::StoredPolicy stored{policy_hash(*policy.rules), policy.rules->name, policy.rules->version, {}, now(), by};
  const PolicyTexts texts = texts_of(policy);
  stored.files.push_back({texts.path, texts.texts.at(texts.path)});
  for (const auto& [path, text] : texts.texts)
    if (path != texts.path) stored.files.push_back({path, text});
  return store::attach(connection, *policy.rules, stored);
}

text::Result<store::AttachReport> attach_database(const std::string& path, const LoadedPolicy& policy,
                                                  const std::string& by) {
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  return attach_to(connection.value(), policy, by);
}

text::Status detach_database(const std::string& path, bool keep_audit) {
  auto connection = store::Connection::open(path);
  if (!connection) return connection.error();
  const auto alone = run::take_alone(connection.value());
  if (!alone) return alone.error();
  return store::detach(connection.value(), keep_audit);
}

}  // namespace frist::service
