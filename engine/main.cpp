// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <string_view>

#include "engine/cli/exit_code.hpp"
#include "engine/cli/run.hpp"

namespace {

bool detailed_exit = false;

// Memory may run out where nothing can be thrown: while something is being taken apart. The program ends with what it
// would say anyhow. What was not committed is undone by whoever opens the database next, as after a power cut.
[[noreturn]] void end_at_once() {
  try {
    if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    static constexpr std::string_view words = "frist: out of memory\n";
    if (write(STDERR_FILENO, words.data(), words.size()) < 0) std::abort();
    _exit(static_cast<int>(frist::cli::exit_code_of(frist::text::ErrorKind::Io, detailed_exit)));
  } catch (...) {
  }
  std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) detailed_exit = detailed_exit || std::string_view(argv[i]) == "--detailed-exit";
  std::set_terminate(end_at_once);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no more is an error to tell, as a full disk is
  return frist::cli::run(argc, argv, frist::cli::Console::standard());
}
