// SPDX-License-Identifier: Apache-2.0
#include "engine/service/open_database.hpp"

#include <fmt/core.h>

#include "dsl/text/render_text.hpp"
#include "engine/run/head.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/policy_hash.hpp"
#include "engine/store/migrations.hpp"
#include "engine/store/policies.hpp"

namespace frist::service {
using text::Error;
using text::ErrorKind;

text::Result<std::shared_ptr<const LoadedPolicy>> load_kept_policy(const store::StoredPolicy& kept) {
  PolicyTexts texts;
  for (const store::PolicyFile& file : kept.files) {
    if (texts.path.empty()) texts.path = file.path;
    texts.texts.emplace(file.path, file.text);
  }
  const auto sources = std::make_shared<text::Sources>();
  text::DiagnosticSink sink;
  auto loaded = load_policy(texts, sources, sink);
  if (loaded && policy_hash(*loaded->rules) != kept.hash)
    return Error{
        ErrorKind::Refused,
        fmt::format("the policy that the database keeps is not the one that was attached (hash {}): its text was "
                    "changed, or this program reads it in another way; attach the policy again",
                    kept.hash.substr(0, 16))};
  if (loaded) return loaded;
  // It did check when it was attached: what is wrong is the database, or a program of another age.
  const auto findings = sink.sorted();
  return Error{
      ErrorKind::Refused,
      fmt::format(
          "the policy that the database keeps cannot be read any more (hash {}{}): its text was damaged, or "
          "this program knows another language; attach the policy again",
          kept.hash.substr(0, 16),
          findings.empty() ? "" : fmt::format("; {} {}", text::code_of(findings[0].kind), findings[0].message))};
}

text::Result<OpenDatabase> open_attached(const std::string& path, store::OpenOptions::Mode mode) {
  store::OpenOptions options;
  options.mode = mode;
  auto connection = store::Connection::open(path, options);
  if (!connection) return connection.error();
  if (auto attached = store::require_attached(connection.value()); !attached) return attached.error();
  if (mode != store::OpenOptions::Mode::ReadOnly)
    if (auto newest = run::follow_log(connection.value(), now()); !newest) return newest.error();
  const auto kept = store::attached_policy(connection.value());
  if (!kept) return kept.error();
  if (!kept.value())
    return Error{
        ErrorKind::Usage,
        fmt::format("no policy is attached to the database `{0}`; `frist attach POLICY --db {0}` does that", path)};
  auto policy = load_kept_policy(*kept.value());
  if (!policy) return policy.error();
  return OpenDatabase{std::move(connection).value(), std::move(policy).value(), kept.value()->hash};
}

text::Result<std::shared_ptr<const LoadedPolicy>> kept_policy(store::Connection& connection, const std::string& hash) {
  const auto kept = store::policy_by_hash(connection, hash);
  if (!kept) return kept.error();
  if (!kept.value()) return Error{ErrorKind::Data, fmt::format("the database does not keep the policy {}", hash)};
  return load_kept_policy(*kept.value());
}

}  // namespace frist::service
