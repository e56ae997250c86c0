// SPDX-License-Identifier: Apache-2.0
// A request for erasure as a row and as words, for the commands of that family. Pure functions.
#pragma once

#include <string>

#include "engine/codec/report_json.hpp"
#include "engine/service/requests.hpp"

namespace frist::cli {

codec::ReportRow request_row(const service::NamedRequest& named);
// One line, or several where it was extended or answered.
std::string request_words(const service::NamedRequest& named);

}  // namespace frist::cli
