// SPDX-License-Identifier: Apache-2.0
#include <csignal>

#include "engine/cli/run.hpp"

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no more is an error to tell, as a full disk is
  return frist::cli::run(argc, argv, frist::cli::Console::standard());
}
