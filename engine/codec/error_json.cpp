// SPDX-License-Identifier: Apache-2.0
#include "engine/codec/error_json.hpp"

#include <nlohmann/json.hpp>

#include "engine/codec/diagnostic_json.hpp"

namespace frist::codec {
std::string name_of(text::ErrorKind kind) {
  switch (kind) {
    case text::ErrorKind::Usage:
      return "usage";
    case text::ErrorKind::Policy:
      return "policy";
    case text::ErrorKind::Data:
      return "data";
    case text::ErrorKind::Refused:
      return "refused";
    case text::ErrorKind::Io:
      return "io";
    case text::ErrorKind::Busy:
      return "busy";
    case text::ErrorKind::Internal:
      return "internal";
  }
  return "internal";
}

namespace {

using Ordered = nlohmann::ordered_json;

Ordered json_of(const text::Error& error, int exit) {
  return {{"schema", "frist/error/1"}, {"kind", name_of(error.kind)}, {"message", error.message}, {"exit", exit}};
}

// The message may repeat bytes of the command line that are no UTF-8.
std::string text_of(const Ordered& object) {
  return object.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace

std::string error_json(const text::Error& error, int exit) { return text_of(json_of(error, exit)); }

std::string error_json(const text::Error& error, int exit, const text::DiagnosticSink& sink,
                       const text::Sources& sources) {
  Ordered object = json_of(error, exit);
  object["findings"] = json_of_findings(sink, sources);
  return text_of(object);
}

}  // namespace frist::codec
