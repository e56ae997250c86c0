// SPDX-License-Identifier: Apache-2.0
// Plans of nights on a database of its own, with officers who sign them.
#pragma once

#include <functional>

#include "engine/audit/signature.hpp"
#include "engine/run/plan.hpp"
#include "engine/service/open_database.hpp"
#include "engine/service/plans.hpp"
#include "tests/engine/run/night_database.hpp"

namespace frist::run {

inline constexpr const char* kTwo =
    "INSERT INTO cards VALUES(1,'a',0,'2020-01-01'), (2,'b',0,'2020-01-01'), (3,'c',0,'2024-01-01')";
inline constexpr const char* kDay = "2022-01-10";

inline constexpr const char* kFourEyes = R"(
party club "Club" is controller
party office "Records office" acts for club
party treasurer "Treasurer" acts for club
approval two "Two people agree"
  by       office
  needs    2 for card
  author   may not approve
)";

inline std::vector<std::shared_ptr<const model::RuleSet>> former_of(const NightDatabase& db) {
  auto open = service::open_attached(db.path(), store::OpenOptions::Mode::ReadOnly);
  REQUIRE(open);
  auto former = service::former_rules(open.value());
  REQUIRE(former);
  return std::move(former).value();
}

class Plans : public NightDatabase {
 public:
  explicit Plans(const std::string& policy, const std::string& rows = kTwo) : NightDatabase(policy, kCards) {
    run(rows);
  }

  PlanReport plan(const std::string& day = kDay, std::optional<Brake> brake = {}) {
    NightOptions chosen = options(day);
    chosen.brake = brake;
    chosen.former = former_of(*this);
    auto made = make_plan(connection(), rules(), policy_hash(), chosen);
    INFO((made ? std::string() : made.error().message));
    REQUIRE(made);
    return std::move(made).value();
  }
  text::Result<NightReport> apply(const PlanReport& plan, bool release = false) {
    NightOptions chosen = options(calendar::to_iso(plan.plan.as_of));
    chosen.plan = plan.plan.id;
    chosen.release_brake = release;
    return try_night(chosen);
  }
  // One entry in each transaction, and behind each of them what another program does.
  text::Result<NightReport> apply_beside(const PlanReport& plan,
                                         const std::function<void(store::Connection&, std::uint64_t)>& other) {
    auto beside = store::Connection::open(path());
    REQUIRE(beside);
    NightOptions chosen = options(calendar::to_iso(plan.plan.as_of));
    chosen.plan = plan.plan.id;
    chosen.batch = 1;
    chosen.progress = [&](const char*, std::uint64_t done, std::uint64_t) { other(beside.value(), done); };
    return try_night(chosen);
  }
  NightReport applied(const PlanReport& plan) {
    auto report = apply(plan);
    INFO((report ? std::string() : report.error().message));
    REQUIRE(report);
    check_schedule();
    return std::move(report).value();
  }
  // An officer who was there before every plan; the key that signs.
  std::string officer(const std::string& name, const std::string& party = "office") {
    const audit::KeyPair pair = audit::make_key_pair();
    REQUIRE(store::add_officer(connection(), {name, party, pair.public_key, 0, {}}));
    return pair.private_pem;
  }
  text::Result<std::string> sign(const PlanReport& plan, const std::string& key) {
    return approve_plan(connection(), *rules(), plan.plan, key, 4'000'000'000);
  }
};

inline bool says(const text::Result<NightReport>& refused, const std::string& words,
                 text::ErrorKind kind = text::ErrorKind::Refused) {
  if (refused) return false;
  INFO(refused.error().message);
  CHECK(refused.error().kind == kind);
  return refused.error().message.find(words) != std::string::npos;
}

}  // namespace frist::run
