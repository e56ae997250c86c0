// SPDX-License-Identifier: Apache-2.0
// A value, or why the world did not give one (disk, database, socket, arguments). What is wrong in a policy text is not
// an Error but a Diagnostic. Plain values without shared state. Reading the side that is not there ends the program.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "dsl/text/check.hpp"

namespace frist::text {

/// Who can do something about it: the caller (Usage), the author of the policy (Policy), who keeps the data (Data),
/// nobody because it must not be (Refused), the operator (Io), time (Busy), we (Internal).
enum class ErrorKind { Usage, Policy, Data, Refused, Io, Busy, Internal };

/// One sentence in lower case without a full stop, the user's words in backquotes.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;

  /// The same error with "context: " before its message.
  Error with_context(const std::string& context) const { return Error{kind, context + ": " + message}; }

  friend bool operator==(const Error&, const Error&) = default;
};

/// Either a T or an Error. `if (result)` asks whether it is ok, also for Result<bool>.
template <class T>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<std::remove_cv_t<T>, Error>, "a Result<Error> could not tell its two sides apart");

 public:
  Result(T value) : value_(std::in_place, std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}
  /// From anything that converts to T, such as a string literal or a pointer to a derived class.
  template <class U>
  requires(std::is_convertible_v<U, T> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
           !std::is_same_v<std::remove_cvref_t<U>, Error> && !std::is_same_v<std::remove_cvref_t<U>, Result>)
      Result(U&& value)
      : value_(std::in_place, std::forward<U>(value)) {}

  bool ok() const { return value_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// Requires: ok().
  const T& value() const& { return checked_value(value_); }
  T& value() & { return checked_value(value_); }
  T&& value() && { return std::move(checked_value(value_)); }

  /// Requires: !ok().
  const Error& error() const {
    FRIST_CHECK(!ok());
    return error_;
  }

  /// The same result; an error gets "context: " before its message.
  Result with_context(std::string context) && {
    if (!ok()) return error().with_context(context);
    return std::move(*this);
  }
  Result with_context(std::string context) const& { return Result(*this).with_context(std::move(context)); }

 private:
  template <class Value>
  static auto& checked_value(Value& value) {
    FRIST_CHECK(value.has_value());
    return *value;
  }

  // Not a std::variant: g++ 12 takes its destructor for one of an uninitialised Error and warns in every caller.
  std::optional<T> value_;
  Error error_;
};

/// Success without a value (the default), or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }

  /// Requires: !ok().
  const Error& error() const {
    FRIST_CHECK(error_.has_value());
    return *error_;
  }

  /// The same result; an error gets "context: " before its message.
  Result with_context(const std::string& context) const {
    if (ok()) return *this;
    return error_->with_context(context);
  }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace frist::text
