// SPDX-License-Identifier: Apache-2.0
// Whether what a night reads of our own tables is as it was written.
#pragma once

#include "engine/store/sqlite.hpp"

namespace frist::run {

// What a night goes by: the rows by which it acts and the end of the log; the schedule is looked at as it is read. With
// `pages` also every page of the file (PRAGMA integrity_check), which takes seconds. Error (Data) where any of it is
// damaged.
text::Status require_sound(store::Connection& connection, bool pages);

// Every page. Error (Data) where one is damaged.
text::Status require_sound_pages(store::Connection& connection);

}  // namespace frist::run
