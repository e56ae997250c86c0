// SPDX-License-Identifier: Apache-2.0
// SQLite's own way to the disk, for the program `frist_without_wiping`: what the layer below SQLite costs is measured
// by leaving it out. No product is built of this.
#include "engine/store/wiping_vfs.hpp"

namespace frist::store {

const char* wiping_vfs() { return nullptr; }

}  // namespace frist::store
