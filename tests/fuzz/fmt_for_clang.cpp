// SPDX-License-Identifier: Apache-2.0
// fmt's library is compiled by g++, and one function's name in it is spelt otherwise by clang, since its parameters are
// types that depend on others (gone with fmt 10). Here it is under clang's name.
#include <fmt/format-inl.h>

#if FMT_VERSION < 100000
namespace fmt::detail {
template void vformat_to<char>(buffer<char>&, basic_string_view<char>,
                               basic_format_args<FMT_BUFFER_CONTEXT(type_identity_t<char>)>, locale_ref);
}  // namespace fmt::detail
#endif
