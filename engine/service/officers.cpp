// SPDX-License-Identifier: Apache-2.0
#include "engine/service/officers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/text/suggest.hpp"
#include "engine/audit/signature.hpp"
#include "engine/service/as_of.hpp"
#include "engine/service/deed.hpp"
#include "engine/service/durable_file.hpp"

namespace frist::service {
namespace {

using text::Error;
using text::ErrorKind;
using text::Result;
using text::Status;

constexpr std::size_t kMostOfName = 100;  // bytes

Status require_good_name(const std::string& name) {
  const bool odd = std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  if (!name.empty() && name.size() <= kMostOfName && !odd) return {};
  return Error{ErrorKind::Usage, "the name of an officer is one line of at most 100 bytes"};
}

Status require_party(const model::RuleSet& rules, const std::string& party) {
  std::vector<std::string> names;
  for (const model::Party& p : rules.parties) names.push_back(p.heading.name);
  if (names.empty() && party.empty()) return {};
  if (party.empty())
    return Error{ErrorKind::Usage, fmt::format("say with --party for whom they act: {}", fmt::join(names, ", "))};
  if (std::find(names.begin(), names.end(), party) != names.end()) return {};
  const std::string hint = text::did_you_mean(party, names);
  return Error{ErrorKind::Usage,
               fmt::format("the policy has no party `{}`{}{}", party, hint.empty() ? "" : "; ", hint)};
}

std::optional<std::string> bytes_of_hex(const std::string& hex) {
  const auto digit = [](char c) {
    const std::string_view digits = "0123456789abcdef";
    const auto at = digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
  };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = digit(hex[i]), low = digit(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes += static_cast<char>(high * 16 + low);
  }
  return hex.size() == 64 ? std::optional(bytes) : std::nullopt;
}

// In the log, as what people lay down about entries is.
Status note(OpenDatabase& database, audit::Happening happening, const std::string& name, const std::string& action,
            const std::string& reason) {
  const auto today = day_of(database, "");
  if (!today) return today.error();
  codec::EntryBody body;
  body.action = action;
  body.on = today.value();
  body.reason = reason;
  return note_deed(database, happening, {0, {}, "officer/" + name}, std::move(body));
}

Status add(OpenDatabase& database, const store::Officer& officer) {
  if (auto added = store::add_officer(database.connection, officer); !added) return added;
  std::string key;
  for (const char c : officer.public_key) key += fmt::format("{:02x}", static_cast<std::uint8_t>(c));
  return note(database, audit::Happening::OfficerAdded, officer.name, "add officer",
              fmt::format("signs for {} with the key {}", officer.party, key));
}

}  // namespace

Result<store::Officer> add_officer(OpenDatabase& database, const std::string& name, const std::string& party,
                                   const std::string& key_file) {
  if (auto good = require_good_name(name); !good) return good.error();
  if (auto known = require_party(database.rules(), party); !known) return known.error();
  const audit::KeyPair pair = audit::make_key_pair();
  const store::Officer officer{name, party, pair.public_key, now(), {}};
  auto done = do_deed(database, [&]() -> Status {
    if (auto added = add(database, officer); !added) return added;
    return write_secret(key_file, pair.private_pem);
  });
  if (!done) return done.error();
  return officer;
}

Result<store::Officer> add_officer_with_key(OpenDatabase& database, const std::string& name, const std::string& party,
                                            const std::string& public_key_hex) {
  if (auto good = require_good_name(name); !good) return good.error();
  if (auto known = require_party(database.rules(), party); !known) return known.error();
  const auto key = bytes_of_hex(public_key_hex);
  if (!key) return Error{ErrorKind::Usage, "a public key is written as 64 hex digits"};
  const store::Officer officer{name, party, *key, now(), {}};
  auto done = do_deed(database, [&] { return add(database, officer); });
  if (!done) return done.error();
  return officer;
}

Status retire_officer(OpenDatabase& database, const std::string& name) {
  return do_deed(database, [&]() -> Status {
    if (auto retired = store::retire_officer(database.connection, name, now()); !retired) return retired;
    return note(database, audit::Happening::OfficerRetired, name, "retire officer", "");
  });
}

}  // namespace frist::service
