// SPDX-License-Identifier: Apache-2.0
#include "dsl/text/files.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/catch.hpp"

using namespace frist::text;

namespace {

// A folder of this test's own that goes when the test ends.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "frist-files-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string path(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("a file is read as it is", "[text][files]") {
  const Folder folder;
  const std::string text("policy a\r\n\0\xFF", 12);
  CHECK(read_text_file(folder.write("a.frist", text), 100).value() == text);
  CHECK(read_text_file(folder.write("empty.frist", ""), 100).value().empty());
}

TEST_CASE("a byte order mark at the start is left out, one further on is not", "[text][files]") {
  const Folder folder;
  CHECK(read_text_file(folder.write("a",
                                    "\xEF\xBB\xBF"
                                    "a\xEF\xBB\xBF"),
                       100)
            .value() == "a\xEF\xBB\xBF");
}

TEST_CASE("a file of exactly the limit is read, one byte more is refused", "[text][files]") {
  const Folder folder;
  const std::string path = folder.write("a", std::string(200'000, 'x'));
  CHECK(read_text_file(path, 200'000).value().size() == 200'000);
  CHECK(read_text_file(path, 199'999).error() ==
        Error{ErrorKind::Io, "cannot read `" + path + "`: larger than the limit of 199999 bytes"});
  CHECK_FALSE(read_text_file(path, 0).ok());
}

TEST_CASE("a file that never ends is refused at the limit", "[text][files]") {
  CHECK(read_text_file("/dev/zero", 1000).error().message ==
        "cannot read `/dev/zero`: larger than the limit of 1000 bytes");
}

TEST_CASE("what cannot be read says why", "[text][files]") {
  const Folder folder;
  const auto message = [&](const std::string& path) { return read_text_file(path, 100).error().message; };
  const std::string missing = folder.path("missing.frist");
  CHECK(message(missing) == "cannot read `" + missing + "`: not found");
  CHECK(message(folder.path("")) == "cannot read `" + folder.path("") + "`: it is a folder");
  const std::string below_a_file = folder.write("a", "x") + "/b";
  CHECK(message(below_a_file) == "cannot read `" + below_a_file + "`: not found");
  CHECK(message("") == "cannot read ``: not found");
}

TEST_CASE("a file without permission says so", "[text][files]") {
  const Folder folder;
  const std::string path = folder.write("a", "x");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  const std::string expected = "cannot read `" + path + "`: no permission";
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    // The administrator may read everything, so the child becomes somebody who may not.
    constexpr uid_t kNobody = 65534;
    const bool is_ordinary = ::geteuid() != 0 || ::setuid(kNobody) == 0;
    const auto text = read_text_file(path, 100);
    std::_Exit(is_ordinary && !text.ok() && text.error().message == expected ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
