// SPDX-License-Identifier: Apache-2.0
// A disk in memory with what a power cut may leave of it. A write is seen at once by whoever reads, and is sure to be
// there after a cut only once its file was synced, as are a new file, a new length and a removal. Values without shared
// state: the same steps and the same random numbers leave the same files.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace frist::faults {

using Random = std::mt19937_64;
// Contents by path.
using Files = std::map<std::string, std::string>;

// One step of the program towards the disk.
struct Step {
  enum class Kind { Create, Write, Truncate, Sync, Delete };
  Kind kind = Kind::Sync;
  std::string path;
  std::int64_t offset = 0;  // of a write; the new length of a truncation
  std::string data = {};    // of a write
  bool sure = false;        // of a removal: the folder was synced as well
};

// What a cut leaves of the writes that no sync has made sure: none, all, the first ones, any of them, or any sectors of
// them, of which one in sixteen holds noise.
enum class Damage { Nothing, Everything, Prefix, Subset, Sectors };
inline constexpr Damage kDamages[] = {Damage::Nothing, Damage::Everything, Damage::Prefix, Damage::Subset,
                                      Damage::Sectors};

class SimDisk {
 public:
  SimDisk() = default;
  // All of it is sure.
  explicit SimDisk(const Files& files);

  void take(const Step& step);
  bool has(const std::string& path) const { return files_.contains(path) && files_.at(path).there; }
  // Requires has(path).
  const std::string& read(const std::string& path) const { return files_.at(path).now; }
  // What whoever reads sees.
  Files now() const;
  // One of the outcomes of a cut right now.
  Files after_cut(Damage damage, Random& random) const;
  // A disk that says it has synced and has not: from now on no sync makes anything sure.
  void lie_about_syncs() { lies_ = true; }

 private:
  struct File {
    std::string sure, now;
    std::vector<Step> pending;  // writes and truncations that lead from `sure` to `now`
    bool there = false;         // seen by who reads
    bool sure_there = false;    // and there after a cut
  };
  std::map<std::string, File> files_;
  bool lies_ = false;
};

}  // namespace frist::faults
