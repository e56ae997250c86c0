// SPDX-License-Identifier: Apache-2.0
// A failure as JSON (frist/error/1), for programs that read what a command answers: kind, message, exit status, and the
// findings where a policy does not check.
#pragma once

#include <string>

#include "dsl/text/diagnostic_sink.hpp"
#include "dsl/text/result.hpp"
#include "dsl/text/source_file.hpp"

namespace frist::codec {

// "usage", "data", ...
std::string name_of(text::ErrorKind kind);

std::string error_json(const text::Error& error, int exit);
std::string error_json(const text::Error& error, int exit, const text::DiagnosticSink& sink,
                       const text::Sources& sources);

}  // namespace frist::codec
