// Catch2 under the header name of the version that is installed: 2.13 in Debian 12, 3 in later releases.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
