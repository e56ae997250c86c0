// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/sim_disk.hpp"

#include <algorithm>

namespace frist::faults {
namespace {

constexpr std::size_t kSector = 512;

bool one_in(Random& random, std::uint64_t n) { return random() % n == 0; }

void put(std::string& file, std::size_t offset, std::string_view data) {
  if (file.size() < offset + data.size()) file.resize(offset + data.size());
  std::copy(data.begin(), data.end(), file.begin() + static_cast<std::ptrdiff_t>(offset));
}

void apply(std::string& file, const Step& step) {
  if (step.kind == Step::Kind::Truncate) return file.resize(static_cast<std::size_t>(step.offset));
  put(file, static_cast<std::size_t>(step.offset), step.data);
}

// A write reaches the disk by sectors; those within it that are lost are as before, or hold noise.
void apply_sectors(std::string& file, const Step& step, Random& random) {
  if (step.kind == Step::Kind::Truncate) {
    if (one_in(random, 2)) apply(file, step);
    return;
  }
  const auto begin = static_cast<std::size_t>(step.offset), end = begin + step.data.size();
  for (std::size_t from = begin; from < end;) {
    const std::size_t to = std::min(end, (from / kSector + 1) * kSector);
    std::string sector = step.data.substr(from - begin, to - from);
    if (one_in(random, 16))
      std::generate(sector.begin(), sector.end(), [&] { return static_cast<char>(random()); });
    else if (one_in(random, 2))
      sector.clear();
    if (!sector.empty()) put(file, from, sector);
    from = to;
  }
}

}  // namespace

SimDisk::SimDisk(const Files& files) {
  for (const auto& [path, text] : files) files_[path] = {text, text, {}, true, true};
}

void SimDisk::take(const Step& step) {
  File& file = files_[step.path];
  switch (step.kind) {
    case Step::Kind::Create:
      // Where the removal of an earlier file of that name is not sure, that file may still come back.
      file.there = true, file.now.clear(), file.pending.clear();
      if (file.sure_there) file.pending.push_back({Step::Kind::Truncate, step.path});
      break;
    case Step::Kind::Write:
    case Step::Kind::Truncate:
      apply(file.now, step);
      file.pending.push_back(step);
      break;
    case Step::Kind::Sync:
      if (lies_) break;
      file.sure = file.now, file.pending.clear(), file.sure_there = true;
      break;
    case Step::Kind::Delete:
      file.there = false, file.now.clear(), file.pending.clear();
      if (step.sure && !lies_) file.sure_there = false;
      break;
  }
}

Files SimDisk::now() const {
  Files files;
  for (const auto& [path, file] : files_)
    if (file.there) files[path] = file.now;
  return files;
}

Files SimDisk::after_cut(Damage damage, Random& random) const {
  Files left;
  for (const auto& [path, file] : files_) {
    bool there = file.sure_there;
    if (there != file.there)
      there = damage == Damage::Everything ? file.there : damage == Damage::Nothing ? there : one_in(random, 2);
    if (!there) continue;
    std::string& text = left[path];
    if (file.sure_there) text = file.sure;
    const std::size_t kept = damage == Damage::Everything ? file.pending.size()
                             : damage == Damage::Prefix   ? random() % (file.pending.size() + 1)
                                                          : 0;
    for (std::size_t i = 0; i < file.pending.size(); ++i) {
      if (i < kept || (damage == Damage::Subset && one_in(random, 2)))
        apply(text, file.pending[i]);
      else if (damage == Damage::Sectors)
        apply_sectors(text, file.pending[i], random);
    }
  }
  return left;
}

}  // namespace frist::faults
