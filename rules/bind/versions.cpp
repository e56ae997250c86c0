// SPDX-License-Identifier: Apache-2.0
// Declarations of one name: versions of one rule on different days, or readings of one text.
#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "rules/bind/parts.hpp"

namespace frist::bind {
namespace {

struct Version {
  const model::Heading* heading;
  Span place;  ///< of its `in force`, else of its name
  bool dated;
};

bool alternatives(const model::ReadingOf& a, const model::ReadingOf& b) {
  return a.choice != kNoId && a.choice == b.choice && a.reading != b.reading;
}

std::string period_of(const model::Force& force) {
  if (force.from == calendar::kFirstDay && force.through == calendar::kLastDay) return "always";
  if (force.from == calendar::kFirstDay) return fmt::format("through {}", calendar::to_iso(force.through));
  if (force.through == calendar::kLastDay) return fmt::format("from {}", calendar::to_iso(force.from));
  return fmt::format("from {} through {}", calendar::to_iso(force.from), calendar::to_iso(force.through));
}

class VersionCheck {
 public:
  VersionCheck(Context& context, NameKind kind) : context_(context), kind_(kind) {}

  void add(const model::Heading& heading, const Node& node, RecordId record) {
    const auto force = node.child(NodeKind::Force);
    groups_[{record, heading.name}].push_back({&heading, force ? force->span() : heading.name_span, force.has_value()});
  }

  void run() {
    for (auto& [key, versions] : groups_) {
      if (versions.size() < 2) continue;
      std::stable_sort(versions.begin(), versions.end(), [](const Version& a, const Version& b) {
        return a.heading->force.from < b.heading->force.from;
      });
      if (!overlaps(versions)) holes(versions);
    }
  }

 private:
  /// For each reading the version that holds longest so far is enough to compare with.
  bool overlaps(const std::vector<Version>& versions) {
    bool found = false;
    std::map<std::pair<std::uint32_t, std::uint32_t>, const Version*> longest;
    for (const Version& version : versions) {
      const model::Heading& heading = *version.heading;
      for (const auto& [reading, earlier] : longest) {
        if (alternatives(earlier->heading->reading, heading.reading)) continue;
        const bool same_clock = earlier->heading->force.by == heading.force.by;
        if (same_clock && earlier->heading->force.through < heading.force.from) continue;
        report(*earlier, version, same_clock);
        found = true;
        break;
      }
      const Version*& slot = longest[{heading.reading.choice, heading.reading.reading}];
      if (slot == nullptr || slot->heading->force.through < heading.force.through) slot = &version;
    }
    return found;
  }

  void report(const Version& first, const Version& second, bool same_clock) {
    const std::string& name = second.heading->name;
    if (!first.dated && !second.dated) {
      context_.error(Kind::DuplicateName, second.heading->name_span,
                     fmt::format("there is already {} `{}`", name_kind_words(kind_, true), name),
                     "give one of them another name, or say of both when they are in force",
                     {{first.heading->name_span, "first declared here"}});
      return;
    }
    context_.error(Kind::VersionOverlap, second.place,
                   same_clock ? fmt::format("two versions of `{}` are in force at once", name)
                              : fmt::format("the versions of `{}` go by different dates", name),
                   same_clock ? "let one end on the day before the other begins"
                              : "let all versions go by the same date, or all by the as-of date",
                   {{second.place, "in force " + period_of(second.heading->force)},
                    {first.place, "in force " + period_of(first.heading->force)}});
  }

  void holes(const std::vector<Version>& versions) {
    calendar::Day covered = versions.front().heading->force.through;
    for (const Version& version : versions) {
      const model::Force& force = version.heading->force;
      if (covered < calendar::kLastDay && force.from > covered + 1) {
        context_.error(Kind::VersionHole, version.place,
                       fmt::format("no version of `{}` is in force from {} through {}", version.heading->name,
                                   calendar::to_iso(covered + 1), calendar::to_iso(force.from - 1)),
                       "close the hole if none is meant");
      }
      covered = std::max(covered, force.through);
    }
  }

  Context& context_;
  NameKind kind_;
  std::map<std::pair<RecordId, std::string>, std::vector<Version>> groups_;
};

template <class Declared>
void check(Context& context, NameKind kind, const std::vector<Declared>& list) {
  VersionCheck versions(context, kind);
  for (std::size_t i = 0; i < list.size(); ++i) {
    RecordId record = kNoId;
    if constexpr (std::is_same_v<Declared, model::Define>) record = list[i].record;
    versions.add(list[i].heading, context.node_of(kind, static_cast<std::uint32_t>(i)), record);
  }
  versions.run();
}

}  // namespace

void check_versions(Context& context) {
  const model::RuleSet& rules = *context.rules;
  check(context, NameKind::Define, rules.defines);
  check(context, NameKind::Retention, rules.retention);
  check(context, NameKind::Eligibility, rules.eligibility);
  check(context, NameKind::Bands, rules.bands);
  check(context, NameKind::Permission, rules.permissions);
  check(context, NameKind::Prohibition, rules.prohibitions);
  check(context, NameKind::Deadline, rules.deadlines);
}

}  // namespace frist::bind
