// SPDX-License-Identifier: Apache-2.0
#include "engine/cli/run.hpp"

int main(int argc, char** argv) { return frist::cli::run(argc, argv, frist::cli::Console::standard()); }
