# How the release is compiled and linked against those who would make a fault of ours theirs: the OpenSSF's guide for C and
# C++ (2026-06), as far as the compiler knows it. The test `binary` holds that the built program has all of it.
#
# Left out, with reasons:
# - `-z nodlopen` would keep OpenSSL from loading its providers.
# - `-Wconversion` warns of each count that is narrower than size_t; -Wall, -Wextra and the sanitizers stay.
# - CET (-fcf-protection) is compiled in, but start-up objects of Debian 12 lack it, so that the linked program has no such
#   property there: nothing is claimed of it.
# - engine/decide goes without _GLIBCXX_ASSERTIONS (see there).
include(CheckCXXCompilerFlag)

set(frist_hardening
  -fPIE -Wformat=2 -Wimplicit-fallthrough -Werror=format-security -Wtrampolines -Wbidi-chars=any
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full
  -ftrivial-auto-var-init=zero -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing
  -fstrict-flex-arrays=3)
foreach(flag ${frist_hardening})
  string(MAKE_C_IDENTIFIER "FRIST_HAS${flag}" known)
  check_cxx_compiler_flag("-Werror -Wformat=2 ${flag}" ${known})
  if(${known})
    target_compile_options(frist_options INTERFACE ${flag})
  endif()
endforeach()
target_compile_options(frist_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
target_compile_definitions(frist_options INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(frist_options INTERFACE -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
