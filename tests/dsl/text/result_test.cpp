// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/result.hpp"

#include <memory>
#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

Result<std::string> from_literal() { return "words"; }
Result<int> failed() { return Error{ErrorKind::Busy, "database is locked"}; }
Status fine() { return {}; }

struct Base {
  virtual ~Base() = default;
  virtual int number() const { return 1; }
};
struct Derived : Base {
  int number() const override { return 2; }
};
Result<std::unique_ptr<Base>> from_derived() { return std::make_unique<Derived>(); }

}  // namespace

TEST_CASE("a result holds its value", "[text][result]") {
  const Result<std::string> result = from_literal();
  REQUIRE(result.ok());
  CHECK(static_cast<bool>(result));
  CHECK(result.value() == "words");
}

TEST_CASE("a result takes whatever converts to its value, and gives a value away that cannot be copied",
          "[text][result]") {
  auto result = from_derived();
  REQUIRE(result.ok());
  const std::unique_ptr<Base> taken = std::move(result).value();
  CHECK(taken->number() == 2);
}

TEST_CASE("a result of no is still ok", "[text][result]") {
  const Result<bool> result = false;
  CHECK(result.ok());
  CHECK(static_cast<bool>(result));
  CHECK_FALSE(result.value());
}

TEST_CASE("context goes before the message of an error and keeps its kind", "[text][result]") {
  const Result<int> result = failed().with_context("cannot open store `x.db`");
  REQUIRE_FALSE(result.ok());
  CHECK(result.error() == Error{ErrorKind::Busy, "cannot open store `x.db`: database is locked"});
}

TEST_CASE("context leaves a value alone", "[text][result]") {
  const Result<std::string> result = from_literal();
  CHECK(result.with_context("reading").value() == "words");
  CHECK(from_literal().with_context("reading").value() == "words");
}

TEST_CASE("a status is fine unless it holds an error", "[text][result]") {
  CHECK(fine().ok());
  CHECK(fine().with_context("writing").ok());
  const Status status = Error{ErrorKind::Refused, "a hold stands"};
  CHECK_FALSE(status);
  CHECK(status.with_context("erasing").error().message == "erasing: a hold stands");
}
