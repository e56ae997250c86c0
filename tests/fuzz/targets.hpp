// SPDX-License-Identifier: Apache-2.0
// What strangers may hand in, one function for each form of it. A target must return for every input; a signal, an
// exception, a sanitizer's report or a law that does not hold is a finding. They keep no state between inputs, so that
// an input fails alone as it failed among others.
#pragma once

#include <string_view>

namespace frist::fuzz {

/// A policy text is checked, drawn, laid out and compiled. Laws: laying out twice changes nothing, and what was laid
/// out still checks.
void policy(std::string_view input);

/// A file to import, JSON lines or CSV, is loaded into an empty table of ledger(). Laws: a line is loaded or told; what
/// was loaded is readable; a rejected line, written with its reason, says the same when it is read again.
void ndjson(std::string_view input);
void csv(std::string_view input);

/// One stored value (byte 0: the field, byte 1: how SQLite holds it) is decoded. Law: the way of batches and the way of
/// single answers agree.
void stored(std::string_view input);

/// JSON of an entry, of an audit body, of a plan; CBOR of a directory of packed columns. Law: written and read again it
/// is the same.
void entry(std::string_view input);
void audit_body(std::string_view input);
void plan_body(std::string_view input);
void pack_directory(std::string_view input);

/// A chunk of packed columns (byte 0: which kind, byte 1: how many rows). Law: packed and read again it is the same.
void pack_chunks(std::string_view input);

/// Ends the process with the law's name if it does not hold.
void law(bool holds, const char* name);

}  // namespace frist::fuzz
