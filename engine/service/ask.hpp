// SPDX-License-Identifier: Apache-2.0
// Questions about one entry: why it is there and until when, whether something is permitted, who may see it. Answers
// are plain data (engine/explain); an entry that is erased is answered from the audit while the body lives.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/codec/answer_text.hpp"
#include "engine/explain/explanation.hpp"
#include "engine/service/open_database.hpp"

namespace frist::service {

// `kind/id` as people write it.
struct EntryName {
  model::RecordId record = model::kNoId;
  std::string id;
};
text::Result<EntryName> entry_name(const model::RuleSet& rules, const std::string& written);

using codec::LoggedAct;

// An answer with the rule set that it speaks of: the attached one, or the one that erased the entry.
struct RetentionAnswer {
  std::shared_ptr<const LoadedPolicy> policy;
  explain::Retention retention;
  std::optional<LoggedAct> erased;     // set: the entry is gone; `retention` is as of the day on which it was erased
  std::optional<calendar::Day> asked;  // with `erased`: the day that was asked about in vain
  std::vector<LoggedAct> history;
};

// `written` may be empty (now). Errors: no such kind (Usage), no such entry and nothing in the log (Data).
text::Result<RetentionAnswer> why(OpenDatabase& database, const std::string& entry,
                                  const std::optional<std::string>& as_of);

// Facts of a stored entry, for `may` and `decide`.
text::Result<model::Entry> stored_entry(OpenDatabase& database, const EntryName& name);

// The single entry of a JSON text, as `frist decide` reads it from standard input.
text::Result<model::Entry> entry_from_json(const model::RuleSet& rules, const std::string& json);

// Eligibility, deadline or retention rule of that name, asked about the entry.
struct Decision {
  std::optional<explain::Eligibility> eligibility;
  std::optional<explain::Deadline> deadline;
  std::optional<explain::Retention> retention;
  model::RuleId rule = model::kNoId;  // with `retention`: the one that was asked about
};
text::Result<Decision> decide_rule(const LoadedPolicy& policy, const std::string& rule, const model::Entry& entry,
                                   const std::optional<std::string>& as_of);

// May PARTY do ACTION with OBJECT (`kind/id`, a kind, a score, a category of data, or anything)? `fields` may be empty.
struct AccessRequest {
  std::string party, action, object, purpose;
  std::vector<std::string> fields;
};
text::Result<explain::Access> may(const LoadedPolicy& policy, const AccessRequest& request,
                                  const std::optional<model::Entry>& entry, const std::optional<std::string>& as_of);

// How a score reads.
text::Result<explain::Score> score(const LoadedPolicy& policy, const std::string& bands, const std::string& value,
                                   const std::optional<std::string>& as_of);

}  // namespace frist::service
